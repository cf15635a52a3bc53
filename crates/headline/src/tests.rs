use super::*;
use Phrase as P;
use rules::calendar::WorkingCalendar;
use rules::edition::Edition;
use rules::event::{Event, EventKind as E};
use rules::service::Service;
use rules::time::{Instant, parse_day};
use rules::timeline::Timeline;
use wire::event::EventRecord;

const FAMILY: Audience = Audience::Family { is_needed: false };
const REGISTERED: (E, &str) = (E::Registered, "2026-11-23");
const RECEIVED: (E, &str) = (E::Received, "2026-11-23");

fn day(text: &str) -> NaiveDate {
    parse_day(text).unwrap()
}

fn records(events: &[(E, &str)]) -> Vec<EventRecord> {
    let record = |(place, (kind, on)): (i64, &(E, &str))| EventRecord {
        event: Event { event_id: place.to_string(), kind: *kind, on: day(on), replaces: None, came_in: None },
        at: Instant(place),
        documents: Vec::new(),
        reference: None,
        by_applicant: false,
    };
    (1..).zip(events).map(record).collect()
}

fn timeline(service: Service, records: &[EventRecord], today: &str) -> Timeline {
    let events: Vec<Event> = records.iter().map(|record| record.event.clone()).collect();
    let edition = Edition::by_id("539-2023").unwrap();
    Timeline::new(service, edition, &WorkingCalendar::built_in(), &events, day(today))
}

fn headline(events: &[(E, &str)], today: &str, reader: Audience) -> Headline {
    let records = records(events);
    Headline::new(&timeline(Service::Grant, &records, today).current, &records, reader)
}

/// Each row: the event reported after the registration, then tone, state, outcome, and the action required of the
/// owner.
#[test]
fn each_standing_has_its_phrases_after_a_registration() {
    #[rustfmt::skip]
    let table = [
        (None, Tone::Running, P::StandingRegistered, None, P::FollowNothingToDo),
        (Some(E::RefusedToAccept), Tone::Problem, P::StandingNotAccepted, None, P::FollowMustAct),
        (Some(E::Accepted), Tone::Running, P::StandingBeingChecked, None, P::FollowNothingToDo),
        (Some(E::HandedToCommission), Tone::Running, P::StandingWithCommission, None, P::FollowNothingToDo),
        (Some(E::Granted), Tone::Done, P::StandingDecided, Some(P::EventGranted), P::FollowNothingToDo),
        (Some(E::Refused), Tone::Done, P::StandingDecided, Some(P::EventRefused), P::FollowMayAct),
        (Some(E::Withdrawn), Tone::Done, P::StandingWithdrawn, None, P::FollowWithdrawnText),
    ];
    for (kind, tone, state, outcome, asked) in table {
        let events: Vec<(E, &str)> =
            [REGISTERED].into_iter().chain(kind.map(|kind| (kind, "2026-11-24"))).collect();
        let found = headline(&events, "2026-11-24", Audience::Owner);
        let said = (found.tone, found.state, found.outcome, found.needed);
        assert_eq!(said, (tone, state, outcome, Some(asked)), "{kind:?}");
        assert_eq!(found.defects_matter, kind.is_none(), "{kind:?}");
        let family = headline(&events, "2026-11-24", FAMILY);
        assert_eq!(family.needed, Some(P::SharedNothingNeeded));
        assert_eq!(Headline { needed: found.needed, defects_matter: found.defects_matter, ..family }, found);
    }
    let nothing = headline(&[], "2026-11-24", Audience::Owner);
    assert_eq!((nothing.state, nothing.term), (P::StandingNotRegistered, None));
    assert_eq!((nothing.needed, nothing.defects_matter), (Some(P::FollowNotRegistered), false));
    let needed = headline(&[], "2026-11-24", Audience::Family { is_needed: true });
    assert_eq!(needed.needed, Some(P::SharedNeeded));
}

#[test]
fn before_a_registration_there_is_no_date_and_no_stage() {
    #[rustfmt::skip]
    let table = [
        (None, P::KindReceived, Some(TermPhrase::Later), Some(P::KindAsk)),
        (Some(E::HandedOver), P::KindHandedOver, Some(TermPhrase::Later), Some(P::KindEnterNotice)),
        (Some(E::RefusedToAccept), P::StandingNotAccepted, None, Some(P::FollowMustAct)),
        (Some(E::Accepted), P::StandingBeingChecked, None, None),
        (Some(E::RecommendedGrant), P::StandingWithCommission, None, None),
        (Some(E::Granted), P::StandingDecided, None, None),
        (Some(E::Withdrawn), P::StandingWithdrawn, None, Some(P::FollowWithdrawnText)),
    ];
    for (kind, state, term, asked) in table {
        let events: Vec<(E, &str)> =
            [RECEIVED].into_iter().chain(kind.map(|kind| (kind, "2026-11-24"))).collect();
        let found = headline(&events, "2027-06-01", Audience::Owner);
        assert_eq!((found.state, found.term, found.needed), (state, term, asked), "{kind:?}");
        assert_eq!((found.tone, found.late), (Tone::Running, None), "{kind:?}");
        let family = headline(&events, "2027-06-01", FAMILY);
        assert_eq!(family.needed, Some(P::SharedNothingNeeded), "{kind:?}");
    }
    // From the registration on, a forwarded application is like any other.
    let registered = headline(&[RECEIVED, (E::Registered, "2026-11-24")], "2026-11-24", Audience::Owner);
    assert_eq!(registered, headline(&[(E::Registered, "2026-11-24")], "2026-11-24", Audience::Owner));
}

