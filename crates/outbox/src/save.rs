//! Whose turn it is to write an open draft: one write at a time, and a caller waits for a write that holds its change.

use crate::phone::StorageError;
use std::task::{Context, Poll, Waker};

/// Why a draft is not on the phone's disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaveError {
    /// The phone's storage refused it.
    Storage(StorageError),
    /// Another tab writes this draft.
    Elsewhere,
}

/// The number of a write, from 1 on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct WriteNumber(u64);

/// What the caller that asked for a save does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaveStep {
    /// It writes the draft as it is now, and reports by [`Writes::end`].
    Write,
    /// A write that began after it had asked has ended.
    Ended(Result<(), SaveError>),
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Phase {
    #[default]
    Idle,
    /// The write with the number `Writes::begun` is under way.
    Writing,
    /// Something else changes the stored draft.
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
    /// The first write that begins from now on, and so the first one that holds every change made until now.
    pub fn next(&self) -> WriteNumber {
        WriteNumber(self.begun.0 + 1)
    }

    /// Returns what a caller that wants the write `wanted`, or a later one, does next. Pending while another write is
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

    /// Keeps saves off until [`Writes::end`]. Pending while one is under way.
    pub fn poll_reserve(&mut self, context: &Context<'_>) -> Poll<()> {
        if self.phase != Phase::Idle {
            self.waiting.push(context.waker().clone());
            return Poll::Pending;
        }
        self.phase = Phase::Reserved;
        Poll::Ready(())
    }

    /// Ends what is under way. The result counts where it was a write.
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
        // The change of the second caller is not in the write that is under way.
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
        // The failed write did not hold their changes: one of them writes for both.
        assert_eq!(poll(&mut writes, second), Poll::Ready(SaveStep::Write));
        assert_eq!(poll(&mut writes, third), Poll::Pending);
        writes.end(Err(FULL));
        assert_eq!(poll(&mut writes, third), Poll::Ready(SaveStep::Ended(Err(FULL))));
    }

    #[test]
    fn a_later_success_makes_good_an_earlier_failure() {
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
    fn a_reservation_keeps_writes_off_and_is_none_itself() {
        let mut writes = Writes::default();
        let context = Context::from_waker(Waker::noop());
        assert_eq!(writes.poll_reserve(&context), Poll::Ready(()));
        let wanted = writes.next();
        assert_eq!(poll(&mut writes, wanted), Poll::Pending);
        assert_eq!(writes.poll_reserve(&context), Poll::Pending);
        writes.end(Ok(()));
        assert_eq!(poll(&mut writes, wanted), Poll::Ready(SaveStep::Write), "nothing was saved by it");
    }

    #[test]
    fn whoever_waits_is_woken() {
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
