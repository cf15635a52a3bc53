//! A two-way binding between an input and one answer of the draft.

use leptos::prelude::*;
use rules::draft::Draft;
use std::sync::Arc;

type Access<T> = dyn Fn(&mut Draft) -> Option<&mut T> + Send + Sync;

/// One answer of the current draft.
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
    /// Creates a binding. `access` returns the answer, or `None` if its person or document no longer exists.
    pub fn new(
        draft: RwSignal<Draft>,
        access: impl Fn(&mut Draft) -> Option<&mut T> + Send + Sync + 'static,
    ) -> Self {
        Self { draft, access: StoredValue::new(Arc::new(access)) }
    }

    /// Returns the present answer. A view that reads it is updated when it changes.
    pub fn get(self) -> Option<T> {
        self.draft.track();
        let access = self.access.try_get_value()?;
        // The same accessor serves reading and writing; here nothing is changed and no subscriber is notified.
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
