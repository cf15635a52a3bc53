//! Days and instants: parsing, writing, and the legal day in Kazakhstan.

use chrono::{Datelike, Days, NaiveDate};
use script::{ascii_digits, digit_value};

/// Parses a day in the form `YYYY-MM-DD`.
pub fn parse_day(text: &str) -> Option<NaiveDate> {
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    let year = parse_digits(text.get(0..4)?)?;
    NaiveDate::from_ymd_opt(
        i32::try_from(year).ok()?,
        parse_digits(text.get(5..7)?)?,
        parse_digits(text.get(8..10)?)?,
    )
}

/// Writes a day as `YYYY-MM-DD`. Years outside 0–9999, which no calendar of ours reaches, get more digits.
pub fn write_day(day: NaiveDate) -> String {
    let mut text = String::with_capacity(10);
    push_padded(&mut text, day.year().unsigned_abs(), 4);
    text.push('-');
    push_padded(&mut text, day.month(), 2);
    text.push('-');
    push_padded(&mut text, day.day(), 2);
    text
}

fn parse_digits(text: &str) -> Option<u32> {
    if text.is_empty() || text.len() > 9 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

/// Appends a number with leading zeros up to `width` digits.
fn push_padded(text: &mut String, value: u32, width: u32) {
    let mut place = 10u32.pow(width.saturating_sub(1));
    while value / place > 9 && place < 1_000_000_000 {
        place *= 10;
    }
    while place > 0 {
        text.extend(char::from_digit(value / place % 10, 10));
        place /= 10;
    }
}

/// Serde functions for a day in the form `YYYY-MM-DD`.
#[cfg(feature = "serde")]
pub mod day_format {
    use chrono::NaiveDate;
    use serde::{Deserialize, Deserializer, Serializer};

    /// Serializes the day as text. Fails only if the serializer does.
    pub fn serialize<S: Serializer>(day: &NaiveDate, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&super::write_day(*day))
    }

    /// Deserializes the output of [`serialize`]; an error for any other text and for a day that is not in the calendar.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        super::parse_day(&text).ok_or_else(|| serde::de::Error::custom("a day is written YYYY-MM-DD"))
    }
}

/// Serializes a day that may be missing: null, or text as [`day_format`] writes it.
#[cfg(feature = "serde")]
pub mod optional_day_format {
    use chrono::NaiveDate;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    /// Serializes the day. Fails only if the serializer does.
    pub fn serialize<S: Serializer>(day: &Option<NaiveDate>, serializer: S) -> Result<S::Ok, S::Error> {
        day.map(super::write_day).serialize(serializer)
    }

    /// Deserializes the output of [`serialize`]; an error for any other text and for a day that is not in the calendar.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<NaiveDate>, D::Error> {
        let text = <Option<std::borrow::Cow<'de, str>>>::deserialize(deserializer)?;
        let Some(text) = text else { return Ok(None) };
        let day = super::parse_day(&text);
        day.map(Some).ok_or_else(|| serde::de::Error::custom("a day is written YYYY-MM-DD"))
    }
}

/// A point in time: whole seconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(pub i64);

/// The instant since which all of Kazakhstan has UTC+5: 1 March 2024, 00:00 in Astana under the old UTC+6.
const ONE_ZONE_SINCE: Instant = Instant(1_709_229_600);
const SECONDS_A_DAY: i64 = 86_400;

impl Instant {
    /// Returns the day and the minute of the day (0–1439) on the clocks of Astana: UTC+5, or UTC+6 before 1 March 2024.
    /// `None` for instants outside the range of dates.
    pub fn in_astana(self) -> Option<(NaiveDate, u16)> {
        let offset = if self < ONE_ZONE_SINCE { 6 * 3600 } else { 5 * 3600 };
        let local = self.0.checked_add(offset)?;
        let epoch = NaiveDate::from_ymd_opt(1970, 1, 1)?;
        let days = local.div_euclid(SECONDS_A_DAY);
        let minute = u16::try_from(local.rem_euclid(SECONDS_A_DAY) / 60).ok()?;
        let day = match u64::try_from(days) {
            Ok(after) => epoch.checked_add_days(Days::new(after)),
            Err(_) => epoch.checked_sub_days(Days::new(days.unsigned_abs())),
        }?;
        Some((day, minute))
    }

