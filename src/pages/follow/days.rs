//! The days of a term, drawn as a calendar whose weeks begin on Monday and written as a list. Both say the same.

use crate::calendar;
use crate::i18n::{Msg, date_with_weekday, dated, month_of_year, short_weekdays, t, text, tr, weekday};
use crate::platform::clock;
use crate::platform::view::{Event, View, nothing, view};
use crate::words;
use chrono::{Datelike, Days, NaiveDate};
use leptos::prelude::*;
use rules::calendar::{DayKind, WorkingCalendar};
use rules::timeline::TermClock;

/// The keys of the open calendars. They survive a refresh, so that nothing closes while the reader reads.
pub type OpenCalendars = RwSignal<Vec<&'static str>>;

/// A day of the span, with everything that is shown about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Day {
    on: NaiveDate,
    part: DayMark,
    is_today: bool,
    is_provisional: bool,
    timing: Timing,
}

/// The position of a day relative to the last lawful day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Timing {
    InTime,
    LastLawful,
    Late,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum DayMark {
    /// The day of the event; day 1 is the first working day after it.
    Began,
    Counted(u16, DayKind),
    Off(DayKind),
}

/// The weeks of a month that contain days of the span.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Month {
    first: NaiveDate,
    /// Weeks from Monday on; `None` where the day belongs to another month.
    weeks: Vec<[Option<Cell>; 7]>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cell {
    Within(Day),
    /// A day before or after the span.
    Around(NaiveDate),
}

/// Returns the day on which the clock started and all days after it until its end: the day it ended, or its last lawful day, or
/// today where that is later.
fn span(clock: TermClock, calendar: &WorkingCalendar, today: NaiveDate) -> Vec<Day> {
    let Some(due) = clock.due else { return Vec::new() };
    let last = clock.ended.unwrap_or(due.max(today));
    let day = |on, part| Day {
        on,
        part,
        is_today: on == today,
        is_provisional: calendar.is_provisional(on, on),
        timing: match on.cmp(&due) {
            std::cmp::Ordering::Less => Timing::InTime,
            std::cmp::Ordering::Equal => Timing::LastLawful,
            std::cmp::Ordering::Greater => Timing::Late,
        },
    };
    let mut number = 0;
    let after = calendar.days_between(clock.entered, last).map(|(on, kind)| {
        number += u16::from(kind.is_working());
        day(on, if kind.is_working() { DayMark::Counted(number, kind) } else { DayMark::Off(kind) })
    });
    std::iter::once(day(clock.entered, DayMark::Began)).chain(after).collect()
}

fn months(days: &[Day]) -> Vec<Month> {
    let mut months: Vec<Month> = Vec::new();
    for part in days.chunk_by(|one, other| one.on.month() == other.on.month()) {
        let (Some(first), Some(last)) = (part.first(), part.last()) else { continue };
        let cell = |on: NaiveDate| {
            let within = part.iter().find(|day| day.on == on);
            let same_month = on.month() == first.on.month() && on.year() == first.on.year();
            same_month.then(|| within.map_or(Cell::Around(on), |day| Cell::Within(*day)))
        };
        let before = Days::new(u64::from(first.on.weekday().num_days_from_monday()));
        let mut monday = first.on.checked_sub_days(before).unwrap_or(first.on);
        let mut weeks = Vec::new();
        while monday <= last.on {
            weeks.push([0, 1, 2, 3, 4, 5, 6].map(|place| cell(monday.checked_add_days(Days::new(place))?)));
            let Some(next) = monday.checked_add_days(Days::new(7)) else { break };
            monday = next;
        }
        months.push(Month { first: first.on, weeks });
    }
    months
}

