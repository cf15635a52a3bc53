use super::*;
use crate::time::{Instant, parse_day};
use serde_json::Value;

fn day(text: &str) -> NaiveDate {
    parse_day(text).unwrap()
}

/// Returns the reference data for the calendar: days off, worked weekends and examples, 2022–2028.
fn reference() -> Value {
    serde_json::from_str(include_str!("../../tests/data/kz_days.json")).unwrap()
}

fn all_days(calendar: &WorkingCalendar) -> Vec<NaiveDate> {
    let (first, last) = calendar.span().unwrap();
    first.iter_days().take_while(|day| *day <= last).collect()
}

#[test]
fn every_day_of_2022_to_2028_agrees_with_the_reference() {
    let reference = reference();
    let calendar = WorkingCalendar::built_in();
    let days = all_days(&calendar);
    assert_eq!(days.len(), 2557);
    for date in days {
        let year = &reference["years"][date.year().to_string()];
        let listed = |list: &str| {
            year[list].as_array().unwrap().iter().any(|listed| listed == &crate::time::write_day(date))
        };
        let expected =
            if is_weekend(date) { listed("working_weekends") } else { !listed("nonworking_weekdays") };
        assert_eq!(calendar.is_working(date), Some(expected), "{date}: {:?}", calendar.kind(date));
    }
}

#[test]
fn the_status_of_each_year_agrees_with_the_reference() {
    let reference = reference();
    let calendar = WorkingCalendar::built_in();
    for year in 2022..=2028 {
        let middle = day(&format!("{year}-06-15"));
        let provisional = reference["status"][year.to_string()] == "provisional";
        assert_eq!(calendar.is_provisional(middle, middle), provisional, "{year}");
    }
}

#[test]
fn the_examples_give_their_registration_and_due_days() {
    let reference = reference();
    let calendar = WorkingCalendar::built_in();
    let examples = reference["term_examples"]["examples"].as_array().unwrap();
    assert_eq!(examples.len(), 12);
    for example in examples {
        let text = |key: &str| example[key].as_str().unwrap();
        let (date, clock) = text("received_local").split_once('T').unwrap();
        let (hour, minute) = clock.split_once(':').unwrap();
        let minute = hour.parse::<u16>().unwrap() * 60 + minute.parse::<u16>().unwrap();
        let received = Instant::from_astana(day(date), minute).unwrap();
        let registered = registration_day(&calendar, received, DEFAULT_CUT_OFF).unwrap();
        assert_eq!(registered, day(text("registered")), "{example}");
        let n = u16::try_from(example["n_working_days"].as_u64().unwrap()).unwrap();
        assert_eq!(calendar.add(registered, n), Some(day(text("due"))), "{example}");
    }
}

#[test]
fn adding_equals_walking_day_by_day_for_every_start_and_count() {
    let calendar = WorkingCalendar::built_in();
    let days = all_days(&calendar);
    for (place, start) in days.iter().enumerate() {
        let mut counted = 0;
        assert_eq!(calendar.add(*start, 0), Some(*start));
        for walked in days.iter().skip(place + 1) {
            if calendar.is_working(*walked) == Some(true) {
                counted += 1;
                assert_eq!(calendar.add(*start, counted), Some(*walked));
            }
            assert_eq!(calendar.count(*start, *walked), Some(counted));
            if counted == 260 {
                break;
            }
        }
    }
}

#[test]
fn a_submission_after_the_cut_off_counts_for_the_next_working_day() {
    let calendar = WorkingCalendar::built_in();
    let registered = |date: &str, minute: u16| {
        registration_day(&calendar, Instant::from_astana(day(date), minute).unwrap(), DEFAULT_CUT_OFF)
    };
    assert_eq!(registered("2026-11-20", 18 * 60 + 30), Some(day("2026-11-20")), "the cut-off minute");
    assert_eq!(registered("2026-11-20", 18 * 60 + 31), Some(day("2026-11-23")));
    assert_eq!(registered("2026-11-21", 10 * 60), Some(day("2026-11-23")), "a Saturday");
    assert_eq!(registered("2024-05-04", 10 * 60), Some(day("2024-05-04")), "a Saturday that is worked");
}

