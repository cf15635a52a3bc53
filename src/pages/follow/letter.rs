//! The text of a complaint about a passed term, with the facts filled in. The Rules do not mention complaints; the form and its
//! wording are ours, and the page says so.

use crate::i18n::{Locale, Msg, WithLocale, dated, locale, plural_dated, t, text, tr};
use crate::platform::page;
use crate::platform::view::{View, view};
use crate::words;
use chrono::NaiveDate;
use leptos::prelude::*;
use leptos::task::spawn_local;
use rules::citation::{Act, Citation, Locus, Mark};
use rules::edition::{Edition, Holder, Stage};
use rules::region::Region;
use rules::service::Service;
use rules::timeline::{Proceeding, StageState};

/// A term that has passed, with the facts that a letter states about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PassedTerm {
    /// The stage, or `None` for the whole term.
    stage: Option<Stage>,
    /// The body responsible, or `None` where the Rules do not say who decides.
    holder: Option<Holder>,
    working_days: u16,
    entered: NaiveDate,
    due: NaiveDate,
    overdue_by: u16,
    citation: Citation,
}

/// The facts of a complaint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComplaintFacts {
    /// The number of the application; empty for one made elsewhere.
    number: String,
    service: Service,
    registered: NaiveDate,
    today: NaiveDate,
    passed: Vec<PassedTerm>,
    /// True if the service is a trial, so that its number is not that of an authority.
    pub is_trial: bool,
}

impl ComplaintFacts {
    pub fn of(
        run: &Proceeding,
        service: Service,
        edition: &Edition,
        number: &str,
        today: NaiveDate,
    ) -> Option<Self> {
        let whole = run.whole.filter(|whole| whole.clock.ended.is_none() && whole.clock.overdue_by > 0);
        let whole = whole.and_then(|whole| {
            Some(PassedTerm {
                stage: None,
                holder: edition.service(service)?.decided_by.map(|(holder, _)| holder),
                working_days: whole.working_days,
                entered: whole.clock.entered,
                due: whole.clock.due?,
                overdue_by: whole.clock.overdue_by,
                citation: whole.citation,
            })
        });
        let stages = run.stages.iter().filter_map(|view| match view.state {
            StageState::Overdue(clock) => Some(PassedTerm {
                stage: Some(view.stage),
                holder: Some(view.holder),
                working_days: view.working_days,
                entered: clock.entered,
                due: clock.due?,
                overdue_by: clock.overdue_by,
                citation: view.citation,
            }),
            _ => None,
        });
        let passed: Vec<PassedTerm> = whole.into_iter().chain(stages).collect();
        (!passed.is_empty()).then_some(Self {
            number: number.to_owned(),
            service,
            registered: run.registered?,
            today,
            passed,
            is_trial: false,
        })
    }

    /// Returns the day after the first of the passed terms.
    pub fn since(&self) -> Option<NaiveDate> {
        self.passed.iter().map(|passed| passed.due).min()?.succ_opt()
    }

    /// Returns whether the whole term has passed.
    pub fn is_whole(&self) -> bool {
        self.passed.iter().any(|passed| passed.stage.is_none())
    }

    pub fn holders(&self) -> Vec<Holder> {
        let mut holders = Vec::new();
        for holder in self.passed.iter().filter_map(|passed| passed.holder) {
            if !holders.contains(&holder) {
                holders.push(holder);
            }
        }
        holders
    }
}

/// General law; our sources do not name an article.
pub const GENERAL_LAW: Citation =
    Citation { act: Act::AdministrativeCode, place: Locus::Whole, mark: Mark::General };

/// The data of a letter that the terms do not contain.
#[derive(Clone, Copy)]
pub struct LetterSignals {
    /// True while only the letter is printed.
    pub printing: RwSignal<bool>,
    /// The region of filing, from the answers on this phone; `None` until they are loaded, or if they are not here.
    pub region: RwSignal<Option<Region>>,
}