/// Shows the calendar and the list inside a disclosure element that is closed at first.
pub fn days_view(key: &'static str, opened: OpenCalendars, clock: TermClock) -> View {
    let Some(due) = clock.due else { return nothing() };
    let is_open = move || opened.with(|opened| opened.contains(&key));
    let toggled = move |event: Event| {
        let is_now = event_target_open(&event);
        if is_now != opened.with_untracked(|opened| opened.contains(&key)) {
            opened.update(
                |opened| if is_now { opened.push(key) } else { opened.retain(|other| *other != key) },
            );
        }
    };
    let content = move || {
        is_open().then(|| {
            let calendar = calendar::current();
            let days = span(clock, &calendar, clock::today());
            let caption =
                move || dated(Msg::DaysCaption, &[("start_date", clock.entered), ("due_date", due)], &[]);
            let drawn: Vec<View> = months(&days).into_iter().map(month_view).collect();
            view! {
                <div class="calendar">{drawn}</div>
                {key_view(&days)}
                <details class="as-list">
                    <summary>{tr(Msg::DaysAsList)}</summary>
                    <table class="day-list">
                        <caption>{caption}</caption>
                        <thead><tr>
                            <th scope="col">{tr(Msg::DaysNumber)}</th>
                            <th scope="col">{tr(Msg::DaysDay)}</th>
                            <th scope="col">{tr(Msg::DaysWhy)}</th>
                        </tr></thead>
                        <tbody>{days.into_iter().map(row_view).collect::<Vec<View>>()}</tbody>
                    </table>
                </details>
            }
        })
    };
    view! {
        <details class="days" prop:open=is_open on:toggle=toggled>
            <summary>{tr(Msg::DaysTitle)}</summary>
            {content}
        </details>
    }
}

/// Returns whether the disclosure element that fired the event is open.
fn event_target_open(event: &Event) -> bool {
    crate::platform::page::is_open(event)
}

fn month_view(month: Month) -> View {
    let first = month.first;
    let heads = (0..7).map(|place| {
        view! {
            <th scope="col">
                <span aria-hidden="true">{move || short_weekdays().into_iter().nth(place).unwrap_or_default()}</span>
                <span class="unseen">{move || weekday(place)}</span>
            </th>
        }
    });
    let notes: Vec<View> = month.weeks.iter().flatten().filter_map(|cell| note_view((*cell)?)).collect();
    let weeks = month.weeks.into_iter().map(|week| {
        let cells = week.map(|cell| match cell {
            None => view! { <td class="cell"></td> },
            Some(Cell::Around(on)) => view! { <td class="cell cell-around">{on.day().to_string()}</td> },
            Some(Cell::Within(day)) => cell_view(day),
        });
        view! { <tr>{Vec::from(cells)}</tr> }
    });
    let weeks: Vec<View> = weeks.collect();
    view! {
        <table class="month">
            <caption>{move || month_of_year(first)}</caption>
            <thead><tr>{heads.collect::<Vec<View>>()}</tr></thead>
            <tbody>{weeks}</tbody>
        </table>
        {(!notes.is_empty()).then(|| view! { <ul class="month-notes">{notes}</ul> })}
    }
}

fn cell_view(day: Day) -> View {
    let number = match day.part {
        DayMark::Counted(number, _) => Some(number),
        DayMark::Began | DayMark::Off(_) => None,
    };
    let why = move || {
        let counted = number.map(|number| text(Msg::DaysCounted, &[("n", &number.to_string())]));
        joined(counted.into_iter().chain(reasons(day)))
    };
    view! {
        <td class=class(day)>
            <time datetime=rules::time::write_day(day.on)>{day.on.day().to_string()}</time>
            {number.map(|number| view! { <span class="cell-number" aria-hidden="true">{number.to_string()}</span> })}
            <span class="unseen">{why}</span>
        </td>
    }
}

fn class(day: Day) -> String {
    let mut class = String::from("cell ");
    class.push_str(match day.part {
        DayMark::Began => "cell-began",
        DayMark::Counted(_, DayKind::WorkedWeekend) => "cell-counted cell-worked",
        DayMark::Counted(..) => "cell-counted",
        DayMark::Off(DayKind::Weekend) => "cell-off",
        DayMark::Off(_) => "cell-off cell-holiday",
    });
    let marks = [
        (day.is_today, " cell-today"),
        (day.timing == Timing::LastLawful, " cell-due"),
        (day.timing == Timing::Late, " cell-late"),
        (day.is_provisional, " cell-provisional"),
    ];
    class.extend(marks.into_iter().filter(|(holds, _)| *holds).map(|(_, mark)| mark));
    class
}

