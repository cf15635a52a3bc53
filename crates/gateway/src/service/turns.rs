//! One writer per upload. The latest request gets the lock: after a lost connection the phone sends a new request long before
//! the gateway detects that the old one is dead.

use crate::identity::FileId;
use crate::lock::lock;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};
use tokio::sync::{OwnedMutexGuard, watch};

#[derive(Default)]
pub struct Turns(Arc<Mutex<HashMap<FileId, Arc<Place>>>>);

struct Place {
    held: Arc<tokio::sync::Mutex<()>>,
    waiting: watch::Sender<usize>,
}

/// The right to write to one upload, until it is dropped.
pub struct Turn {
    turns: Turns,
    id: FileId,
    place: Arc<Place>,
    _held: OwnedMutexGuard<()>,
}

impl Turns {
    /// Waits until the one before has let go, which it is asked to do.
    pub async fn take(&self, id: &FileId) -> Turn {
        let place = Arc::clone(
            self.places()
                .entry(id.clone())
                .or_insert_with(|| Arc::new(Place { held: Arc::default(), waiting: watch::Sender::new(0) })),
        );
        let waiting = Waiting::new(&place);
        let held = Arc::clone(&place.held).lock_owned().await;
        drop(waiting);
        Turn { turns: Self(Arc::clone(&self.0)), id: id.clone(), place, _held: held }
    }

    fn places(&self) -> MutexGuard<'_, HashMap<FileId, Arc<Place>>> {
        lock(&self.0)
    }
}

impl Turn {
    /// Returns when somebody else waits for the turn.
    pub async fn wanted(&self) {
        // The sender lives in the same place, so that this cannot fail.
        let _ = self.place.waiting.subscribe().wait_for(|waiting| *waiting > 0).await;
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut places = self.turns.places();
        // The map and this turn: nobody waits. Who comes now waits for the map's lock first.
        if Arc::strong_count(&self.place) == 2 {
            places.remove(&self.id);
        }
    }
}

/// Counts itself among the waiting until it is dropped.
struct Waiting<'a>(&'a Place);

impl<'a> Waiting<'a> {
    fn new(place: &'a Place) -> Self {
        place.waiting.send_modify(|waiting| *waiting += 1);
        Self(place)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.waiting.send_modify(|waiting| *waiting -= 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_later_one_gets_the_turn_and_nothing_is_left_behind() {
        let turns = Arc::new(Turns::default());
        let id = FileId::random().unwrap();
        let first = turns.take(&id).await;
        let later = tokio::spawn({
            let (turns, id) = (Arc::clone(&turns), id.clone());
            async move { drop(turns.take(&id).await) }
        });
        first.wanted().await;
        drop(first);
        later.await.unwrap();
        assert!(turns.places().is_empty());
    }
}
