//! The page to type the machine-readable lines of a passport or a card instead of the answers that they contain. Only those
//! answers are stored, and no existing answer is overwritten without asking.

use crate::app::App;
use crate::components::{MessageKind, TitleMark, announce, back_link, heading, message, subtitle};
use crate::draft::DraftEditor;
use crate::i18n::{Msg, date, t, text, tr};
use crate::platform::view::{Event, View, nothing, view};
use crate::platform::{clock, page, typing};
use crate::route::{PersonStep, Route, Step};
use crate::words;
use leptos::prelude::*;
use rules::check::{Field, PersonField};
use rules::draft::{Draft, Person};
use rules::id::{DraftId, PersonId};
use rules::mrz::{Mrz, MrzField, MrzFormat, MrzProblem, as_typed};
use rules::prefill::{MrzAnswer, PrefillOutcome, prefill};

/// The result of reading the lines.
#[derive(Clone, PartialEq)]
enum MrzOutcome {
    Nothing,
    Wrong(Vec<MrzProblem>),
    Read { before: Box<Person>, answers: Vec<(MrzAnswer, PrefillOutcome)>, may_be_cut: bool },
}

/// The state of the page.
#[derive(Clone, Copy)]
struct Lines {
    editor: DraftEditor,
    id: DraftId,
    person: PersonId,
    format: RwSignal<MrzFormat>,
    typed: [RwSignal<String>; 3],
    outcome: RwSignal<MrzOutcome>,
}

pub fn view(id: DraftId, person: PersonId) -> View {
    let editor = App::get().editor;
    let lines = Lines {
        editor,
        id,
        person,
        format: RwSignal::new(MrzFormat::Td3),
        typed: [0; 3].map(|_| RwSignal::new(String::new())),
        outcome: RwSignal::new(MrzOutcome::Nothing),
    };
    subtitle(Signal::derive(move || {
        editor.draft.with_untracked(|draft| words::person_without_name(draft, person))
    }));
    let is_wrong = move || lines.outcome.with(|outcome| matches!(outcome, MrzOutcome::Wrong(_)));
    announce(heading(Msg::LinesTitle), move || if is_wrong() { TitleMark::Error } else { TitleMark::Plain });
    let name_of = move |draft: &Draft| Some(words::person_name(draft, draft.person(person)?));
    let is_read =
        Memo::new(move |_| lines.outcome.with(|outcome| matches!(outcome, MrzOutcome::Read { .. })));
    view! {
        {back_link(lines.person_route(PersonStep::Name))}
        {move || problems_view(lines)}
        <h1 id="heading" tabindex="-1">{tr(Msg::LinesTitle)}</h1>
        <p class="caption"><bdi>{move || editor.draft.with(name_of)}</bdi></p>
        {move || if is_read.get() { read_view(lines) } else { form(lines) }}
    }
}

impl Lines {
    fn person_route(self, step: PersonStep) -> Route {
        Route::Draft(self.id, Step::Person(self.person, step))
    }

    /// Handles typing in a line. The first letter distinguishes a passport from a card; pasted text of all lines is split.
    fn take(self, line: usize, event: &Event) {
        let typed = event_target_value(event);
        if line == 0 {
            match as_typed(typed.trim_start(), MrzFormat::Td3.width()).chars().next() {
                Some('P') => self.format.set(MrzFormat::Td3),
                Some('A' | 'C' | 'I') => self.format.set(MrzFormat::Td1),
                _ => {}
            }
        }
        let format = self.format.get_untracked();
        let run: Vec<char> = as_typed(&typed, format.width()).chars().collect();
        let is_run = line == 0 && run.len() == format.width() * format.lines();
        if is_run {
            for (place, part) in run.chunks(format.width()).enumerate() {
                if let Some(signal) = self.typed.get(place) {
                    signal.set(part.iter().collect());
                }
            }
            return;
        }
        let line_text: String = run.into_iter().collect();
        typing::replace(event, &line_text);
        if let Some(signal) = self.typed.get(line) {
            signal.set(line_text);
        }
    }

    fn read(self) {
        let format = self.format.get_untracked();
        let typed: Vec<String> =
            self.typed.iter().take(format.lines()).map(|line| line.get_untracked()).collect();
        match Mrz::parse(&typed.join("\n"), clock::today()) {
            Err(problems) => {
                self.outcome.set(MrzOutcome::Wrong(problems));
                page::after_render(|| page::focus_from_top("errors"));
            }
            Ok(mrz) => {
                let mut taken = None;
                self.editor.draft.update(|draft| {
                    if let Some(person) = draft.person_mut(self.person) {
                        let before = Box::new(person.clone());
                        taken = Some((before, prefill(person, &mrz)));
                    }
                });
                let Some((before, answers)) = taken else { return };
                for line in self.typed {
                    line.set(String::new());
                }
                let may_be_cut = mrz.names_may_be_cut();
                self.outcome.set(MrzOutcome::Read { before, answers, may_be_cut });
                page::after_render(|| page::focus_from_top("heading"));
            }
        }
    }
}

