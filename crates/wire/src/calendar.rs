//! The calendar file: the announced working days of coming years, replaceable without a new build.
//!
//! ```json
//! {"version": "2027-01", "years": [{"year": 2027, "status": "official", "kurban_ait": "2027-05-16",
//!   "transfers": [{"worked": "2027-07-03", "off": "2027-07-05"}], "source": "order of …"}]}
//! ```
//! It contains only the years that it changes; the built-in data apply to the others.

use crate::json;
use rules::calendar::{CalendarData, CalendarError, WorkingCalendar};

/// Reasons why a calendar file is rejected. The reader then keeps the calendar that it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadCalendar {
    /// The text is not JSON of the form above.
    NotOfItsForm,
    /// The data are not a valid calendar.
    Refused(CalendarError),
}

/// Parses and checks a calendar file. A byte order mark at the start, which some Windows editors write, is ignored.
pub fn read(text: &str) -> Result<WorkingCalendar, BadCalendar> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let data: CalendarData = json::read(text).ok_or(BadCalendar::NotOfItsForm)?;
    WorkingCalendar::with(data).map_err(BadCalendar::Refused)
}

/// Returns the file of a calendar, with all its years.
pub fn to_text(calendar: &WorkingCalendar) -> String {
    json::write(calendar.data())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rules::time::parse_day;

    const FILE: &str = r#"{"version": "made-up", "years": [{"year": 2027, "status": "official",
        "kurban_ait": "2027-05-17", "transfers": [{"worked": "2027-07-03", "off": "2027-07-05"}],
        "source": "made up"}]}"#;

    #[test]
    fn the_years_of_a_file_replace_the_built_in_ones() {
        let calendar = read(FILE).unwrap();
        assert_eq!(calendar.version(), "made-up");
        let day = |text| parse_day(text).unwrap();
        assert_eq!(calendar.is_working(day("2027-07-03")), Some(true));
        assert_eq!(calendar.is_working(day("2027-07-05")), Some(false));
        assert_eq!(calendar.is_working(day("2026-07-06")), Some(false));
    }

    #[test]
    fn a_byte_order_mark_is_ignored_once_and_only_at_the_start() {
        let marked = format!("\u{FEFF}{FILE}");
        assert_eq!(read(&marked).unwrap().data(), read(FILE).unwrap().data());
        for wrong in [format!("\u{FEFF}{marked}"), format!("{FILE}\u{FEFF}")] {
            assert_eq!(read(&wrong).err(), Some(BadCalendar::NotOfItsForm));
        }
    }

    #[test]
    fn a_written_calendar_reads_back_the_same() {
        for calendar in [WorkingCalendar::built_in(), read(FILE).unwrap()] {
            let again = read(&to_text(&calendar)).unwrap();
            assert_eq!(again.data(), calendar.data());
        }
    }

    #[test]
    fn the_form_is_pinned() {
        insta::assert_snapshot!(to_text(&read(FILE).unwrap()));
    }

    #[test]
    fn a_bad_file_is_refused_with_the_reason() {
        for text in ["", "[]", "{}", r#"{"version": "x"}"#, &FILE.replace("official", "sure")] {
            assert_eq!(read(text).map(|_| ()), Err(BadCalendar::NotOfItsForm), "{text}");
        }
        let refused = |text: String| read(&text).map(|_| ());
        let expected = Err(BadCalendar::Refused(CalendarError::VersionMissing));
        assert_eq!(refused(FILE.replace("\"made-up\"", "\"\"")), expected);
        let expected =
            Err(BadCalendar::Refused(CalendarError::DayOfAnotherYear(parse_day("2026-05-17").unwrap())));
        assert_eq!(refused(FILE.replace("2027-05-17", "2026-05-17")), expected);
    }
}