    /// Returns the instant at which the clocks of Astana show this day and minute.
    pub fn from_astana(day: NaiveDate, minute: u16) -> Option<Self> {
        let epoch = NaiveDate::from_ymd_opt(1970, 1, 1)?;
        let local = day.signed_duration_since(epoch).num_days() * SECONDS_A_DAY + i64::from(minute) * 60;
        let under_one_zone = Self(local - 5 * 3600);
        Some(if under_one_zone < ONE_ZONE_SINCE { Self(local - 6 * 3600) } else { under_one_zone })
    }

    /// Returns RFC 3339 text in UTC with seconds: `2026-11-22T05:00:00Z`.
    pub fn to_text(self) -> String {
        let days = self.0.div_euclid(SECONDS_A_DAY);
        let second = u32::try_from(self.0.rem_euclid(SECONDS_A_DAY)).unwrap_or_default();
        let day = NaiveDate::from_ymd_opt(1970, 1, 1)
            .and_then(|epoch| epoch.checked_add_signed(chrono::Duration::try_days(days)?))
            .unwrap_or_default();
        let mut text = write_day(day);
        for (separator, value) in [('T', second / 3600), (':', second / 60 % 60), (':', second % 60)] {
            text.push(separator);
            push_padded(&mut text, value, 2);
        }
        text.push('Z');
        text
    }

    /// Parses RFC 3339 with `Z` or a numeric offset; fractions of a second are dropped.
    pub fn parse(text: &str) -> Option<Self> {
        let day = parse_day(text.get(0..10)?)?;
        let rest = text.get(10..)?;
        let clock = rest.strip_prefix(['T', 't', ' '])?;
        let bytes = clock.as_bytes();
        if bytes.len() < 9 || bytes[2] != b':' || bytes[5] != b':' {
            return None;
        }
        let [hour, minute, second] = [
            parse_digits(clock.get(0..2)?)?,
            parse_digits(clock.get(3..5)?)?,
            parse_digits(clock.get(6..8)?)?,
        ];
        if hour > 23 || minute > 59 || second > 60 {
            return None;
        }
        let zone = clock.get(8..)?;
        let zone = match zone.strip_prefix('.') {
            Some(fraction) => fraction.trim_start_matches(|character: char| character.is_ascii_digit()),
            None => zone,
        };
        let offset = parse_offset(zone)?;
        let days = day.signed_duration_since(NaiveDate::from_ymd_opt(1970, 1, 1)?).num_days();
        Some(Self(days * SECONDS_A_DAY + i64::from(hour * 3600 + minute * 60 + second) - offset))
    }
}

/// Parses `Z`, `+05:00` or `-03:30` to seconds east of UTC.
fn parse_offset(zone: &str) -> Option<i64> {
    if zone == "Z" || zone == "z" {
        return Some(0);
    }
    let (sign, digits) = match zone.strip_prefix('+') {
        Some(digits) => (1, digits),
        None => (-1, zone.strip_prefix('-')?),
    };
    if digits.len() != 5 || digits.as_bytes()[2] != b':' {
        return None;
    }
    let (hours, minutes) = (parse_digits(digits.get(0..2)?)?, parse_digits(digits.get(3..5)?)?);
    (hours < 24 && minutes < 60).then_some(sign * i64::from(hours * 3600 + minutes * 60))
}

#[cfg(feature = "serde")]
impl serde::Serialize for Instant {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_text())
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Instant {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("an instant is written as RFC 3339 says"))
    }
}

/// A day as a person types it: three fields, each of which may be empty or wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(default))]
pub struct TypedDay {
    /// The day of the month, in digits of any script; a leading zero may be omitted.
    pub day: String,
    /// A number from 1 to 12 in digits of any script, or a month's name in any of our languages.
    pub month: String,
    /// Four digits of any script, in the Gregorian calendar.
    pub year: String,
}

