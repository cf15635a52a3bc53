//! Lines `RECEIVED N`: when that is registered, and the Nth working day after.

use rules::calendar::{DEFAULT_CUT_OFF, WorkingCalendar, registration_day};
use rules::time::write_day;

use super::calendar::span;
use super::moment;

/// `REGISTERED DUE official|provisional` of a line `RECEIVED N`.
pub fn answer(calendar: &WorkingCalendar, line: &str) -> Result<String, String> {
    let parts: Vec<&str> = line.split_whitespace().collect();
    let [received, days] = parts[..] else {
        return Err(format!("`{line}` is not RECEIVED N; write it like `2026-11-22T10:00 35`"));
    };
    let instant = moment::read(received).ok_or_else(|| {
        format!("`{received}` is no moment; write it like 2026-11-22T10:00, by the clocks of Astana")
    })?;
    let days: u16 = days
        .parse()
        .map_err(|_| format!("`{days}` is no number of working days; write one from 0 to {}", u16::MAX))?;
    let beyond = || format!("`{line}` leads out of the calendar; {}", span(calendar));
    let registered = registration_day(calendar, instant, DEFAULT_CUT_OFF).ok_or_else(beyond)?;
    let due = calendar.add(registered, days).ok_or_else(beyond)?;
    let sure = if calendar.is_provisional(registered, due) { "provisional" } else { "official" };
    Ok(format!("{} {} {sure}", write_day(registered), write_day(due)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(line: &str) -> Result<String, String> {
        answer(&WorkingCalendar::built_in(), line)
    }

    #[test]
    fn each_line_has_its_days() {
        for (line, expected) in [
            // 2026-03-19 + 35 = 2026-05-15 is one of the worked examples of the calendar.
            ("2026-03-19T10:00 35", "2026-03-19 2026-05-15 official"),
            ("2026-11-20T18:30:59 0", "2026-11-20 2026-11-20 official"),
            ("2026-11-20T18:31 0", "2026-11-23 2026-11-23 official"),
            ("2026-11-22T10:00 1", "2026-11-23 2026-11-24 official"),
            ("2025-01-05T10:00 0", "2025-01-05 2025-01-05 official"),
            ("2026-12-31T10:00 1", "2026-12-31 2027-01-05 provisional"),
        ] {
            assert_eq!(answered(line).as_deref(), Ok(expected), "{line}");
        }
    }

    #[test]
    fn the_error_of_a_bad_line_says_how_to_write_it() {
        for (line, expected) in [
            ("2026-11-22T10:00", "`2026-11-22T10:00` is not RECEIVED N; write it like `2026-11-22T10:00 35`"),
            (
                "2026-11-22 35",
                "`2026-11-22` is no moment; write it like 2026-11-22T10:00, by the clocks of Astana",
            ),
            ("2026-11-22T10:00 -1", "`-1` is no number of working days; write one from 0 to 65535"),
            (
                "2028-12-30T10:00 35",
                "`2028-12-30T10:00 35` leads out of the calendar; it goes from 2022-01-01 to 2028-12-31",
            ),
        ] {
            assert_eq!(answered(line).unwrap_err(), expected, "{line}");
        }
    }
}
