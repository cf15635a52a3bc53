use super::*;
use crate::edition::Stage;
use crate::time::parse_day;
use EventKind as E;
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    parse_day(text).unwrap()
}

fn event(kind: E, on: &str) -> Event {
    Event { event_id: format!("{kind:?} {on}"), kind, on: day(on), replaces: None, came_in: None }
}

fn grant(events: &[Event], today: &str) -> Timeline {
    let edition = Edition::by_id("539-2023").unwrap();
    Timeline::new(Service::Grant, edition, &WorkingCalendar::built_in(), events, day(today))
}

fn stage(timeline: &Timeline, stage: Stage) -> StageState {
    timeline.current.stages.iter().find(|view| view.stage == stage).unwrap().state
}

fn running(state: StageState) -> TermClock {
    match state {
        StageState::Running(clock) | StageState::Overdue(clock) | StageState::Ended(clock) => clock,
        other => panic!("no clock in {other:?}"),
    }
}

#[test]
fn a_registered_application_is_due_after_35_working_days() {
    // 2026-03-19 + 35 = 2026-05-15 is one of the worked examples of the calendar.
    let timeline = grant(&[event(E::Registered, "2026-03-19")], "2026-03-19");
    let whole = timeline.current.whole.unwrap();
    assert_eq!(whole.clock.due, Some(day("2026-05-15")));
    assert_eq!((whole.clock.counted, whole.clock.left, whole.clock.overdue_by), (0, 35, 0));
    assert_eq!(timeline.current.standing, Standing::Registered);
    assert_eq!(running(stage(&timeline, Stage::CHECK)).due, Some(day("2026-03-20")));
}

#[test]
fn a_stage_not_begun_is_projected_from_the_previous_ones() {
    let timeline = grant(&[event(E::Registered, "2026-11-23")], "2026-11-23");
    let calendar = WorkingCalendar::built_in();
    let mut latest = day("2026-11-24");
    let bodies = calendar.add(latest, 20).unwrap();
    for name in [Stage::INTERNAL_AFFAIRS, Stage::NATIONAL_SECURITY] {
        assert_eq!(stage(&timeline, name), StageState::Ahead { projected: Some(bodies) }, "{name:?}");
    }
    latest = bodies;
    for (name, days) in [(Stage::TO_COMMISSION, 3), (Stage::COMMISSION, 10)] {
        latest = calendar.add(latest, days).unwrap();
        assert_eq!(stage(&timeline, name), StageState::Ahead { projected: Some(latest) }, "{name:?}");
    }
}

#[test]
fn the_three_days_start_with_the_later_answer() {
    let mut events = vec![
        event(E::Registered, "2026-09-01"),
        event(E::Accepted, "2026-09-02"),
        event(E::SentToBodies, "2026-09-02"),
        event(E::InternalAffairsReceived, "2026-09-03"),
        event(E::NationalSecurityReceived, "2026-09-03"),
        event(E::InternalAffairsAnswered, "2026-09-10"),
    ];
    let one = grant(&events, "2026-09-11");
    assert!(matches!(stage(&one, Stage::INTERNAL_AFFAIRS), StageState::Ended(_)));
    assert!(matches!(stage(&one, Stage::NATIONAL_SECURITY), StageState::Running(_)));
    assert!(matches!(stage(&one, Stage::TO_COMMISSION), StageState::Ahead { .. }));
    events.push(event(E::NationalSecurityAnswered, "2026-09-14"));
    let both = grant(&events, "2026-09-15");
    assert!(matches!(stage(&both, Stage::NATIONAL_SECURITY), StageState::Ended(_)));
    let clock = running(stage(&both, Stage::TO_COMMISSION));
    assert_eq!((clock.entered, clock.due), (day("2026-09-14"), Some(day("2026-09-17"))));
    assert_eq!(both.current.standing, Standing::BeingChecked);
}

