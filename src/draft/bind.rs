//! A two-way binding between an input and one answer of the draft.

use leptos::prelude::*;
use rules::draft::Draft;
use std::sync::Arc;

type Access<T> = dyn Fn(&mut Draft) -> Option<&mut T> + Send + Sync;

/// One answer of the draft in hand.
pub struct Bind<T: 'static> {
    draft: RwSignal<Draft>,
    access: StoredValue<Arc<Access<T>>>,
}

impl<T> Clone for Bind<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Bind<T> {}

impl<T: Clone + Send + Sync + 'static> Bind<T> {
    /// `access` leads to the answer; where its person or document is gone it leads nowhere.
    pub fn new(
        draft: RwSignal<Draft>,
        access: impl Fn(&mut Draft) -> Option<&mut T> + Send + Sync + 'static,
    ) -> Self {
        Self { draft, access: StoredValue::new(Arc::new(access)) }
    }

    /// The answer now. Read within a view, the view follows it.
    pub fn get(self) -> Option<T> {
        self.draft.track();
        let access = self.access.try_get_value()?;
        // One way in serves reading and writing; nothing is changed here and nobody is told.
        self.draft.try_update_untracked(|draft| access(draft).map(|answer| answer.clone()))?
    }

    pub fn set(self, answer: T) {
        let Some(access) = self.access.try_get_value() else { return };
        self.draft.update(|draft| {
            if let Some(place) = access(draft) {
                *place = answer;
            }
        });
    }
}