/// Shows the letter in Kazakh or Russian, to be copied or printed, and next to it in the reader's own language.
pub fn letter_view(facts: ComplaintFacts, signals: LetterSignals) -> View {
    let LetterSignals { printing, region } = signals;
    let first = if locale() == Locale::Russian { Locale::Russian } else { Locale::Kazakh };
    let chosen = RwSignal::new(first);
    let texts = RwSignal::new(None::<WithLocale>);
    let copied = RwSignal::new(None::<bool>);
    let fetch = move || {
        let wanted = chosen.get_untracked();
        spawn_local(async move {
            let loaded = WithLocale::load(wanted).await.ok();
            if chosen.try_get_untracked() == Some(wanted) {
                texts.set(loaded);
            }
        });
    };
    fetch();
    let facts = StoredValue::new(facts);
    // The letter has the language of the loaded texts, which may arrive a moment after the choice.
    let official = move || {
        let texts = texts.get()?;
        let region = region.get();
        Some((texts.locale(), texts.run(|| facts.with_value(|facts| letter(facts, region)))))
    };
    let shown = move || match official() {
        Some((language, lines)) => {
            let lines: Vec<View> = lines.into_iter().map(|line| view! { <p>{line}</p> }).collect();
            view! { <div class="letter" lang=language.tag() dir="ltr">{lines}</div> }
        }
        None => view! { <p class="hint" role="status">{tr(Msg::AsideFailed)}</p> },
    };
    let own = move || {
        (locale() != chosen.get()).then(|| {
            let lines = facts.with_value(|facts| letter(facts, region.get()));
            let lines: Vec<View> = lines.into_iter().map(|line| view! { <p>{line}</p> }).collect();
            view! {
                <details class="letter-own">
                    <summary class="link">{tr(Msg::OverdueOwn)}</summary>
                    <div class="letter">{lines}</div>
                </details>
            }
        })
    };
    let choice = move |language: Locale, name: Msg| {
        let choose = move |_| {
            chosen.set(language);
            copied.set(None);
            fetch();
        };
        view! {
            <button class="button button-quiet" type="button" on:click=choose
                aria-pressed=move || Some(if chosen.get() == language { "true" } else { "false" })>
                {tr(name)}
            </button>
        }
    };
    let copy = move |_| {
        let Some((_, lines)) = untrack(official) else { return };
        spawn_local(async move {
            let done = page::copy(&lines.join("\n")).await;
            copied.set(Some(done));
        });
    };
    let print = move |_| {
        printing.set(true);
        page::after_render(move || {
            page::print();
            printing.set(false);
        });
    };
    view! {
        <h3>{tr(Msg::OverdueLetter)}</h3>
        <p class="hint">{tr(Msg::OverdueOurs)}</p>
        <div class="actions" role="group" aria-label=tr(Msg::OverdueLanguage)>
            {choice(Locale::Kazakh, Msg::OverdueKazakh)}
            {choice(Locale::Russian, Msg::OverdueRussian)}
        </div>
        {shown}
        <div class="actions">
            <button class="button button-quiet" type="button" on:click=copy>{tr(Msg::OverdueCopy)}</button>
            <button class="button button-quiet" type="button" on:click=print>{tr(Msg::ShellPrint)}</button>
        </div>
        <div role="status">
            {move || copied.get().map(|done| view! { <p>{tr(if done { Msg::OverdueCopied } else { Msg::OverdueNotCopied })}</p> })}
        </div>
        {own}
    }
}

/// Returns the name of a body. There is one local executive body in each region.
fn holder_name(holder: Holder, region: Option<Region>) -> String {
    let name = t(words::holder(holder));
    match (holder, region) {
        (Holder::LocalExecutiveBody, Some(region)) => {
            words::joined(Msg::JoinMark, &name, &t(words::region(region)))
        }
        _ => name,
    }
}

