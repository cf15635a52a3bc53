//! Inputs bound to answers of the draft. Each shows its own error, with the text of the error summary.

use super::Problems;
use crate::draft::Bind;
use crate::i18n::{Msg, t, tr};
use crate::platform::view::{Child, Event, View, view};
use crate::words;
use leptos::prelude::*;
use rules::check::Field;

/// The kind of text of an input: it determines the keyboard of a phone and the autofill.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum TextKind {
    Plain,
    Phone,
    Email,
    /// Digits in any script.
    Digits,
    /// A code or a name: the keyboard makes no corrections.
    Exact,
    /// A text of several lines.
    Long(&'static str),
}

impl TextKind {
    fn input_mode(self) -> &'static str {
        match self {
            Self::Plain | Self::Exact | Self::Long(_) => "text",
            Self::Phone => "tel",
            Self::Email => "email",
            Self::Digits => "numeric",
        }
    }

    fn autocomplete(self) -> &'static str {
        match self {
            Self::Phone => "tel",
            Self::Email => "email",
            Self::Plain | Self::Digits | Self::Exact | Self::Long(_) => "off",
        }
    }

    fn class(self) -> &'static str {
        match self {
            Self::Phone | Self::Digits => "input input-short",
            Self::Plain | Self::Email | Self::Exact | Self::Long(_) => "input",
        }
    }
}

/// The data that connect an input with its hint and its error.
#[derive(Clone, Copy)]
pub(super) struct FieldContext {
    pub field: Field,
    problems: Problems,
    hint: Option<Msg>,
}

impl FieldContext {
    pub fn new(field: Field, hint: Option<Msg>) -> Self {
        Self { field, problems: Problems::get(), hint }
    }

    /// Returns the id of the element around the input, its label and its error; other ids are derived from it.
    pub fn id(self) -> String {
        self.problems.input_id(self.field)
    }

    fn is_wrong(self) -> bool {
        self.problems.of_field(self.field).is_some()
    }

    pub fn described_by(self) -> Option<String> {
        let id = self.id();
        let hint = self.hint.map(|_| [&id, "-hint"].concat());
        let error = self.is_wrong().then(|| [&id, "-error"].concat());
        match (hint, error) {
            (Some(hint), Some(error)) => Some([&hint, " ", &error].concat()),
            (hint, error) => hint.or(error),
        }
    }

    pub fn invalid(self) -> Option<&'static str> {
        self.is_wrong().then_some("true")
    }

    pub fn class(self) -> &'static str {
        if self.is_wrong() { "field field-wrong" } else { "field" }
    }

    /// Shows the hint, and the error before the input.
    pub fn notes(self) -> View {
        let hint_id = [&self.id(), "-hint"].concat();
        let error_id = [&self.id(), "-error"].concat();
        let error = move || {
            let problem = self.problems.of_field(self.field)?;
            let id = error_id.clone();
            Some(view! { <p class="error" id=id>{move || words::problem(&problem)}</p> })
        };
        view! {
            {self.hint.map(|hint| view! { <p class="hint" id=hint_id>{tr(hint)}</p> })}
            {error}
        }
    }
}

/// A text input.
pub struct TextInput {
    field: Field,
    value: Bind<String>,
    hint: Option<Msg>,
    label: Msg,
    kind: TextKind,
}

impl TextInput {
    pub fn new(field: Field, value: Bind<String>) -> Self {
        Self { field, value, hint: None, label: words::field(field), kind: TextKind::Plain }
    }

    pub fn hint(self, hint: Msg) -> Self {
        Self { hint: Some(hint), ..self }
    }

    /// Replaces the field's own label.
    pub fn label(self, label: Msg) -> Self {
        Self { label, ..self }
    }

    pub fn kind(self, kind: TextKind) -> Self {
        Self { kind, ..self }
    }
}

impl Child for TextInput {
    fn into_child(self) -> View {
        let Self { field, value, hint, label, kind } = self;
        let ties = FieldContext::new(field, hint);
        let id = [&ties.id(), "-text"].concat();
        let typed = move |event: Event| value.set(event_target_value(&event));
        let capitals = (kind == TextKind::Exact).then_some("off");
        let input = match kind {
            TextKind::Long(rows) => view! {
                <textarea
                    class=kind.class()
                    id=id.clone()
                    rows=rows
                    dir="auto"
                    aria-describedby=move || ties.described_by()
                    aria-invalid=move || ties.invalid()
                    prop:value=move || value.get().unwrap_or_default()
                    on:input=typed
                ></textarea>
            },
            _ => view! {
                <input
                    class=kind.class()
                    id=id.clone()
                    type="text"
                    inputmode=kind.input_mode()
                    autocomplete=kind.autocomplete()
                    autocapitalize=capitals
                    spellcheck="false"
                    dir="auto"
                    aria-describedby=move || ties.described_by()
                    aria-invalid=move || ties.invalid()
                    prop:value=move || value.get().unwrap_or_default()
                    on:input=typed
                />
            },
        };
        view! {
            <div class=move || ties.class() id=ties.id()>
                <label for=id>{tr(label)}</label>
                {ties.notes()}
                {input}
            </div>
        }
    }
}

/// An input for a further part of an answer, such as the given name of a name. It has no error of its own.
pub fn part_input(id: &'static str, label: Msg, hint: Option<Msg>, value: Bind<String>) -> View {
    let hint_id = [id, "-hint"].concat();
    let described = hint.map(|_| hint_id.clone());
    view! {
        <div class="field">
            <label for=id>{tr(label)}</label>
            {hint.map(|hint| view! { <p class="hint" id=hint_id>{tr(hint)}</p> })}
            <input
                class="input"
                id=id
                type="text"
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                dir="auto"
                aria-describedby=described
                prop:value=move || value.get().unwrap_or_default()
                on:input=move |event: Event| value.set(event_target_value(&event))
            />
        </div>
    }
}

