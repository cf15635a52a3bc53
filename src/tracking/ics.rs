//! Writes a calendar file (RFC 5545) of all-day events with alarms. Pure text; the caller gives the content.

use chrono::{Days, NaiveDate};
use rules::time::{Instant, write_day};

/// A day to remember.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarEntry {
    /// Permanent identifier of the entry: an entry with the same one replaces the earlier entry.
    pub uid: String,
    /// Increases with every change of the entry.
    pub sequence: u32,
    pub on: NaiveDate,
    pub summary: String,
    pub description: String,
    pub kind: EntryKind,
}

/// The validity of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    Lawful,
    /// The day is not certain; the entry has no alarm.
    Projected,
    /// The entry is no longer valid.
    Gone,
}

/// Alarms at nine in the morning, on the day before and on the day itself.
const ALARMS: [&str; 2] = ["-PT15H", "PT9H"];
/// Maximum length of a line in octets, without the line break.
const LONGEST_LINE: usize = 75;

/// Returns the file, made at `now`. It contains neither a calendar name nor a method: with either, some programs import it as a
/// separate calendar instead of adding the days to the person's own, and a published calendar would need an organizer.
pub fn to_ics(entries: &[CalendarEntry], now: Instant) -> String {
    let mut file = File(String::new());
    file.line("BEGIN", "VCALENDAR");
    file.line("VERSION", "2.0");
    file.line("PRODID", "-//Qandas//Following//KK");
    file.line("CALSCALE", "GREGORIAN");
    let stamp = compact(&now.to_text());
    for entry in entries {
        file.entry(entry, &stamp);
    }
    file.line("END", "VCALENDAR");
    file.0
}

/// Removes the separators of a time: `20261122T050000Z`.
fn compact(written: &str) -> String {
    written.chars().filter(|char| !matches!(char, '-' | ':')).collect()
}

struct File(String);

impl File {
    fn entry(&mut self, entry: &CalendarEntry, stamp: &str) {
        let next = entry.on.checked_add_days(Days::new(1)).unwrap_or(entry.on);
        self.line("BEGIN", "VEVENT");
        self.line("UID", &entry.uid);
        self.line("DTSTAMP", stamp);
        self.line("SEQUENCE", &entry.sequence.to_string());
        self.line("DTSTART;VALUE=DATE", &compact(&write_day(entry.on)));
        self.line("DTEND;VALUE=DATE", &compact(&write_day(next)));
        self.text("SUMMARY", &entry.summary);
        self.text("DESCRIPTION", &entry.description);
        self.line(
            "STATUS",
            match entry.kind {
                EntryKind::Lawful => "CONFIRMED",
                EntryKind::Projected => "TENTATIVE",
                EntryKind::Gone => "CANCELLED",
            },
        );
        self.line("TRANSP", "TRANSPARENT");
        if entry.kind == EntryKind::Lawful {
            for alarm in ALARMS {
                self.line("BEGIN", "VALARM");
                self.line("ACTION", "DISPLAY");
                self.line("TRIGGER", alarm);
                self.text("DESCRIPTION", &entry.summary);
                self.line("END", "VALARM");
            }
        }
        self.line("END", "VEVENT");
    }

    /// Writes a property with a text value and escapes the special characters.
    fn text(&mut self, name: &str, value: &str) {
        let mut escaped = String::with_capacity(value.len());
        for char in value.chars() {
            match char {
                '\\' | ';' | ',' => escaped.extend(['\\', char]),
                '\n' => escaped.push_str("\\n"),
                control if control.is_control() => {}
                char => escaped.push(char),
            }
        }
        self.line(name, &escaped);
    }

    /// Writes a content line, folded between characters so that no part exceeds the maximum length.
    fn line(&mut self, name: &str, value: &str) {
        let mut length = 0;
        for char in name.chars().chain([':']).chain(value.chars()) {
            if length + char.len_utf8() > LONGEST_LINE {
                self.0.push_str("\r\n ");
                length = 1;
            }
            self.0.push(char);
            length += char.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(summary: &str, kind: EntryKind) -> CalendarEntry {
        CalendarEntry {
            uid: "feed-whole@qandas".into(),
            sequence: 3,
            on: NaiveDate::from_ymd_opt(2026, 12, 31).unwrap(),
            summary: summary.into(),
            description: "a, b; c\\d\ne".into(),
            kind,
        }
    }

    #[test]
    fn an_all_day_event_ends_on_the_next_day_and_has_all_its_properties() {
        let file = to_ics(&[entry("Last day", EntryKind::Lawful)], Instant(1_795_323_600));
        let expected = "BEGIN:VCALENDAR|VERSION:2.0|PRODID:-//Qandas//Following//KK|CALSCALE:GREGORIAN|\
            BEGIN:VEVENT|UID:feed-whole@qandas|DTSTAMP:20261122T050000Z|SEQUENCE:3|\
            DTSTART;VALUE=DATE:20261231|DTEND;VALUE=DATE:20270101|SUMMARY:Last day|\
            DESCRIPTION:a\\, b\\; c\\\\d\\ne|STATUS:CONFIRMED|TRANSP:TRANSPARENT|\
            BEGIN:VALARM|ACTION:DISPLAY|TRIGGER:-PT15H|DESCRIPTION:Last day|END:VALARM|\
            BEGIN:VALARM|ACTION:DISPLAY|TRIGGER:PT9H|DESCRIPTION:Last day|END:VALARM|END:VEVENT|END:VCALENDAR|";
        assert_eq!(file.replace("\r\n", "|"), expected);
    }

    #[test]
    fn an_uncertain_day_has_no_alarm() {
        for (kind, status) in [(EntryKind::Projected, "TENTATIVE"), (EntryKind::Gone, "CANCELLED")] {
            let file = to_ics(&[entry("Day", kind)], Instant(0));
            assert!(file.contains(&format!("STATUS:{status}\r\n")) && !file.contains("VALARM"), "{file}");
        }
    }

    #[test]
    fn no_line_is_longer_than_75_octets_and_unfolding_gives_the_text_back() {
        let pieces =
            ["a", " ", ",", ";", "\\", "\n", "қазақша", "قازاقشا", "中文", "🗓", "long, in Latin letters; "];
        for length in 0..60 {
            for start in 0..pieces.len() {
                let text: String = pieces.iter().cycle().skip(start).take(length).copied().collect();
                let file = to_ics(&[entry(&text, EntryKind::Projected)], Instant(0));
                assert!(file.ends_with("\r\n"));
                for line in file.split("\r\n") {
                    assert!(line.len() <= LONGEST_LINE, "{line}");
                }
                let unfolded = file.replace("\r\n ", "");
                let summary = unfolded.split("\r\n").find_map(|line| line.strip_prefix("SUMMARY:")).unwrap();
                assert_eq!(unescaped(summary), text);
            }
        }
    }

    fn unescaped(written: &str) -> String {
        let mut read = String::new();
        let mut chars = written.chars();
        while let Some(char) = chars.next() {
            match char {
                '\\' => read.push(match chars.next().unwrap() {
                    'n' => '\n',
                    other => other,
                }),
                char => read.push(char),
            }
        }
        read
    }
}
