//! Summaries of applications as finished texts, for the owner and for the family.

use crate::support::client::{Answer, Request};
use crate::support::running::Running;
use crate::support::sample::{NAME, key, owner};
use serde_json::{Value, json};
use wire::answer::{RefusalCode, ServiceKind};
use wire::share::Share;
use wire::summary::{OwnedSummary, SharedSummary, TermState, Tone};

const OF_FAMILY: &str = "/api/v1/shared/summary";
const OF_OWNER: &str = "/api/v1/applications/summary";
const LANGUAGES: [&str; 9] = ["kk", "kk-Arab", "kk-Latn", "ru", "en", "uz", "uz-Cyrl", "zh", "en-XA"];

/// One registered application of `owner(1)` with a family link.
struct Family {
    gateway: Running,
    number: String,
    token: String,
}

impl Family {
    fn start() -> Self {
        Self::start_with(&[])
    }

    fn start_with(settings: &[&str]) -> Self {
        let gateway = Running::start_with(settings, None, None);
        let number = gateway.register(&owner(1), &key(1)).number;
        let body = json!({ "id": format!("{:032x}", 1), "name": "made-up" }).to_string();
        let request = Request::post(&format!("/api/v1/applications/{number}/shares"));
        let share: Share = gateway.send(&request.owner(&owner(1)).body(body)).is(201).json();
        Self { gateway, number, token: share.token }
    }

    fn look(&self, query: &str) -> Answer {
        self.gateway.send(&Request::get(&format!("{OF_FAMILY}{query}")).owner(&self.token))
    }

    fn shared(&self, query: &str) -> SharedSummary {
        self.look(query).is(200).json()
    }

    fn owned(&self, query: &str) -> OwnedSummary {
        self.gateway.send(&Request::get(&format!("{OF_OWNER}{query}")).owner(&owner(1))).is(200).json()
    }

    fn report(&self, kind: &str, on: &str) {
        let event = json!({ "event_id": format!("authority-number-{kind}"), "kind": kind, "on": on });
        self.gateway.report(&self.number, &event).is(201);
    }
}

fn lines(summary: &wire::summary::SummaryTexts) -> Vec<String> {
    let texts = [
        &summary.outcome,
        &summary.date,
        &summary.left,
        &summary.source,
        &summary.late,
        &summary.needed,
        &summary.new,
    ];
    let texts = [Some(summary.state.clone())].into_iter().chain(texts.map(Clone::clone)).flatten();
    texts.map(|text| text.replace('\u{A0}', " ")).collect()
}

#[test]
fn the_family_reads_the_first_lines_in_its_language() {
    let family = Family::start();
    #[rustfmt::skip]
    let table = [
        ("ru", ["Зарегистрировано", "Последний законный день: пятница, 15 мая 2026 г.", "Осталось 35 рабочих дней",
            "У заявителя ничего не запрашивали.", "19 марта 2026 г. Зарегистрировано"]),
        ("kk", ["Тіркелді", "Заңды соңғы күні: жұма, 2026 жылғы 15 мамыр", "35 жұмыс күні қалды",
            "Өтініш берушіден ешкім ештеңе сұраған жоқ.", "2026 жылғы 19 наурыз Тіркелді"]),
    ];
    for (language, expected) in table {
        let summary = family.shared(&format!("?lang={language}"));
        assert_eq!(lines(&summary.texts), expected);
        assert_eq!((summary.language.as_str(), summary.service_kind), (language, ServiceKind::Trial));
        assert_eq!((summary.texts.tone, summary.texts.term), (Tone::Running, Some(TermState::Running)));
        assert_eq!(summary.as_of.to_text(), "2026-03-19T05:00:00Z");
    }
    for language in LANGUAGES {
        assert_eq!(family.shared(&format!("?lang={language}")).language, language);
        assert_eq!(family.owned(&format!("?lang={language}")).language, language);
    }
    family.gateway.set_clock("2026-03-20T10:00:00+05:00");
    family.report("granted", "2026-03-20");
    let summary = family.shared("?lang=en");
    assert_eq!(
        lines(&summary.texts),
        [
            "Decided",
            "Decision: granted",
            "Ended on 20 March 2026, after 1 working day",
            "Nothing has been asked of the applicant.",
            "20 March 2026 Decision: granted"
        ]
    );
    assert_eq!((summary.texts.tone, summary.texts.term), (Tone::Done, Some(TermState::Ended)));
}

