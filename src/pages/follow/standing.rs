//! The first line: the state, the latest lawful day, the working days left, and whether the reader must do something.

use crate::components::{TagKind, tag};
use crate::i18n::{Msg, PageTexts, dated, locale, plural, t, tr};
use crate::platform::view::{View, view};
use crate::route::{Route, Step};
use crate::tracking::first_lines::FirstLines;
use crate::words::phrase;
use headline::{Audience, Headline, Line, Phrase, TermPhrase};
use leptos::prelude::*;
use rules::id::DraftId;
use rules::time::Instant;
use rules::timeline::Proceeding;
use wire::event::EventRecord;
use wire::summary::{TermState, Tone};

/// The CSS class of the line that says what the reader must do.
const ACT: &str = "standing-act";

/// The number of defects that this phone finds in the documents that were sent.
#[derive(Clone, Copy)]
pub struct Defects {
    pub id: DraftId,
    /// Number of documents that may be refused today; `None` until they are examined.
    pub count: RwSignal<Option<u32>>,
}

/// Shows the first line for the applicant. `arrived` says who received an application that the service has yet to forward.
/// `checked` is the time of the gateway's last answer; `None` if the gateway is not asked.
pub fn first_line(
    run: &Proceeding,
    events: &[EventRecord],
    arrived: View,
    defects: Defects,
    checked: Option<RwSignal<Option<Instant>>>,
) -> View {
    let headline = Headline::new(run, events, Audience::Owner);
    if let Some(checked) = checked {
        keep(defects.id, headline, move || act_text(headline, defects), checked);
    }
    line(headline, arrived, headline.needed.map(|asked| act(asked, headline.defects_matter, defects)))
}

/// Shows the first line for a reader with a family link; the required action is somebody else's.
pub fn first_line_for_family(
    run: &Proceeding,
    events: &[EventRecord],
    is_needed: bool,
    id: DraftId,
    checked: RwSignal<Option<Instant>>,
) -> View {
    let headline = Headline::new(run, events, Audience::Family { is_needed });
    keep(id, headline, move || headline.needed.map(|asked| t(phrase(asked))), checked);
    line(headline, view! {}, headline.needed.map(said))
}

/// Shows what the person must do. While documents can be refused, their known defects replace "nothing". Until they are
/// examined, the line repeats what it said when the page was last read.
fn act(asked: Phrase, defects_matter: bool, defects: Defects) -> View {
    let words = move || match defects.count.get() {
        Some(count) if count > 0 && defects_matter => view! {
            {plural(Msg::OfficerRefusals, count, &[])} ". "
            <a href=Route::Draft(defects.id, Step::Officer).href()>{tr(Msg::OfficerTitle)}</a>
        },
        // A no-break space keeps the height of the line.
        None if defects_matter => view! { {last_act(defects.id).unwrap_or_else(|| "\u{A0}".to_owned())} },
        _ => said(asked),
    };
    view! { {words} }
}

/// Stores the content of the first line for `headline.js`, in the language of the page. Stores it again when the content or the
/// time of the gateway's last answer changes. `act` is what the reader must do.
fn keep(
    id: DraftId,
    headline: Headline,
    act: impl Fn() -> Option<String> + 'static,
    checked: RwSignal<Option<Instant>>,
) {
    Effect::new(move |_| {
        let said = |message| t(phrase(message));
        let outcome = headline.outcome.map(|outcome| ("due", said(outcome)));
        let date =
            headline.term.map(|term| (date_class(term).unwrap_or_default(), term.date().to_text(&PageTexts)));
        let left = headline.term.and_then(TermPhrase::left).map(|left| ("", left.to_text(&PageTexts)));
        let source = headline.source.map(|source| ("hint", said(source)));
        let late = headline.late.map(|late| ("error", late.to_text(&PageTexts)));
        let act = act().map(|act| (ACT, act));
        let state = (tag_kind(headline.tone).class(), said(headline.state));
        let lines = [Some(state), outcome, date, left, source, late, act].into_iter().flatten();
        FirstLines {
            language: locale().tag().to_owned(),
            problem: headline.tone == Tone::Problem,
            lines: lines.map(|(class, text)| (class.to_owned(), text)).collect(),
            away: away_words(checked),
        }
        .keep(id);
    });
}

