//! The machine-readable lines of a passport or a card, typed instead of the answers that they give. Nothing of them is kept
//! but those answers, and none is put over another one without asking.

use crate::app::App;
use crate::components::{MessageKind, TitleMark, announce, back_link, heading, message, subtitle};
use crate::draft::Desk;
use crate::i18n::{Msg, date, t, text, tr};
use crate::platform::view::{Event, View, nothing, view};
use crate::platform::{clock, page, typing};
use crate::route::{PersonStep, Route, Step};
use crate::words;
use leptos::prelude::*;
use rules::check::{Field, PersonField};
use rules::draft::{Citizenship, Draft, Person};
use rules::id::{DraftId, PersonId};
use rules::mrz::{Mrz, MrzField, MrzFormat, MrzProblem, as_typed};
use rules::time::TypedDay;
use script::name::{Likeness, compare};

/// An answer that the lines give.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Answer {
    Family(String),
    Given(String),
    Born(TypedDay),
    Citizenship(Citizenship),
    Number(String),
    Expires(TypedDay),
}

/// What became of an answer of the lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// There was none, and it was put there.
    Filled,
    /// It was there already.
    Same,
    /// Another one is there and stays until the person says otherwise.
    Differs,
}

/// What came of reading the lines.
#[derive(Clone, PartialEq)]
enum Outcome {
    Nothing,
    Wrong(Vec<MrzProblem>),
    Read { before: Box<Person>, answers: Vec<(Answer, Fate)>, may_be_cut: bool },
}

/// The page in hand.
#[derive(Clone, Copy)]
struct Lines {
    desk: Desk,
    id: DraftId,
    person: PersonId,
    format: RwSignal<MrzFormat>,
    typed: [RwSignal<String>; 3],
    outcome: RwSignal<Outcome>,
}

pub fn view(id: DraftId, person: PersonId) -> View {
    let desk = App::get().desk;
    let lines = Lines {
        desk,
        id,
        person,
        format: RwSignal::new(MrzFormat::Td3),
        typed: [0; 3].map(|_| RwSignal::new(String::new())),
        outcome: RwSignal::new(Outcome::Nothing),
    };
    subtitle(Signal::derive(move || {
        desk.draft.with_untracked(|draft| words::person_without_name(draft, person))
    }));
    let is_wrong = move || lines.outcome.with(|outcome| matches!(outcome, Outcome::Wrong(_)));
    announce(heading(Msg::LinesTitle), move || if is_wrong() { TitleMark::Error } else { TitleMark::Plain });
    let name_of = move |draft: &Draft| Some(words::person_name(draft, draft.person(person)?));
    let is_read = Memo::new(move |_| lines.outcome.with(|outcome| matches!(outcome, Outcome::Read { .. })));
    view! {
        {back_link(lines.person_route(PersonStep::Name))}
        {move || problems_view(lines)}
        <h1 id="heading" tabindex="-1">{tr(Msg::LinesTitle)}</h1>
        <p class="caption"><bdi>{move || desk.draft.with(name_of)}</bdi></p>
        {move || if is_read.get() { read_view(lines) } else { form(lines) }}
    }
}

impl Lines {
    fn person_route(self, step: PersonStep) -> Route {
        Route::Draft(self.id, Step::Person(self.person, step))
    }