/// Lists what is unusual about a day under its month, so that nobody has to touch the day to learn it.
fn note_view(cell: Cell) -> Option<View> {
    let Cell::Within(day) = cell else { return None };
    let plain = matches!(day.part, DayMark::Counted(_, DayKind::Working) | DayMark::Off(DayKind::Weekend));
    if plain && !day.is_today && day.timing != Timing::LastLawful {
        return None;
    }
    let why = move || joined(noted(day));
    Some(view! { <li><b>{day.on.day().to_string()}</b> " – " {why}</li> })
}

/// Returns the remarks without those shared by a whole run of days, which the key explains.
fn noted(day: Day) -> impl Iterator<Item = String> {
    let timing = if day.timing == Timing::Late { Timing::InTime } else { day.timing };
    reasons(Day { timing, is_provisional: false, ..day })
}

fn row_view(day: Day) -> View {
    let number = match day.part {
        DayMark::Counted(number, _) => number.to_string(),
        DayMark::Began | DayMark::Off(_) => String::new(),
    };
    let on = day.on;
    view! {
        <tr class=match day.part { DayMark::Counted(..) => "day", DayMark::Began | DayMark::Off(_) => "day day-off" }>
            <td>{number}</td>
            <th scope="row"><time datetime=rules::time::write_day(on)>{move || date_with_weekday(on)}</time></th>
            <td>{move || joined(reasons(day))}</td>
        </tr>
    }
}

/// Returns the remarks about a day, in addition to its number.
fn reasons(day: Day) -> impl Iterator<Item = String> {
    let part = match day.part {
        DayMark::Began => Some(t(Msg::DaysBegan)),
        DayMark::Counted(_, kind) | DayMark::Off(kind) => words::day_kind(kind),
    };
    let marks = [
        (day.is_today, Msg::DayToday),
        (day.timing == Timing::LastLawful, Msg::DaysDue),
        (day.timing == Timing::Late, Msg::DaysLate),
        (day.is_provisional, Msg::DaysProvisional),
    ];
    part.into_iter().chain(marks.into_iter().filter(|(holds, _)| *holds).map(|(_, mark)| t(mark)))
}

fn joined(reasons: impl Iterator<Item = String>) -> String {
    reasons.reduce(|before, reason| words::joined(Msg::JoinPlace, &before, &reason)).unwrap_or_default()
}

