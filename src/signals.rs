//! Signals in tasks that go on after their page was left. `set` and `update` of a signal that is gone do nothing; reading it
//! would panic, so these functions read with care.

use leptos::prelude::*;

/// Sets a signal, and notifies nobody if it has the value already. Does nothing if the signal is gone.
pub fn set_if_changed<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    if signal.try_with_untracked(|before| *before == value) == Some(false) {
        signal.set(value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    #[test]
    fn a_signal_that_is_gone_is_left_alone() {
        let owner = Owner::new();
        let (signal, stored) = owner.with(|| (RwSignal::new(1), StoredValue::new(1)));
        owner.cleanup();
        signal.set(2);
        signal.update(|value| *value += 1);
        stored.set_value(2);
        stored.update_value(|value| *value += 1);
        set_if_changed(signal, 2);
        assert_eq!((signal.try_get_untracked(), stored.try_get_value()), (None, None));
    }

    #[test]
    fn only_another_value_notifies() {
        let owner = Owner::new();
        owner.with(|| {
            let (signal, runs) = (RwSignal::new(1), Arc::new(AtomicU32::new(0)));
            let counted = runs.clone();
            let seen = Memo::new(move |_| {
                counted.fetch_add(1, Ordering::Relaxed);
                signal.get()
            });
            for value in [1, 1, 2, 2] {
                set_if_changed(signal, value);
                assert_eq!(seen.get_untracked(), value);
            }
            assert_eq!(runs.load(Ordering::Relaxed), 2);
        });
    }
}
