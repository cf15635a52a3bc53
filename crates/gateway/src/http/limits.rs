//! Rate limits per sender: authentication failures, creations and uploaded bytes. Authenticated reads are never counted.

use crate::error::Error;
use crate::http::address::Sender;
use crate::lock::lock;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard};
use std::time::{Duration, Instant};
use tokio::sync::Semaphore;
use tokio::time::sleep;

/// The limits of one sender; 0 means no limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// Authentication failures in ten minutes.
    pub wrong: u64,
    /// Applications, uploads, family links and codes made in an hour.
    pub made: u64,
    /// Bytes sent in an hour.
    pub bytes: u64,
}

impl Default for Allowance {
    /// One IPv4 address can have all phones of a provider's town behind it: an application makes about twenty creations and
    /// uploads 40 MB.
    fn default() -> Self {
        Self { wrong: 30, made: 3_000, bytes: 6_000_000_000 }
    }
}

const TEN_MINUTES: Duration = Duration::from_mins(10);
const HOUR: Duration = Duration::from_hours(1);

/// The limit of wrong codes of all senders together in ten minutes: codes are shorter than every other secret.
const WRONG_CODES: u64 = 1_000;
/// The delay of each response to a sender above its limit of authentication failures.
const DELAY: Duration = Duration::from_millis(200);
/// The highest number of delayed responses at a time; further ones are not delayed.
const MAX_WAITING: usize = 512;
/// A sender above its limit of bytes is admitted again when one part in this number of the limit is free, not at each free byte.
const SHARE_OF_BYTES: u64 = 50;
/// The highest number of senders that are remembered.
const MAX_SENDERS: usize = 100_000;

pub struct Limits {
    allowance: Allowance,
    senders: Mutex<HashMap<Sender, Used>>,
    codes: Mutex<Level>,
    waiting: Semaphore,
}

#[derive(Clone, Copy)]
struct Used {
    wrong: Level,
    made: Level,
    bytes: Level,
}

/// A leaky bucket: each action fills it, and it empties evenly over the period.
#[derive(Clone, Copy)]
struct Level {
    filled: f64,
    at: Instant,
}

impl Limits {
    pub fn new(allowance: Allowance) -> Self {
        Self {
            allowance,
            senders: Mutex::default(),
            codes: Mutex::new(Level::empty(Instant::now())),
            waiting: Semaphore::new(MAX_WAITING),
        }
    }

    /// Checks that this sender may create something and send bytes now.
    pub fn may_write(&self, sender: Sender) -> Result<(), Error> {
        let Allowance { made, bytes, .. } = self.allowance;
        self.with(sender, |used, now| {
            used.made.admits(now, made, HOUR, 1).and(used.bytes.admits(
                now,
                bytes,
                HOUR,
                bytes / SHARE_OF_BYTES,
            ))
        })
    }

    pub fn count_made(&self, sender: Sender) {
        let made = self.allowance.made;
        self.with(sender, |used, now| used.made.add(now, 1, made, HOUR));
    }

    pub fn count_bytes(&self, sender: Sender, count: usize) {
        let bytes = self.allowance.bytes;
        self.with(sender, |used, now| used.bytes.add(now, count as u64, bytes, HOUR));
    }

    /// Checks that this sender may try a code: unlike a long secret, a right code is not admitted either after too many wrong ones.
    pub fn may_try_code(&self, sender: Sender) -> Result<(), Error> {
        let wrong = self.allowance.wrong;
        self.with(sender, |used, now| used.wrong.admits(now, wrong, TEN_MINUTES, 1))?;
        self.codes().admits(Instant::now(), WRONG_CODES, TEN_MINUTES, 1)
    }

    pub fn count_wrong_code(&self) {
        self.codes().add(Instant::now(), 1, WRONG_CODES, TEN_MINUTES);
    }