#[test]
fn the_term_is_running_then_overdue_then_ended() {
    let at = |events: &[(E, &str)], today: &str| headline(events, today, Audience::Owner);
    let Some(TermPhrase::Running { due, left: 35 }) = at(&[REGISTERED], "2026-11-23").term else { panic!() };
    let last = rules::time::write_day(due);
    let on_time = [REGISTERED, (E::Accepted, "2026-11-23")];
    let found = at(&on_time, &last);
    assert_eq!(found.term, Some(TermPhrase::Running { due, left: 0 }));
    assert_eq!(found.term.unwrap().left(), Some(Line::plain(P::FollowLastDay)));
    let after = rules::time::write_day(WorkingCalendar::built_in().add(due, 2).unwrap());
    let overdue = at(&[REGISTERED], &after);
    assert_eq!(overdue.term, Some(TermPhrase::Overdue { due, by: 2 }));
    assert_eq!((overdue.tone, overdue.needed), (Tone::Problem, Some(P::FollowMayAct)));
    // The stage is late as well, but the line about the whole term has priority.
    assert_eq!((overdue.late, overdue.defects_matter), (None, false));
    let ended = at(&[REGISTERED, (E::Granted, "2026-11-25")], &after);
    assert_eq!(ended.term, Some(TermPhrase::Ended { on: day("2026-11-25"), took: 2 }));
    let beyond = at(&[(E::Registered, "2028-12-20")], "2028-12-20");
    assert_eq!(beyond.term, Some(TermPhrase::BeyondCalendar));
    let records = records(&[REGISTERED]);
    let duplicate = timeline(Service::DuplicateDecision, &records, "2026-11-23");
    assert_eq!(
        Headline::new(&duplicate.current, &records, Audience::Owner).term.map(TermPhrase::date),
        Some(Line::plain(P::FollowNoTerm))
    );
}

#[test]
fn a_late_stage_is_shown_while_the_whole_term_is_running() {
    let found = headline(&[REGISTERED], "2026-12-01", FAMILY);
    let late = found.late.unwrap();
    let phrase = DatedPhrase::FollowStageLate;
    let stage = Some(P::StageCheck);
    assert_eq!(late, Line::Dated { phrase, date: day("2026-11-24"), count: None, stage });
    assert_eq!(found.tone, Tone::Problem);
}

#[test]
fn the_last_report_has_its_note_whatever_its_legal_day() {
    let mut records = records(&[REGISTERED, (E::Accepted, "2026-11-25"), (E::Accepted, "2026-11-24")]);
    records[2].event.replaces = Some("2".to_owned());
    let timeline = timeline(Service::Grant, &records, "2026-12-01");
    let line = |record: &EventRecord| HistoryLine::new(record, &records, &timeline);
    let last = line(last_reported(&records).unwrap());
    assert_eq!((last.on, last.event), (day("2026-11-24"), P::EventAccepted));
    assert_eq!((last.note, last.is_replaced()), (Some(P::HistoryCorrected), false));
    assert!(line(&records[1]).is_replaced());
    assert_eq!(line(&records[0]).event, P::EventRegistered);
    records[1].at = Instant(3);
    assert_eq!(last_reported(&records), Some(&records[2]), "of two reported at the same time, the later one");
    assert_eq!(last_reported(&[]), None);
}

#[test]
fn an_event_of_an_earlier_run_is_marked() {
    let records = records(&[REGISTERED, (E::RefusedToAccept, "2026-11-24"), (E::Registered, "2026-11-26")]);
    let timeline = timeline(Service::Grant, &records, "2026-12-01");
    let notes: Vec<_> =
        records.iter().map(|record| HistoryLine::new(record, &records, &timeline).note).collect();
    assert_eq!(notes, [Some(P::HistoryEarlier), Some(P::HistoryEarlier), None]);
}

#[test]
fn a_registration_reported_by_the_applicant_is_marked_until_the_operator_reports_it() {
    let mut records = records(&[RECEIVED, (E::Registered, "2026-11-24")]);
    records[1].by_applicant = true;
    let said = |records: &[EventRecord], reader| {
        let timeline = timeline(Service::Grant, records, "2026-12-01");
        let line = HistoryLine::new(&records[1], records, &timeline);
        let headline = Headline::new(&timeline.current, records, reader);
        (headline.source, headline.term.is_some(), line.notes().collect::<Vec<_>>())
    };
    for reader in [Audience::Owner, FAMILY] {
        let expected = (Some(P::FollowByApplicant), true, vec![P::HistoryByApplicant]);
        assert_eq!(said(&records, reader), expected);
    }
    let mut operators = records[1].clone();
    operators.by_applicant = false;
    operators.event.event_id = "operator".to_owned();
    operators.event.replaces = Some("2".to_owned());
    records.push(operators);
    for reader in [Audience::Owner, FAMILY] {
        assert_eq!(said(&records, reader), (None, true, vec![P::HistoryByApplicant, P::HistoryReplaced]));
    }
    // Without a replacement, the first of two counts; on one day the operator's word is enough.
    records[2].event.replaces = None;
    assert_eq!(said(&records, FAMILY).0, None);
    records[2].event.on = day("2026-11-25");
    assert_eq!(said(&records, FAMILY).0, Some(P::FollowByApplicant));
}

#[test]
fn each_phrase_is_at_its_place_in_the_list() {
    for (place, phrase) in Phrase::ALL.iter().enumerate() {
        assert_eq!(*phrase as usize, place, "{}", phrase.key());
    }
    for (place, phrase) in DatedPhrase::ALL.iter().enumerate() {
        assert_eq!(*phrase as usize, place, "{}", phrase.key());
    }
}