/// Reasons why a typed day is not a date, in the order in which they are checked and shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum DayProblem {
    /// All three fields are empty.
    Missing,
    /// The field of the day is empty, but another is not.
    DayMissing,
    /// The day is typed, but the field of the month is empty.
    MonthMissing,
    /// Day and month are typed, but the field of the year is empty.
    YearMissing,
    /// The year does not have four digits: with two, the century would be ambiguous.
    YearNotFourDigits,
    /// The month is neither a number from 1 to 12 nor the name of a month.
    NoSuchMonth,
    /// The calendar has no such day.
    NoSuchDay,
}

impl TypedDay {
    /// Returns whether all three fields contain nothing but spaces.
    pub fn is_empty(&self) -> bool {
        [&self.day, &self.month, &self.year].iter().all(|field| field.trim().is_empty())
    }

    /// Returns the fields as they would be typed for this day.
    pub fn of(day: NaiveDate) -> Self {
        let mut written = [String::new(), String::new(), String::new()];
        push_padded(&mut written[0], day.day(), 2);
        push_padded(&mut written[1], day.month(), 2);
        push_padded(&mut written[2], day.year().unsigned_abs(), 4);
        let [day, month, year] = written;
        Self { day, month, year }
    }

    /// Returns the date. Digits of any script and month names of our languages are accepted.
    pub fn read(&self) -> Result<NaiveDate, DayProblem> {
        if self.is_empty() {
            return Err(DayProblem::Missing);
        }
        let [day, month, year] = [&self.day, &self.month, &self.year].map(|field| ascii_digits(field.trim()));
        if day.is_empty() {
            return Err(DayProblem::DayMissing);
        }
        if month.is_empty() {
            return Err(DayProblem::MonthMissing);
        }
        if year.is_empty() {
            return Err(DayProblem::YearMissing);
        }
        if year.len() != 4 {
            return Err(DayProblem::YearNotFourDigits);
        }
        let month = read_month(&month).ok_or(DayProblem::NoSuchMonth)?;
        let date = |year: u32, day: u32| NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day);
        parse_digits(&year).and_then(|year| date(year, parse_digits(&day)?)).ok_or(DayProblem::NoSuchDay)
    }

    /// Splits a whole date pasted into one field (`31.12.2026`, `31/12/2026`, `2026-12-31`) into the three fields, if
    /// it is one.
    pub fn from_pasted(text: &str) -> Option<Self> {
        let text = ascii_digits(text.trim());
        let parts: Vec<&str> = text.split(['.', '/', '-', ' ']).filter(|part| !part.is_empty()).collect();
        let [first, month, last] = parts.as_slice() else { return None };
        let all_digits = |part: &&str| part.chars().all(|character| digit_value(character).is_some());
        if ![first, month, last].into_iter().all(all_digits) {
            return None;
        }
        let (day, year) = match (first.len(), last.len()) {
            (1..=2, 4) => (first, last),
            (4, 1..=2) => (last, first),
            _ => return None,
        };
        Some(Self { day: (*day).to_owned(), month: (*month).to_owned(), year: (*year).to_owned() })
    }
}

/// The prefixes by which a typed month is recognised, in Kazakh of three scripts, Russian, English and Uzbek. No prefix
/// is the beginning of one of another month. Chinese months are numbers followed by a sign.
const MONTH_BEGINNINGS: [(&str, u32); 72] = [
    ("қаңтар", 1),
    ("янв", 1),
    ("jan", 1),
    ("قاڭتار", 1),
    ("qañtar", 1),
    ("yanv", 1),
    ("ақпан", 2),
    ("фев", 2),
    ("feb", 2),
    ("اقپان", 2),
    ("aqpan", 2),
    ("fev", 2),
    ("наурыз", 3),
    ("мар", 3),
    ("mar", 3),
    ("ناۋرىز", 3),
    ("nauryz", 3),
    ("сәуір", 4),
    ("апр", 4),
    ("apr", 4),
    ("ءساۋىر", 4),
    ("ساۋىر", 4),
    ("säu", 4),
    ("мамыр", 5),
    ("май", 5),
    ("мая", 5),
    ("may", 5),
    ("مامىر", 5),
    ("mamyr", 5),
    ("маусым", 6),
    ("июн", 6),
    ("jun", 6),
    ("ماۋسىم", 6),
    ("mausym", 6),
    ("iyun", 6),
    ("шілде", 7),
    ("июл", 7),
    ("jul", 7),
    ("شىلدە", 7),
    ("şılde", 7),
    ("şilde", 7),
    ("iyul", 7),
    ("тамыз", 8),
    ("авг", 8),
    ("aug", 8),
    ("تامىز", 8),
    ("tamyz", 8),
    ("avg", 8),
    ("қыркүйек", 9),
    ("сен", 9),
    ("sep", 9),
    ("sen", 9),
    ("قىركۇيەك", 9),
    ("qyrküiek", 9),
    ("қазан", 10),
    ("окт", 10),
    ("oct", 10),
    ("قازان", 10),
    ("qazan", 10),
    ("okt", 10),
    ("қараша", 11),
    ("ноя", 11),
    ("nov", 11),
    ("قاراشا", 11),
    ("qaraşa", 11),
    ("noya", 11),
    ("желтоқсан", 12),
    ("дек", 12),
    ("dec", 12),
    ("جەلتوقسان", 12),
    ("jeltoqsan", 12),
    ("dek", 12),
];

