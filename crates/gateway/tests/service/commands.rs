use crate::support::client::Request;
use crate::support::running::{PROGRAM, Running};
use crate::support::sample::{key, owner};
use rules::calendar::WorkingCalendar;
use rules::edition::{Edition, Stage};
use rules::event::Event;
use rules::time::Instant as Moment;
use rules::timeline::{StageState, Standing, Timeline};
use rusqlite::Connection;
use std::process::{Command, Output};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use wire::answer::{Owned, Status};
use wire::event::EventRecord;

fn printed(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn an_event_can_be_reported_from_a_shell_while_the_gateway_runs() {
    let gateway = Running::start();
    let number = gateway.register(&owner(1), &key(1)).number;
    let line = [
        "event",
        "--number",
        &number,
        "--kind",
        "refused-to-accept",
        "--on",
        "2026-03-19",
        "--id",
        "shell-1",
    ];
    let more = ["--reference", "R-1", "--expired", "Паспорт", "--incomplete", "Өмірбаян"];
    let output = gateway.command(&[&line[..], &more[..]].concat());
    let record: EventRecord = serde_json::from_str(&printed(&output)).unwrap();
    assert_eq!(record.documents.len(), 2);
    let status: Status = gateway
        .send(&Request::get(&format!("/api/v1/applications/{number}")).owner(&owner(1)))
        .is(200)
        .json();
    assert_eq!(status.events[1], record);
    // A repeated event is accepted; a different one with its id is refused.
    assert_eq!(printed(&gateway.command(&[&line[..], &more[..]].concat())), printed(&output));
    let other = gateway.command(&line);
    assert_eq!(other.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&other.stderr).contains("different content"));
    let unknown =
        gateway.command(&["event", "--number", "0000-0000", "--kind", "accepted", "--on", "2026-03-19"]);
    assert_eq!(unknown.status.code(), Some(1));
}

#[test]
fn a_command_neither_waits_for_readers_nor_delays_registrations() {
    const SOON: Duration = Duration::from_secs(2);
    let gateway = Running::start_with(&["--rate-limit-creations", "0"], None, None);
    let number = gateway.register(&owner(1), &key(1)).number;
    let reader = Connection::open(gateway.data().join("applications.db")).unwrap();
    reader.execute_batch("BEGIN").unwrap();
    let read: u32 = reader.query_row("SELECT count(*) FROM applications", [], |row| row.get(0)).unwrap();
    assert_eq!(read, 1);
    let (stop, slowest) = (AtomicBool::new(false), Mutex::new((0, Duration::ZERO)));
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for round in 0.. {
                if stop.load(Ordering::Relaxed) {
                    break;
                }
                let began = Instant::now();
                gateway.register(&owner(2), &key(round));
                let mut slowest = slowest.lock().unwrap();
                *slowest = (round + 1, slowest.1.max(began.elapsed()));
            }
        });
        let reported = ["one", "two", "three"].map(|id| {
            let began = Instant::now();
            let line = ["event", "--number", &number, "--kind", "accepted", "--on", "2026-03-19", "--id", id];
            (gateway.command(&line), began.elapsed())
        });
        stop.store(true, Ordering::Relaxed);
        for (output, took) in reported {
            printed(&output);
            assert!(took < SOON, "the event took {took:?}");
        }
    });
    let (registered, slowest) = *slowest.lock().unwrap();
    assert!(registered > 0 && slowest < SOON, "{registered} registrations, the slowest took {slowest:?}");
    reader.execute_batch("COMMIT").unwrap();
}

#[test]
fn the_token_is_printed_and_does_not_change() {
    let gateway = Running::start();
    let token = printed(&gateway.command(&["token"]));
    assert_eq!(token.trim(), gateway.token());
    assert_eq!(token.trim().len(), 64);
    assert_eq!(printed(&gateway.command(&["token"])), token);
}

/// Runs the program, which must reject its command line, and returns its error message.
fn rejected(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(2), &b""[..]), "{said}");
    said
}

#[test]
fn a_wrong_command_line_is_explained() {
    for (arguments, expected) in [
        (&[][..], ["Usage: qandas-gateway <COMMAND>", "serve"]),
        (&["fly"], ["'fly'", "Usage: qandas-gateway <COMMAND>"]),
        (&["serve", "--fly"], ["'--fly'", "Usage: qandas-gateway serve"]),
        (&["serve", "--listen", "x"], ["'x' for '--listen <ADDRESS:PORT>'", "'--help'"]),
        (&["serve", "--listen", "0.0.0.0:80"], ["plain HTTP is allowed on loopback only", "'--help'"]),
        (&["demo"], ["--origin <URL>", "Usage: qandas-gateway demo"]),
        (&["backup"], ["<DIR>", "Usage: qandas-gateway backup"]),
        (&["token", "--key-dir", "x"], ["'--key-dir'", "Usage: qandas-gateway token"]),
    ] {
        let said = rejected(Command::new(PROGRAM).args(arguments));
        assert!(expected.iter().all(|words| said.contains(words)), "{arguments:?}: {said}");
    }
}

#[test]
fn the_help_of_each_command_has_its_settings_and_their_variables() {
    let help = |arguments: &[&str]| printed(&Command::new(PROGRAM).args(arguments).output().unwrap());
    let commands = help(&["help"]);
    assert_eq!(commands, help(&["--help"]));
    assert!(commands.contains("OPERATING.md"));
    for command in [
        "init",
        "serve",
        "event",
        "delete",
        "backup",
        "restore",
        "check",
        "rotate-master-key",
        "token",
        "demo",
    ] {
        assert!(commands.contains(&format!("\n  {command} ")), "{commands}");
        let settings = help(&[command, "--help"]);
        assert_eq!(settings, help(&["help", command]));
        assert!(settings.contains("--data-dir <DIR>"), "{settings}");
        assert!(settings.contains("[env: QANDAS_GATEWAY_DATA_DIR=]"), "{settings}");
    }
}