#[test]
fn without_a_known_language_the_phone_decides_and_kazakh_is_the_default() {
    let family = Family::start();
    let language = |query: &str, accepted: &str| {
        let path = format!("{OF_FAMILY}{query}");
        let request = Request::get(&path).owner(&family.token).with("accept-language", accepted);
        let answer = family.gateway.send(&request).is(200);
        assert_eq!(answer.header("vary"), Some("accept-language"));
        answer.json::<SharedSummary>().language
    };
    assert_eq!(language("?lang=zh", "ru"), "zh");
    assert_eq!(language("", "de, ru;q=0.5, en;q=0.4"), "ru");
    assert_eq!(language("?lang=xx", "kk-CN"), "kk-Arab");
    assert_eq!(language("?lang=", "de"), "kk");
    assert_eq!(family.shared("").language, "kk");
}

#[test]
fn the_familys_summary_has_no_number_and_no_name() {
    let family = Family::start();
    let refused = json!({
        "event_id": "authority-number-7", "kind": "refused_to_accept", "on": "2026-03-19", "reference": "R-1",
        "documents": [{ "title": "made-up paper", "ground": "expired" }]
    });
    family.gateway.report(&family.number, &refused).is(201);
    for language in LANGUAGES {
        let answer = family.look(&format!("?lang={language}")).is(200);
        let fields: Value = answer.json();
        let names: Vec<&String> = fields.as_object().unwrap().keys().collect();
        let expected =
            ["as_of", "date", "language", "needed", "new", "service_kind", "state", "term", "tone"];
        assert_eq!(names, expected);
        let text = String::from_utf8(answer.body).unwrap();
        let number = family.number.replace('-', "");
        for secret in [&family.number, &number, NAME, "authority-number", "R-1", "paper", "made-up"] {
            assert!(!text.contains(secret), "{secret}");
        }
    }
    let summary = family.shared("?lang=en");
    assert_eq!(summary.texts.tone, Tone::Problem);
    assert_eq!(
        summary.texts.needed.as_deref(),
        Some("Something is needed from the applicant. Ask them to open their application.")
    );
    let log = family.gateway.log();
    assert!(!log.contains(&family.token) && !log.contains(&family.number));
}

#[test]
fn a_summary_requires_its_own_secret() {
    let family = Family::start();
    let ask = |path: &str, secret: &str| family.gateway.send(&Request::get(path).owner(secret));
    let other = if family.token.starts_with('A') { "B" } else { "A" };
    let wrong = format!("{other}{}", &family.token[1..]);
    for wrong in [wrong.as_str(), "", "x", &owner(1), &family.gateway.token()] {
        ask(OF_FAMILY, wrong).refused(RefusalCode::Unauthorized);
    }
    for wrong in ["", "x", &family.token, &family.gateway.token()] {
        ask(OF_OWNER, wrong).refused(RefusalCode::Unauthorized);
    }
    for path in [OF_FAMILY, OF_OWNER] {
        let answer = family.gateway.send(&Request::get(path));
        answer.refused(RefusalCode::Unauthorized);
        assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
    }
    let nothing: OwnedSummary = ask(OF_OWNER, &owner(9)).is(200).json();
    assert!(nothing.applications.is_empty());
}

#[test]
fn a_revoked_link_and_deleted_applications_are_gone() {
    let family = Family::start();
    let path = format!("/api/v1/applications/{}", family.number);
    let share = format!("{path}/shares/{:032x}", 1);
    family.gateway.send(&Request::new("DELETE", &share).owner(&owner(1))).is(204);
    family.look("?lang=ru").refused(RefusalCode::Revoked);
    family.gateway.send(&Request::post(&format!("{path}/withdrawal")).owner(&owner(1))).is(200);
    assert_eq!(family.owned("?lang=en").applications[0].texts.state, "Withdrawn");
    family.gateway.send(&Request::new("DELETE", &path).owner(&owner(1))).is(204);
    family.gateway.send(&Request::get(OF_OWNER).owner(&owner(1))).refused(RefusalCode::Gone);
}

