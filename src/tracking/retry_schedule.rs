//! When a page that follows listens again and when it asks instead: soon after a break, ever later while the gateway is
//! away, and by asking now and then where something between holds the stream back.

/// How long a stream may be silent, in seconds: two of the gateway's heartbeats.
pub const LONGEST_SILENCE: u32 = 40;

/// How listening ended, or that it was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StreamEnd {
    /// The stream spoke and then ended.
    Spoken,
    /// It could not be had.
    Away,
    /// It was there and said nothing for too long.
    Silent,
    /// The plain question was asked.
    Asked,
}

/// What to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextAction {
    Listen,
    /// Ask the plain question.
    Ask,
}

/// The longest wait while the gateway is away, in seconds.
const LONGEST_WAIT: u32 = 32;
/// Between two questions where no stream comes through, in seconds.
const BETWEEN_QUESTIONS: u32 = 30;
/// How often is asked before the stream is tried again.
const QUESTIONS: u32 = 8;

/// What came before.
#[derive(Debug, Default)]
pub struct RetrySchedule {
    failures: u32,
    questions: u32,
}

impl RetrySchedule {
    /// How many seconds to wait, and for what.
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

/// A wait in milliseconds that differs between phones, so that they do not all come back at once; `chance` is random.
pub fn spread(seconds: u32, chance: u8) -> i32 {
    let milliseconds = i32::try_from(seconds.saturating_mul(1000)).unwrap_or(i32::MAX / 2);
    // Between three quarters and five quarters.
    milliseconds - milliseconds / 4 + milliseconds / 512 * i32::from(chance)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn while_the_gateway_is_away_it_is_tried_ever_later() {
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
    fn where_the_stream_is_held_back_it_is_asked_at_once_and_then_now_and_then() {
        let mut pace = RetrySchedule::default();
        assert_eq!(pace.after(StreamEnd::Silent), (0, NextAction::Ask));
        for _ in 1..QUESTIONS {
            assert_eq!(pace.after(StreamEnd::Asked), (BETWEEN_QUESTIONS, NextAction::Ask));
        }
        assert_eq!(pace.after(StreamEnd::Asked), (0, NextAction::Listen));
    }

    #[test]
    fn waits_are_spread_around_what_was_meant() {
        assert_eq!(spread(0, 255), 0);
        for chance in 0..=255 {
            let wait = spread(32, chance);
            assert!((24_000..=40_000).contains(&wait), "{wait}");
        }
        assert!(spread(32, 0) < spread(32, 255) - 15_000);
    }
}