#[test]
fn the_command_line_overrides_the_environment_and_that_the_file() {
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("settings.toml");
    let text = "data-dir = \"of the file\"\nallow-public-trial = true\nbehind-tls-proxy = true\nservice-kind = \"trial\"\n";
    std::fs::write(&file, text).unwrap();
    let check = |environment: &[(&str, &str)], arguments: &[&str]| {
        let mut command = Command::new(PROGRAM);
        command.env("QANDAS_GATEWAY_CONFIG", &file).envs(environment.iter().copied());
        let output = command.arg("check").args(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        String::from_utf8(output.stderr).unwrap()
    };
    let variable = ("QANDAS_GATEWAY_DATA_DIR", "of the environment");
    assert!(check(&[], &[]).contains("the data folder of the file does not exist"));
    assert!(check(&[variable], &[]).contains("the data folder of the environment does not exist"));
    let line = check(&[variable], &["--data-dir", "of the line"]);
    assert!(line.contains("the data folder of the line does not exist"), "{line}");

    let serve = |environment: &[(&str, &str)]| {
        let mut command = Command::new(PROGRAM);
        rejected(command.args(["serve", "--config"]).arg(&file).envs(environment.iter().copied()))
    };
    let switched_off = serve(&[("QANDAS_GATEWAY_ALLOW_PUBLIC_TRIAL", "false")]);
    assert!(switched_off.contains("use --allow-public-trial"), "{switched_off}");
    for (variable, value, named) in [
        ("QANDAS_GATEWAY_LISEN", "x", "QANDAS_GATEWAY_LISEN is not a setting"),
        ("QANDAS_GATEWAY_ALLOW_PUBLIC_TRIAL", "yes", "'--allow-public-trial': must be true or false"),
        ("QANDAS_GATEWAY_TRUSTED_PROXY", "10.0.0.0/8, x", "'--trusted-proxy <ADDRESS>'"),
    ] {
        let said = serve(&[(variable, value)]);
        assert!(said.contains(named), "{variable}: {said}");
    }
}

#[cfg(unix)]
#[test]
fn the_environment_sets_what_the_gateway_serves() {
    let variables = "export QANDAS_GATEWAY_OPERATOR='Made-up operator' QANDAS_GATEWAY_REGISTRATION_CUTOFF=09:00 \
                     QANDAS_GATEWAY_TRUSTED_PROXY='10.0.0.0/8, ::1' QANDAS_GATEWAY_ALLOW_PUBLIC_TRIAL=";
    let gateway = Running::start_with(&[], None, Some(variables));
    let info = gateway.info();
    assert_eq!(info.operator, "Made-up operator");
    assert_eq!(rules::time::write_day(info.day), "2026-03-20");
    let gateway = Running::start_with(&["--registration-cutoff", "11:00"], None, Some(variables));
    assert_eq!(rules::time::write_day(gateway.info().day), "2026-03-19");
}

#[test]
fn the_demo_has_one_application_in_each_stage_on_any_day() {
    for clock in [
        "2026-11-22T10:00:00+05:00",
        "2026-01-08T10:00:00+05:00",
        "2026-03-25T23:50:00+05:00",
        "2026-05-12T08:00:00+05:00",
        "2024-02-29T09:00:00+06:00",
    ] {
        let gateway = Running::start();
        gateway.set_clock(clock);
        let file = gateway.place().join("clock").display().to_string();
        let arguments = ["demo", "--origin", "http://127.0.0.1:8080/", "--test-clock", &file];
        let first = printed(&gateway.command(&arguments));
        let today = Moment::parse(clock).unwrap().in_astana().unwrap().0;
        let found: Vec<(Standing, bool, bool)> = first
            .lines()
            .map(|line| {
                let (_, code) = line.split_once(" http://127.0.0.1:8080/app/follow#").unwrap();
                let owned: Owned =
                    gateway.send(&Request::get("/api/v1/applications").owner(code)).is(200).json();
                let path = format!("/api/v1/applications/{}", owned.numbers[0]);
                let status: Status = gateway.send(&Request::get(&path).owner(code)).is(200).json();
                let events: Vec<Event> = status.events.iter().map(|record| record.event.clone()).collect();
                let edition = Edition::by_id(&status.edition).unwrap();
                let run =
                    Timeline::new(status.service, edition, &WorkingCalendar::built_in(), &events, today)
                        .current;
                let overdue = run.stages.iter().any(|stage| matches!(stage.state, StageState::Overdue(_)));
                let with_bodies = run.stages.iter().any(|stage| {
                    stage.stage == Stage::NATIONAL_SECURITY && matches!(stage.state, StageState::Running(_))
                });
                (run.standing, with_bodies, overdue)
            })
            .collect();
        let expected = [
            (Standing::Registered, false, false),
            (Standing::RefusedToAccept, false, false),
            (Standing::BeingChecked, true, false),
            (Standing::WithCommission, false, true),
            (Standing::Granted, false, false),
            (Standing::BeingChecked, false, false),
        ];
        assert_eq!(found, expected, "{clock}\n{first}");
        // On the same day the demo is not created twice.
        assert_eq!(printed(&gateway.command(&arguments)), first);
    }
}
