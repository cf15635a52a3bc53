//! Inputs bound to answers of the draft. Each shows its own error, in the words of the summary.

use super::Problems;
use crate::draft::Bind;
use crate::i18n::{Msg, t, tr};
use crate::words;
use leptos::prelude::*;
use rules::check::Field;

/// What kind of text an input takes: which keyboard a phone shows and what it may fill in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum TextKind {
    Plain,
    Phone,
    Email,
    /// Digits in any script.
    Digits,
    /// A code or a name: no corrections by the keyboard.
    Exact,
}

impl TextKind {
    fn input_mode(self) -> &'static str {
        match self {
            Self::Plain | Self::Exact => "text",
            Self::Phone => "tel",
            Self::Email => "email",
            Self::Digits => "numeric",
        }
    }

    fn autocomplete(self) -> &'static str {
        match self {
            Self::Phone => "tel",
            Self::Email => "email",
            Self::Plain | Self::Digits | Self::Exact => "off",
        }
    }
}

/// The error of a field above its input, and the ids that tie hint and error to it.
#[derive(Clone, Copy)]
struct Ties {
    field: Field,
    problems: Problems,
    has_hint: bool,
}

impl Ties {
    fn new(field: Field, hint: Option<Msg>) -> Self {
        Self { field, problems: Problems::get(), has_hint: hint.is_some() }
    }

    fn id(self) -> String {
        self.problems.input_id(self.field)
    }

    fn is_wrong(self) -> bool {
        self.problems.of_field(self.field).is_some()
    }

    fn described_by(self) -> Option<String> {
        let id = self.id();
        let hint = self.has_hint.then(|| [&id, "-hint"].concat());
        let error = self.is_wrong().then(|| [&id, "-error"].concat());
        match (hint, error) {
            (Some(hint), Some(error)) => Some([&hint, " ", &error].concat()),
            (hint, error) => hint.or(error),
        }
    }

    fn invalid(self) -> Option<&'static str> {
        self.is_wrong().then_some("true")
    }

    fn class(self) -> &'static str {
        if self.is_wrong() { "field field-wrong" } else { "field" }
    }

    fn hint_view(self, hint: Option<Msg>) -> impl IntoView {
        let id = [&self.id(), "-hint"].concat();
        hint.map(|hint| view! { <p class="hint" id=id>{tr(hint)}</p> })
    }

    fn error_view(self) -> impl IntoView {
        let id = [&self.id(), "-error"].concat();
        move || {
            self.problems.of_field(self.field).map(|problem| {
                view! { <p class="error" id=id.clone()>{move || words::problem(&problem)}</p> }
            })
        }
    }
}

#[component]
pub fn TextInput(
    field: Field,
    value: Bind<String>,
    #[prop(optional)] hint: Option<Msg>,
    /// Another label than the field's own.
    #[prop(optional)]
    label: Option<Msg>,
    #[prop(default = TextKind::Plain)] kind: TextKind,
) -> impl IntoView {
    let ties = Ties::new(field, hint);
    let label = label.unwrap_or_else(|| words::field(field));
    // Several inputs can belong to one answer, as the parts of a name do; the error stands at the first.
    let id = [ties.id().as_str(), &(label as u16).to_string()].join("-");
    let class =
        if kind == TextKind::Digits || kind == TextKind::Phone { "input input-short" } else { "input" };
    view! {
        <div class=move || ties.class() id=ties.id()>
            <label for=id.clone()>{tr(label)}</label>
            {ties.hint_view(hint)}
            {ties.error_view()}
            <input
                class=class
                id=id
                type="text"
                inputmode=kind.input_mode()
                autocomplete=kind.autocomplete()
                autocapitalize=(kind != TextKind::Plain).then_some("off")
                spellcheck="false"
                dir="auto"
                aria-describedby=move || ties.described_by()
                aria-invalid=move || ties.invalid()
                prop:value=move || value.get().unwrap_or_default()
                on:input=move |event| value.set(event_target_value(&event))
            />
        </div>
    }
    .into_any()
}

/// A further part of an answer, such as the given name of a name. It has no error of its own.
#[component]
pub fn PartInput(id: &'static str, label: Msg, hint: Option<Msg>, value: Bind<String>) -> impl IntoView {
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
                on:input=move |event| value.set(event_target_value(&event))
            />
        </div>
    }
    .into_any()
}

