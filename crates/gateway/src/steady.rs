//! Detection of a clock that was set back. A registration on a wrong day stays wrong, so nothing is registered just after that;
//! phones keep their data and try again.

use crate::error::{Error, Result};
use crate::lock::lock;
use rules::time::Instant;
use std::sync::Mutex;
use std::time::{Duration, Instant as Moment};

/// The largest step back, in seconds, that a time service makes when it corrects the clock.
const TOLERANCE: i64 = 120;
/// A clock that went back is trusted again after it has run on for this time: it was wrong before.
const PROVEN: Duration = Duration::from_mins(10);

/// Watches the clock by the monotonic clock, which nobody sets.
pub struct Steady(Option<Mutex<Watched>>);

struct Watched {
    believed: Seen,
    /// The time since it went back.
    doubted: Option<Seen>,
}

#[derive(Clone, Copy)]
struct Seen {
    at: Instant,
    moment: Moment,
}

impl Steady {
    /// A clock that a test sets may jump freely.
    pub fn of_a_test() -> Self {
        Self(None)
    }

    /// `latest` is the time of the last registration before the program was started.
    pub fn watch(now: Instant, latest: Option<Instant>) -> Self {
        let at = latest.filter(|latest| *latest > now).unwrap_or(now);
        Self(Some(Mutex::new(Watched { believed: Seen { at, moment: Moment::now() }, doubted: None })))
    }

    /// Returns [`Error::ClockWentBack`] while the clock cannot be trusted.
    pub fn check(&self, now: Instant) -> Result<()> {
        let Some(watched) = &self.0 else { return Ok(()) };
        let mut watched = lock(watched);
        if watched.believes(Seen { at: now, moment: Moment::now() }) {
            return Ok(());
        }
        tracing::warn!(
            "the clock went back; nothing is registered until it is right or was steady for ten minutes"
        );
        Err(Error::ClockWentBack)
    }
}

impl Watched {
    fn believes(&mut self, now: Seen) -> bool {
        let proven = self.doubted.is_some_and(|doubted| {
            doubted.leads_to(now) && now.moment.saturating_duration_since(doubted.moment) >= PROVEN
        });
        if self.believed.leads_to(now) || proven {
            *self = Self { believed: now, doubted: None };
            return true;
        }
        if !self.doubted.is_some_and(|doubted| doubted.leads_to(now)) {
            self.doubted = Some(now);
        }
        false
    }
}

impl Seen {
    /// Returns whether a clock that runs on from here may show this time.
    fn leads_to(self, now: Self) -> bool {
        let passed = now.moment.saturating_duration_since(self.moment).as_secs();
        let expected = self.at.0.saturating_add(i64::try_from(passed).unwrap_or(i64::MAX));
        now.at.0 >= expected.saturating_sub(TOLERANCE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_went_back_is_believed_when_it_is_right_again_or_was_steady() {
        let start = Moment::now();
        let mut watched = Watched { believed: Seen { at: Instant(10_000), moment: start }, doubted: None };
        let mut at = |passed: u64, shown: i64| {
            let moment = start + Duration::from_secs(passed);
            watched.believes(Seen { at: Instant(shown), moment })
        };
        assert!(at(10, 10_010));
        assert!(at(20, 9_910), "it was set right by a little");
        assert!(at(30, 90_000), "it was asleep");
        assert!(!at(40, 10_000));
        assert!(at(50, 90_020), "it is right again");
        assert!(!at(60, 10_000));
        assert!(!at(659, 10_599));
        assert!(!at(660, 5_000), "it went back once more");
        assert!(!at(1_259, 5_599));
        assert!(at(1_260, 5_600));
        assert!(at(1_270, 5_610));
    }
}
