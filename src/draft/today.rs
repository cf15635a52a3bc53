//! The rules applied to a draft as if it were sent now: on its day of registration, under the edition of that day.

use crate::platform::clock;
use chrono::NaiveDate;
use rules::calendar::{DEFAULT_CUT_OFF, WorkingCalendar, registration_day};
use rules::check::{Problem, check};
use rules::checklist::{ChecklistInput, Requirement};
use rules::citation::Citation;
use rules::draft::Draft;
use rules::edition::Edition;
use rules::eligibility::{self, Doubt};
use rules::examine::{Examination, examine};
use std::cell::Cell;
use std::cell::RefCell;
use std::rc::Rc;

thread_local! {
    /// The day of registration that the gateway has named, and the day on which it did.
    static NAMED: Cell<Option<(NaiveDate, NaiveDate)>> = const { Cell::new(None) };
    static CALENDAR: RefCell<Rc<WorkingCalendar>> = RefCell::new(Rc::new(first_calendar()));
}

/// The gateway's calendar data as the phone last saw them, or the built-in ones. The first questions need no others.
fn first_calendar() -> WorkingCalendar {
    if let Some(kept) = crate::tracking::kept_calendar() {
        return kept;
    }
    WorkingCalendar::built_in()
}

/// The working days by which is counted here.
pub fn calendar() -> Rc<WorkingCalendar> {
    CALENDAR.with_borrow(Rc::clone)
}

/// Counts by these from now on.
pub fn replace_calendar(calendar: WorkingCalendar) {
    CALENDAR.set(Rc::new(calendar));
}

/// The day on which what is sent now is registered; today where the calendar does not reach that far. The gateway has the
/// last word, and its cut-off hour may be another.
pub fn day() -> NaiveDate {
    if let Some((on, day)) = NAMED.get()
        && on == clock::today()
    {
        return day;
    }
    registration_day(&calendar(), clock::now(), DEFAULT_CUT_OFF).unwrap_or_else(clock::today)
}

/// Goes by the day of registration that the gateway has named, as long as it is the same day.
pub fn follow_day(day: NaiveDate) {
    NAMED.set(Some((clock::today(), day)));
}

pub fn edition() -> &'static Edition {
    Edition::in_force_on(day()).edition()
}

/// What stands in the way of sending.
pub fn problems(draft: &Draft) -> Vec<Problem> {
    check(draft, day()).err().unwrap_or_default()
}

/// What ¶5-1 would find.
pub fn examination(draft: &Draft) -> Examination {
    examine(draft, edition(), &calendar(), day())
}

/// What in the facts does not seem to bear the chosen condition.
pub fn doubts(draft: &Draft) -> Vec<(Doubt, Citation)> {
    eligibility::doubts(draft, edition(), day())
}

/// Which documents are asked for.
pub fn checklist(draft: &Draft) -> Vec<Requirement> {
    rules::checklist::checklist(&ChecklistInput::of(draft), edition())
}