#[component]
pub fn TextArea(
    field: Field,
    value: Bind<String>,
    #[prop(optional)] hint: Option<Msg>,
    #[prop(optional)] label: Option<Msg>,
    rows: &'static str,
) -> impl IntoView {
    let ties = Ties::new(field, hint);
    let id = [&ties.id(), "-text"].concat();
    view! {
        <div class=move || ties.class() id=ties.id()>
            <label for=id.clone()>{tr(label.unwrap_or_else(|| words::field(field)))}</label>
            {ties.hint_view(hint)}
            {ties.error_view()}
            <textarea
                class="input"
                id=id
                rows=rows
                dir="auto"
                aria-describedby=move || ties.described_by()
                aria-invalid=move || ties.invalid()
                prop:value=move || value.get().unwrap_or_default()
                on:input=move |event| value.set(event_target_value(&event))
            ></textarea>
        </div>
    }
    .into_any()
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

/// *Yes* and *No*.
pub fn yes_no() -> Vec<Choice<bool>> {
    vec![Choice::new(true, Msg::AnswerYes), Choice::new(false, Msg::AnswerNo)]
}

/// The choices without their values: what is drawn is the same for all.
struct Drawn {
    labels: Vec<(Signal<String>, Option<Msg>)>,
    chosen: Signal<Option<usize>>,
    choose: Callback<usize>,
}

fn drawn<T: Clone + PartialEq + Send + Sync + 'static>(
    choices: Vec<Choice<T>>,
    value: Bind<Option<T>>,
) -> Drawn {
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
    Drawn { labels, chosen, choose }
}

/// A question whose answers are all in sight. The legend is the heading of the page where `legend_is_heading`.
#[component]
pub fn Radios<T: Clone + PartialEq + Send + Sync + 'static>(
    field: Field,
    value: Bind<Option<T>>,
    choices: Vec<Choice<T>>,
    #[prop(optional)] hint: Option<Msg>,
) -> impl IntoView {
    radios_view(Ties::new(field, hint), hint, drawn(choices, value))
}

fn radios_view(ties: Ties, hint: Option<Msg>, drawn: Drawn) -> AnyView {
    let name = ties.id();
    let label = words::field(ties.field);
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
    view! {
        <fieldset
            class=move || ties.class()
            id=ties.id()
            aria-describedby=move || ties.described_by()
        >
            <legend>{tr(label)}</legend>
            {ties.hint_view(hint)}
            {ties.error_view()}
            {choices.collect_view()}
        </fieldset>
    }
    .into_any()
}

/// A question with too many answers to show them all.
#[component]
pub fn Select<T: Clone + PartialEq + Send + Sync + 'static>(
    field: Field,
    value: Bind<Option<T>>,
    choices: Vec<Choice<T>>,
    #[prop(optional)] hint: Option<Msg>,
) -> impl IntoView {
    select_view(Ties::new(field, hint), hint, drawn(choices, value))
}

fn select_view(ties: Ties, hint: Option<Msg>, drawn: Drawn) -> AnyView {
    let id = [&ties.id(), "-select"].concat();
    let label = words::field(ties.field);
    let options = drawn.labels.into_iter().enumerate().map(|(place, (label, _))| {
        view! {
            <option value=place.to_string() prop:selected=move || drawn.chosen.get() == Some(place)>
                {move || label.get()}
            </option>
        }
    });
    let change = move |event| {
        if let Ok(place) = event_target_value(&event).parse() {
            drawn.choose.run(place);
        }
    };
    view! {
        <div class=move || ties.class() id=ties.id()>
            <label for=id.clone()>{tr(label)}</label>
            {ties.hint_view(hint)}
            {ties.error_view()}
            <select
                class="input"
                id=id
                aria-describedby=move || ties.described_by()
                aria-invalid=move || ties.invalid()
                on:change=change
            >
                <option value="" prop:selected=move || drawn.chosen.get().is_none()>{tr(Msg::AnswerChoose)}</option>
                {options.collect_view()}
            </select>
        </div>
    }
    .into_any()
}

#[component]
pub fn Checkbox(
    /// The answer at which an error is shown, if it can have one.
    #[prop(optional)]
    field: Option<Field>,
    id: &'static str,
    label: Msg,
    value: Bind<bool>,
) -> impl IntoView {
    let ties = field.map(|field| Ties::new(field, None));
    let class = move || ties.map_or("field", Ties::class);
    view! {
        <div class=class id=ties.map(Ties::id)>
            {ties.map(Ties::error_view)}
            <div class="radio checkbox">
                <input
                    type="checkbox"
                    id=id
                    aria-describedby=move || ties.and_then(Ties::described_by)
                    aria-invalid=move || ties.and_then(Ties::invalid)
                    prop:checked=move || value.get().unwrap_or_default()
                    on:change=move |event| value.set(event_target_checked(&event))
                />
                <label for=id>{tr(label)}</label>
            </div>
        </div>
    }
    .into_any()
}
