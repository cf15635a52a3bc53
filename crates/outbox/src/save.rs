//! Orders the writes of an open draft: one write at a time, and a caller waits for a write that contains its change.

use crate::phone::StorageError;
use std::task::{Context, Poll, Waker};

/// Reasons why a draft was not written to the phone's storage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaveError {
    /// The phone's storage rejected the write.
    Storage(StorageError),
    /// Another tab is editing this draft.
    Elsewhere,
}

/// The number of a write, starting at 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct WriteNumber(u64);

/// The next step of a caller that asked for a save.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaveStep {
    /// The caller writes the current draft and reports the result with [`Writes::end`].
    Write,
    /// A write that began after the caller had asked has ended.
    Ended(Result<(), SaveError>),
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Phase {
    #[default]
    Idle,
    /// The write with the number `Writes::begun` is under way.
    Writing,
    /// Another operation is changing the stored draft.
    Reserved,
}

/// The writes of the open draft.
///
/// | phase    | `poll_save`          | `poll_reserve`   | `end`  |
/// |----------|----------------------|------------------|--------|
/// | idle     | → writing            | → reserved       | –      |
/// | writing  | waits                | waits            | → idle |
/// | reserved | waits                | waits            | → idle |
#[derive(Debug, Default)]
pub struct Writes {
    phase: Phase,
    begun: WriteNumber,
    saved: WriteNumber,
    failed: Option<(WriteNumber, SaveError)>,
    waiting: Vec<Waker>,
}

impl Writes {
    /// Returns the number of the next write to begin, which is the first one that contains every change made until now.
    pub fn next(&self) -> WriteNumber {
        WriteNumber(self.begun.0 + 1)
    }

    /// Returns the next step of a caller that wants the write `wanted` or a later one. Pending while another write is
    /// under way.
    pub fn poll_save(&mut self, wanted: WriteNumber, context: &Context<'_>) -> Poll<SaveStep> {
        if self.saved >= wanted {
            return Poll::Ready(SaveStep::Ended(Ok(())));
        }
        if let Some((number, error)) = self.failed
            && number >= wanted
        {
            return Poll::Ready(SaveStep::Ended(Err(error)));
        }
        if self.phase != Phase::Idle {
            self.waiting.push(context.waker().clone());
            return Poll::Pending;
        }
        self.phase = Phase::Writing;
        self.begun = self.next();
        Poll::Ready(SaveStep::Write)
    }

    /// Prevents saves until [`Writes::end`]. Pending while a write or another reservation is under way.
    pub fn poll_reserve(&mut self, context: &Context<'_>) -> Poll<()> {
        if self.phase != Phase::Idle {
            self.waiting.push(context.waker().clone());
            return Poll::Pending;
        }
        self.phase = Phase::Reserved;
        Poll::Ready(())
    }

    /// Ends the write or the reservation that is under way. `result` is recorded only for a write.
    pub fn end(&mut self, result: Result<(), SaveError>) {
        if self.phase == Phase::Writing {
            match result {
                Ok(()) => self.saved = self.begun,
                Err(error) => self.failed = Some((self.begun, error)),
            }
        }
        self.phase = Phase::Idle;
        self.waiting.drain(..).for_each(Waker::wake);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn poll(writes: &mut Writes, wanted: WriteNumber) -> Poll<SaveStep> {
        writes.poll_save(wanted, &Context::from_waker(Waker::noop()))
    }

    const FULL: SaveError = SaveError::Storage(StorageError::Quota);

    #[test]
    fn a_save_asked_for_while_a_write_is_under_way_waits_for_the_next_write() {
        let mut writes = Writes::default();
        let first = writes.next();
        assert_eq!(poll(&mut writes, first), Poll::Ready(SaveStep::Write));
        // The write that is under way does not contain the change of the second caller.
        let second = writes.next();
        assert_eq!(poll(&mut writes, second), Poll::Pending);
        writes.end(Ok(()));
        assert_eq!(poll(&mut writes, first), Poll::Ready(SaveStep::Ended(Ok(()))));
        assert_eq!(poll(&mut writes, second), Poll::Ready(SaveStep::Write));
        writes.end(Ok(()));
        assert_eq!(poll(&mut writes, second), Poll::Ready(SaveStep::Ended(Ok(()))));
    }

    #[test]
    fn callers_that_wait_share_one_write_and_its_failure() {
        let mut writes = Writes::default();
        let first = writes.next();
        assert_eq!(poll(&mut writes, first), Poll::Ready(SaveStep::Write));
        let (second, third) = (writes.next(), writes.next());
        assert_eq!((poll(&mut writes, second), poll(&mut writes, third)), (Poll::Pending, Poll::Pending));
        writes.end(Err(FULL));
        assert_eq!(poll(&mut writes, first), Poll::Ready(SaveStep::Ended(Err(FULL))));
        // The failed write did not contain their changes: one of them writes for both.
        assert_eq!(poll(&mut writes, second), Poll::Ready(SaveStep::Write));
        assert_eq!(poll(&mut writes, third), Poll::Pending);
        writes.end(Err(FULL));
        assert_eq!(poll(&mut writes, third), Poll::Ready(SaveStep::Ended(Err(FULL))));
    }

    #[test]
    fn a_later_success_replaces_an_earlier_failure() {
        let mut writes = Writes::default();
        let first = writes.next();
        assert_eq!(poll(&mut writes, first), Poll::Ready(SaveStep::Write));
        writes.end(Err(FULL));
        let second = writes.next();
        assert_eq!(poll(&mut writes, second), Poll::Ready(SaveStep::Write));
        writes.end(Ok(()));
        assert_eq!(poll(&mut writes, first), Poll::Ready(SaveStep::Ended(Ok(()))));
    }

    #[test]
    fn a_reservation_prevents_writes_and_is_not_a_write() {
        let mut writes = Writes::default();
        let context = Context::from_waker(Waker::noop());
        assert_eq!(writes.poll_reserve(&context), Poll::Ready(()));
        let wanted = writes.next();
        assert_eq!(poll(&mut writes, wanted), Poll::Pending);
        assert_eq!(writes.poll_reserve(&context), Poll::Pending);
        writes.end(Ok(()));
        assert_eq!(poll(&mut writes, wanted), Poll::Ready(SaveStep::Write), "the reservation saved nothing");
    }

    #[test]
    fn all_waiting_callers_are_woken() {
        use std::sync::Arc;
        use std::sync::atomic::{AtomicU32, Ordering};
        struct Count(AtomicU32);
        impl std::task::Wake for Count {
            fn wake(self: Arc<Self>) {
                self.0.fetch_add(1, Ordering::Relaxed);
            }
        }
        let count = Arc::new(Count(AtomicU32::new(0)));
        let waker = Waker::from(count.clone());
        let context = Context::from_waker(&waker);
        let mut writes = Writes::default();
        let first = writes.next();
        assert_eq!(writes.poll_save(first, &context), Poll::Ready(SaveStep::Write));
        let second = writes.next();
        assert_eq!(writes.poll_save(second, &context), Poll::Pending);
        assert_eq!(writes.poll_reserve(&context), Poll::Pending);
        writes.end(Ok(()));
        assert_eq!(count.0.load(Ordering::Relaxed), 2);
    }
}