/// An entry of the key: whether it is shown, its class and its text.
type KeyLine = (bool, &'static str, fn() -> String);

/// Shows the key of the calendar, limited to the marks that occur in it.
fn key_view(days: &[Day]) -> View {
    let has = |holds: fn(&Day) -> bool| days.iter().any(holds);
    let key: [KeyLine; 7] = [
        (true, "cell cell-counted", || text(Msg::DaysCounted, &[("n", "1")])),
        (has(|day| day.part == DayMark::Off(DayKind::Weekend)), "cell cell-off", || t(Msg::DayWeekend)),
        (
            has(|day| matches!(day.part, DayMark::Off(kind) if kind != DayKind::Weekend)),
            "cell cell-off cell-holiday",
            || t(Msg::DaysHoliday),
        ),
        (has(|day| day.is_today), "cell cell-today", || t(Msg::DayToday)),
        (has(|day| day.timing == Timing::LastLawful), "cell cell-due", || t(Msg::DaysDue)),
        (has(|day| day.timing == Timing::Late), "cell cell-late", || t(Msg::DaysLate)),
        (has(|day| day.is_provisional), "cell cell-provisional", || t(Msg::DaysProvisional)),
    ];
    let lines = key.into_iter().filter(|(holds, _, _)| *holds).map(|(_, class, say)| {
        view! { <li><span class=class aria-hidden="true"></span> {crate::platform::view::reactive_text(Box::new(say))}</li> }
    });
    view! { <ul class="calendar-key">{lines.collect::<Vec<View>>()}</ul> }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rules::calendar::Holiday;
    use rules::time::parse_day;

    fn day(text: &str) -> NaiveDate {
        parse_day(text).unwrap()
    }

    fn clock(entered: &str, working_days: u16, ended: Option<&str>) -> TermClock {
        let calendar = WorkingCalendar::built_in();
        TermClock {
            entered: day(entered),
            due: calendar.add(day(entered), working_days),
            ended: ended.map(day),
            counted: 0,
            left: 0,
            overdue_by: 0,
            provisional: false,
        }
    }

    fn numbers(days: &[Day]) -> Vec<(u16, NaiveDate)> {
        let number = |day: &Day| match day.part {
            DayMark::Counted(number, _) => Some((number, day.on)),
            _ => None,
        };
        days.iter().filter_map(number).collect()
    }

    #[test]
    fn the_numbers_are_those_of_the_rules_for_every_start_of_three_years() {
        let calendar = WorkingCalendar::built_in();
        for entered in day("2025-01-01").iter_days().take(3 * 365) {
            let clock =
                TermClock { entered, due: calendar.add(entered, 35), ..clock("2025-01-01", 35, None) };
            let days = span(clock, &calendar, entered);
            let expected: Vec<_> = (1..=35).map(|n| (n, calendar.add(entered, n).unwrap())).collect();
            assert_eq!(numbers(&days), expected, "{entered}");
            let drawn: Vec<Day> = months(&days)
                .iter()
                .flat_map(|month| month.weeks.iter().flatten())
                .filter_map(|cell| match cell {
                    Some(Cell::Within(day)) => Some(*day),
                    _ => None,
                })
                .collect();
            assert_eq!(drawn, days, "{entered}");
        }
    }

    #[test]
    fn weeks_begin_on_monday_and_hold_only_their_month() {
        let calendar = WorkingCalendar::built_in();
        let days = span(clock("2026-11-26", 35, None), &calendar, day("2026-11-26"));
        let months = months(&days);
        let firsts: Vec<NaiveDate> = months.iter().map(|month| month.first).collect();
        assert_eq!(firsts, ["2026-11-26", "2026-12-01", "2027-01-01"].map(day));
        // 26 November 2026 is a Thursday, the 30th a Monday.
        assert_eq!(months[0].weeks.len(), 2);
        assert_eq!(months[0].weeks[0][0], Some(Cell::Around(day("2026-11-23"))));
        assert!(matches!(months[0].weeks[0][3], Some(Cell::Within(Day { part: DayMark::Began, .. }))));
        assert_eq!(months[0].weeks[1][1], None, "1 December is under December");
    }

    #[test]
    fn holidays_moved_days_and_unofficial_years_are_marked() {
        let calendar = WorkingCalendar::built_in();
        let days = span(clock("2026-11-26", 35, None), &calendar, day("2026-12-01"));
        let of = |on: &str| *days.iter().find(|found| found.on == day(on)).unwrap();
        assert_eq!(of("2026-12-16").part, DayMark::Off(DayKind::Holiday(Holiday::IndependenceDay)));
        assert_eq!(of("2027-01-04").part, DayMark::Off(DayKind::MovedHoliday(Holiday::NewYear)));
        assert!(!of("2026-12-31").is_provisional && of("2027-01-05").is_provisional);
        assert!(of("2026-12-01").is_today);
        assert!(days.last().unwrap().timing == Timing::LastLawful);
    }

    #[test]
    fn it_goes_on_past_the_last_lawful_day_until_today_and_stops_where_the_clock_stopped() {
        let calendar = WorkingCalendar::built_in();
        let late = span(clock("2026-09-01", 1, None), &calendar, day("2026-09-04"));
        assert_eq!(
            late.iter().map(|day| day.timing == Timing::Late).collect::<Vec<_>>(),
            [false, false, true, true]
        );
        assert_eq!(numbers(&late).len(), 3);
        let ended = span(clock("2026-09-01", 35, Some("2026-09-03")), &calendar, day("2026-12-01"));
        assert_eq!(ended.last().unwrap().on, day("2026-09-03"));
    }
}