fn input_id(line: usize) -> String {
    ["line-", &(line + 1).to_string()].concat()
}

fn form(lines: Lines) -> View {
    let submit = move |event: Event| {
        event.prevent_default();
        lines.read();
    };
    let formats =
        [(MrzFormat::Td3, "passport", Msg::LinesPassport), (MrzFormat::Td1, "card", Msg::LinesCard)];
    let formats = formats.map(|(format, id, label)| {
        view! {
            <div class="radio">
                <input type="radio" name="format" id=id prop:checked=move || lines.format.get() == format
                    on:change=move |_| lines.format.set(format)/>
                <label for=id>{tr(label)}</label>
            </div>
        }
    });
    // The first two fields stay in place and keep the focus when the first letter shows that there is a third line.
    let has_third = Memo::new(move |_| lines.format.get().lines() > 2);
    view! {
        <form novalidate on:submit=submit>
            <p>{tr(Msg::LinesHint)}</p>
            <fieldset class="field">
                <legend>{tr(Msg::LinesWhich)}</legend>
                {Vec::from(formats)}
            </fieldset>
            {move || picture(lines.format.get())}
            <p class="hint">{tr(Msg::LinesFiller)}</p>
            {line_input(lines, 0)}
            {line_input(lines, 1)}
            {move || has_third.get().then(|| line_input(lines, 2))}
            <p class="hint">{tr(Msg::LinesNotKept)}</p>
            <div class="actions">
                <button class="button" type="submit">{tr(Msg::LinesRead)}</button>
                <a href=lines.person_route(PersonStep::Name).href()>{tr(Msg::LinesByHand)}</a>
            </div>
        </form>
    }
}

fn line_input(lines: Lines, line: usize) -> View {
    let id = input_id(line);
    let (count_id, error_id) = ([&id, "-count"].concat(), [&id, "-error"].concat());
    let Some(typed) = lines.typed.get(line).copied() else { return nothing() };
    let width = move || lines.format.get().width();
    let count = move || {
        let (n, of) = (typed.with(|typed| typed.chars().count()).to_string(), width().to_string());
        text(Msg::LinesCount, &[("n", &n), ("all", &of)])
    };
    let problems = Memo::new(move |_| {
        lines.outcome.with(|outcome| match outcome {
            MrzOutcome::Wrong(problems) => {
                problems.iter().filter(|problem| problem.line() == Some(line + 1)).copied().collect()
            }
            _ => Vec::new(),
        })
    });
    let is_wrong = move || problems.with(|problems: &Vec<MrzProblem>| !problems.is_empty());
    let described = {
        let (count_id, error_id) = (count_id.clone(), error_id.clone());
        move || if is_wrong() { Some([&error_id, " ", &count_id].concat()) } else { Some(count_id.clone()) }
    };
    let errors = move || {
        let id = error_id.clone();
        is_wrong().then(|| {
            let all = problems.get().into_iter();
            let said: Vec<View> =
                all.map(|problem| view! { <span>{move || problem_words(problem)}</span> }).collect();
            view! { <p class="error error-lines" id=id>{said}</p> }
        })
    };
    let label = move || text(Msg::LinesLine, &[("n", &(line + 1).to_string())]);
    let named = move |msg: Msg| move || words::joined(Msg::JoinColon, &label(), &t(msg));
    let one = {
        let id = id.clone();
        move |_| typing::insert(&id, "<")
    };
    let rest = {
        let id = id.clone();
        move |_| {
            let left = width().saturating_sub(typed.with_untracked(|typed| typed.chars().count()));
            typing::insert(&id, &"<".repeat(left));
        }
    };
    view! {
        <div class=move || if is_wrong() { "field field-wrong" } else { "field" }>
            <label for=id.clone()>{label}</label>
            {errors}
            <input class="input input-lines" id=id type="text" dir="ltr" autocomplete="off" autocapitalize="characters"
                autocorrect="off" spellcheck="false" enterkeyhint="next"
                aria-describedby=described
                aria-invalid=move || is_wrong().then_some("true")
                prop:value=move || typed.get()
                on:input=move |event: Event| lines.take(line, &event)
            />
            <div class="line-tools">
                <button class="button button-quiet" type="button" aria-label=named(Msg::LinesOneFiller) on:click=one><bdi>"<"</bdi></button>
                <button class="button button-quiet" type="button" aria-label=named(Msg::LinesFillersToEnd) on:click=rest><bdi dir="ltr">"<<< →|"</bdi></button>
                <span class="hint" id=count_id>{count}</span>
            </div>
        </div>
    }
}

