//! Tells those who follow that something happened, and nothing of what: they look anew. So it does not matter how many
//! things happened before somebody looked, and nothing is queued.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::watch;
use wire::code::ApplicationNumber;

/// How many may follow at once. Each costs a connection and some kilobytes.
const MAX_OPEN: usize = 4_096;

pub struct Changes {
    applications: Mutex<HashMap<ApplicationNumber, Followed>>,
    calendar: watch::Sender<()>,
    ended: watch::Sender<bool>,
}

struct Followed {
    something: watch::Sender<()>,
    by: usize,
}

/// Follows one application until it is dropped.
pub struct Listener {
    changes: Arc<Changes>,
    number: ApplicationNumber,
    something: watch::Receiver<()>,
    calendar: watch::Receiver<()>,
    ended: watch::Receiver<bool>,
}

impl Default for Changes {
    fn default() -> Self {
        Self {
            applications: Mutex::default(),
            calendar: watch::Sender::new(()),
            ended: watch::Sender::new(false),
        }
    }
}

impl Changes {
    /// `None` where too many follow already.
    pub fn listen(self: &Arc<Self>, number: ApplicationNumber) -> Option<Listener> {
        let mut applications = self.applications();
        if applications.values().map(|followed| followed.by).sum::<usize>() >= MAX_OPEN {
            return None;
        }
        let followed = applications
            .entry(number)
            .or_insert_with(|| Followed { something: watch::Sender::new(()), by: 0 });
        followed.by += 1;
        Some(Listener {
            changes: Arc::clone(self),
            number,
            something: followed.something.subscribe(),
            calendar: self.calendar.subscribe(),
            ended: self.ended.subscribe(),
        })
    }

    pub fn something_happened(&self, number: ApplicationNumber) {
        if let Some(followed) = self.applications().get(&number) {
            followed.something.send_replace(());
        }
    }

    pub fn calendar_replaced(&self) {
        self.calendar.send_replace(());
    }

    /// Lets all listeners end, and those that come later.
    pub fn end(&self) {
        self.ended.send_replace(true);
    }

    pub fn open(&self) -> usize {
        self.applications().values().map(|followed| followed.by).sum()
    }

    fn applications(&self) -> MutexGuard<'_, HashMap<ApplicationNumber, Followed>> {
        // Nothing is ever half done under this lock.
        self.applications.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Listener {
    /// Whether something happened; `false` when the gateway ends.
    pub async fn heard(&mut self) -> bool {
        // The senders live as long as the listener, so that none of these fails.
        tokio::select! {
            biased;
            _ = self.ended.wait_for(|ended| *ended) => false,
            _ = self.something.changed() => true,
            _ = self.calendar.changed() => true,
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let mut applications = self.changes.applications();
        let is_last = applications.get_mut(&self.number).is_some_and(|followed| {
            followed.by = followed.by.saturating_sub(1);
            followed.by == 0
        });
        if is_last {
            applications.remove(&self.number);
        }
    }
}