/// One of several answers to choose from.
#[derive(Clone)]
pub struct Choice<T> {
    pub value: T,
    pub label: Signal<String>,
    pub hint: Option<Msg>,
}

impl<T> Choice<T> {
    pub fn new(value: T, label: Msg) -> Self {
        Self { value, label: Signal::derive(move || t(label)), hint: None }
    }

    pub fn with_hint(value: T, label: Msg, hint: Msg) -> Self {
        Self { hint: Some(hint), ..Self::new(value, label) }
    }
}

/// Returns the choices *Yes* and *No*.
pub fn yes_no() -> Vec<Choice<bool>> {
    vec![Choice::new(true, Msg::AnswerYes), Choice::new(false, Msg::AnswerNo)]
}

/// The choices without their values, so that the rendering is the same for all types.
struct ChoiceList {
    labels: Vec<(Signal<String>, Option<Msg>)>,
    chosen: Signal<Option<usize>>,
    choose: Callback<usize>,
}

fn drawn<T: Clone + PartialEq + Send + Sync + 'static>(
    choices: Vec<Choice<T>>,
    value: Bind<Option<T>>,
) -> ChoiceList {
    let labels = choices.iter().map(|choice| (choice.label, choice.hint)).collect();
    let values: Vec<T> = choices.into_iter().map(|choice| choice.value).collect();
    let values = StoredValue::new(values);
    let chosen = Signal::derive(move || {
        let current = value.get()??;
        values.with_value(|values| values.iter().position(|listed| *listed == current))
    });
    let choose = Callback::new(move |place: usize| {
        value.set(values.with_value(|values| values.get(place).cloned()));
    });
    ChoiceList { labels, chosen, choose }
}

/// A question whose possible answers are all visible.
pub fn radios<T: Clone + PartialEq + Send + Sync + 'static>(
    field: Field,
    value: Bind<Option<T>>,
    choices: Vec<Choice<T>>,
    hint: Option<Msg>,
) -> View {
    radios_view(FieldContext::new(field, hint), drawn(choices, value))
}

fn radios_view(ties: FieldContext, drawn: ChoiceList) -> View {
    let name = ties.id();
    let choices = drawn.labels.into_iter().enumerate().map(|(place, (label, hint))| {
        let id = [name.as_str(), &place.to_string()].join("-");
        let hint_id = [&id, "-hint"].concat();
        let described = hint.map(|_| hint_id.clone());
        view! {
            <div class="radio">
                <input
                    type="radio"
                    id=id.clone()
                    name=name.clone()
                    aria-describedby=described
                    prop:checked=move || drawn.chosen.get() == Some(place)
                    on:change=move |_| drawn.choose.run(place)
                />
                <label for=id>{move || label.get()}</label>
                {hint.map(|hint| view! { <p class="hint" id=hint_id>{tr(hint)}</p> })}
            </div>
        }
    });
    let choices: Vec<View> = choices.collect();
    view! {
        <fieldset class=move || ties.class() id=ties.id() aria-describedby=move || ties.described_by()>
            <legend>{tr(words::field(ties.field))}</legend>
            {ties.notes()}
            {choices}
        </fieldset>
    }
}

/// A question with too many possible answers to show them all.
pub fn select<T: Clone + PartialEq + Send + Sync + 'static>(
    field: Field,
    value: Bind<Option<T>>,
    choices: Vec<Choice<T>>,
) -> View {
    select_view(FieldContext::new(field, None), drawn(choices, value))
}

fn select_view(ties: FieldContext, drawn: ChoiceList) -> View {
    let id = [&ties.id(), "-select"].concat();
    let options = drawn.labels.into_iter().enumerate().map(|(place, (label, _))| {
        view! {
            <option value=place.to_string() prop:selected=move || drawn.chosen.get() == Some(place)>
                {move || label.get()}
            </option>
        }
    });
    let options: Vec<View> = options.collect();
    let change = move |event: Event| {
        if let Ok(place) = event_target_value(&event).parse() {
            drawn.choose.run(place);
        }
    };
    view! {
        <div class=move || ties.class() id=ties.id()>
            <label for=id.clone()>{tr(words::field(ties.field))}</label>
            {ties.notes()}
            <select
                class="input"
                id=id
                aria-describedby=move || ties.described_by()
                aria-invalid=move || ties.invalid()
                on:change=change
            >
                <option value="" prop:selected=move || drawn.chosen.get().is_none()>{tr(Msg::AnswerChoose)}</option>
                {options}
            </select>
        </div>
    }
}

/// A checkbox. `field` is the answer at which its error is shown, if it can have one.
pub fn checkbox(field: Option<Field>, id: &'static str, label: Msg, value: Bind<bool>) -> View {
    let ties = field.map(|field| FieldContext::new(field, None));
    view! {
        <div class=move || ties.map_or("field", FieldContext::class) id=ties.map(FieldContext::id)>
            {ties.map(FieldContext::notes)}
            <div class="radio checkbox">
                <input
                    type="checkbox"
                    id=id
                    aria-describedby=move || ties.and_then(FieldContext::described_by)
                    aria-invalid=move || ties.and_then(FieldContext::invalid)
                    prop:checked=move || value.get().unwrap_or_default()
                    on:change=move |event: Event| value.set(event_target_checked(&event))
                />
                <label for=id>{tr(label)}</label>
            </div>
        </div>
    }
}