    /// Takes what was typed into a line. A first letter tells a passport from a card, and a run of all lines is cut.
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
                self.outcome.set(Outcome::Wrong(problems));
                page::after_render(|| page::focus_from_top("errors"));
            }
            Ok(mrz) => {
                let mut taken = None;
                self.desk.draft.update(|draft| {
                    if let Some(person) = draft.person_mut(self.person) {
                        let before = Box::new(person.clone());
                        taken = Some((before, fill(person, &mrz)));
                    }
                });
                let Some((before, answers)) = taken else { return };
                for line in self.typed {
                    line.set(String::new());
                }
                let may_be_cut = mrz.names_may_be_cut();
                self.outcome.set(Outcome::Read { before, answers, may_be_cut });
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
    // The first two stay as they are, with the focus, when the first letter tells that there is a third.
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
            Outcome::Wrong(problems) => {
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

/// Where the lines stand: at the foot of the page with the photo, or on the back of the card.
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

/// All mistakes, each a button that marks its characters in the line.
fn problems_view(lines: Lines) -> View {
    let Outcome::Wrong(problems) = lines.outcome.get() else { return nothing() };
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
        MrzProblem::NotMrz => t(Msg::LinesNotLines),
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

/// What the lines gave: what was filled, and a question for each answer that was there and is another.
fn read_view(lines: Lines) -> View {
    let Outcome::Read { before, answers, may_be_cut } = lines.outcome.get() else { return nothing() };
    let rows: Vec<View> = answers
        .iter()
        .filter(|(_, fate)| *fate != Fate::Differs)
        .map(|(answer, fate)| {
            let note = match fate {
                Fate::Filled => Msg::LinesFilled,
                Fate::Same | Fate::Differs => Msg::LinesSame,
            };
            let label = answer.label();
            let answer = answer.clone();
            view! {
                <div class="answer">
                    <dt>{tr(label)}</dt>
                    <dd><bdi>{move || answer.words()}</bdi> <span class="hint">{tr(note)}</span></dd>
                </div>
            }
        })
        .collect();
    let questions: Vec<View> = answers
        .into_iter()
        .filter(|(_, fate)| *fate == Fate::Differs)
        .map(|(answer, _)| difference(lines, &before, answer))
        .collect();
    let go_on = move |_| App::get().go_on(lines.person_route(PersonStep::Name));
    let again = move |_| {
        lines.outcome.set(Outcome::Nothing);
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

/// Which of two answers holds. What was typed stays until the other one is chosen.
fn difference(lines: Lines, before: &Person, answer: Answer) -> View {
    let label = answer.label();
    let name = answer.name();
    let own = answer.of(before);
    let put = move |chosen: Answer| {
        lines.desk.draft.update(|draft| {
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
                <label for=id>{tr(msg)} " " <bdi>{move || said.words()}</bdi></label>
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

/// Puts what the lines say where no answer is, and tells of each answer what became of it.
fn fill(person: &mut Person, mrz: &Mrz) -> Vec<(Answer, Fate)> {
    let before = person.clone();
    let mut answers = Vec::new();
    for answer in answers_of(mrz) {
        let fate = answer.fate(&before, mrz);
        if fate == Fate::Filled {
            answer.put(person);
        }
        answers.push((answer, fate));
    }
    answers
}

fn answers_of(mrz: &Mrz) -> Vec<Answer> {
    let two_digits = |part: Option<u8>| match part {
        Some(part @ 0..10) => ["0", &part.to_string()].concat(),
        Some(part) => part.to_string(),
        None => String::new(),
    };
    let born = TypedDay {
        day: two_digits(mrz.birth.day),
        month: two_digits(mrz.birth.month),
        year: mrz.birth.year.map(|year| year.to_string()).unwrap_or_default(),
    };
    let mut answers = Vec::new();
    for (text, answer) in
        [(&mrz.family_name, Answer::Family as fn(String) -> Answer), (&mrz.given_names, Answer::Given)]
    {
        if !text.is_empty() {
            answers.push(answer(text.clone()));
        }
    }
    if !born.is_empty() {
        answers.push(Answer::Born(born));
    }
    answers.extend(Citizenship::of_state(&mrz.nationality).map(Answer::Citizenship));
    answers.push(Answer::Number(mrz.number.clone()));
    answers.extend(mrz.expiry.map(|day| Answer::Expires(TypedDay::of(day))));
    answers
}

impl Answer {
    fn fate(&self, person: &Person, mrz: &Mrz) -> Fate {
        let (is_there, is_same) = match self {
            Self::Family(read) => {
                let is_same = is_same_name(&person.name.full(), &mrz.names());
                (!person.name.full().is_empty(), is_same || is_same_name(&person.name.family, read))
            }
            Self::Given(read) => {
                let with_patronymic = [person.name.given.as_str(), &person.name.patronymic].join(" ");
                let is_same = is_same_name(&person.name.given, read)
                    || is_same_name(&with_patronymic, read)
                    || is_same_name(&person.name.full(), &mrz.names());
                (!with_patronymic.trim().is_empty(), is_same)
            }
            Self::Born(read) => (!person.born.is_empty(), is_same_day(&person.born, read)),
            Self::Citizenship(read) => (person.citizenship.is_some(), person.citizenship == Some(*read)),
            Self::Number(read) => {
                let plain = |number: &str| -> String {
                    number
                        .chars()
                        .filter(char::is_ascii_alphanumeric)
                        .collect::<String>()
                        .to_ascii_uppercase()
                };
                (!person.identity.number.trim().is_empty(), plain(&person.identity.number) == plain(read))
            }
            Self::Expires(read) => {
                let identity = &person.identity;
                let is_there = identity.no_expiry || !identity.expires.is_empty();
                (is_there, !identity.no_expiry && is_same_day(&identity.expires, read))
            }
        };
        match (is_there, is_same) {
            (_, true) => Fate::Same,
            (false, false) => Fate::Filled,
            (true, false) => Fate::Differs,
        }
    }

    /// The answer of this kind that the person has.
    fn of(&self, person: &Person) -> Self {
        match self {
            Self::Family(_) => Self::Family(person.name.family.clone()),
            Self::Given(_) => Self::Given(person.name.given.clone()),
            Self::Born(_) => Self::Born(person.born.clone()),
            Self::Citizenship(read) => Self::Citizenship(person.citizenship.unwrap_or(*read)),
            Self::Number(_) => Self::Number(person.identity.number.clone()),
            Self::Expires(_) => Self::Expires(person.identity.expires.clone()),
        }
    }

    fn put(&self, person: &mut Person) {
        match self.clone() {
            Self::Family(text) => person.name.family = text,
            Self::Given(text) => person.name.given = text,
            Self::Born(day) => person.born = day,
            Self::Citizenship(citizenship) => person.citizenship = Some(citizenship),
            Self::Number(text) => person.identity.number = text,
            Self::Expires(day) => {
                person.identity.no_expiry = day.is_empty();
                person.identity.expires = day;
            }
        }
    }

    fn label(&self) -> Msg {
        let field = match self {
            Self::Family(_) => return Msg::NameFamily,
            Self::Given(_) => return Msg::NameGiven,
            Self::Born(_) => PersonField::Born,
            Self::Citizenship(_) => PersonField::Citizenship,
            Self::Number(_) => PersonField::DocumentNumber,
            Self::Expires(_) => PersonField::DocumentExpires,
        };
        words::field(Field::Person(PersonId::default(), field))
    }

    /// Names the radio buttons of its question.
    fn name(&self) -> &'static str {
        match self {
            Self::Family(_) => "family",
            Self::Given(_) => "given",
            Self::Born(_) => "born",
            Self::Citizenship(_) => "citizenship",
            Self::Number(_) => "number",
            Self::Expires(_) => "expires",
        }
    }

    fn words(&self) -> String {
        match self {
            Self::Family(text) | Self::Given(text) | Self::Number(text) if text.is_empty() => {
                t(Msg::AnswersNone)
            }
            Self::Family(text) | Self::Given(text) | Self::Number(text) => text.clone(),
            Self::Citizenship(citizenship) => t(words::citizenship(*citizenship)),
            Self::Expires(day) if day.is_empty() => t(Msg::PaperNoExpiry),
            Self::Born(day) | Self::Expires(day) => {
                day.read().map_or_else(|_| [day.day.as_str(), &day.month, &day.year].join("."), date)
            }
        }
    }
}

fn is_same_name(one: &str, other: &str) -> bool {
    compare(one, other) == Likeness::Same
}

/// A day of which the lines leave parts open is held against those that they name.
fn is_same_day(typed: &TypedDay, read: &TypedDay) -> bool {
    match (typed.read(), read.read()) {
        (Ok(typed), Ok(read)) => typed == read,
        (Ok(typed), Err(_)) => {
            let typed = TypedDay::of(typed);
            let agrees = |typed: &str, read: &str| read.is_empty() || typed == read;
            agrees(&typed.day, &read.day)
                && agrees(&typed.month, &read.month)
                && agrees(&typed.year, &read.year)
        }
        (Err(_), _) => typed == read,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rules::mrz::PartialDay;

    /// A made-up passport; SYNAQ is Kazakh for test.
    fn passport() -> Mrz {
        Mrz {
            format: MrzFormat::Td3,
            document_code: "P".into(),
            issuing_state: "UZB".into(),
            nationality: "UZB".into(),
            family_name: "SYNAQ".into(),
            given_names: "DARKHAN ULGI".into(),
            number: "FA0000001".into(),
            birth: PartialDay { year: Some(1985), month: Some(3), day: Some(14) },
            sex: None,
            expiry: chrono::NaiveDate::from_ymd_opt(2030, 1, 31),
            optional: String::new(),
            optional_second: String::new(),
        }
    }

    fn day(day: &str, month: &str, year: &str) -> TypedDay {
        let [day, month, year] = [day, month, year].map(str::to_owned);
        TypedDay { day, month, year }
    }

    fn fates(answers: &[(Answer, Fate)]) -> Vec<Fate> {
        answers.iter().map(|(_, fate)| *fate).collect()
    }

    #[test]
    fn the_lines_fill_what_was_empty_and_nothing_else() {
        let mut person = Person { birth_place: "Үлгі".into(), ..Person::default() };
        let answers = fill(&mut person, &passport());
        assert_eq!(fates(&answers), [Fate::Filled; 6]);
        assert_eq!(person.name.full(), "SYNAQ DARKHAN ULGI");
        assert_eq!(person.born, day("14", "03", "1985"));
        assert_eq!(person.citizenship, Some(Citizenship::Uzbekistan));
        assert_eq!(person.identity.number, "FA0000001");
        assert_eq!(person.identity.expires, day("31", "01", "2030"));
        assert_eq!(person.birth_place, "Үлгі");
        // A second time all is there.
        let before = person.clone();
        assert_eq!(fates(&fill(&mut person, &passport())), [Fate::Same; 6]);
        assert_eq!(person, before);
    }

    #[test]
    fn what_was_typed_in_another_way_is_the_same_answer() {
        let mut person = Person { born: day("14", "наурыз", "1985"), ..Person::default() };
        person.name.family = "Synaq".into();
        person.name.given = "Darkhan".into();
        person.name.patronymic = "Ulgi".into();
        person.identity.number = "fa 0000001".into();
        let before = person.clone();
        let answers = fill(&mut person, &passport());
        use Fate::{Filled, Same};
        assert_eq!(fates(&answers), [Same, Same, Same, Filled, Same, Filled]);
        assert_eq!(person.name, before.name);
        assert_eq!(person.born, before.born);
        assert_eq!(person.identity.number, before.identity.number);
    }

    #[test]
    fn another_answer_stays_until_it_is_said_otherwise_and_comes_back() {
        let mut person = Person { citizenship: Some(Citizenship::China), ..Person::default() };
        person.name.family = "SYNAK".into();
        person.born = day("15", "3", "1985");
        person.identity.no_expiry = true;
        let before = person.clone();
        let answers = fill(&mut person, &passport());
        use Fate::{Differs, Filled};
        assert_eq!(fates(&answers), [Differs, Filled, Differs, Differs, Filled, Differs]);
        assert_eq!(person.name.family, "SYNAK");
        assert_eq!(person.born, before.born);
        assert!(person.identity.no_expiry);
        for (answer, _) in answers.iter().filter(|(_, fate)| *fate == Differs) {
            answer.put(&mut person);
        }
        assert_eq!(person.name.family, "SYNAQ");
        assert!(!person.identity.no_expiry);
        for (answer, _) in answers.iter().filter(|(_, fate)| *fate == Differs) {
            answer.of(&before).put(&mut person);
        }
        assert_eq!((&person.name.family, &person.born), (&before.name.family, &before.born));
        assert_eq!(
            (person.citizenship, &person.identity.expires),
            (before.citizenship, &before.identity.expires)
        );
        assert!(person.identity.no_expiry);
    }

    #[test]
    fn a_single_name_is_the_same_wherever_it_was_typed_and_an_unknown_day_asks_nothing() {
        let mrz = Mrz {
            family_name: "ULGI".into(),
            given_names: String::new(),
            birth: PartialDay { year: Some(1985), ..PartialDay::default() },
            ..passport()
        };
        let mut person = Person { born: day("14", "3", "1985"), ..Person::default() };
        person.name.given = "Ulgi".into();
        let answers = fill(&mut person, &mrz);
        assert_eq!(fates(&answers)[..2], [Fate::Same, Fate::Same]);
        assert_eq!(person.name.family, "");
        person.born = day("14", "3", "1986");
        assert_eq!(fates(&fill(&mut person, &mrz))[1], Fate::Differs);
    }
}