#[test]
fn each_body_has_twenty_days_from_its_own_receipt() {
    let mut events = vec![
        event(E::Registered, "2026-09-01"),
        event(E::Accepted, "2026-09-02"),
        event(E::SentToBodies, "2026-09-02"),
    ];
    // Sent, and not known to have arrived: no clock runs.
    for name in [Stage::INTERNAL_AFFAIRS, Stage::NATIONAL_SECURITY] {
        assert!(matches!(stage(&grant(&events, "2026-12-01"), name), StageState::Ahead { .. }), "{name:?}");
    }
    events.push(event(E::InternalAffairsReceived, "2026-09-03"));
    events.push(event(E::NationalSecurityReceived, "2026-09-07"));
    let calendar = WorkingCalendar::built_in();
    let timeline = grant(&events, "2026-09-08");
    for (name, received) in
        [(Stage::INTERNAL_AFFAIRS, "2026-09-03"), (Stage::NATIONAL_SECURITY, "2026-09-07")]
    {
        let clock = running(stage(&timeline, name));
        assert_eq!((clock.entered, clock.due), (day(received), calendar.add(day(received), 20)), "{name:?}");
    }
    // The next stage can begin when the later of the two has answered.
    let later = calendar.add(day("2026-09-07"), 20).unwrap();
    let projected = calendar.add(later, 3);
    assert_eq!(stage(&timeline, Stage::TO_COMMISSION), StageState::Ahead { projected });
    // An answer of one body says nothing about the other.
    events.push(event(E::InternalAffairsAnswered, "2026-09-10"));
    let late = grant(&events, "2026-11-02");
    assert!(matches!(stage(&late, Stage::INTERNAL_AFFAIRS), StageState::Ended(_)));
    assert!(matches!(stage(&late, Stage::NATIONAL_SECURITY), StageState::Overdue(_)));
}

#[test]
fn the_check_has_both_readings_where_the_application_came_in_before_its_registration() {
    let view = |came_in: Option<&str>, registered: &str, today: &str| {
        let registered = Event { came_in: came_in.map(day), ..event(E::Registered, registered) };
        grant(&[registered], today).current.stages[0]
    };
    // It came in on Saturday 5 September 2026; the next working day is Monday.
    let check = view(Some("2026-09-05"), "2026-09-07", "2026-09-08");
    assert_eq!(check.due_from_receipt, Some(day("2026-09-07")));
    assert_eq!(running(check.state).due, Some(day("2026-09-08")));
    // By the earlier reading it is late already, by the later one it is not.
    assert!(matches!(check.state, StageState::Running(_)));
    assert!(matches!(view(Some("2026-09-05"), "2026-09-07", "2026-09-09").state, StageState::Overdue(_)));
    // After hours on Friday 4 September 2026.
    assert_eq!(
        view(Some("2026-09-04"), "2026-09-07", "2026-09-07").due_from_receipt,
        Some(day("2026-09-07"))
    );
    assert_eq!(view(None, "2026-09-07", "2026-09-08").due_from_receipt, None);
    let later = grant(
        &[Event { came_in: Some(day("2026-09-05")), ..event(E::Registered, "2026-09-07") }],
        "2026-09-08",
    );
    assert!(later.current.stages[1..].iter().all(|view| view.due_from_receipt.is_none()));
}

#[test]
fn a_forwarded_application_has_no_term_until_the_authority_registers_it() {
    let mut events = vec![event(E::Received, "2026-09-01")];
    for (kind, standing) in [(None, Standing::Received), (Some(E::HandedOver), Standing::HandedOver)] {
        events.extend(kind.map(|kind| event(kind, "2026-09-03")));
        let run = grant(&events, "2027-02-01").current;
        assert_eq!((run.standing, run.registered, run.whole), (standing, None, None));
        assert!(run.is_unregistered() && !run.is_overdue() && run.remedies().is_empty());
        let dates = run.stages.iter().filter(|view| view.state != StageState::Ahead { projected: None });
        assert_eq!(dates.count(), 0);
        assert_eq!(run.contradictions, []);
    }
    events.push(event(E::Registered, "2026-09-07"));
    let run = grant(&events, "2026-09-07").current;
    assert_eq!((run.standing, run.registered), (Standing::Registered, Some(day("2026-09-07"))));
    assert!(!run.is_unregistered());
    assert_eq!(run.contradictions, [], "it was received before it was registered");
}

