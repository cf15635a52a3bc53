//! Says what is done and why before it starts, how long it usually takes and what is left, and how long it took after.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::Result;

/// The way in which a step succeeded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Done,
    /// There was nothing to do.
    AlreadyDone,
}

/// A step that takes long when there is work to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LongStep {
    /// The beginning of the name of the step.
    pub name: &'static str,
    /// Its usual duration on two cores.
    pub usual: Duration,
}

impl LongStep {
    pub const fn new(name: &'static str, seconds: u64) -> Self {
        Self { name, usual: Duration::from_secs(seconds) }
    }
}

/// The long steps of this command that have not started.
static PLAN: Mutex<Vec<LongStep>> = Mutex::new(Vec::new());

/// Names the long steps of a command in their order. Each then says its own usual duration and what is left after it.
pub fn plan(steps: impl IntoIterator<Item = LongStep>) {
    *PLAN.lock().unwrap_or_else(PoisonError::into_inner) = steps.into_iter().collect();
}

/// Returns the line about a planned step that starts, and removes it and the skipped ones from the plan.
fn outlook(plan: &mut Vec<LongStep>, name: &str) -> Option<String> {
    let place = plan.iter().position(|planned| name.starts_with(planned.name))?;
    let rest = plan.split_off(place + 1);
    let usual = plan.last().map(|planned| time(planned.usual))?;
    *plan = rest;
    let left: Vec<String> = plan.iter().map(|next| format!("{} {}", next.name, time(next.usual))).collect();
    Some(if left.is_empty() {
        format!("usually {usual}")
    } else {
        format!("usually {usual}; still to come: {}", left.join(", "))
    })
}

/// Runs `work` as the step `name`, which is done because of `why`.
pub fn step(name: &str, why: &str, work: impl FnOnce() -> Result<Outcome>) -> Result<Duration> {
    eprintln!("── {name}: {why}");
    if let Some(line) = outlook(&mut PLAN.lock().unwrap_or_else(PoisonError::into_inner), name) {
        eprintln!("   {line}");
    }
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
    fn a_planned_step_says_its_usual_duration_and_what_is_left() {
        let mut plan =
            vec![LongStep::new("tool", 90), LongStep::new("app", 220), LongStep::new("gateway", 85)];
        assert_eq!(outlook(&mut plan, "npm packages"), None);
        // The tool was there already.
        assert_eq!(
            outlook(&mut plan, "app").as_deref(),
            Some("usually 3 min 40 s; still to come: gateway 1 min 25 s")
        );
        assert_eq!(outlook(&mut plan, "tool 1.0"), None);
        assert_eq!(outlook(&mut plan, "gateway").as_deref(), Some("usually 1 min 25 s"));
    }

    #[test]
    fn times_are_as_exact_as_they_matter() {
        for (milliseconds, expected) in
            [(0, "0.0 s"), (449, "0.4 s"), (9_999, "9.9 s"), (12_300, "12 s"), (362_000, "6 min 2 s")]
        {
            assert_eq!(time(Duration::from_millis(milliseconds)), expected);
        }
    }
}
