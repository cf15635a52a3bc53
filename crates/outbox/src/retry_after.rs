//! The header `Retry-After` (RFC 9110, 10.2.3): a number of seconds or a date.

use chrono::NaiveDate;

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Returns the seconds to wait as of `now` (seconds since 1970). A date that has passed is a wait of 0; text that is
/// neither a number nor a date is `None`.
pub fn seconds(header: &str, now: i64) -> Option<u32> {
    let header = header.trim();
    if !header.is_empty() && header.bytes().all(|byte| byte.is_ascii_digit()) {
        // A number with more digits than fit is a very long wait; the caller caps it anyway.
        return Some(header.parse().unwrap_or(u32::MAX));
    }
    let wait = http_date(header)?.saturating_sub(now).max(0);
    Some(u32::try_from(wait).unwrap_or(u32::MAX))
}

/// Parses an HTTP date in any of its three forms (RFC 9110, 5.6.7) to seconds since 1970.
pub fn http_date(text: &str) -> Option<i64> {
    let parts: Vec<&str> =
        text.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|part| !part.is_empty()).collect();
    // Sun, 06 Nov 1994 08:49:37 GMT; Sunday, 06-Nov-94 08:49:37 GMT; Sun Nov  6 08:49:37 1994
    let ([_, day, month, year, hour, minute, second, "GMT"] | [_, month, day, hour, minute, second, year]) =
        *parts.as_slice()
    else {
        return None;
    };
    let month = MONTHS.iter().zip(1..).find(|(name, _)| month.eq_ignore_ascii_case(name))?.1;
    let year = match year.parse::<i32>().ok()? {
        // The two-digit year of the obsolete form: 70 to 99 are years of the last century.
        short @ 0..70 if year.len() == 2 => 2000 + short,
        short @ 70..100 if year.len() == 2 => 1900 + short,
        year => year,
    };
    let date = NaiveDate::from_ymd_opt(year, month, day.parse().ok()?)?;
    let time =
        date.and_hms_opt(hour.parse().ok()?, minute.parse().ok()?, second.parse::<u32>().ok()?.min(59))?;
    Some(time.and_utc().timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 06 Nov 1994 08:49:37 GMT, the example of RFC 9110.
    const EXAMPLE: i64 = 784_111_777;

    #[test]
    fn all_three_forms_of_a_date_are_read() {
        for form in
            ["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"]
        {
            assert_eq!(http_date(form), Some(EXAMPLE), "{form}");
        }
        // A leap second is accepted.
        assert!(http_date("Sat, 31 Dec 2016 23:59:60 GMT").is_some());
        for wrong in ["", "tomorrow", "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Nov 1994 25:00:00 GMT", "-5"]
        {
            assert_eq!(http_date(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_wait_is_read_from_seconds_and_from_dates() {
        assert_eq!(seconds(" 120 ", EXAMPLE), Some(120));
        assert_eq!(seconds("Sun, 06 Nov 1994 08:51:37 GMT", EXAMPLE), Some(120));
        assert_eq!(seconds("Sun, 06 Nov 1994 08:00:00 GMT", EXAMPLE), Some(0), "it has passed");
        assert_eq!(seconds("99999999999999999999", EXAMPLE), Some(u32::MAX));
        assert_eq!(seconds("Sun, 06 Nov 9994 08:49:37 GMT", EXAMPLE), Some(u32::MAX));
        for silly in ["", "-1", "1.5", "soon"] {
            assert_eq!(seconds(silly, EXAMPLE), None, "{silly}");
        }
    }
}