#[test]
fn what_is_received_and_handed_over_after_a_refusal_begins_the_next_run() {
    // All on the day of the refusal, which ends the first run.
    let kinds = [E::Received, E::HandedOver, E::Registered];
    for later in ["2026-09-04", "2026-09-07"] {
        let mut events = kinds.map(|kind| event(kind, "2026-09-01")).to_vec();
        events.push(event(E::RefusedToAccept, "2026-09-04"));
        for (count, kind) in kinds.into_iter().enumerate() {
            events.push(event(kind, later));
            let timeline = grant(&events, "2026-09-08");
            assert_eq!(timeline.earlier.len(), 1, "{later} {kind:?}");
            assert_eq!(timeline.current.events.len(), count + 1, "{later} {kind:?}");
            assert_eq!(timeline.earlier[0].standing, Standing::RefusedToAccept);
        }
    }
}

#[test]
fn the_day_after_the_last_lawful_one_is_overdue() {
    let events = [event(E::Registered, "2026-09-01")];
    let on_the_day = grant(&events, "2026-09-02");
    let clock = running(stage(&on_the_day, Stage::CHECK));
    assert!(matches!(stage(&on_the_day, Stage::CHECK), StageState::Running(_)));
    assert_eq!((clock.left, clock.overdue_by), (0, 0));
    let after = grant(&events, "2026-09-03");
    assert!(matches!(stage(&after, Stage::CHECK), StageState::Overdue(_)));
    assert_eq!(running(stage(&after, Stage::CHECK)).overdue_by, 1);
}

#[test]
fn a_decision_ends_every_clock() {
    let events = [
        event(E::Registered, "2026-09-01"),
        event(E::Accepted, "2026-09-02"),
        event(E::SentToBodies, "2026-09-02"),
        event(E::Granted, "2026-09-30"),
    ];
    let timeline = grant(&events, "2027-02-01");
    let whole = timeline.current.whole.unwrap().clock;
    assert_eq!((whole.ended, whole.left, whole.overdue_by), (Some(day("2026-09-30")), 0, 0));
    assert_eq!(timeline.current.standing, Standing::Granted);
    assert_eq!(stage(&timeline, Stage::COMMISSION), StageState::PassedUnreported);
}

#[test]
fn a_late_decision_keeps_its_delay() {
    let events = [event(E::Registered, "2026-09-01"), event(E::Refused, "2026-10-23")];
    let whole = grant(&events, "2026-12-01").current.whole.unwrap().clock;
    let calendar = WorkingCalendar::built_in();
    let due = calendar.add(day("2026-09-01"), 35).unwrap();
    assert_eq!(whole.due, Some(due));
    assert_eq!(whole.overdue_by, calendar.count(due, day("2026-10-23")).unwrap());
    assert!(whole.overdue_by > 0);
}

#[test]
fn a_resubmission_is_a_new_run_and_the_old_one_is_kept() {
    let events = [
        event(E::Registered, "2026-09-01"),
        event(E::RefusedToAccept, "2026-09-02"),
        event(E::Registered, "2026-09-07"),
    ];
    let refused = grant(&events[..2], "2026-09-03");
    assert_eq!(refused.current.standing, Standing::RefusedToAccept);
    assert_eq!(refused.current.whole.unwrap().clock.ended, Some(day("2026-09-02")));
    assert_eq!(stage(&refused, Stage::INTERNAL_AFFAIRS), StageState::NotReached);
    let again = grant(&events, "2026-09-08");
    assert_eq!(again.earlier.len(), 1);
    assert_eq!(again.current.registered, Some(day("2026-09-07")));
    assert_eq!(again.current.standing, Standing::Registered);
}

#[test]
fn refused_and_sent_again_on_one_day_are_two_runs() {
    let events = [
        event(E::Registered, "2026-09-01"),
        event(E::RefusedToAccept, "2026-09-02"),
        event(E::Registered, "2026-09-02"),
    ];
    let timeline = grant(&events, "2026-09-02");
    assert_eq!(timeline.earlier.len(), 1);
    assert_eq!(timeline.current.standing, Standing::Registered);
    assert_eq!(timeline.current.registered, Some(day("2026-09-02")));
}

