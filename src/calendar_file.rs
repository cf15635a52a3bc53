//! The file with an application's dates for the calendar app of the phone: what each entry says.

use crate::calendar;
use crate::i18n::{Msg, plural, t, text};
use crate::platform::{clock, files};
use crate::tracking::ics::{self, CalendarEntry, EntryKind};
use crate::tracking::reading::{ReadingRecord, Reminder, WHOLE, reminders};
use crate::words;
use rules::calendar::WorkingCalendar;
use rules::edition::Edition;
use rules::id::DraftId;
use rules::service::Service;
use rules::timeline::Timeline;

/// The application that the file is about.
#[derive(Clone, Copy)]
pub struct Subject {
    pub id: DraftId,
    pub service: Service,
    pub edition: &'static Edition,
}

/// Saves the file with the dates of a timeline. It names the application's number if one is given.
pub async fn save(subject: Subject, timeline: Timeline, number: Option<String>) {
    // Without the record of the entries exported before, the same entries would be exported as new ones.
    let Ok(reading) = ReadingRecord::find(subject.id).await else { return };
    let dates = reminders(&reading.reminders, &timeline);
    let calendar = calendar::current();
    let entries: Vec<CalendarEntry> =
        dates.iter().map(|date| entry(subject, date, &calendar, number.as_deref())).collect();
    // Stored first: a sequence number that was exported but not stored would be used a second time.
    let kept = ReadingRecord { reminders: dates, ..reading }.keep(subject.id).await;
    if kept.is_ok() {
        let file = ics::to_ics(&entries, clock::now());
        files::save_text("qandas.ics", &file);
    }
}

fn entry(
    subject: Subject,
    date: &Reminder,
    calendar: &WorkingCalendar,
    number: Option<&str>,
) -> CalendarEntry {
    let rule = subject.edition.stages_of(subject.service).find(|rule| rule.stage.0 == date.key);
    let what = match rule {
        Some(rule) => t(words::stage(rule.stage)),
        None => t(words::service(subject.service)),
    };
    let (summary, kind) = match (date.gone, date.projected) {
        (true, _) => (Msg::ReminderGone, EntryKind::Gone),
        (false, true) => (Msg::ReminderProjected, EntryKind::Projected),
        (false, false) => (Msg::ReminderLawful, EntryKind::Lawful),
    };
    let mut lines = Vec::new();
    if let Some(number) = number {
        lines.push(text(Msg::StartNumber, &[("number", number)]));
    }
    if date.projected && !date.gone {
        lines.push(t(Msg::ReminderProjectedText));
    }
    match rule {
        Some(rule) => {
            lines.extend(words::stage_explained(rule.stage).map(t));
            lines.push(plural(Msg::StageAtMost, u32::from(rule.working_days), &[]));
            lines.push(words::citation(&rule.citation));
        }
        None if date.key == WHOLE => {
            lines.push(t(Msg::FollowTwoClocks));
            lines.extend(subject.edition.term(subject.service).map(|term| words::citation(&term.citation)));
        }
        None => {}
    }
    if calendar.is_provisional(date.on, date.on) {
        lines.push(t(Msg::FollowProvisional));
    }
    lines.push(t(Msg::StartLaterActs));
    CalendarEntry {
        uid: [&subject.id.to_text(), "-", &date.key, "@qandas"].concat(),
        sequence: date.sequence,
        on: date.on,
        summary: text(summary, &[("what", &what)]),
        description: lines.join("\n"),
        kind,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{Locale, in_locale};
    use rules::edition::Stage;
    use rules::time::parse_day;

    #[test]
    fn an_entry_has_its_text_and_paragraph_and_no_name_unless_wanted() {
        let subject = Subject {
            id: DraftId(0xfeed),
            service: Service::Grant,
            edition: Edition::by_id("539-2023").unwrap(),
        };
        let date = |key: &str, projected, gone| Reminder {
            key: key.to_owned(),
            on: parse_day("2026-12-31").unwrap(),
            projected,
            gone,
            sequence: 2,
        };
        let calendar = WorkingCalendar::built_in();
        let entry = |date, number| entry(subject, &date, &calendar, number);
        in_locale(Locale::English, || {
            let whole = entry(date(WHOLE, false, false), None);
            assert_eq!(whole.uid, "000000000000feed-whole@qandas");
            assert_eq!(whole.summary, "Latest lawful date: Granting kandas status");
            assert!(whole.description.contains("Annex 2 to the Rules, row 3"), "{}", whole.description);
            assert!(!whole.description.contains("SYNAQ"));
            let named = entry(date(WHOLE, false, false), Some("SYNAQ-1"));
            assert!(named.description.contains("SYNAQ-1"));
            let ahead = entry(date(Stage::INTERNAL_AFFAIRS.0, true, false), None);
            assert_eq!(ahead.kind, EntryKind::Projected);
            assert!(ahead.summary.starts_with("Projected"), "{}", ahead.summary);
            assert!(
                ahead.description.contains("not a due day") && ahead.description.contains("¶7"),
                "{}",
                ahead.description
            );
            assert_eq!(entry(date(Stage::CHECK.0, false, true), None).kind, EntryKind::Gone);
        });
    }
}
