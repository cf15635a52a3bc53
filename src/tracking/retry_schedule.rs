//! The schedule of a page that follows an application: it reconnects soon after a broken stream, backs off while the gateway is
//! away, and polls at intervals where an intermediary holds the stream back.

/// Longest silence of a stream in seconds: two heartbeats of the gateway.
pub const LONGEST_SILENCE: u32 = 40;

/// The end of a stream, or of a poll.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StreamEnd {
    /// The stream delivered something and then ended.
    Spoken,
    /// The stream could not be opened.
    Away,
    /// The stream was open and delivered nothing for too long.
    Silent,
    /// The gateway was polled.
    Asked,
}

/// The next action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextAction {
    Listen,
    /// Poll the gateway.
    Ask,
}

/// Maximum wait while the gateway is away, in seconds.
const LONGEST_WAIT: u32 = 32;
/// Interval between polls where no stream gets through, in seconds.
const BETWEEN_QUESTIONS: u32 = 30;
/// Number of polls before the stream is tried again.
const QUESTIONS: u32 = 8;

/// The state of the schedule after the earlier attempts.
#[derive(Debug, Default)]
pub struct RetrySchedule {
    failures: u32,
    questions: u32,
}

impl RetrySchedule {
    /// Returns the number of seconds to wait, and the action after it.
    pub fn after(&mut self, ended: StreamEnd) -> (u32, NextAction) {
        match ended {
            StreamEnd::Spoken => {
                self.failures = 0;
                (1, NextAction::Listen)
            }
            StreamEnd::Away => {
                let wait = 1_u32.checked_shl(self.failures).unwrap_or(LONGEST_WAIT).min(LONGEST_WAIT);
                self.failures = self.failures.saturating_add(1).min(LONGEST_WAIT);
                self.questions = 1;
                (wait, NextAction::Ask)
            }
            StreamEnd::Silent => {
                self.questions = QUESTIONS;
                (0, NextAction::Ask)
            }
            StreamEnd::Asked if self.questions > 1 => {
                self.questions -= 1;
                (BETWEEN_QUESTIONS, NextAction::Ask)
            }
            StreamEnd::Asked => (0, NextAction::Listen),
        }
    }
}

/// Returns a wait in milliseconds with random jitter, so that phones do not all return at once; `chance` is random.
pub fn spread(seconds: u32, chance: u8) -> i32 {
    let milliseconds = i32::try_from(seconds.saturating_mul(1000)).unwrap_or(i32::MAX / 2);
    // Between three quarters and five quarters of the wait.
    milliseconds - milliseconds / 4 + milliseconds / 512 * i32::from(chance)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schedule_backs_off_while_the_gateway_is_away() {
        let mut pace = RetrySchedule::default();
        let mut waits = Vec::new();
        for _ in 0..40 {
            let (wait, turn) = pace.after(StreamEnd::Away);
            assert_eq!(turn, NextAction::Ask);
            assert_eq!(pace.after(StreamEnd::Asked), (0, NextAction::Listen));
            waits.push(wait);
        }
        assert_eq!(waits[..7], [1, 2, 4, 8, 16, 32, 32]);
        assert!(waits[7..].iter().all(|wait| *wait == 32));
        assert_eq!(pace.after(StreamEnd::Spoken), (1, NextAction::Listen));
        assert_eq!(pace.after(StreamEnd::Away), (1, NextAction::Ask));
    }

    #[test]
    fn a_stream_that_is_held_back_is_polled_at_once_and_then_at_intervals() {
        let mut pace = RetrySchedule::default();
        assert_eq!(pace.after(StreamEnd::Silent), (0, NextAction::Ask));
        for _ in 1..QUESTIONS {
            assert_eq!(pace.after(StreamEnd::Asked), (BETWEEN_QUESTIONS, NextAction::Ask));
        }
        assert_eq!(pace.after(StreamEnd::Asked), (0, NextAction::Listen));
    }

    #[test]
    fn waits_are_spread_around_the_given_value() {
        assert_eq!(spread(0, 255), 0);
        for chance in 0..=255 {
            let wait = spread(32, chance);
            assert!((24_000..=40_000).contains(&wait), "{wait}");
        }
        assert!(spread(32, 0) < spread(32, 255) - 15_000);
    }
}
