//! One line of the checklist: its paper, page by page. Choosing a file keeps it on the phone; nothing leaves it here.

use crate::app::App;
use crate::components::{
    Checkbox, Choice, DateInput, DocumentIcon, Message, MessageKind, Problems, Question, Radios, Source,
    TextArea,
};
use crate::draft::Desk;
use crate::i18n::{Msg, plural, t, text, tr};
use crate::platform::db::{self, Store};
use crate::platform::files::{self, FileProblem};
use crate::platform::{clock, random};
use crate::route::{PersonStep, Route, Step};
use crate::words;
use leptos::prelude::*;
use leptos::task::spawn_local;
use rules::calendar::WorkingCalendar;
use rules::check::{DocumentField, Field};
use rules::checklist::{Case, Requirement, checklist};
use rules::draft::{Document, DocumentKind, Draft, Media, Page, PaperLanguage, RequirementKey};
use rules::edition::Edition;
use rules::examine::{FindingKind, examine};
use rules::id::{DocumentId, DraftId, PageId};

pub fn view(id: DraftId, key: RequirementKey) -> AnyView {
    let desk = App::get().desk;
    let edition = Edition::in_force_on(clock::today()).edition();
    let line = desk.draft.with_untracked(|draft| {
        checklist(&Case::of(draft), edition).into_iter().find(|line| line.key == key)
    });
    let tasks = Route::Draft(id, Step::Tasks);
    let Some(line) = line else { return not_asked(tasks) };
    let Some(document) = place_for(desk, key) else { return not_asked(tasks) };
    let kind = key.document;
    let own = desk.draft.with_untracked(|draft| {
        draft.document(document).is_some_and(|found| found.serves.first() == Some(&key))
    });
    let problems = Problems::of(vec![
        Field::Document(document, DocumentField::Pages),
        Field::Document(document, DocumentField::Language),
        Field::Document(document, DocumentField::Expires),
    ]);
    let next = Callback::new(move |()| tasks);
    let name = move || {
        desk.draft.with(|draft| draft.person(key.person).map(|person| words::person_name(draft, person)))
    };
    view! {
        <Question heading=Signal::derive(move || t(words::document(kind))) back=tasks problems=problems next=next>
            <p class="caption"><bdi>{name}</bdi></p>
            {words::document_hint(kind).map(|hint| view! { <p>{tr(hint)}</p> })}
            <Source citation=line.citation/>
            {findings(desk, key)}
            {if own {
                own_paper(desk, id, key, document, &line)
            } else {
                shared_paper(desk, key, document)
            }}
            <p class="hint">{tr(Msg::DocumentStays)}</p>
        </Question>
    }
    .into_any()
}

fn not_asked(tasks: Route) -> AnyView {
    view! {
        <crate::components::Page heading=Signal::derive(|| t(Msg::DocumentNotAskedTitle)) back=tasks>
            <p>{tr(Msg::DocumentNotAskedText)}</p>
        </crate::components::Page>
    }
    .into_any()
}

/// The document that serves the line; an empty one is made where there is none.
fn place_for(desk: Desk, key: RequirementKey) -> Option<DocumentId> {
    let serving = |draft: &Draft| {
        draft.documents.iter().find(|document| document.serves.contains(&key)).map(|document| document.id)
    };
    if let Some(found) = desk.draft.with_untracked(serving) {
        return Some(found);
    }
    let id = DocumentId(random::id()?);
    desk.draft.update(|draft| draft.documents.push(Document::new(id, key)));
    Some(id)
}

/// What the officer would find about this line, at once: only file and expiry checks answer before *Continue*.
fn findings(desk: Desk, key: RequirementKey) -> impl IntoView {
    let found = Memo::new(move |_| {
        desk.draft.with(|draft| {
            let today = clock::today();
            let edition = Edition::in_force_on(today).edition();
            let all = examine(draft, edition, &WorkingCalendar::built_in(), today);
            let shown = |kind: FindingKind| matches!(kind, FindingKind::Expired | FindingKind::RunsOut);
            let mine = all.defects.into_iter();
            mine.filter(|defect| defect.finding.requirement == key && shown(defect.finding.kind))
                .collect::<Vec<_>>()
        })
    });
    move || {
        let messages = found.get().into_iter().map(|defect| {
            let kind = if defect.ground().is_some() { MessageKind::Problem } else { MessageKind::Warning };
            view! { <Message kind=kind><p>{move || words::defect(&defect)}</p></Message> }
        });
        view! { <div role="status">{messages.collect_view()}</div> }
    }
}

