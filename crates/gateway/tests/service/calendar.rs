use crate::support::client::Request;
use crate::support::running::Running;
use crate::support::sample::{draft, key, owner, photo};
use rules::calendar::WorkingCalendar;
use wire::answer::{RefusalCode, Status};
use wire::submission::Submission;

/// A made-up announcement: Friday 3 April 2026 is off, Saturday 4 April is worked for it; both are within the term.
const CALENDAR: &str = r#"{"version": "made-up-2", "years": [{"year": 2026, "status": "official",
    "kurban_ait": "2026-05-27", "transfers": [{"worked": "2026-04-04", "off": "2026-04-03"}], "source": "made up"}]}"#;

fn versions(gateway: &Running, number: &str) -> [String; 2] {
    let status: Status = gateway
        .send(&Request::get(&format!("/api/v1/applications/{number}")).owner(&owner(1)))
        .is(200)
        .json();
    [gateway.info().calendar, status.calendar]
}

/// Waits until the gateway has reloaded its calendar file.
fn until(what: &str, mut holds: impl FnMut() -> bool) {
    for _ in 0..100 {
        if holds() {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    panic!("after ten seconds still not: {what}");
}

#[test]
fn a_calendar_file_is_reloaded_while_the_gateway_runs_and_an_invalid_one_is_rejected_with_the_reason() {
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("calendar.json");
    let gateway = Running::start_with(&["--calendar-file", file.to_str().unwrap()], None, None);
    let built_in = WorkingCalendar::built_in().version().to_owned();
    gateway.await_log("it cannot be read");
    let number = gateway.register(&owner(1), &key(1)).number;
    assert_eq!(versions(&gateway, &number), [built_in.clone(), built_in.clone()]);

    let write = |text: &str| {
        std::fs::write(place.path().join("new"), text).unwrap();
        std::fs::rename(place.path().join("new"), &file).unwrap();
    };
    write(CALENDAR);
    until("the file is in use", || gateway.info().calendar == "made-up-2");
    assert_eq!(versions(&gateway, &number), ["made-up-2", "made-up-2"]);
    let served = gateway.send(&Request::get("/api/v1/calendar")).is(200);
    let calendar = wire::calendar::read(std::str::from_utf8(&served.body).unwrap()).unwrap();
    let day = |text| rules::time::parse_day(text).unwrap();
    assert_eq!(calendar.is_working(day("2026-04-04")), Some(true));
    assert_eq!(calendar.is_working(day("2026-04-03")), Some(false));

    // A submission that was checked with the old calendar is refused.
    let photo = photo(100);
    let upload = gateway.upload(&owner(1), &photo);
    let old = Submission { calendar: built_in, ..gateway.submission(draft(&photo), &upload) };
    let refusal = gateway.submit(&owner(1), &key(2), &old).refused(RefusalCode::CalendarChanged);
    assert_eq!(refusal.service.unwrap().calendar, "made-up-2");

    for (bad, reason) in [
        ("no JSON", "not JSON in the format"),
        (&CALENDAR.replace("2026-04-04", "2026-04-06"), "a transfer works a day that is no weekend"),
    ] {
        write(bad);
        gateway.await_log(reason);
        assert_eq!(gateway.info().calendar, "made-up-2");
    }
}

#[test]
fn files_that_begin_with_a_byte_order_mark_are_read() {
    let place = tempfile::tempdir().unwrap();
    let [calendar, settings, clock] =
        ["calendar.json", "settings.toml", "clock"].map(|name| place.path().join(name));
    let write = |path: &std::path::Path, text: &str| std::fs::write(path, format!("\u{FEFF}{text}")).unwrap();
    write(&calendar, CALENDAR);
    write(&settings, "operator = \"\u{4AE}\u{43B}\u{433}\u{456}\"\r\n");
    write(&clock, "2026-03-20T10:00:00+05:00");
    let [calendar, settings, clock] = [&calendar, &settings, &clock].map(|path| path.to_str().unwrap());
    let arguments = ["--calendar-file", calendar, "--config", settings, "--test-clock", clock];
    let gateway = Running::start_by_the_machines_clock(&arguments, None, None);
    let info = gateway.info();
    assert_eq!((info.calendar.as_str(), info.operator.as_str()), ("made-up-2", "Үлгі"));
    assert_eq!(rules::time::write_day(info.day), "2026-03-20");

    let number = gateway.register(&owner(1), &key(1)).number;
    let event = "\u{FEFF}{\"event_id\": \"e\", \"kind\": \"accepted\", \"on\": \"2026-03-20\"}";
    let path = format!("/authority/v1/applications/{number}/events");
    gateway.send(&Request::post(&path).owner(&gateway.token()).body(event)).is(201);
}
