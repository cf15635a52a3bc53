//! The time to wait before a request or a write is tried again.

const FIRST: u32 = 1_000;
const LONGEST: u32 = 60_000;
/// The longest wait in seconds that a response may ask for. No busy gateway asks for more.
const LONGEST_ASKED: u32 = 600;

/// Returns the milliseconds to wait. The wait grows with each failure, has random jitter so that phones do not retry
/// together, and is not shorter than `retry_after` (seconds, up to `LONGEST_ASKED`).
pub fn delay(failures: u32, random: u32, retry_after: Option<u32>) -> u32 {
    let doubled = FIRST << failures.min(6);
    let spread = random % (doubled / 2 + 1);
    let ours = (doubled + spread).min(LONGEST - random % 1_000);
    match retry_after {
        Some(seconds) => ours.max(seconds.min(LONGEST_ASKED) * 1_000 + random % 1_000),
        None => ours,
    }
}

/// Returns the milliseconds to wait until a write that the phone's storage has rejected is tried again. The waits are
/// short because a write is small, burdens nobody else, and space may become free at any moment.
pub fn until_next_write(failures: u32) -> u32 {
    FIRST << failures.min(3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_from_a_second_to_a_minute_and_differ_between_phones() {
        for random in [0, 1, 499, 77_777, u32::MAX] {
            assert!((1_000..=1_500).contains(&delay(0, random, None)));
            assert!((4_000..=6_000).contains(&delay(2, random, None)));
            for failures in [6, 7, 1_000, u32::MAX] {
                assert!((59_000..=60_000).contains(&delay(failures, random, None)));
            }
        }
        assert_ne!(delay(3, 5, None), delay(3, 6, None));
        assert_ne!(delay(9, 5, None), delay(9, 6, None));
    }

    #[test]
    fn a_write_is_retried_after_one_second_at_first_and_every_eight_seconds_later() {
        let waits: Vec<u32> = [0, 1, 2, 3, 4, u32::MAX].map(until_next_write).into();
        assert_eq!(waits, [1_000, 2_000, 4_000, 8_000, 8_000, 8_000]);
    }

    #[test]
    fn the_wait_is_not_shorter_than_retry_after() {
        for random in [0, 999, u32::MAX] {
            assert!((30_000..31_000).contains(&delay(0, random, Some(30))));
            assert!(delay(6, random, Some(1)) >= 59_000);
            assert!(delay(0, random, Some(u32::MAX)) <= 601_000);
        }
    }
}