    /// Counts an authentication failure. A sender above the limit waits and gets an error.
    pub async fn count_wrong(&self, sender: Sender) -> Result<(), Error> {
        let wrong = self.allowance.wrong;
        let refused = self.with(sender, |used, now| {
            let admitted = used.wrong.admits(now, wrong, TEN_MINUTES, 1);
            used.wrong.add(now, 1, wrong, TEN_MINUTES);
            admitted
        });
        if refused.is_err()
            && let Ok(_place) = self.waiting.try_acquire()
        {
            sleep(DELAY).await;
        }
        refused
    }

    fn with<T>(&self, sender: Sender, work: impl FnOnce(&mut Used, Instant) -> T) -> T {
        let now = Instant::now();
        let mut senders = lock(&self.senders);
        if senders.len() >= MAX_SENDERS && !senders.contains_key(&sender) {
            self.forget_some(&mut senders, now);
        }
        let empty = Level::empty(now);
        work(senders.entry(sender).or_insert(Used { wrong: empty, made: empty, bytes: empty }), now)
    }

    /// Forgets the senders whose buckets are empty; if that is not enough, all senders: limits per address do not help against a
    /// flood from this number of addresses.
    fn forget_some(&self, senders: &mut HashMap<Sender, Used>, now: Instant) {
        let Allowance { wrong, made, bytes } = self.allowance;
        senders.retain(|_, used| {
            used.wrong.now(now, wrong, TEN_MINUTES) > 0.0
                || used.made.now(now, made, HOUR) > 0.0
                || used.bytes.now(now, bytes, HOUR) > 0.0
        });
        if senders.len() >= MAX_SENDERS {
            senders.clear();
        }
    }

    fn codes(&self) -> MutexGuard<'_, Level> {
        lock(&self.codes)
    }
}

#[allow(clippy::cast_precision_loss, reason = "a limit need not be exact to the last byte")]
impl Level {
    fn empty(at: Instant) -> Self {
        Self { filled: 0.0, at }
    }

    fn now(&self, now: Instant, limit: u64, period: Duration) -> f64 {
        let emptied =
            limit as f64 * now.saturating_duration_since(self.at).as_secs_f64() / period.as_secs_f64();
        (self.filled - emptied).max(0.0)
    }

    /// Adds an amount. The level never exceeds the limit, so that a sender that continues is admitted again as early as one that waits.
    fn add(&mut self, now: Instant, amount: u64, limit: u64, period: Duration) {
        let filled = self.now(now, limit, period) + amount as f64;
        *self = Self { filled: filled.min(limit as f64), at: now };
    }

    /// Checks that the bucket has this much room.
    fn admits(&self, now: Instant, limit: u64, period: Duration, room: u64) -> Result<(), Error> {
        let wanted = self.now(now, limit, period) + room as f64;
        if limit == 0 || wanted <= limit as f64 {
            return Ok(());
        }
        let each = period.as_secs_f64() / limit as f64;
        let over = (wanted - limit as f64) * each;
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "it is above zero and small"
        )]
        Err(Error::TooMany { seconds: (over.ceil() as u64).max(1) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vessel_takes_so_much_at_once_and_then_so_much_in_time() {
        let start = Instant::now();
        let mut level = Level::empty(start);
        for _ in 0..30 {
            assert!(level.admits(start, 30, TEN_MINUTES, 1).is_ok());
            level.add(start, 1, 30, TEN_MINUTES);
        }
        for _ in 0..1_000 {
            assert!(matches!(level.admits(start, 30, TEN_MINUTES, 1), Err(Error::TooMany { seconds: 20 })));
            level.add(start, 1, 30, TEN_MINUTES);
        }
        assert!(level.admits(start + Duration::from_secs(19), 30, TEN_MINUTES, 1).is_err());
        assert!(level.admits(start + Duration::from_secs(20), 30, TEN_MINUTES, 1).is_ok());
        assert!(Level::empty(start).admits(start, 0, HOUR, 1).is_ok());
    }

    #[test]
    fn a_flood_of_addresses_does_not_fill_the_memory() {
        let limits = Limits::new(Allowance::default());
        for number in 0..200_000_u32 {
            limits.count_made(Sender::V4(number.into()));
        }
        assert!(limits.senders.lock().unwrap().len() <= MAX_SENDERS);
    }
}
