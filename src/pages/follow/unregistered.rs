//! A test that walks every state of an application at a forwarding service before its registration.

use crate::i18n::{Locale, Msg, PageTexts, date, in_locale, t};
use crate::tracking::ics;
use crate::tracking::reading::reminders;
use crate::words::phrase;
use chrono::NaiveDate;
use headline::{Audience, Headline, HistoryLine, Phrase, PhraseTexts, TermPhrase};
use rules::calendar::WorkingCalendar;
use rules::edition::Edition;
use rules::event::{Event, EventKind};
use rules::service::Service;
use rules::time::{Instant, parse_day};
use rules::timeline::Timeline;
use wire::event::EventRecord;

/// The beginnings of the words that state a registration, a complaint or a term, in each language, in lower case.
fn forbidden(locale: Locale) -> &'static [&'static str] {
    match locale.tag() {
        "kk" => &["тіркел", "шағым", "заңды соңғы", "жұмыс күн"],
        "kk-Arab" => &["تىركەل", "شاعىم", "جۇمىس كۇن"],
        "kk-Latn" => &["tırkel", "şağym", "zañdy soñğy", "jūmys kün"],
        "ru" => &["зарегистрир", "жалоб", "законный день", "рабочих дн", "рабочий день"],
        "en" => &["registered", "complain", "lawful", "working day"],
        "uz" => &["roʻyxatga ol", "shikoyat", "ish kuni"],
        "uz-Cyrl" => &["рўйхатга ол", "шикоят", "иш куни"],
        "zh" => &["登记", "投诉", "工作日"],
        other => panic!("no words for {other}"),
    }
}

/// The texts that name a registration to say that there is none.
const DENIALS: [Phrase; 3] = [Phrase::KindHandedOver, Phrase::KindTermsLater, Phrase::KindEnterNotice];

/// The steps before a registration, in every order that is possible: each row is an application.
fn walks() -> Vec<Vec<EventKind>> {
    use EventKind as E;
    let mut walks = Vec::new();
    for start in [vec![E::Received], vec![E::Received, E::HandedOver], vec![E::HandedOver]] {
        for end in [None, Some(E::Withdrawn), Some(E::RefusedToAccept)] {
            let walk: Vec<E> = start.iter().copied().chain(end).collect();
            if end == Some(E::RefusedToAccept) {
                walks.push(walk.iter().copied().chain([E::Received]).collect());
            }
            walks.push(walk);
        }
    }
    walks
}

fn records(kinds: &[EventKind]) -> Vec<EventRecord> {
    let start = parse_day("2026-03-19").unwrap();
    let record = |(place, kind): (u32, &EventKind)| {
        let on = start + chrono::Days::new(u64::from(place));
        let event = Event { event_id: place.to_string(), kind: *kind, on, replaces: None, came_in: None };
        let (at, documents) = (Instant(i64::from(place)), Vec::new());
        EventRecord { event, at, documents, reference: None, by_applicant: false }
    };
    (0..).zip(kinds).map(record).collect()
}

fn timeline(records: &[EventRecord], today: NaiveDate) -> Timeline {
    let events: Vec<Event> = records.iter().map(|record| record.event.clone()).collect();
    let edition = Edition::by_id("539-2023").unwrap();
    Timeline::new(Service::Grant, edition, &WorkingCalendar::built_in(), &events, today)
}

/// Asserts that a text states nothing that begins with a registration.
fn assert_states_nothing(text: &str, locale: Locale) {
    let text =
        DENIALS.iter().fold(text.to_owned(), |text, denial| text.replace(&PageTexts.message(*denial), ""));
    for word in forbidden(locale) {
        assert!(!text.to_lowercase().contains(word), "{}: \u{201c}{word}\u{201d} in {text}", locale.tag());
    }
}

#[test]
fn before_the_registration_no_text_states_one_or_gives_a_date_of_the_rules() {
    let readers =
        [Audience::Owner, Audience::Family { is_needed: true }, Audience::Family { is_needed: false }];
    // The last of these days is after every term of the order.
    for today in ["2026-03-23", "2027-12-01"].map(|day| parse_day(day).unwrap()) {
        for kinds in walks() {
            let records = records(&kinds);
            let timeline = timeline(&records, today);
            let run = &timeline.current;
            assert!(run.is_unregistered() && run.whole.is_none() && !run.is_overdue(), "{kinds:?}");
            assert!(run.remedies().is_empty(), "{kinds:?}: a complaint is offered");
            // The calendar file is offered only with an entry.
            assert_eq!(reminders(&[], &timeline), [], "{kinds:?}");
            assert!(!ics::to_ics(&[], Instant(0)).contains("VEVENT"));
            for locale in Locale::OFFERED {
                in_locale(locale, || {
                    for reader in readers {
                        let headline = Headline::new(run, &records, reader);
                        let texts = headline.to_texts(None, &PageTexts);
                        assert!(matches!(headline.term, None | Some(TermPhrase::Later)), "{kinds:?}");
                        assert_eq!((&texts.left, &texts.late, &texts.source), (&None, &None, &None));
                        let lines = [Some(texts.state), texts.outcome, texts.date, texts.needed];
                        for line in lines.into_iter().flatten() {
                            assert_states_nothing(&line, locale);
                            assert!(!line.chars().any(char::is_numeric), "a date in {line}");
                        }
                        if let Some(needed) = headline.needed {
                            assert_states_nothing(&t(phrase(needed)), locale);
                        }
                    }
                    for record in &records {
                        let line = HistoryLine::new(record, &records, &timeline);
                        let said = line.to_text(&PageTexts);
                        let event = said.replace(&date(record.event.on), "");
                        assert_states_nothing(&event, locale);
                        assert!(!event.chars().any(char::is_numeric), "a date in {event}");
                    }
                    // The page shows these in place of the notice of Annex 3.
                    assert_states_nothing(&t(Msg::KindTermsLater), locale);
                });
            }
        }
    }
}

/// Checks the words of the test above: each is found as soon as there is a registration.
#[test]
fn the_words_of_a_registration_are_found_after_one() {
    let records = records(&[EventKind::Received, EventKind::Registered]);
    for (today, places) in [("2026-03-23", 3), ("2026-12-01", 2)] {
        let timeline = timeline(&records, parse_day(today).unwrap());
        for locale in Locale::OFFERED {
            in_locale(locale, || {
                let new = HistoryLine::new(&records[1], &records, &timeline);
                let texts = Headline::new(&timeline.current, &records, Audience::Owner)
                    .to_texts(Some(new), &PageTexts);
                let said = [Some(texts.state), texts.date, texts.left, texts.new];
                let said: Vec<String> = said.into_iter().flatten().collect();
                let is_found =
                    |line: &&String| forbidden(locale).iter().any(|word| line.to_lowercase().contains(word));
                let found = said.iter().filter(is_found).count();
                assert!(found >= places, "{}: {found} of {said:?}", locale.tag());
            });
        }
    }
}
