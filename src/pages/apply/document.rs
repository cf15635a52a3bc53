//! The page of one requirement of the checklist: its document, page by page. A chosen file is stored on the phone; nothing is
//! sent from here.

use crate::app::App;
use crate::components::{
    Choice, MessageKind, Problems, TextInput, TextKind, checkbox, date_input, heading, message, official,
    page, paper_pages, question, radios, reuse, source, subtitle, term,
};
use crate::draft::{DraftEditor, today};
use crate::i18n::{Msg, dated, t, text, tr};
use crate::platform::random;
use crate::platform::view::{View, nothing, view};
use crate::route::{Route, Step};
use crate::words;
use leptos::prelude::*;
use rules::check::{DocumentField, Field, PersonField};
use rules::checklist::Requirement;
use rules::document::{DocumentKind, DocumentPart, PaperLanguage, RequirementKey};
use rules::draft::Draft;
use rules::finding::FindingKind;
use rules::id::{DocumentId, DraftId};

pub fn view(id: DraftId, key: RequirementKey) -> View {
    let editor = App::get().editor;
    let line =
        editor.draft.with_untracked(|draft| today::checklist(draft).into_iter().find(|line| line.key == key));
    let tasks = Route::Draft(id, Step::Tasks);
    let Some(line) = line else { return not_asked(tasks) };
    let Some(document) = document_for(editor, key) else { return not_asked(tasks) };
    let kind = key.document;
    let is_identity = kind == DocumentKind::IdentityDocument;
    let own = editor.draft.with_untracked(|draft| {
        draft.document(document).is_some_and(|found| found.serves.first() == Some(&key))
    });
    let mut asked = vec![
        Field::Document(document, DocumentField::Pages),
        Field::Document(document, DocumentField::Language),
        Field::Document(document, DocumentField::Expires),
        Field::Document(document, DocumentField::Holder),
    ];
    if is_identity {
        asked.extend(
            [PersonField::DocumentIssued, PersonField::DocumentExpires]
                .map(|field| Field::Person(key.person, field)),
        );
    }
    let problems = Problems::of(asked);
    let next = move || tasks;
    let name = Signal::derive(move || {
        let name_of = |draft: &Draft| Some(words::person_name(draft, draft.person(key.person)?));
        editor.draft.with(name_of).unwrap_or_default()
    });
    subtitle(Signal::derive(move || {
        editor.draft.with_untracked(|draft| words::person_without_name(draft, key.person))
    }));
    question(
        heading(words::document(kind)),
        tasks,
        problems,
        next,
        view! {
            <p class="caption"><bdi>{move || name.get()}</bdi></p>
            {words::document_hint(kind).map(|hint| view! { <p>{tr(hint)}</p> })}
            {source(line.citation)}
            {official(line.citation)}
            {words::document_term(kind).map(|meaning| term(meaning, words::document(kind)))}
            {findings(editor, key)}
            {if own {
                own_paper(editor, key, document, &line)
            } else {
                shared_paper(editor, key, document)
            }}
            <p class="hint">{tr(Msg::DocumentStays)}</p>
        },
    )
}

fn not_asked(tasks: Route) -> View {
    page(
        heading(Msg::DocumentNotAskedTitle),
        Some(tasks),
        view! {
            <p>{tr(Msg::DocumentNotAskedText)}</p>
        },
    )
}

/// Returns the document that serves the requirement, and adds an empty one if there is none.
fn document_for(editor: DraftEditor, key: RequirementKey) -> Option<DocumentId> {
    let found = editor.draft.with_untracked(|draft| draft.serving(key).map(|document| document.id));
    if found.is_some() {
        return found;
    }
    let id = DocumentId(random::id()?);
    editor.draft.update(|draft| {
        draft.serve(key, id);
    });
    Some(id)
}