#[test]
fn a_known_summary_is_not_sent_again_until_it_changes() {
    let family = Family::start();
    for (path, secret) in [(OF_FAMILY, family.token.clone()), (OF_OWNER, owner(1))] {
        family.gateway.set_clock("2026-03-19T10:00:00+05:00");
        let ask = |query: &str, name: &str, tag: &str| {
            let request = Request::get(&format!("{path}{query}")).owner(&secret).with(name, tag);
            family.gateway.send(&request)
        };
        let first = ask("?lang=ru", "if-none-match", "\"other\"").is(200);
        assert_eq!(first.header("cache-control"), Some("no-store"));
        let tag = first.header("etag").unwrap().to_owned();
        assert!(tag.starts_with("W/\""), "{tag}");
        family.gateway.set_clock("2026-03-19T12:00:00+05:00");
        let again = ask("?lang=ru", "if-none-match", &tag).is(304);
        assert_eq!((again.body.as_slice(), again.header("etag")), (&b""[..], Some(tag.as_str())));
        ask("?lang=ru", "if-match", &tag).refused(RefusalCode::PreconditionFailed);
        // Another language changes the response, and so does another day: fewer working days are left.
        ask("?lang=en", "if-none-match", &tag).is(200);
        family.gateway.set_clock("2026-03-20T10:00:00+05:00");
        ask("?lang=ru", "if-none-match", &tag).is(200);
    }
    let tag = family.look("?lang=ru").header("etag").unwrap().to_owned();
    family.report("accepted", "2026-03-20");
    let request = Request::get(&format!("{OF_FAMILY}?lang=ru")).owner(&family.token);
    family.gateway.send(&request.with("if-none-match", &tag)).is(200);
}

#[test]
fn an_owner_reads_all_applications_of_the_key_with_their_numbers() {
    let family = Family::start();
    let second = family.gateway.register(&owner(1), &key(2)).number;
    let summary = family.owned("?lang=en");
    let numbers: Vec<&str> = summary.applications.iter().map(|one| one.number.as_str()).collect();
    assert_eq!(numbers, [&family.number, &second]);
    // As long as the documents can be refused only the phone knows what is wrong with them.
    assert_eq!(summary.applications[0].texts.needed, None);
    family.report("accepted", "2026-03-19");
    let texts = &family.owned("?lang=en").applications[0].texts;
    assert_eq!(texts.needed.as_deref(), Some("You do not need to do anything."));
    assert_eq!(texts.new.as_deref(), Some("19\u{A0}March\u{A0}2026 Accepted for consideration"));
}

#[test]
fn a_forwarding_service_has_no_date_of_the_order() {
    let family = Family::start_with(&["--service-kind", "forwarding", "--operator", "Made-up operator"]);
    family.gateway.set_clock("2026-12-01T10:00:00+05:00");
    let summary = family.shared("?lang=en");
    assert_eq!(summary.service_kind, ServiceKind::Forwarding);
    assert_eq!((summary.texts.tone, summary.texts.term), (Tone::Running, Some(TermState::None)));
    assert_eq!((&summary.texts.left, &summary.texts.late), (&None, &None));
    assert_eq!(summary.texts.new.as_deref(), Some("19\u{A0}March\u{A0}2026 Received by the service"));
    let registered = family.shared("?lang=ru");
    assert!(!lines(&registered.texts).concat().contains("арегистрирован"), "{registered:?}");
}

#[test]
fn wrong_secrets_of_a_summary_are_limited_and_a_right_one_is_not() {
    let family = Family::start_with(&["--rate-limit-auth-failures", "2"]);
    let wrong = |path: &str| family.gateway.send(&Request::get(path).owner(&"w".repeat(43)));
    for path in [OF_FAMILY, OF_OWNER] {
        wrong(path).refused(RefusalCode::Unauthorized);
    }
    for path in [OF_FAMILY, OF_OWNER] {
        wrong(path).refused(RefusalCode::TooMany);
    }
    family.shared("?lang=en");
    family.owned("?lang=en");
}

#[test]
fn days_are_counted_with_the_calendar_of_the_gateway() {
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("calendar.json");
    // Thursday 2 April 2026 is made up to be off.
    let calendar = r#"{"version": "made-up", "years": [{"year": 2026, "status": "official",
        "kurban_ait": "2026-05-27", "transfers": [{"worked": "2026-12-05", "off": "2026-04-02"}], "source": "made up"}]}"#;
    std::fs::write(&file, calendar).unwrap();
    let family = Family::start_with(&["--calendar-file", file.to_str().unwrap()]);
    assert_eq!(family.gateway.info().calendar, "made-up");
    let summary = family.shared("?lang=en");
    assert_eq!(lines(&summary.texts)[1], "Latest lawful date: Monday, 18 May 2026");
}

#[test]
fn an_owner_with_many_applications_reads_the_first_ones() {
    let gateway = Running::start();
    let first: Vec<String> = (1..=22).map(|place| gateway.register(&owner(1), &key(place)).number).collect();
    let summary: OwnedSummary = gateway.send(&Request::get(OF_OWNER).owner(&owner(1))).is(200).json();
    let numbers: Vec<&String> = summary.applications.iter().map(|one| &one.number).collect();
    assert_eq!(numbers, first.iter().take(20).collect::<Vec<_>>());
}