#[test]
fn sent_again_through_an_operator_on_the_day_of_the_refusal_is_a_new_run() {
    // Nothing was ever registered: the refusal was reported by the operator of a forwarding service.
    for before in [&[E::Received][..], &[E::Received, E::HandedOver]] {
        for again in [&[E::Received][..], &[E::Received, E::HandedOver], &[E::HandedOver]] {
            let mut events: Vec<Event> = before.iter().map(|kind| event(*kind, "2026-09-01")).collect();
            events.push(event(E::RefusedToAccept, "2026-09-04"));
            events.extend(again.iter().map(|kind| event(*kind, "2026-09-04")));
            let timeline = grant(&events, "2026-09-04");
            // What was only received before was handed over before it was refused: that belongs to the run that the refusal ended.
            let of_new_run = again.iter().filter(|kind| Some(*kind) <= before.last()).count();
            assert_eq!(timeline.earlier.len(), usize::from(of_new_run > 0), "{before:?} {again:?}");
            if of_new_run > 0 {
                assert!(timeline.current.is_unregistered());
                assert_ne!(timeline.current.standing, Standing::RefusedToAccept, "{before:?} {again:?}");
                assert_eq!(timeline.current.events.len(), of_new_run, "{before:?} {again:?}");
            }
        }
    }
}

#[test]
fn sent_again_and_refused_again_on_one_day_ends_the_second_run() {
    let events = [
        event(E::Registered, "2024-05-21"),
        event(E::RefusedToAccept, "2024-06-06"),
        event(E::Registered, "2024-06-17"),
        event(E::RefusedToAccept, "2024-06-17"),
    ];
    let timeline = grant(&events, "2024-06-18");
    assert_eq!(timeline.earlier.len(), 1);
    assert_eq!(timeline.current.registered, Some(day("2024-06-17")));
    assert_eq!(timeline.current.standing, Standing::RefusedToAccept);
}

#[test]
fn refused_sent_again_and_accepted_on_one_day_is_a_new_run() {
    let events = [
        event(E::Registered, "2026-09-10"),
        event(E::RefusedToAccept, "2026-09-14"),
        event(E::Registered, "2026-09-14"),
        event(E::Accepted, "2026-09-14"),
    ];
    let timeline = grant(&events, "2026-09-15");
    assert_eq!(timeline.earlier.len(), 1);
    assert_eq!(timeline.current.registered, Some(day("2026-09-14")));
    assert_eq!(timeline.current.standing, Standing::Registered);
}

#[test]
fn a_correction_moves_the_clock_and_the_corrected_event_no_longer_counts() {
    let mut events = vec![event(E::Registered, "2026-09-01")];
    events.push(Event { replaces: Some(events[0].event_id.clone()), ..event(E::Registered, "2026-09-03") });
    let timeline = grant(&events, "2026-09-03");
    assert_eq!(timeline.current.registered, Some(day("2026-09-03")));
    assert!(timeline.earlier.is_empty());
    assert_eq!(timeline.current.events.len(), 1);
}

#[test]
fn extension_counts_five_days_and_has_no_stages() {
    let edition = Edition::by_id("539-2023").unwrap();
    let calendar = WorkingCalendar::built_in();
    let events = [event(E::Registered, "2026-05-26")];
    let timeline = Timeline::new(Service::Extend, edition, &calendar, &events, day("2026-05-26"));
    assert_eq!(timeline.current.whole.unwrap().clock.due, Some(day("2026-06-03")));
    assert!(timeline.current.stages.is_empty());
}

#[test]
fn duplicates_have_no_term_and_none_is_shown() {
    let edition = Edition::by_id("539-2023").unwrap();
    let events = [event(E::Registered, "2026-05-26")];
    for service in [Service::DuplicateCertificate, Service::DuplicateDecision] {
        let calendar = WorkingCalendar::built_in();
        let timeline = Timeline::new(service, edition, &calendar, &events, day("2026-05-27"));
        assert_eq!(timeline.current.whole, None);
    }
}

#[test]
fn without_events_nothing_is_registered() {
    let timeline = grant(&[], "2026-09-01");
    assert_eq!(timeline.current.standing, Standing::NotRegistered);
    assert_eq!(timeline.current.whole, None);
}

