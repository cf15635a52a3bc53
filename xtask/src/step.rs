//! Saying what is done and why before it starts, and how long it took after.

use std::time::{Duration, Instant};

use anyhow::Result;

/// How a step ended well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Done,
    /// There was nothing to do.
    AlreadyDone,
}

/// Runs `work` as the step `name`, which is done because of `why`.
pub fn step(name: &str, why: &str, work: impl FnOnce() -> Result<Outcome>) -> Result<Duration> {
    eprintln!("── {name}: {why}");
    let start = Instant::now();
    let outcome = work();
    let took = start.elapsed();
    match outcome? {
        Outcome::Done => eprintln!("   {name} took {}", time(took)),
        Outcome::AlreadyDone => eprintln!("   nothing to do ({})", time(took)),
    }
    Ok(took)
}

/// `0.4 s`, `12 s`, `6 min 2 s`.
pub fn time(duration: Duration) -> String {
    let seconds = duration.as_secs();
    if seconds < 10 {
        format!("{}.{} s", seconds, duration.subsec_millis() / 100)
    } else if seconds < 60 {
        format!("{seconds} s")
    } else {
        format!("{} min {} s", seconds / 60, seconds % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_as_exact_as_they_matter() {
        for (milliseconds, expected) in
            [(0, "0.0 s"), (449, "0.4 s"), (9_999, "9.9 s"), (12_300, "12 s"), (362_000, "6 min 2 s")]
        {
            assert_eq!(time(Duration::from_millis(milliseconds)), expected);
        }
    }
}