/// Returns what the person must do as a text.
fn act_text(headline: Headline, defects: Defects) -> Option<String> {
    match defects.count.get() {
        Some(count) if count > 0 && headline.defects_matter => Some(plural(Msg::OfficerRefusals, count, &[])),
        None if headline.defects_matter => last_act(defects.id),
        _ => headline.needed.map(|asked| t(phrase(asked))),
    }
}

/// Returns what the line said when the page was last read in this language.
fn last_act(id: DraftId) -> Option<String> {
    let kept = FirstLines::find(id).filter(|kept| kept.language == locale().tag())?;
    kept.lines.into_iter().find_map(|(class, text)| (class == ACT).then_some(text))
}

fn tag_kind(tone: Tone) -> TagKind {
    match tone {
        Tone::Problem => TagKind::Problem,
        Tone::Done => TagKind::Done,
        Tone::Running => TagKind::Running,
    }
}

/// Renders the first line; `headline.js` makes the same markup.
fn line(headline: Headline, arrived: View, act: Option<View>) -> View {
    let kind = tag_kind(headline.tone);
    let class = if headline.tone == Tone::Problem { "standing standing-problem" } else { "standing" };
    let state = phrase(headline.state);
    view! {
        <section class=class>
            <p class="standing-where">{tag(kind, move || t(state))}</p>
            {headline.outcome.map(|outcome| view! { <p class="due">{said(outcome)}</p> })}
            {(headline.term == Some(TermPhrase::Later)).then_some(arrived)}
            {headline.term.map(term_view)}
            {headline.source.map(|source| view! { <p class="hint">{said(source)}</p> })}
            {headline.late.map(|late| view! { <p class="error">{filled(late)}</p> })}
            {act.map(|act| view! { <p class=ACT>{act}</p> })}
        </section>
    }
}

fn date_class(term: TermPhrase) -> Option<&'static str> {
    match term.state() {
        TermState::Overdue => Some("due error"),
        TermState::Running => Some("due"),
        TermState::Ended | TermState::BeyondCalendar | TermState::None => None,
    }
}

fn term_view(term: TermPhrase) -> View {
    view! {
        <p class=date_class(term)>{filled(term.date())}</p>
        {term.left().map(|left| view! { <p>{filled(left)}</p> })}
    }
}

/// Shows a message without placeholders.
fn said(message: Phrase) -> View {
    view! { {tr(phrase(message))} }
}

/// Shows a message with the values of its placeholders.
fn filled(line: Line) -> View {
    view! { {move || line.to_text(&PageTexts)} }
}

// The gateway is not compiled for the web.
/// Returns the text that the gateway cannot be reached, with the time of the shown data.
pub fn away_words(checked: RwSignal<Option<Instant>>) -> String {
    match checked.get().and_then(Instant::in_astana) {
        Some((day, _)) => dated(Msg::FollowAway, &[("date", day)], &[]),
        None => t(Msg::FollowAwayNever),
    }
}

