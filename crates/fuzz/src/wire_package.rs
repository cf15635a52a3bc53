//! Data that is stored and sent, and all queries of the rules to the draft in it.

use std::fmt::Debug;
use std::sync::LazyLock;

use chrono::NaiveDate;
use rules::calendar::WorkingCalendar;
use rules::check::check;
use rules::checklist::{ChecklistInput, checklist, without_unasked_documents};
use rules::draft::Draft;
use rules::edition::Edition;
use rules::eligibility::eligibility;
use rules::examine::examine;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wire::event::EventRecord;
use wire::json::Json;
use wire::stored::{self, StoredDraft};
use wire::submission::Submission;

use crate::source::known_day;

static CALENDAR: LazyLock<WorkingCalendar> = LazyLock::new(WorkingCalendar::built_in);

/// Interprets the bytes as a stored draft, a sent draft, a draft alone, and an event.
///
/// # Panics
/// If our JSON reader and serde differ on a text that ours accepts, or a check of the same draft gives two results.
pub fn wire_package(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else { return };
    let today = known_day(2026, 11, 23);
    // Only a panic is a finding.
    let _ = stored::read(text);
    let _ = same_by_serde::<EventRecord>(text);
    if let Some(stored) = same_by_serde::<StoredDraft>(text) {
        ask_everything(&stored.draft, today);
    }
    if let Some(submission) = same_by_serde::<Submission>(text) {
        ask_everything(&submission.draft, submission.day);
    }
    if let Some(draft) = same_by_serde::<Draft>(text) {
        ask_everything(&draft, today);
    }
}

/// Checks that serde accepts what our JSON reader accepts, and that both write the same text.
fn same_by_serde<T: Json + Serialize + DeserializeOwned + Debug + PartialEq>(text: &str) -> Option<T> {
    let read: T = wire::json::read(text)?;
    let by_serde = serde_json::from_str::<T>(text);
    assert_eq!(by_serde.as_ref().ok(), Some(&read), "{by_serde:?}");
    let written = wire::json::write(&read);
    assert_eq!(serde_json::to_string(&read).ok(), Some(written.clone()));
    assert_eq!(wire::json::read::<T>(&written).as_ref(), Some(&read));
    Some(read)
}

fn ask_everything(draft: &Draft, on: NaiveDate) {
    let edition = Edition::in_force_on(on).edition();
    let checked = check(draft, on);
    assert!(checked.as_ref().err().is_none_or(|problems| !problems.is_empty()), "rejected without a problem");
    assert_eq!(check(draft, on), checked);
    let list = checklist(&ChecklistInput::of(draft), edition);
    let examination = examine(draft, edition, &CALENDAR, on);
    assert!(
        examination
            .defects
            .iter()
            .all(|defect| list.iter().any(|line| line.key == defect.finding.requirement)),
        "a defect of what is not asked"
    );
    let asked = without_unasked_documents(draft.clone(), edition);
    assert_eq!(without_unasked_documents(asked.clone(), edition), asked);
    for person in &draft.people {
        // Only a panic is a finding.
        let _ = (draft.family_group(person.id), draft.is_kazakh(person), person.name.full());
    }
    // Only a panic is a finding.
    let _ = eligibility(&draft.eligibility);
}