/// Returns the lines of the letter in the current language. Facts that only the person knows are left blank.
fn letter(facts: &ComplaintFacts, region: Option<Region>) -> Vec<String> {
    let holders: Vec<String> =
        facts.holders().into_iter().map(|holder| holder_name(holder, region)).collect();
    let holder = if holders.is_empty() { "____________".to_owned() } else { crate::i18n::list(&holders) };
    let service = t(words::service(facts.service));
    let registered = [("date", facts.registered)];
    let mut lines: Vec<String> = facts.is_trial.then(|| t(Msg::KindTrial)).into_iter().collect();
    lines.extend([
        text(Msg::LetterTo, &[("holder", &holder)]),
        t(Msg::LetterFrom),
        t(Msg::LetterSubject),
        if facts.number.is_empty() {
            dated(Msg::LetterRegisteredElsewhere, &registered, &[("service", &service)])
        } else {
            let values = [("number", facts.number.as_str()), ("service", &service)];
            dated(Msg::LetterRegistered, &registered, &values)
        },
    ]);
    for passed in &facts.passed {
        let place = words::citation_without_mark(&passed.citation);
        let days = u32::from(passed.working_days);
        lines.push(match passed.stage {
            None => plural_dated(Msg::LetterWhole, days, &[("due_date", passed.due)], &[("place", &place)]),
            Some(stage) => {
                let dates = [("start_date", passed.entered), ("due_date", passed.due)];
                let values = [("stage", t(words::stage(stage))), ("place", place)];
                plural_dated(
                    Msg::LetterStage,
                    days,
                    &dates,
                    &values.each_ref().map(|(name, value)| (*name, value.as_str())),
                )
            }
        });
        let today = [("date", facts.today)];
        lines.push(plural_dated(Msg::LetterOver, u32::from(passed.overdue_by), &today, &[]));
    }
    lines.push(t(Msg::LetterAsk));
    let amends = Edition::in_force_on(facts.registered).edition().amends;
    let act = [("number", amends.number), ("registered", amends.registered_number)];
    lines.push(text(Msg::LetterRules, &act));
    lines.push(text(Msg::LetterLaw, &[("act", &words::citation_without_mark(&GENERAL_LAW))]));
    lines.push(t(Msg::LetterSign));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::in_locale;
    use rules::calendar::WorkingCalendar;
    use rules::event::{Event, EventKind};
    use rules::time::parse_day;
    use rules::timeline::Timeline;

    fn facts(service: Service, registered: &str, today: &str) -> Option<ComplaintFacts> {
        let edition = Edition::by_id("539-2023").unwrap();
        let on = parse_day(registered).unwrap();
        let event = Event {
            event_id: "synaq".into(),
            kind: EventKind::Registered,
            on,
            replaces: None,
            came_in: None,
        };
        let today = parse_day(today).unwrap();
        let run = Timeline::new(service, edition, &WorkingCalendar::built_in(), &[event], today).current;
        ComplaintFacts::of(&run, service, edition, "SYNAQ-1", today)
    }

    #[test]
    fn there_is_no_complaint_on_the_last_lawful_day() {
        assert_eq!(facts(Service::Grant, "2026-09-01", "2026-09-02"), None);
        let late = facts(Service::Grant, "2026-09-01", "2026-09-03").unwrap();
        assert_eq!(late.since(), parse_day("2026-09-03"));
        assert_eq!(late.holders(), [Holder::LocalExecutiveBody]);
    }

    #[test]
    fn the_letter_contains_the_facts_with_their_paragraphs() {
        // ¶5-1: registered on Tuesday 1 September 2026, the one working day is the 2nd.
        let late = facts(Service::Grant, "2026-09-01", "2026-09-04").unwrap();
        let russian = in_locale(Locale::Russian, || letter(&late, None)).join("\n").replace('\u{A0}', " ");
        for part in [
            "Кому: Местный исполнительный орган",
            "№ SYNAQ-1",
            "1 сентября 2026 г.",
            "«Проверка документов» длится не более 1 рабочего дня (п. 5-1 Правил (в ред. приказа № 539))",
            "последний день: 2 сентября 2026 г.",
            "Просрочка на 4 сентября 2026 г.: 2 рабочих дня.",
            "от 22 июля 2013 года № 329-Ө-М (в реестре № 8624)",
            "Основание: Административный процедурно-процессуальный кодекс.",
        ] {
            assert!(russian.contains(part), "{part} is not in:\n{russian}");
        }
        let kazakh = in_locale(Locale::Kazakh, || letter(&late, None)).join("\n").replace('\u{A0}', " ");
        assert!(kazakh.contains("2026 жылғы 4 қыркүйектегі кешігу: 2 жұмыс күні."), "{kazakh}");
    }

    #[test]
    fn the_letter_names_the_region_and_no_certainty_marks() {
        let late = facts(Service::Grant, "2026-09-01", "2026-12-31").unwrap();
        for (language, body, marks) in [
            (Locale::Kazakh, "Жергілікті атқарушы орган (Абай облысы)", ["басқа заң", "біздің түсінігіміз"]),
            (
                Locale::Russian,
                "Местный исполнительный орган (область Абай)",
                ["другой закон", "наше прочтение"],
            ),
        ] {
            let text = in_locale(language, || letter(&late, Some(Region::Abai))).join("\n");
            assert!(text.contains(body), "{text}");
            assert!(marks.iter().all(|mark| !text.contains(mark)), "{text}");
        }
    }

    #[test]
    fn only_the_body_that_has_not_answered_is_asked() {
        let (edition, calendar) = (Edition::by_id("539-2023").unwrap(), WorkingCalendar::built_in());
        let event = |(place, (kind, on)): (usize, &(EventKind, &str))| Event {
            event_id: place.to_string(),
            kind: *kind,
            on: parse_day(on).unwrap(),
            replaces: None,
            came_in: None,
        };
        let mut events = vec![
            (EventKind::Registered, "2026-09-01"),
            (EventKind::Accepted, "2026-09-02"),
            (EventKind::InternalAffairsReceived, "2026-09-03"),
            (EventKind::NationalSecurityReceived, "2026-09-03"),
        ];
        let today = parse_day("2026-10-05").unwrap();
        let holders = |events: &[(EventKind, &str)]| {
            let events: Vec<Event> = events.iter().enumerate().map(event).collect();
            let run = Timeline::new(Service::Grant, edition, &calendar, &events, today).current;
            ComplaintFacts::of(&run, Service::Grant, edition, "SYNAQ-1", today).map(|facts| facts.holders())
        };
        assert_eq!(holders(&events), Some(vec![Holder::InternalAffairs, Holder::NationalSecurity]));
        events.push((EventKind::InternalAffairsAnswered, "2026-09-30"));
        assert_eq!(holders(&events), Some(vec![Holder::NationalSecurity]));
    }

    #[test]
    fn the_letter_of_a_trial_says_in_its_first_line_that_it_is_one() {
        let late = facts(Service::Grant, "2026-09-01", "2026-09-04").unwrap();
        let lines = |is_trial| {
            in_locale(Locale::English, || letter(&ComplaintFacts { is_trial, ..late.clone() }, None))
        };
        assert!(lines(true)[0].starts_with("Trial version."), "{:?}", lines(true));
        assert_eq!(lines(true)[1..], lines(false));
    }

    #[test]
    fn the_deciding_body_of_an_extension_is_left_open_as_in_the_rules() {
        let late = facts(Service::Extend, "2026-09-01", "2026-09-30").unwrap();
        assert_eq!(late.holders(), []);
        let english = in_locale(Locale::English, || letter(&late, None));
        assert_eq!(english[0], "To: ____________");
        assert!(english[4].starts_with("The whole term of the service is 5 working days"), "{english:?}");
    }
}