#[cfg(not(target_arch = "wasm32"))]
#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{Locale, date, in_locale, plural_dated};
    use ::locale::DateTexts;
    use gateway::service::{SummarySource, summary_texts};
    use gateway::texts::BuiltTexts;
    use headline::{DatedPhrase, HistoryLine, PhraseTexts, last_reported};
    use rules::calendar::WorkingCalendar;
    use rules::edition::Edition;
    use rules::event::{Event, EventKind};
    use rules::service::Service;
    use rules::time::{Instant, parse_day};
    use rules::timeline::{Standing, Timeline};
    use std::collections::HashSet;
    use wire::summary::SummaryTexts;

    const READERS: [Audience; 3] =
        [Audience::Owner, Audience::Family { is_needed: true }, Audience::Family { is_needed: false }];

    /// The events of an application and the day on which it is read.
    struct History {
        service: Service,
        events: Vec<EventRecord>,
        today: chrono::NaiveDate,
    }

    /// Returns histories from a linear congruential generator; they are the same in every run.
    fn histories(count: usize) -> Vec<History> {
        let mut state: u64 = 539;
        let mut below = move |limit: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % limit
        };
        let starts =
            ["2026-03-19", "2026-11-23", "2026-12-29", "2028-12-20"].map(|day| parse_day(day).unwrap());
        let history = |_| {
            let start = starts[usize::try_from(below(4)).unwrap()];
            let service = [Service::Grant, Service::Grant, Service::Extend, Service::DuplicateDecision]
                [usize::try_from(below(4)).unwrap()];
            let mut events: Vec<EventRecord> = Vec::new();
            let (mut on, mut at) = (start, 0);
            for place in 0..below(7) {
                // Most histories begin with a registration and follow the order of the procedure; the others are out of order.
                let kind = match place {
                    0 if below(8) > 0 => [EventKind::Registered, EventKind::Registered, EventKind::Received]
                        [usize::try_from(below(3)).unwrap()],
                    _ => EventKind::ALL[usize::try_from(below(EventKind::ALL.len() as u64)).unwrap()],
                };
                on = on + chrono::Days::new(below(12));
                at += i64::try_from(below(3)).unwrap();
                let replaces = (place > 0 && below(5) == 0).then(|| below(place).to_string());
                let event = Event { event_id: place.to_string(), kind, on, replaces, came_in: None };
                let by_applicant = kind == EventKind::Registered && below(2) == 0;
                let (at, documents) = (Instant(at), Vec::new());
                events.push(EventRecord { event, at, documents, reference: None, by_applicant });
            }
            History { service, events, today: on + chrono::Days::new(below(70)) }
        };
        (0..count).map(history).collect()
    }

    /// Returns the texts of the page, made by the app's own dates and messages.
    fn page(headline: Headline, new: Option<HistoryLine>) -> SummaryTexts {
        let message = |message| t(phrase(message));
        let date_line = |term| match term {
            TermPhrase::None => t(Msg::FollowNoTerm),
            TermPhrase::Later => t(Msg::KindTermsLater),
            TermPhrase::BeyondCalendar => t(Msg::FollowBeyondCalendar),
            TermPhrase::Ended { on, took } => {
                plural_dated(Msg::FollowTook, took.into(), &[("date", on)], &[])
            }
            TermPhrase::Overdue { due, by } => {
                plural_dated(Msg::FollowOverdue, by.into(), &[("date", due)], &[])
            }
            TermPhrase::Running { due, .. } => dated(Msg::FollowDue, &[("date", due)], &[]),
        };
        let left_line = |term| match term {
            TermPhrase::Running { left: 0, .. } => Some(t(Msg::FollowLastDay)),
            TermPhrase::Running { left, .. } => Some(plural(Msg::FollowLeft, left.into(), &[])),
            _ => None,
        };
        let late_line = |late: Line| {
            let Line::Dated { date, stage, .. } = late else { panic!("a late stage has a day") };
            dated(Msg::FollowStageLate, &[("date", date)], &[("stage", &stage.map(message).unwrap())])
        };
        SummaryTexts {
            tone: headline.tone,
            state: message(headline.state),
            outcome: headline.outcome.map(message),
            term: headline.term.map(TermPhrase::state),
            date: headline.term.map(date_line),
            left: headline.term.and_then(left_line),
            source: headline.source.map(message),
            late: headline.late.map(late_line),
            needed: headline.needed.filter(|_| !headline.defects_matter).map(message),
            new: new.map(history_line),
        }
    }

    /// Returns the text at the beginning of a line of the history.
    fn history_line(line: HistoryLine) -> String {
        let bracketed = |note: Option<Phrase>| note.map(|note| format!(" ({})", t(phrase(note))));
        let notes = [line.source, line.note].map(|note| bracketed(note).unwrap_or_default());
        format!("{} {}{}", date(line.on), t(phrase(line.event)), notes.concat())
    }

    fn all_locales() -> impl Iterator<Item = Locale> {
        Locale::OFFERED.into_iter().chain([Locale::Pseudo])
    }

    #[test]
    fn the_page_and_the_gateway_show_the_same_for_every_state_and_language() {
        let (calendar, edition) = (WorkingCalendar::built_in(), Edition::by_id("539-2023").unwrap());
        let histories = histories(400);
        let mut covered: HashSet<String> = HashSet::new();
        for locale in all_locales() {
            in_locale(locale, || {
                for History { service, events, today } in &histories {
                    let reported: Vec<Event> = events.iter().map(|record| record.event.clone()).collect();
                    let timeline = Timeline::new(*service, edition, &calendar, &reported, *today);
                    for reader in READERS {
                        let headline = Headline::new(&timeline.current, events, reader);
                        let new =
                            last_reported(events).map(|record| HistoryLine::new(record, events, &timeline));
                        let followed = SummarySource { service: *service, edition, events, reader };
                        let summary = summary_texts(followed, &calendar, *today, locale);
                        assert_eq!(page(headline, new), summary, "{} {events:?} {today}", locale.tag());
                        covered.insert(format!("{:?}", timeline.current.standing));
                        covered.extend(headline.term.map(|term| format!("{:?}", term.state())));
                        covered.extend(headline.source.map(|source| format!("{source:?}")));
                        covered.extend(headline.late.map(|late| match late {
                            Line::Plain { phrase, .. } => format!("{phrase:?}"),
                            Line::Dated { phrase, .. } => format!("{phrase:?}"),
                        }));
                        for record in events {
                            let line = HistoryLine::new(record, events, &timeline);
                            assert_eq!(history_line(line), line.to_text(&BuiltTexts::of(locale)));
                            covered.extend(line.notes().map(|note| format!("{note:?}")));
                        }
                    }
                }
            });
        }
        for standing in [
            Standing::NotRegistered,
            Standing::Received,
            Standing::HandedOver,
            Standing::Registered,
            Standing::RefusedToAccept,
            Standing::BeingChecked,
            Standing::WithCommission,
            Standing::Granted,
            Standing::Refused,
            Standing::Withdrawn,
        ] {
            assert!(covered.contains(&format!("{standing:?}")), "{standing:?}");
        }
        for other in [
            "Running",
            "Overdue",
            "Ended",
            "BeyondCalendar",
            "None",
            "FollowStageLate",
            "HistoryCorrected",
            "HistoryReplaced",
            "HistoryEarlier",
            "HistoryByApplicant",
            "FollowByApplicant",
        ] {
            assert!(covered.contains(other), "{other}");
        }
    }

    #[test]
    fn the_gateway_has_the_apps_text_of_every_phrase() {
        for locale in all_locales() {
            let built = BuiltTexts::of(locale);
            in_locale(locale, || {
                assert_eq!(PageTexts.locale(), built.locale());
                for phrase in Phrase::ALL {
                    let (page, gateway) = (PageTexts.message(*phrase), built.message(*phrase));
                    assert_eq!(page, gateway, "{} {}", locale.tag(), phrase.key());
                    assert!(!page.is_empty(), "{} {}", locale.tag(), phrase.key());
                }
                for phrase in DatedPhrase::ALL {
                    let (page, gateway) = (PageTexts.dated_message(*phrase), built.dated_message(*phrase));
                    assert_eq!(page, gateway, "{} {}", locale.tag(), phrase.key());
                }
            });
        }
    }
}