/// Shows where the lines are printed: at the bottom of the page with the photo, or on the back of the card.
fn picture(format: MrzFormat) -> View {
    let (page, photo, lines) = match format {
        MrzFormat::Td3 => (
            "M4 4h132v92H4z",
            "M14 14h32v42H14zM30 22a8 8 0 1 0 0 16a8 8 0 1 0 0-16M18 54c2-16 22-16 24 0M56 20h60M56 30h46M56 40h54M56 50h36",
            "M12 72h116M12 86h116",
        ),
        MrzFormat::Td1 => {
            ("M4 14h132v80H4z", "M14 24h50M14 32h36M108 22h18v18h-18z", "M12 56h116M12 68h116M12 80h116")
        }
    };
    let caption = match format {
        MrzFormat::Td3 => Msg::LinesWherePassport,
        MrzFormat::Td1 => Msg::LinesWhereCard,
    };
    view! {
        <figure class="lines-picture">
            <svg viewBox="0 0 140 100" aria-hidden="true">
                <path class="lines-page" d=page/>
                <path class="lines-print" d=photo/>
                <path class="lines-here" d=lines/>
            </svg>
            <figcaption>{tr(caption)}</figcaption>
        </figure>
    }
}

/// Lists all mistakes; each is a button that selects its characters in the line.
fn problems_view(lines: Lines) -> View {
    let MrzOutcome::Wrong(problems) = lines.outcome.get() else { return nothing() };
    let rows = problems.into_iter().map(|problem| {
        let place = problem.line().unwrap_or(1);
        let target = input_id(place - 1);
        let jump = move |event: Event| {
            event.prevent_default();
            match problem.columns() {
                Some(columns) => typing::mark(&target, columns.from, columns.to),
                None => page::focus_field(&target),
            }
        };
        let href = ["#", &input_id(place - 1)].concat();
        view! { <li><a href=href on:click=jump>{move || problem_words(problem)}</a></li> }
    });
    let rows: Vec<View> = rows.collect();
    view! {
        <div id="errors" class="errors" tabindex="-1">
            <div role="alert">
                <h2>{tr(Msg::ErrorSummary)}</h2>
                <ul>{rows}</ul>
            </div>
        </div>
    }
}

fn problem_words(problem: MrzProblem) -> String {
    let number = |value: usize| value.to_string();
    match problem {
        MrzProblem::NotMrz => text(Msg::LinesNotLines, &[("passport", "P"), ("card", "I, A, C")]),
        MrzProblem::WrongLength { line, expected, found } => {
            let (expected, found) = (number(expected), number(found));
            match line {
                Some(line) => {
                    let values = [("line", number(line)), ("all", expected), ("n", found)];
                    filled(Msg::LinesLength, &values)
                }
                None => filled(Msg::LinesLengthTogether, &[("all", expected), ("n", found)]),
            }
        }
        MrzProblem::BadCharacter { line, column } => {
            filled(Msg::LinesCharacter, &[("line", number(line)), ("n", number(column))])
        }
        MrzProblem::CheckDigit { field: MrzField::Composite, line, columns } => {
            filled(Msg::LinesWhole, &[("line", number(line)), ("n", number(columns.from))])
        }
        MrzProblem::CheckDigit { field, line, columns } => place_words(Msg::LinesDigit, field, line, columns),
        MrzProblem::NotADay { field, line, columns } => place_words(Msg::LinesNoDay, field, line, columns),
    }
}

fn place_words(msg: Msg, field: MrzField, line: usize, columns: rules::mrz::Columns) -> String {
    let field = t(match field {
        MrzField::Number => Msg::FieldDocumentNumber,
        MrzField::Birth => Msg::FieldBorn,
        MrzField::Expiry => Msg::FieldDocumentExpires,
        MrzField::PersonalNumber | MrzField::Composite => Msg::LinesPersonalNumber,
    });
    let values = [
        ("field", field),
        ("line", line.to_string()),
        ("from", columns.from.to_string()),
        ("to", columns.to.to_string()),
    ];
    filled(msg, &values)
}

fn filled(msg: Msg, values: &[(&str, String)]) -> String {
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    text(msg, &values)
}