fn read_month(typed: &str) -> Option<u32> {
    if let Some(number) = parse_digits(typed.trim_end_matches('月').trim_end()) {
        return (1..=12).contains(&number).then_some(number);
    }
    // Character by character: `str::to_lowercase` would add tables for the Greek sigma that no month needs.
    let typed: String = typed.chars().flat_map(char::to_lowercase).collect();
    MONTH_BEGINNINGS.iter().find(|(beginning, _)| typed.starts_with(beginning)).map(|(_, month)| *month)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        parse_day(text).unwrap()
    }

    fn typed(day: &str, month: &str, year: &str) -> TypedDay {
        TypedDay { day: day.into(), month: month.into(), year: year.into() }
    }

    #[test]
    fn every_day_of_two_centuries_round_trips() {
        let mut date = day("1900-01-01");
        while date < day("2100-01-01") {
            assert_eq!(parse_day(&write_day(date)), Some(date));
            assert_eq!(TypedDay::of(date).read(), Ok(date));
            date = date.succ_opt().unwrap();
        }
    }

    #[test]
    fn month_names_of_every_language_and_script_are_accepted() {
        let names = [
            "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
            "قاڭتار اقپان ناۋرىز ءساۋىر مامىر ماۋسىم شىلدە تامىز قىركۇيەك قازان قاراشا جەلتوقسان",
            "qañtar aqpan nauryz säuır mamyr mausym şılde tamyz qyrküiek qazan qaraşa jeltoqsan",
            "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
            "January February March April May June July August September October November December",
            "yanvar fevral mart aprel may iyun iyul avgust sentabr oktabr noyabr dekabr",
            "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
            "1月 2月 3月 4月 5月 6月 7月 8月 9月 10月 11月 12月",
        ];
        for language in names {
            for (month, name) in (1..).zip(language.split(' ')) {
                for name in [name.to_owned(), name.to_uppercase()] {
                    assert_eq!(read_month(&name), Some(month), "{name}");
                }
            }
        }
        for (one, month) in MONTH_BEGINNINGS {
            for (other, another) in MONTH_BEGINNINGS {
                assert!(month == another || !other.starts_with(one), "{one} begins {other}");
            }
        }
        for none in ["", "月", "13月", "0月", "ja"] {
            assert_eq!(read_month(none), None, "{none}");
        }
    }

    #[test]
    fn texts_that_are_not_a_day_are_rejected() {
        for text in [
            "",
            "2026-02-29",
            "2026-13-01",
            "2026-1-01",
            "26-01-01",
            "2026/01/01",
            "+026-01-01",
            "2026-01-0١",
        ] {
            assert_eq!(parse_day(text), None, "{text}");
        }
    }

    #[test]
    fn instants_round_trip_and_offsets_are_parsed() {
        assert_eq!(Instant::parse("2026-11-22T10:00:00+05:00").unwrap().to_text(), "2026-11-22T05:00:00Z");
        assert_eq!(Instant::parse("2026-11-22T05:00:00.123Z").unwrap().to_text(), "2026-11-22T05:00:00Z");
        assert_eq!(Instant::parse("1969-12-31T23:59:59Z"), Some(Instant(-1)));
        assert_eq!(Instant(-1).to_text(), "1969-12-31T23:59:59Z");
        for text in [
            "2026-11-22",
            "2026-11-22T05:00Z",
            "2026-11-22T24:00:00Z",
            "2026-11-22T05:00:00",
            "2026-11-22T05:00:00+5",
        ] {
            assert_eq!(Instant::parse(text), None, "{text}");
        }
    }

    #[test]
    fn the_legal_day_follows_the_time_zone_in_force() {
        let legal = |text: &str| Instant::parse(text).and_then(Instant::in_astana).unwrap();
        assert_eq!(legal("2026-11-22T18:59:59Z"), (day("2026-11-22"), 23 * 60 + 59));
        assert_eq!(legal("2026-11-22T19:00:00Z"), (day("2026-11-23"), 0));
        assert_eq!(legal("2024-02-29T17:59:59Z"), (day("2024-02-29"), 23 * 60 + 59));
        assert_eq!(legal("2024-02-29T18:00:00Z"), (day("2024-02-29"), 23 * 60));
        assert_eq!(legal("2023-06-01T18:00:00Z"), (day("2023-06-02"), 0));
    }

    #[test]
    fn typed_days_are_parsed_or_give_the_reason() {
        let cases = [
            (typed("5", "11", "2026"), Ok("2026-11-05")),
            (typed("٥", "١١", "٢٠٢٦"), Ok("2026-11-05")),
            (typed("29", "ақпан", "2024"), Ok("2024-02-29")),
            (typed("1", "Мая", "1980"), Ok("1980-05-01")),
            (typed("1", "мамырдың", "1980"), Ok("1980-05-01")),
            (typed(" 9 ", "September", "2030"), Ok("2030-09-09")),
            (typed("", "", " "), Err(DayProblem::Missing)),
            (typed("", "1", "2020"), Err(DayProblem::DayMissing)),
            (typed("1", "", "2020"), Err(DayProblem::MonthMissing)),
            (typed("1", "1", ""), Err(DayProblem::YearMissing)),
            (typed("1", "1", "26"), Err(DayProblem::YearNotFourDigits)),
            (typed("1", "13", "2020"), Err(DayProblem::NoSuchMonth)),
            (typed("1", "xyz", "2020"), Err(DayProblem::NoSuchMonth)),
            (typed("30", "2", "2020"), Err(DayProblem::NoSuchDay)),
            (typed("x", "2", "2020"), Err(DayProblem::NoSuchDay)),
        ];
        for (input, expected) in cases {
            assert_eq!(input.read(), expected.map(day), "{input:?}");
        }
    }

    #[test]
    fn pasted_dates_are_split() {
        for text in ["31.12.2026", "31/12/2026", "2026-12-31", " ٣١.١٢.٢٠٢٦ "] {
            assert_eq!(TypedDay::from_pasted(text).unwrap().read(), Ok(day("2026-12-31")), "{text}");
        }
        for text in ["31", "31.12", "12.12.26", "a.b.cccc", "1.2.3.4"] {
            assert_eq!(TypedDay::from_pasted(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn parsing_never_panics(text in any::<String>(), other in any::<String>(), seconds in any::<i64>()) {
            let _ = parse_day(&text);
            let _ = Instant::parse(&text);
            let _ = Instant(seconds).in_astana();
            let _ = Instant(seconds).to_text();
            let _ = TypedDay::from_pasted(&text);
            let _ = TypedDay { day: text.clone(), month: other, year: text }.read();
        }

        #[test]
        fn an_instant_round_trips_through_its_text(seconds in -62_000_000_000i64..253_000_000_000) {
            prop_assert_eq!(Instant::parse(&Instant(seconds).to_text()), Some(Instant(seconds)));
        }

        #[test]
        fn from_astana_inverts_in_astana(seconds in 1_500_000_000i64..1_900_000_000) {
            // The hour that occurred twice when the clocks were set back has two instants; all others round-trip to the
            // minute.
            prop_assume!(!(1_709_226_000..1_709_233_200).contains(&seconds));
            let (day, minute) = Instant(seconds).in_astana().unwrap();
            prop_assert_eq!(Instant::from_astana(day, minute), Some(Instant(seconds - seconds.rem_euclid(60))));
        }
    }
}