#[test]
fn each_day_off_has_its_reason() {
    let calendar = WorkingCalendar::built_in();
    let cases = [
        ("2026-11-22", DayKind::Weekend),
        ("2026-11-23", DayKind::Working),
        ("2026-12-16", DayKind::Holiday(Holiday::IndependenceDay)),
        ("2026-03-24", DayKind::MovedHoliday(Holiday::Nauryz)),
        ("2025-01-03", DayKind::TransferredOff),
        ("2025-01-05", DayKind::WorkedWeekend),
        ("2026-05-27", DayKind::Holiday(Holiday::KurbanAit)),
        ("2026-08-31", DayKind::Working),
        ("2027-03-15", DayKind::Holiday(Holiday::ConstitutionDay)),
        ("2022-05-10", DayKind::MovedHoliday(Holiday::DefenderDay)),
    ];
    for (date, kind) in cases {
        assert_eq!(calendar.kind(day(date)), Some(kind), "{date}");
    }
}

#[test]
fn a_count_into_a_provisional_year_is_provisional() {
    let calendar = WorkingCalendar::built_in();
    assert!(!calendar.is_provisional(day("2026-01-01"), day("2026-12-31")));
    assert!(calendar.is_provisional(day("2026-12-31"), day("2027-01-05")));
    assert!(calendar.is_provisional(day("2028-12-31"), day("2029-01-01")));
}

#[test]
fn the_days_between_are_those_after_the_first_up_to_the_last() {
    let calendar = WorkingCalendar::built_in();
    let days: Vec<_> = calendar.days_between(day("2026-11-20"), day("2026-11-23")).collect();
    let expected = vec![
        (day("2026-11-21"), DayKind::Weekend),
        (day("2026-11-22"), DayKind::Weekend),
        (day("2026-11-23"), DayKind::Working),
    ];
    assert_eq!(days, expected);
}

#[test]
fn the_calendar_returns_none_outside_its_years() {
    let calendar = WorkingCalendar::built_in();
    for date in ["2021-12-31", "2029-01-01"] {
        assert_eq!(calendar.kind(day(date)), None);
        assert_eq!(calendar.add(day(date), 1), None);
        assert_eq!(calendar.count(day("2026-01-05"), day(date)), None);
    }
    assert_eq!(calendar.add(day("2028-12-29"), 1), None);
}

/// Returns a made-up year without errors.
fn year(year: i32) -> YearData {
    YearData {
        year,
        status: YearStatus::Official,
        kurban_ait: NaiveDate::from_ymd_opt(year, 6, 3),
        transfers: vec![],
        source: "made up".into(),
    }
}

fn made_up(years: Vec<YearData>) -> Result<WorkingCalendar, CalendarError> {
    WorkingCalendar::new(CalendarData { version: "made-up".into(), years })
}

#[test]
fn invalid_data_are_rejected_with_the_reason() {
    let refused = |years: Vec<YearData>| made_up(years).map(|_| ()).unwrap_err();
    let unnamed = CalendarData { version: " ".into(), years: vec![year(2026)] };
    assert_eq!(WorkingCalendar::new(unnamed).map(|_| ()), Err(CalendarError::VersionMissing));
    assert_eq!(refused(vec![]), CalendarError::Empty);
    assert_eq!(refused(vec![year(2026), year(2028)]), CalendarError::YearsNotConsecutive(2028));
    assert_eq!(refused(vec![year(1999)]), CalendarError::YearsNotConsecutive(1999));
    assert_eq!(refused(vec![year(2101)]), CalendarError::YearsNotConsecutive(2101));
    assert_eq!(refused(vec![year(2026), year(2026)]), CalendarError::YearTwice(2026));
    let source = String::new();
    assert_eq!(refused(vec![YearData { source, ..year(2026) }]), CalendarError::SourceMissing(2026));
    let no_ait = YearData { kurban_ait: None, ..year(2026) };
    assert_eq!(refused(vec![no_ait]), CalendarError::KurbanAitMissing(2026));
    let kurban_ait = Some(day("2027-05-16"));
    let expected = CalendarError::DayOfAnotherYear(day("2027-05-16"));
    assert_eq!(refused(vec![YearData { kurban_ait, ..year(2026) }]), expected);
    let with_transfer = |worked, off| {
        let transfer = Transfer { worked: day(worked), off: day(off) };
        (transfer, vec![YearData { transfers: vec![transfer], ..year(2026) }])
    };
    // A worked day that is not a weekend, a day off that is already off, one day twice, and a holiday as the worked
    // day.
    for (worked, off) in [
        ("2026-11-23", "2026-11-24"),
        ("2026-11-22", "2026-12-16"),
        ("2026-11-22", "2026-11-21"),
        ("2026-03-21", "2026-11-24"),
    ] {
        let (transfer, years) = with_transfer(worked, off);
        assert_eq!(refused(years), CalendarError::ImpossibleTransfer(transfer), "{worked} {off}");
    }
    let (_, beyond) = with_transfer("2026-11-22", "2027-01-05");
    assert_eq!(refused(beyond), CalendarError::DayOfAnotherYear(day("2027-01-05")));
    let (_, before) = with_transfer("2025-12-28", "2026-11-24");
    assert_eq!(refused(before), CalendarError::DayOfAnotherYear(day("2025-12-28")));
}

