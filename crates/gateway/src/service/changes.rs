//! Change notifications for the followers of an application. A notification has no content: the follower reads the current
//! state. So several changes can be merged into one notification, and nothing is queued.

use crate::lock::lock;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};
use tokio::sync::watch;
use wire::code::ApplicationNumber;

/// The maximum number of listeners. Each one costs a connection and some kilobytes.
const MAX_LISTENERS: usize = 4_096;

/// Sends change notifications to listeners.
pub struct ChangeNotifier {
    applications: Mutex<HashMap<ApplicationNumber, Topic>>,
    calendar: watch::Sender<()>,
    closed: watch::Sender<bool>,
}

/// The channel of one application, and the number of its listeners.
struct Topic {
    changed: watch::Sender<()>,
    listeners: usize,
}

/// Receives the change notifications of one application until it is dropped.
pub struct ChangeListener {
    notifier: Arc<ChangeNotifier>,
    number: ApplicationNumber,
    changed: watch::Receiver<()>,
    calendar: watch::Receiver<()>,
    closed: watch::Receiver<bool>,
}

impl Default for ChangeNotifier {
    fn default() -> Self {
        Self {
            applications: Mutex::default(),
            calendar: watch::Sender::new(()),
            closed: watch::Sender::new(false),
        }
    }
}

impl ChangeNotifier {
    /// Subscribes to an application; `None` if there are too many listeners.
    pub fn listen(self: &Arc<Self>, number: ApplicationNumber) -> Option<ChangeListener> {
        let mut applications = self.applications();
        if applications.values().map(|topic| topic.listeners).sum::<usize>() >= MAX_LISTENERS {
            return None;
        }
        let topic = applications
            .entry(number)
            .or_insert_with(|| Topic { changed: watch::Sender::new(()), listeners: 0 });
        topic.listeners += 1;
        Some(ChangeListener {
            notifier: Arc::clone(self),
            number,
            changed: topic.changed.subscribe(),
            calendar: self.calendar.subscribe(),
            closed: self.closed.subscribe(),
        })
    }

    /// Notifies the listeners of an application.
    pub fn application_changed(&self, number: ApplicationNumber) {
        if let Some(topic) = self.applications().get(&number) {
            topic.changed.send_replace(());
        }
    }

    /// Notifies all listeners.
    pub fn calendar_replaced(&self) {
        self.calendar.send_replace(());
    }

    /// Ends all present and future listeners.
    pub fn close(&self) {
        self.closed.send_replace(true);
    }

    /// Returns the number of listeners.
    pub fn listener_count(&self) -> usize {
        self.applications().values().map(|topic| topic.listeners).sum()
    }

    fn applications(&self) -> MutexGuard<'_, HashMap<ApplicationNumber, Topic>> {
        lock(&self.applications)
    }
}

impl ChangeListener {
    /// Waits for a notification; returns `false` when the notifier is closed.
    pub async fn changed(&mut self) -> bool {
        // The senders live as long as the listener, so none of these fails.
        tokio::select! {
            biased;
            _ = self.closed.wait_for(|closed| *closed) => false,
            _ = self.changed.changed() => true,
            _ = self.calendar.changed() => true,
        }
    }
}

impl Drop for ChangeListener {
    fn drop(&mut self) {
        let mut applications = self.notifier.applications();
        let is_last = applications.get_mut(&self.number).is_some_and(|topic| {
            topic.listeners = topic.listeners.saturating_sub(1);
            topic.listeners == 0
        });
        if is_last {
            applications.remove(&self.number);
        }
    }
}