/// Shows the findings about this requirement at once: before *Continue*, only checks of files and expiry dates report.
fn findings(editor: DraftEditor, key: RequirementKey) -> View {
    let found = Memo::new(move |_| {
        editor.draft.with(|draft| {
            let shown = |kind: FindingKind| {
                use FindingKind as F;
                matches!(kind, F::Expired | F::RunsOut | F::WrongHolder | F::SpelledDifferently)
            };
            let mine = today::examination(draft).defects.into_iter();
            mine.filter(|defect| defect.finding.requirement == key && shown(defect.finding.kind))
                .collect::<Vec<_>>()
        })
    });
    let messages = move || {
        let all = found.get().into_iter().map(|defect| {
            let kind = if defect.ground().is_some() { MessageKind::Problem } else { MessageKind::Warning };
            message(kind, view! { <p>{move || words::defect(&defect)}</p> })
        });
        all.collect::<Vec<View>>()
    };
    view! { <div role="status">{messages}</div> }
}

/// Says that a document of another requirement serves this one.
fn shared_paper(editor: DraftEditor, key: RequirementKey, document: DocumentId) -> View {
    let kind = editor.draft.with_untracked(|draft| draft.document(document).map(|found| found.kind));
    let app = App::get();
    let part = move |_| {
        editor.draft.update(|draft| draft.stop_serving(key, document));
        app.redraw();
    };
    let says =
        move || kind.map(|kind| text(Msg::DocumentSharedWith, &[("document", &t(words::document(kind)))]));
    message(
        MessageKind::Success,
        view! {
            <p>{says}</p>
            <button class="button button-quiet" type="button" on:click=part>{tr(Msg::DocumentUnshare)}</button>
        },
    )
}

fn own_paper(editor: DraftEditor, key: RequirementKey, document: DocumentId, line: &Requirement) -> View {
    let kind = editor.bind(move |draft| draft.document_mut(document).map(|found| &mut found.kind));
    let language = editor.bind(move |draft| draft.document_mut(document).map(|found| &mut found.language));
    let translated = line.translation;
    let has_pages = Memo::new(move |_| {
        editor.draft.with(|draft| draft.document(document).is_some_and(|found| !found.pages.is_empty()))
    });
    let is_foreign = Memo::new(move |_| language.get().flatten() == Some(PaperLanguage::Another));
    let written = move || {
        let text = editor.bind(move |draft| draft.document_mut(document).map(|found| &mut found.text));
        let input = TextInput::new(Field::Document(document, DocumentField::Pages), text)
            .label(Msg::AutobiographyLabel)
            .hint(Msg::AutobiographyHint)
            .kind(TextKind::Long("8"));
        view! { {input} <p class="or">{tr(Msg::AutobiographyOr)}</p> }
    };
    let languages = move || {
        let choices = vec![
            Choice::new(PaperLanguage::KazakhOrRussian, Msg::LanguageKazakhOrRussian),
            Choice::new(PaperLanguage::Another, Msg::LanguageAnother),
        ];
        radios(Field::Document(document, DocumentField::Language), language, choices, Some(Msg::LanguageHint))
    };
    let translation = move || {
        view! {
            <h2>{tr(Msg::TranslationTitle)}</h2>
            <p>{tr(Msg::TranslationText)}</p>
            {translated.map(source)}
            {paper_pages(editor, document, DocumentPart::Translation)}
        }
    };
    let asks_expiry = Memo::new(move |_| has_pages.get() && kind.get().is_some_and(DocumentKind::may_expire));
    let asks_holder =
        Memo::new(move |_| has_pages.get() && kind.get().is_some_and(DocumentKind::is_in_own_name));
    let holder = move || {
        let typed = editor.bind(move |draft| draft.document_mut(document).map(|found| &mut found.holder));
        let input = TextInput::new(Field::Document(document, DocumentField::Holder), typed);
        view! { {input.hint(Msg::DocumentHolderHint).kind(TextKind::Exact)} }
    };
    view! {
        {substitutes(editor, key, document, line)}
        {key.document.may_be_written().then(written)}
        {(key.document == DocumentKind::IdentityDocument).then(|| identity_days(editor, key))}
        {paper_pages(editor, document, DocumentPart::Paper)}
        {reuse(editor, line, document)}
        {move || asks_expiry.get().then(|| expiry(editor, document))}
        {move || (has_pages.get() && translated.is_some()).then(languages)}
        {move || (has_pages.get() && translated.is_some() && is_foreign.get()).then(translation)}
        {move || asks_holder.get().then(holder)}
    }
}