/// The line is served by a paper of another line.
fn shared_paper(desk: Desk, key: RequirementKey, document: DocumentId) -> AnyView {
    let kind = desk.draft.with_untracked(|draft| draft.document(document).map(|found| found.kind));
    let app = App::get();
    let part = move |_| {
        desk.draft.update(|draft| {
            if let Some(found) = draft.document_mut(document) {
                found.serves.retain(|served| *served != key);
            }
        });
        app.redraw();
    };
    view! {
        <Message kind=MessageKind::Success>
            <p>{move || kind.map(|kind| text(Msg::DocumentSharedWith, &[("document", &t(words::document(kind)))]))}</p>
            <button class="button button-quiet" type="button" on:click=part>{tr(Msg::DocumentUnshare)}</button>
        </Message>
    }
    .into_any()
}

fn own_paper(
    desk: Desk,
    id: DraftId,
    key: RequirementKey,
    document: DocumentId,
    line: &Requirement,
) -> AnyView {
    let kind = desk.bind(move |draft| draft.document_mut(document).map(|found| &mut found.kind));
    let language = desk.bind(move |draft| draft.document_mut(document).map(|found| &mut found.language));
    let has_pages = Memo::new(move |_| {
        desk.draft.with(|draft| draft.document(document).is_some_and(|found| !found.pages.is_empty()))
    });
    let is_foreign = Memo::new(move |_| language.get().flatten() == Some(PaperLanguage::Another));
    let languages = vec![
        Choice::new(PaperLanguage::KazakhOrRussian, Msg::LanguageKazakhOrRussian),
        Choice::new(PaperLanguage::Another, Msg::LanguageAnother),
    ];
    let languages = StoredValue::new(languages);
    view! {
        {stand_ins(desk, key, document, line)}
        {key.document.may_be_written().then(|| view! {
            <TextArea field=Field::Document(document, DocumentField::Pages) label=Msg::AutobiographyLabel
                hint=Msg::AutobiographyHint rows="8"
                value=desk.bind(move |draft| draft.document_mut(document).map(|found| &mut found.text))/>
            <p class="or">{tr(Msg::AutobiographyOr)}</p>
        })}
        {(key.document == DocumentKind::IdentityDocument).then(|| identity_days(desk, id, key))}
        <Pages desk=desk document=document part=Part::Paper/>
        {move || (has_pages.get() && kind.get().is_some_and(DocumentKind::may_expire)).then(|| expiry(desk, document))}
        {move || has_pages.get().then(|| view! {
            <Radios field=Field::Document(document, DocumentField::Language) hint=Msg::LanguageHint value=language
                choices=languages.get_value()/>
        })}
        {move || (has_pages.get() && is_foreign.get()).then(|| view! {
            <h2>{tr(Msg::TranslationTitle)}</h2>
            <p>{tr(Msg::TranslationText)}</p>
            <Pages desk=desk document=document part=Part::Translation/>
        })}
    }
    .into_any()
}

/// What may stand in place of the document: another kind of paper, or the identity document that is there anyway.
fn stand_ins(desk: Desk, key: RequirementKey, document: DocumentId, line: &Requirement) -> Option<AnyView> {
    if line.instead.is_empty() {
        return None;
    }
    let others = line.instead.iter().copied().filter(|kind| *kind != DocumentKind::IdentityDocument);
    let kinds: Vec<DocumentKind> = std::iter::once(key.document).chain(others).collect();
    let chosen = desk.bind(move |draft| draft.document_mut(document).map(|found| &mut found.kind));
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
        share_passport(desk, key, document);
        app.redraw();
    };
    Some(
        view! {
            <fieldset class="field"><legend>{tr(Msg::DocumentWhich)}</legend>{choices.collect_view()}</fieldset>
            {passport_may.then(|| view! {
                <p>
                    {tr(Msg::DocumentPassportNames)} " "
                    <button class="link" type="button" on:click=use_passport>{tr(Msg::DocumentUsePassport)}</button>
                </p>
            })}
        }
        .into_any(),
    )
}

