//! The rules applied to a draft as if it were sent now: on its day of registration, under the edition of that day.

use crate::calendar;
use crate::platform::clock;
use chrono::NaiveDate;
use rules::calendar::{DEFAULT_CUT_OFF, registration_day};
use rules::check::{Problem, check};
use rules::checklist::{ChecklistInput, Requirement};
use rules::citation::Citation;
use rules::draft::Draft;
use rules::edition::Edition;
use rules::eligibility::{self, Doubt};
use rules::examine::{Examination, examine};
use std::cell::Cell;

thread_local! {
    /// The day of registration reported by the gateway, and the day of that report.
    static NAMED: Cell<Option<(NaiveDate, NaiveDate)>> = const { Cell::new(None) };
}

/// Returns the day on which a draft sent now is registered; today if the calendar does not reach that far. The gateway decides,
/// and its registration cut-off may differ.
pub fn day() -> NaiveDate {
    if let Some((on, day)) = NAMED.get()
        && on == clock::today()
    {
        return day;
    }
    registration_day(&calendar::current(), clock::now(), DEFAULT_CUT_OFF).unwrap_or_else(clock::today)
}

/// Uses the day of registration reported by the gateway until the end of the current day.
pub fn follow_day(day: NaiveDate) {
    NAMED.set(Some((clock::today(), day)));
}

pub fn edition() -> &'static Edition {
    Edition::in_force_on(day()).edition()
}

/// Returns the problems that prevent sending.
pub fn problems(draft: &Draft) -> Vec<Problem> {
    check(draft, day()).err().unwrap_or_default()
}

/// Returns the findings of a check under ¶5-1.
pub fn examination(draft: &Draft) -> Examination {
    examine(draft, edition(), &calendar::current(), day())
}

/// Returns the facts that do not seem to support the chosen condition.
pub fn doubts(draft: &Draft) -> Vec<(Doubt, Citation)> {
    eligibility::doubts(draft, edition(), day())
}

/// Returns the required documents.
pub fn checklist(draft: &Draft) -> Vec<Requirement> {
    rules::checklist::checklist(&ChecklistInput::of(draft), edition())
}