/// Shows the permitted substitutes for the document: another kind of paper, or the person's identity document.
fn substitutes(
    editor: DraftEditor,
    key: RequirementKey,
    document: DocumentId,
    line: &Requirement,
) -> Option<View> {
    if line.instead.is_empty() {
        return None;
    }
    let others = line.instead.iter().copied().filter(|kind| *kind != DocumentKind::IdentityDocument);
    let kinds: Vec<DocumentKind> = std::iter::once(key.document).chain(others).collect();
    let chosen = editor.bind(move |draft| draft.document_mut(document).map(|found| &mut found.kind));
    let choices = kinds.into_iter().enumerate().map(|(place, kind)| {
        let id = ["kind", &place.to_string()].concat();
        view! {
            <div class="radio">
                <input type="radio" name="kind" id=id.clone() prop:checked=move || chosen.get() == Some(kind)
                    on:change=move |_| chosen.set(kind)/>
                <label for=id>{tr(words::document(kind))}</label>
            </div>
        }
    });
    let passport_may = line.instead.contains(&DocumentKind::IdentityDocument);
    let app = App::get();
    let use_passport = move |_| {
        let Some(new) = random::id() else { return };
        editor.draft.update(|draft| draft.serve_with_passport(key, document, DocumentId(new)));
        app.redraw();
    };
    let passport = move || {
        view! {
            <p>
                {tr(Msg::DocumentPassportNames)} " "
                <button class="link" type="button" on:click=use_passport>{tr(Msg::DocumentUsePassport)}</button>
            </p>
        }
    };
    let choices: Vec<View> = choices.collect();
    Some(view! {
        <fieldset class="field"><legend>{tr(Msg::DocumentWhich)}</legend>{choices}</fieldset>
        {passport_may.then(passport)}
    })
}

/// Asks for the dates of an identity document, if they are not answered yet, while the person has the document at hand. They
/// are stored with the person.
fn identity_days(editor: DraftEditor, key: RequirementKey) -> View {
    let person = key.person;
    let is_answered = editor.draft.with_untracked(|draft| {
        draft
            .person(person)
            .is_some_and(|person| person.identity.no_expiry || person.identity.expires.read().is_ok())
    });
    if is_answered {
        return nothing();
    }
    let no_expiry = editor.bind_person(person, |person| &mut person.identity.no_expiry);
    let expires = Memo::new(move |_| no_expiry.get() != Some(true));
    view! {
        {date_input(Field::Person(person, PersonField::DocumentIssued), editor.bind_person(person, |person| &mut person.identity.issued), None)}
        {move || expires.get().then(|| view! {
            {date_input(Field::Person(person, PersonField::DocumentExpires), editor.bind_person(person, |person| &mut person.identity.expires), None)}
        })}
        {checkbox(None, "no-expiry", Msg::PaperNoExpiry, no_expiry)}
        {horizon(editor)}
    }
}

/// Shows the day until which a document should be valid, next to the question about its expiry date.
fn horizon(editor: DraftEditor) -> View {
    let words = move || {
        let horizon = editor.draft.with(today::examination).horizon?;
        Some(dated(Msg::DocumentHorizon, &[("date", horizon)], &[]))
    };
    view! { <p class="hint">{words}</p> }
}

fn expiry(editor: DraftEditor, document: DocumentId) -> View {
    let no_expiry = editor.bind(move |draft| draft.document_mut(document).map(|found| &mut found.no_expiry));
    let expires = Memo::new(move |_| no_expiry.get() != Some(true));
    view! {
        {move || expires.get().then(|| view! {
            {date_input(Field::Document(document, DocumentField::Expires), editor.bind(move |draft| draft.document_mut(document).map(|found| &mut found.expires)), None)}
        })}
        {checkbox(None, "no-expiry", Msg::PaperNoExpiry, no_expiry)}
        {horizon(editor)}
    }
}