/// Has the person's identity document serve this line too, in place of an empty document of its own.
fn share_passport(desk: Desk, key: RequirementKey, empty: DocumentId) {
    let passport = RequirementKey { document: DocumentKind::IdentityDocument, person: key.person };
    let Some(passport_id) = place_for(desk, passport) else { return };
    desk.draft.update(|draft| {
        draft.documents.retain(|document| document.id != empty || document.all_pages().next().is_some());
        if let Some(own) = draft.document_mut(empty) {
            own.serves.retain(|served| *served != key);
        }
        if let Some(document) = draft.document_mut(passport_id) {
            document.serves.push(key);
        }
    });
}

/// The days of an identity document are asked with the person; here they are shown, with the way to mend them.
fn identity_days(desk: Desk, id: DraftId, key: RequirementKey) -> AnyView {
    let paper = Route::Draft(id, Step::Person(key.person, PersonStep::Paper));
    let here = Route::Draft(id, Step::Document(key));
    let words = move || {
        desk.draft.with(|draft| {
            let identity = &draft.person(key.person)?.identity;
            if identity.no_expiry {
                return Some(t(Msg::PaperNoExpiry));
            }
            let until = identity.expires.read().ok().map(crate::i18n::date)?;
            Some(text(Msg::DocumentValidUntil, &[("date", &until)]))
        })
    };
    view! {
        <p>
            {move || words().unwrap_or_else(|| t(Msg::DocumentNoDayYet))} " "
            <a href=paper.href() on:click=move |_| App::get().return_to(Some(here))>{tr(Msg::ShellChange)}</a>
        </p>
    }
    .into_any()
}

fn expiry(desk: Desk, document: DocumentId) -> AnyView {
    let no_expiry = desk.bind(move |draft| draft.document_mut(document).map(|found| &mut found.no_expiry));
    let expires = Memo::new(move |_| no_expiry.get() != Some(true));
    view! {
        {move || expires.get().then(|| view! {
            <DateInput field=Field::Document(document, DocumentField::Expires)
                value=desk.bind(move |draft| draft.document_mut(document).map(|found| &mut found.expires))/>
        })}
        <Checkbox id="no-expiry" label=Msg::PaperNoExpiry value=no_expiry/>
    }
    .into_any()
}

/// The paper itself or its translation.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Paper,
    Translation,
}

impl Part {
    fn pages(self, document: &mut Document) -> &mut Vec<Page> {
        match self {
            Self::Paper => &mut document.pages,
            Self::Translation => &mut document.translation,
        }
    }

    fn id(self) -> &'static str {
        match self {
            Self::Paper => "paper",
            Self::Translation => "translation",
        }
    }
}

/// What is being done with a chosen file.
#[derive(Clone, PartialEq)]
enum Doing {
    Nothing,
    Reading,
    Kept,
    Refused(FileProblem, String),
    StorageFailed,
}

#[component]
fn Pages(desk: Desk, document: DocumentId, part: Part) -> impl IntoView {
    let doing = RwSignal::new(Doing::Nothing);
    let pages = Memo::new(move |_| {
        desk.draft.with(|draft| {
            draft.document(document).map(|found| part.pages(&mut found.clone()).clone()).unwrap_or_default()
        })
    });
    let chosen = move |event: leptos::ev::Event| {
        let chosen = files::take_chosen(&event);
        if chosen.is_empty() {
            return;
        }
        doing.set(Doing::Reading);
        spawn_local(async move {
            let mut last = Doing::Kept;
            for file in chosen {
                let name = file.name();
                last = match file.read().await {
                    Ok(read) => keep(desk, document, part, read).await,
                    Err(problem) => Doing::Refused(problem, name),
                };
                if last != Doing::Kept {
                    break;
                }
            }
            doing.try_set(last);
        });
    };
    let (photo_id, file_id) = ([part.id(), "-photo"].concat(), [part.id(), "-file"].concat());
    view! {
        <div class="pages">
            <ol class="page-list">
                <For each=move || pages.get() key=|page| page.id let:page>
                    <Thumbnail desk=desk document=document part=part page=page/>
                </For>
            </ol>
            <div aria-live="polite">{move || doing_view(doing.get())}</div>
            <div class="actions">
                <label class="button button-quiet" for=photo_id.clone()>{tr(Msg::PagesPhoto)}</label>
                <input class="file" id=photo_id type="file" accept="image/*" capture="environment" on:change=chosen/>
                <label class="button button-quiet" for=file_id.clone()>{tr(Msg::PagesFile)}</label>
                <input class="file" id=file_id type="file" multiple
                    accept="image/jpeg,image/png,image/heic,application/pdf,.jpg,.jpeg,.png,.pdf,.heic" on:change=chosen/>
            </div>
        </div>
    }
}