/// Shows the result of the lines: the answers that were filled, and a question for each existing answer that differs.
fn read_view(lines: Lines) -> View {
    let MrzOutcome::Read { before, answers, may_be_cut } = lines.outcome.get() else { return nothing() };
    let rows: Vec<View> = answers
        .iter()
        .filter(|(_, outcome)| *outcome != PrefillOutcome::Differs)
        .map(|(answer, outcome)| {
            let note = match outcome {
                PrefillOutcome::Filled => Msg::LinesFilled,
                PrefillOutcome::Same | PrefillOutcome::Differs => Msg::LinesSame,
            };
            let label = answer_label(answer);
            let answer = answer.clone();
            view! {
                <div class="answer">
                    <dt>{tr(label)}</dt>
                    <dd><bdi>{move || answer_words(&answer)}</bdi> <span class="hint">{tr(note)}</span></dd>
                </div>
            }
        })
        .collect();
    let questions: Vec<View> = answers
        .into_iter()
        .filter(|(_, outcome)| *outcome == PrefillOutcome::Differs)
        .map(|(answer, _)| difference(lines, &before, answer))
        .collect();
    let go_on = move |_| App::get().go_on(lines.person_route(PersonStep::Name));
    let again = move |_| {
        lines.outcome.set(MrzOutcome::Nothing);
        page::after_render(|| page::focus_from_top("heading"));
    };
    view! {
        {message(MessageKind::Success, view! { <p>{tr(Msg::LinesDone)}</p> })}
        {may_be_cut.then(|| message(MessageKind::Warning, view! { <p>{tr(Msg::LinesMayBeCut)}</p> }))}
        <dl>{rows}</dl>
        {questions}
        <p>{tr(Msg::LinesEdit)}</p>
        <div class="actions">
            <button class="button" type="button" on:click=go_on>{tr(Msg::ShellContinue)}</button>
            <button class="link" type="button" on:click=again>{tr(Msg::LinesAgain)}</button>
        </div>
    }
}

/// Asks which of two answers is right. The typed one stays until the other one is chosen.
fn difference(lines: Lines, before: &Person, answer: MrzAnswer) -> View {
    let label = answer_label(&answer);
    let name = answer_id(&answer);
    let own = answer.of(before);
    let put = move |chosen: MrzAnswer| {
        lines.editor.draft.update(|draft| {
            if let Some(person) = draft.person_mut(lines.person) {
                chosen.put(person);
            }
        });
    };
    let choices = [(own, Msg::LinesKeep, "own", true), (answer, Msg::LinesTake, "lines", false)];
    let choices = choices.map(|(choice, msg, which, is_first)| {
        let id = [name, "-", which].concat();
        let said = choice.clone();
        let chosen = move |_| put(choice.clone());
        view! {
            <div class="radio">
                <input type="radio" name=name id=id.clone() prop:checked=is_first on:change=chosen/>
                <label for=id>{tr(msg)} " " <bdi>{move || answer_words(&said)}</bdi></label>
            </div>
        }
    });
    view! {
        <fieldset class="field">
            <legend>{tr(label)}</legend>
            <p class="hint">{tr(Msg::LinesDiffers)}</p>
            {Vec::from(choices)}
        </fieldset>
    }
}

fn answer_label(answer: &MrzAnswer) -> Msg {
    let field = match answer {
        MrzAnswer::Family(_) => return Msg::NameFamily,
        MrzAnswer::Given(_) => return Msg::NameGiven,
        MrzAnswer::Born(_) => PersonField::Born,
        MrzAnswer::Citizenship(_) => PersonField::Citizenship,
        MrzAnswer::Number(_) => PersonField::DocumentNumber,
        MrzAnswer::Expires(_) => PersonField::DocumentExpires,
    };
    words::field(Field::Person(PersonId::default(), field))
}

/// Returns the name of the radio buttons of an answer.
fn answer_id(answer: &MrzAnswer) -> &'static str {
    match answer {
        MrzAnswer::Family(_) => "family",
        MrzAnswer::Given(_) => "given",
        MrzAnswer::Born(_) => "born",
        MrzAnswer::Citizenship(_) => "citizenship",
        MrzAnswer::Number(_) => "number",
        MrzAnswer::Expires(_) => "expires",
    }
}

fn answer_words(answer: &MrzAnswer) -> String {
    use MrzAnswer as A;
    match answer {
        A::Family(text) | A::Given(text) | A::Number(text) if text.is_empty() => t(Msg::AnswersNone),
        A::Family(text) | A::Given(text) | A::Number(text) => text.clone(),
        A::Citizenship(citizenship) => t(words::citizenship(*citizenship)),
        A::Expires(day) if day.is_empty() => t(Msg::PaperNoExpiry),
        A::Born(day) | A::Expires(day) => {
            day.read().map_or_else(|_| [day.day.as_str(), &day.month, &day.year].join("."), date)
        }
    }
}