#[test]
fn all_allowed_years_fit() {
    let calendar = made_up((2000..=2100).map(year).collect()).unwrap();
    assert_eq!(calendar.span(), Some((day("2000-01-01"), day("2100-12-31"))));
    assert_eq!(calendar.kind(day("2100-12-31")), Some(DayKind::Working));
    assert_eq!(calendar.kind(day("2101-01-01")), None);
}

#[test]
fn a_day_off_may_move_from_one_year_into_the_next() {
    let transfer = Transfer { worked: day("2026-12-27"), off: day("2027-01-05") };
    let calendar = made_up(vec![YearData { transfers: vec![transfer], ..year(2026) }, year(2027)]).unwrap();
    assert_eq!(calendar.kind(transfer.worked), Some(DayKind::WorkedWeekend));
    assert_eq!(calendar.kind(transfer.off), Some(DayKind::TransferredOff));
}

#[test]
fn newer_data_replace_only_the_years_that_they_contain() {
    let transfer = Transfer { worked: day("2027-07-03"), off: day("2027-07-05") };
    let newer = CalendarData {
        version: "made-up".into(),
        years: vec![YearData {
            transfers: vec![transfer],
            kurban_ait: Some(day("2027-05-17")),
            ..year(2027)
        }],
    };
    let (before, after) = (WorkingCalendar::built_in(), WorkingCalendar::with(newer).unwrap());
    assert_eq!(after.version(), "made-up");
    assert_eq!(after.span(), before.span());
    let changed: Vec<NaiveDate> =
        all_days(&before).into_iter().filter(|day| before.kind(*day) != after.kind(*day)).collect();
    let expected = ["2027-05-16", "2027-05-17", "2027-07-03", "2027-07-05"].map(day);
    assert_eq!(changed, expected);
    assert!(!after.is_provisional(day("2027-02-01"), day("2027-03-01")));
    assert!(after.is_provisional(day("2027-12-01"), day("2028-01-10")));
    assert_eq!(after.data().years.len(), 7);
}

#[test]
fn newer_data_with_a_gap_after_the_built_in_years_are_rejected() {
    let newer = CalendarData { version: "made-up".into(), years: vec![year(2030)] };
    let refused = WorkingCalendar::with(newer).map(|_| ());
    assert_eq!(refused, Err(CalendarError::YearsNotConsecutive(2030)));
}

#[test]
fn a_count_beyond_the_known_years_is_provisional() {
    let calendar = WorkingCalendar::built_in();
    for (from, to, provisional) in [
        ("2026-01-01", "2026-12-31", false),
        ("2022-01-01", "2026-12-31", false),
        ("2026-12-31", "2022-01-01", false),
        ("2026-12-31", "2027-01-01", true),
        ("2021-12-31", "2022-01-03", true),
        ("2028-12-31", "2029-01-01", true),
        ("2040-01-01", "2041-01-01", true),
    ] {
        assert_eq!(calendar.is_provisional(day(from), day(to)), provisional, "{from} {to}");
    }
}

#[test]
fn each_error_has_a_reason_of_its_own() {
    let transfer = Transfer { worked: day("2026-11-22"), off: day("2026-11-24") };
    let errors = [
        CalendarError::VersionMissing,
        CalendarError::Empty,
        CalendarError::YearsNotConsecutive(1),
        CalendarError::YearTwice(1),
        CalendarError::KurbanAitMissing(1),
        CalendarError::DayOfAnotherYear(transfer.off),
        CalendarError::ImpossibleTransfer(transfer),
        CalendarError::SourceMissing(1),
    ];
    for (place, error) in errors.iter().enumerate() {
        assert!(error.reason().len() > 10);
        assert!(errors[..place].iter().all(|other| other.reason() != error.reason()));
    }
}