fn doing_view(doing: Doing) -> AnyView {
    match doing {
        Doing::Nothing => ().into_any(),
        Doing::Reading => view! { <p class="hint">{tr(Msg::PagesReading)}</p> }.into_any(),
        Doing::Kept => view! { <p class="hint">{tr(Msg::PagesKept)}</p> }.into_any(),
        Doing::StorageFailed => view! {
            <Message kind=MessageKind::Problem><p>{tr(Msg::PagesStorageFailed)}</p></Message>
        }
        .into_any(),
        Doing::Refused(problem, name) => {
            let mend = match problem {
                FileProblem::Empty => Msg::FileEmpty,
                FileProblem::TooLarge => Msg::FileTooLarge,
                FileProblem::WrongType => Msg::FileWrongType,
                FileProblem::Heic => Msg::FileHeic,
                FileProblem::Damaged => Msg::FileDamaged,
                FileProblem::Encrypted => Msg::FileEncrypted,
                FileProblem::Unreadable => Msg::FileUnreadable,
            };
            view! {
                <Message kind=MessageKind::Problem><p><bdi>{name}</bdi> ": " {tr(mend)}</p></Message>
            }
            .into_any()
        }
    }
}

/// Writes the bytes first and then the draft that names them, so that no page is ever without its bytes.
async fn keep(desk: Desk, document: DocumentId, part: Part, read: files::ReadFile) -> Doing {
    let Some(id) = random::id().map(PageId) else { return Doing::StorageFailed };
    if db::put_bytes(Store::Pages, &id.write(), &read.bytes).await.is_err() {
        return Doing::StorageFailed;
    }
    let page =
        Page { id, name: read.name, media: read.media, bytes: read.bytes.len() as u64, sha256: read.sha256 };
    desk.draft.try_update(|draft| {
        if let Some(found) = draft.document_mut(document) {
            part.pages(found).push(page);
        }
    });
    desk.save().await;
    Doing::Kept
}

#[component]
fn Thumbnail(desk: Desk, document: DocumentId, part: Part, page: Page) -> impl IntoView {
    let address = RwSignal::new(None::<String>);
    let removing = RwSignal::new(false);
    let (id, media) = (page.id, page.media);
    if media != Media::Pdf {
        spawn_local(async move {
            if let Ok(Some(bytes)) = db::bytes(Store::Pages, &id.write()).await {
                address.try_set(files::picture_address(&bytes, media));
            }
        });
    }
    on_cleanup(move || {
        if let Some(Some(address)) = address.try_get_untracked() {
            files::forget_picture(&address);
        }
    });
    let remove = move |_| {
        desk.draft.update(|draft| {
            if let Some(found) = draft.document_mut(document) {
                part.pages(found).retain(|page| page.id != id);
            }
        });
        spawn_local(async move {
            let _ = db::delete(Store::Pages, &id.write()).await;
        });
    };
    let name = page.name.clone();
    let alt = move || text(Msg::PagesPicture, &[("name", &name)]);
    let kilobytes = u32::try_from(page.bytes.div_ceil(1000)).unwrap_or(u32::MAX);
    view! {
        <li class="page-item">
            {move || match address.get() {
                Some(address) => view! { <img src=address alt=alt.clone()/> }.into_any(),
                None => view! { <span class="page-icon"><DocumentIcon kind=DocumentKind::GrantApplication/></span> }.into_any(),
            }}
            <p>
                <bdi>{page.name}</bdi><br/>
                <span class="hint">{move || plural(Msg::PagesSize, kilobytes, &[])}</span>
            </p>
            {move || if removing.get() {
                view! {
                    <p>
                        {tr(Msg::PagesRemoveAsk)} " "
                        <button class="link link-danger" type="button" on:click=remove>{tr(Msg::PagesRemoveYes)}</button> " "
                        <button class="link" type="button" on:click=move |_| removing.set(false)>{tr(Msg::PagesRemoveNo)}</button>
                    </p>
                }
                .into_any()
            } else {
                view! { <button class="link" type="button" on:click=move |_| removing.set(true)>{tr(Msg::PagesRemove)}</button> }
                    .into_any()
            }}
        </li>
    }
}