fn any_event() -> impl Strategy<Value = Event> {
    const KINDS: [E; 12] = [
        E::Registered,
        E::Accepted,
        E::RefusedToAccept,
        E::SentToBodies,
        E::InternalAffairsAnswered,
        E::NationalSecurityAnswered,
        E::HandedToCommission,
        E::RecommendedGrant,
        E::RecommendedRefusal,
        E::Granted,
        E::Refused,
        E::Withdrawn,
    ];
    let replaces = proptest::option::of((0u32..20).prop_map(|id| id.to_string()));
    (0u32..20, 0..KINDS.len(), 0i64..400, replaces).prop_map(|(id, kind, offset, replaces)| Event {
        // One id is one event: kind and day follow from it, as for events that are reported twice.
        event_id: id.to_string(),
        kind: KINDS[(kind + id as usize) % KINDS.len()],
        on: day("2026-01-05") + chrono::Duration::days(offset),
        replaces,
        came_in: None,
    })
}

proptest! {
    #[test]
    fn the_order_in_which_events_arrive_does_not_matter(
        events in proptest::collection::vec(any_event(), 0..12),
        turn in 0usize..12,
        today in 0i64..500,
    ) {
        let mut distinct: Vec<Event> = Vec::new();
        for event in events {
            if distinct.iter().all(|known| known.event_id != event.event_id) {
                distinct.push(event);
            }
        }
        let today = crate::time::write_day(day("2026-01-05") + chrono::Duration::days(today));
        let straight = grant(&distinct, &today);
        let mut turned = distinct.clone();
        turned.rotate_left(turn.min(distinct.len()));
        turned.reverse();
        prop_assert_eq!(&straight, &grant(&turned, &today));
        let twice: Vec<Event> = distinct.iter().chain(&distinct).cloned().collect();
        prop_assert_eq!(&straight, &grant(&twice, &today));
    }

    #[test]
    fn a_stage_that_has_not_begun_has_no_due_day_and_none_is_both_left_and_overdue(
        events in proptest::collection::vec(any_event(), 0..12),
        today in 0i64..500,
    ) {
        let today = crate::time::write_day(day("2026-01-05") + chrono::Duration::days(today));
        for view in grant(&events, &today).current.stages {
            if let StageState::Running(clock) | StageState::Overdue(clock) = view.state {
                prop_assert!(clock.left == 0 || clock.overdue_by == 0);
                prop_assert!(clock.ended.is_none());
            }
        }
    }
}

#[test]
fn contradictory_reports_are_returned() {
    let registered = event(E::Registered, "2026-09-01");
    let with = |events: &[Event]| {
        let all: Vec<Event> = std::iter::once(&registered).chain(events).cloned().collect();
        grant(&all, "2026-12-01").current
    };
    assert_eq!(with(&[event(E::Accepted, "2026-09-02")]).contradictions, []);

    let decided_twice = with(&[event(E::Granted, "2026-10-01"), event(E::Refused, "2026-10-05")]);
    assert_eq!(decided_twice.contradictions, [Contradiction::TwoDecisions]);
    assert_eq!(decided_twice.standing, Standing::Refused, "the later one decides");
    assert_eq!(decided_twice.whole.unwrap().clock.ended, Some(day("2026-10-01")), "clocks stop at the first");
    let on_one_day = with(&[event(E::Refused, "2026-10-01"), event(E::Granted, "2026-10-01")]);
    assert_eq!(on_one_day.standing, Standing::Refused);

    let both = [event(E::RecommendedGrant, "2026-10-01"), event(E::RecommendedRefusal, "2026-10-02")];
    assert_eq!(with(&both).contradictions, [Contradiction::TwoRecommendations]);
    let early = with(&[event(E::Accepted, "2026-08-31")]);
    assert_eq!(early.contradictions, [Contradiction::BeforeRegistration(E::Accepted)]);
    let late = with(&[event(E::Withdrawn, "2026-09-02"), event(E::HandedToCommission, "2026-09-03")]);
    assert_eq!(late.contradictions, [Contradiction::AfterTheEnd(E::HandedToCommission)]);
    assert_eq!(late.standing, Standing::Withdrawn);
    let decided_after_withdrawal =
        with(&[event(E::Withdrawn, "2026-09-02"), event(E::Granted, "2026-09-03")]);
    assert_eq!(decided_after_withdrawal.contradictions, [Contradiction::AfterTheEnd(E::Granted)]);
}

