//! The dates as a file for the calendar app of the phone.

use crate::calendar;
use crate::i18n::{Msg, plural, t, text, tr};
use crate::platform::view::{Event, View, view};
use crate::platform::{clock, files};
use crate::tracking::ics::{self, CalendarEntry, EntryKind};
use crate::tracking::reading::{ReadingRecord, Reminder, WHOLE, reminders};
use crate::words;
use leptos::prelude::*;
use leptos::task::spawn_local;
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

/// Offers the file while any date is still in the future. The file names the application only if the person wants it.
pub fn reminders_view(subject: Subject, number: String, timeline: &Timeline) -> Option<View> {
    if reminders(&[], timeline).is_empty() {
        return None;
    }
    let timeline = StoredValue::new(timeline.clone());
    let with_number = RwSignal::new(false);
    let has_number = !number.is_empty();
    let save = move |_| {
        let named = with_number.get_untracked().then(|| number.clone());
        spawn_local(async move {
            // Without the record of the entries exported before, the same entries would be exported as new ones.
            let Ok(reading) = ReadingRecord::find(subject.id).await else { return };
            let Some(dates) = timeline.try_with_value(|timeline| reminders(&reading.reminders, timeline))
            else {
                return;
            };
            let calendar = calendar::current();
            let entries: Vec<CalendarEntry> =
                dates.iter().map(|date| entry(subject, date, &calendar, named.as_deref())).collect();
            // Stored first: a sequence number that was exported but not stored would be used a second time.
            let kept = ReadingRecord { reminders: dates, ..reading }.keep(subject.id).await;
            if kept.is_ok() {
                let file = ics::to_ics(&entries, clock::now());
                files::save_text("qandas.ics", &file);
            }
        });
    };
    Some(view! {
        <section class="reminders">
            <h2>{tr(Msg::ReminderTitle)}</h2>
            <p>{tr(Msg::ReminderText)}</p>
            {has_number.then(|| view! {
                <div class="radio checkbox">
                    <input type="checkbox" id="with-number"
                        prop:checked=move || with_number.get()
                        on:change=move |event: Event| with_number.set(event_target_checked(&event))/>
                    <label for="with-number">{tr(Msg::ReminderWithNumber)}</label>
                </div>
            })}
            <button class="button button-quiet" type="button" on:click=save>{tr(Msg::ReminderButton)}</button>
        </section>
    })
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