#[test]
fn one_id_with_two_contents_is_reported_and_the_earlier_day_counts_in_any_order() {
    let named = |kind, on| Event { event_id: "made-up".into(), ..event(kind, on) };
    let registered = event(E::Registered, "2026-09-01");
    let (one, other) = (named(E::Accepted, "2026-09-02"), named(E::Accepted, "2026-09-03"));
    for order in [[&registered, &one, &other], [&other, &one, &registered]] {
        let events: Vec<Event> = order.into_iter().cloned().collect();
        let run = grant(&events, "2026-09-04").current;
        assert_eq!(run.contradictions, [Contradiction::OneIdTwoContents]);
        assert_eq!(run.events, [registered.clone(), one.clone()]);
    }
    let twice = [registered.clone(), one.clone(), one];
    assert_eq!(grant(&twice, "2026-09-04").current.contradictions, []);
}

#[test]
fn a_chain_of_corrections_keeps_the_last_and_a_cycle_keeps_none() {
    let accepted = |id: &str, on, replaces: Option<&str>| Event {
        event_id: id.into(),
        replaces: replaces.map(str::to_owned),
        ..event(E::Accepted, on)
    };
    let registered = event(E::Registered, "2026-09-01");
    let chain = [
        registered.clone(),
        accepted("a", "2026-09-02", None),
        accepted("b", "2026-09-03", Some("a")),
        accepted("c", "2026-09-04", Some("b")),
    ];
    let accepted_on = |events: &[Event]| {
        let run = grant(events, "2026-09-10").current;
        run.events
            .into_iter()
            .filter(|event| event.kind == E::Accepted)
            .map(|event| event.on)
            .collect::<Vec<_>>()
    };
    assert_eq!(accepted_on(&chain), [day("2026-09-04")]);
    let ring = [
        registered,
        accepted("a", "2026-09-02", Some("b")),
        accepted("b", "2026-09-03", Some("a")),
        accepted("itself", "2026-09-04", Some("itself")),
    ];
    assert_eq!(accepted_on(&ring), [day("2026-09-04")]);
}

#[test]
fn the_applicant_is_asked_only_to_send_and_to_correct() {
    let registered = event(E::Registered, "2026-09-01");
    assert_eq!(grant(&[], "2026-09-01").current.asked(), RequiredAction::Send);
    assert_eq!(
        grant(std::slice::from_ref(&registered), "2026-09-01").current.asked(),
        RequiredAction::Nothing
    );
    let ends = [
        (E::RefusedToAccept, RequiredAction::CorrectAndSendAgain),
        (E::Granted, RequiredAction::Nothing),
        (E::Refused, RequiredAction::Nothing),
        (E::Withdrawn, RequiredAction::Nothing),
    ];
    for (kind, asked) in ends {
        let events = [registered.clone(), event(kind, "2026-09-02")];
        assert_eq!(grant(&events, "2026-09-02").current.asked(), asked, "{kind:?}");
    }
}

#[test]
fn remedies_are_available_on_the_day_after_a_term_and_are_general_law() {
    // The stage of ¶5-1 has one working day: 2026-09-02.
    let registered = event(E::Registered, "2026-09-01");
    let on = |today| grant(std::slice::from_ref(&registered), today).current;
    assert_eq!(on("2026-09-02").remedies(), []);
    let late = on("2026-09-03");
    assert!(late.is_overdue());
    let remedies: Vec<Remedy> = late.remedies().iter().map(|rule| rule.remedy).collect();
    assert_eq!(remedies, [Remedy::AskTheHolder, Remedy::Complain]);
    assert!(late.remedies().iter().all(|rule| rule.citation.mark == crate::citation::Mark::General));

    let due = WorkingCalendar::built_in().add(day("2026-09-01"), 35).unwrap();
    let accepted_and_sent = |today: NaiveDate| {
        let edition = Edition::by_id("539-2023").unwrap();
        let events = [registered.clone(), event(E::RecommendedGrant, "2026-09-20")];
        Timeline::new(Service::Grant, edition, &WorkingCalendar::built_in(), &events, today).current
    };
    assert!(!accepted_and_sent(due).is_overdue());
    assert!(accepted_and_sent(due.succ_opt().unwrap()).is_overdue());
    let events = [registered.clone(), event(E::Granted, "2026-12-01")];
    assert!(!grant(&events, "2027-01-15").current.is_overdue(), "a late decision is no longer overdue");
}
