//! The page that shows all answers for review: one card per person; a missing answer is a link to its question.

use crate::app::App;
use crate::components::{MessageKind, heading, message, page, question_of};
use crate::draft::today;
use crate::i18n::{Msg, date, plural, t, text, tr};
use crate::platform::view::{View, view};
use crate::route::{Route, Step};
use crate::words;
use leptos::prelude::*;
use rules::check::{Field, Problem, ProblemKind};
use rules::document::DocumentKind;
use rules::draft::{Citizenship, Draft, Person};
use rules::id::DraftId;
use rules::service::{Basis, CloseRelative, Service, WorkKind};
use rules::time::TypedDay;

pub fn view(id: DraftId) -> View {
    let app = App::get();
    let draft = app.editor.draft.get_untracked();
    let problems = today::problems(&draft);
    let own = |problem: &&Problem| !matches!(problem.field, Field::Consent | Field::ConfirmedName);
    let wrong: Vec<View> = problems
        .iter()
        .filter(own)
        // A missing answer is shown as a link in its own row; only the answers about a document have no row of their own.
        .filter(|problem| {
            problem.kind != ProblemKind::Missing || matches!(problem.field, Field::Document(..))
        })
        .map(|problem| wrong_line(id, *problem))
        .collect();
    let open = problems.iter().filter(own).count();
    let open = u32::try_from(open).unwrap_or(u32::MAX);
    let is_sent = App::get().editor.sent_number().is_some();
    let list = Answers { id, draft: &draft, may: if is_sent { Access::Read } else { Access::Change } };
    let people: Vec<View> =
        draft.people.iter().enumerate().map(|(place, person)| list.person(place, person)).collect();
    let ground = list.ground();
    if is_sent {
        return page(
            heading(Msg::AnswersSentTitle),
            Some(Route::Follow(id)),
            view! {
                <p>{tr(Msg::AnswersSentText)}</p>
                {ground}
                {people}
            },
        );
    }
    page(
        heading(Msg::AnswersTitle),
        Some(Route::Draft(id, Step::Officer)),
        view! {
            <p>{tr(Msg::AnswersLede)}</p>
            {(open > 0).then(|| view! {
                {message(MessageKind::Problem, view! {
                    <p>{move || plural(Msg::AnswersOpen, open, &[])}</p>
                    <ul>{wrong}</ul>
                })}
            })}
            {ground}
            {people}
            <p class="needs-gateway"><a class="button" href=Route::Draft(id, Step::Send).href()>{tr(Msg::AnswersGoOn)}</a></p>
            <p><a href=Route::Draft(id, Step::OnPaper).href()>{tr(Msg::OnPaperTitle)}</a></p>
        },
    )
}

/// Returns a link to the question that leads back to this page. A page of a document leads to the task list.
fn link(id: DraftId, field: Field, label: impl Fn() -> String + Send + 'static) -> View {
    let here = Route::Draft(id, Step::Answers);
    let app = App::get();
    view! {
        <a href=question_of(id, field).href() on:click=move |_| app.return_to(Some(here))>{label}</a>
    }
}

fn wrong_line(id: DraftId, problem: Problem) -> View {
    view! { <li>{link(id, problem.field, move || words::problem(&problem))}</li> }
}

/// The draft, laid out for reading.
#[derive(Clone, Copy)]
struct Answers<'a> {
    id: DraftId,
    draft: &'a Draft,
    may: Access,
}

/// The actions that the reader has on the answers.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Access {
    Change,
    /// The application was sent, so its answers can only be read.
    Read,
}

/// The value of an answer: the text as typed, or the app's own word for a choice.
enum AnswerValue {
    Typed(String),
    /// The forms of a name. Each keeps its own text direction.
    Names(Vec<String>),
    Word(Msg),
    /// A kinship to the person of this name.
    To(Msg, String),
    Day(TypedDay),
    Nothing,
}

impl AnswerValue {
    fn typed(text: &str) -> Self {
        if text.trim().is_empty() { Self::Nothing } else { Self::Typed(text.trim().to_owned()) }
    }

    fn word(word: Option<Msg>) -> Self {
        word.map_or(Self::Nothing, Self::Word)
    }

    fn yes_no(answer: Option<bool>) -> Self {
        Self::word(answer.map(|yes| if yes { Msg::AnswerYes } else { Msg::AnswerNo }))
    }

    fn day(day: &TypedDay) -> Self {
        if day.is_empty() { Self::Nothing } else { Self::Day(day.clone()) }
    }
}

impl Answers<'_> {
    /// Returns a row: the label of the answer, its value and the link *Change*. A missing required value is shown as a link.
    fn row(self, field: Field, value: AnswerValue, needed: Needed) -> View {
        let (app, id) = (App::get(), self.id);
        let label = words::field(field);
        let is_missing = matches!(value, AnswerValue::Nothing);
        let shown = match value {
            AnswerValue::Typed(text) => view! { <bdi>{text}</bdi> },
            AnswerValue::Names(forms) => {
                let forms: Vec<View> =
                    forms.into_iter().map(|form| view! { <bdi class="name-form">{form}</bdi> }).collect();
                view! { <span>{forms}</span> }
            }
            AnswerValue::Word(word) => view! { <span>{tr(word)}</span> },
            AnswerValue::To(words, name) => {
                view! { <span>{move || text(words, &[("name", &name)])}</span> }
            }
            AnswerValue::Day(typed) => {
                let words = move || {
                    let as_typed = || [typed.day.as_str(), &typed.month, &typed.year].join(".");
                    typed.read().map_or_else(|_| as_typed(), date)
                };
                view! { <span>{words}</span> }
            }
            AnswerValue::Nothing if needed == Needed::Yes && self.may == Access::Change => {
                link(id, field, || t(Msg::AnswersMissing))
            }
            AnswerValue::Nothing => view! { <span class="hint">{tr(Msg::AnswersNone)}</span> },
        };
        let may_change = self.may == Access::Change && (!is_missing || needed == Needed::No);
        let change = may_change.then(|| {
            let name = move || words::joined(Msg::JoinColon, &t(Msg::ShellChange), &t(label));
            view! {
                <a class="change" aria-label=name href=question_of(id, field).href()
                    on:click=move |_| app.return_to(Some(Route::Draft(id, Step::Answers)))>
                    {tr(Msg::ShellChange)}
                </a>
            }
        });
        view! { <div class="answer"><dt>{tr(label)}</dt><dd>{shown} " " {change}</dd></div> }
    }

    fn ground(self) -> View {
        let (draft, facts) = (self.draft, &self.draft.facts);
        let yes = Needed::Yes;
        let eligibility = &draft.eligibility;
        if draft.service != Some(Service::Grant) {
            let rows = [
                self.row(Field::Service, AnswerValue::word(draft.service.map(words::service)), yes),
                self.row(Field::Reason, AnswerValue::typed(&draft.reason), Needed::No),
                self.row(Field::Region, AnswerValue::word(draft.region.map(words::region)), yes),
                self.row(Field::Settlement, AnswerValue::typed(&draft.settlement), Needed::No),
            ];
            let ends = (draft.service == Some(Service::Extend))
                .then(|| self.row(Field::StatusEnds, AnswerValue::day(&draft.status_ends), Needed::No));
            return view! {
                <section class="card"><h2>{tr(Msg::TasksGround)}</h2><dl>{Vec::from(rows)} {ends}</dl></section>
            };
        }
        let mut rows = vec![
            self.row(Field::CitizenNow, AnswerValue::yes_no(eligibility.citizen_now), yes),
            self.row(Field::CitizenBefore, AnswerValue::yes_no(eligibility.citizen_before), yes),
            self.row(Field::ApplicantKazakh, AnswerValue::yes_no(eligibility.kazakh), yes),
            self.row(Field::ToLivePermanently, AnswerValue::yes_no(eligibility.to_live_permanently), yes),
            self.row(Field::Basis, AnswerValue::word(draft.basis.map(words::basis)), yes),
        ];
        match draft.basis {
            Some(Basis::FamilyReunion) => {
                rows.push(self.row(Field::RelativeName, AnswerValue::typed(&facts.relative_name), yes));
                rows.push(self.row(
                    Field::RelativeIs,
                    AnswerValue::word(facts.relative_is.map(words::relative)),
                    yes,
                ));
                if facts.relative_is == Some(CloseRelative::Other) {
                    rows.push(self.row(
                        Field::RelativeIsOther,
                        AnswerValue::typed(&facts.relative_is_other),
                        yes,
                    ));
                }
                rows.push(self.row(
                    Field::RelativeIsCitizen,
                    AnswerValue::yes_no(facts.relative_is_citizen),
                    yes,
                ));
                rows.push(self.row(
                    Field::RelativeLivesInRegion,
                    AnswerValue::yes_no(facts.relative_lives_in_region),
                    yes,
                ));
                let kazakh = AnswerValue::yes_no(facts.relative_is_kazakh);
                rows.push(self.row(Field::RelativeIsKazakh, kazakh, Needed::No));
                rows.push(self.row(Field::Housing, AnswerValue::yes_no(facts.housing), Needed::No));
                rows.push(self.row(Field::Home, AnswerValue::word(facts.home.map(words::home)), yes));
            }
            Some(Basis::Employment) => {
                rows.push(self.row(Field::Work, AnswerValue::word(facts.work.map(words::work)), yes));
                match facts.work {
                    Some(WorkKind::Employer) => {
                        rows.push(self.row(Field::Employer, AnswerValue::typed(&facts.employer), yes));
                        rows.push(self.row(Field::Position, AnswerValue::typed(&facts.position), yes));
                        rows.push(self.row(Field::Housing, AnswerValue::yes_no(facts.housing), Needed::No));
                    }
                    Some(WorkKind::SoleTrader) => {
                        rows.push(self.row(Field::Trade, AnswerValue::typed(&facts.trade), yes));
                    }
                    None => {}
                }
            }
            Some(Basis::Study) => {
                rows.push(self.row(Field::Institution, AnswerValue::typed(&facts.institution), yes));
                rows.push(self.row(Field::Programme, AnswerValue::typed(&facts.programme), yes));
            }
            Some(Basis::SettlementRegion | Basis::DevelopingSettlement) | None => {}
        }
        rows.push(self.row(Field::Region, AnswerValue::word(draft.region.map(words::region)), yes));
        rows.push(self.row(Field::Settlement, AnswerValue::typed(&draft.settlement), yes));
        view! { <section class="card"><h2>{tr(Msg::TasksGround)}</h2><dl>{rows}</dl></section> }
    }

    fn person(self, place: usize, person: &Person) -> View {
        use rules::check::PersonField as P;
        let draft = self.draft;
        let (yes, no) = (Needed::Yes, Needed::No);
        let is_grant = draft.service.is_none_or(|service| service == Service::Grant);
        // Annex 6 has no field for it; what an earlier version asked may be left out.
        let of_annex_1 = if is_grant { yes } else { no };
        let field = |field| Field::Person(person.id, field);
        let mut rows = Vec::new();
        if place > 0 {
            let group = draft.family_group(person.id).map(words::family_group);
            let relation = match (group, person.kinship.filter(|_| draft.is_related(person.id))) {
                (None, Some(kinship)) => {
                    let (words, name) = words::kinship_to_member(draft, kinship);
                    AnswerValue::To(words, name)
                }
                (group, _) => AnswerValue::word(group),
            };
            rows.push(self.row(field(P::Kinship), relation, yes));
            if matches!(person.kinship, Some(rules::draft::Kinship::SiblingOf(_))) {
                rows.push(self.row(field(P::Married), AnswerValue::yes_no(person.married), yes));
            }
        }
        let forms = [&person.name.full(), &person.name.original, &person.name.kazakh];
        let forms: Vec<String> =
            forms.into_iter().map(|form| form.trim().to_owned()).filter(|form| !form.is_empty()).collect();
        let names = if forms.is_empty() { AnswerValue::Nothing } else { AnswerValue::Names(forms) };
        rows.push(self.row(field(P::Name), names, yes));
        rows.push(self.row(field(P::Born), AnswerValue::day(&person.born), of_annex_1));
        rows.push(self.row(field(P::BirthPlace), AnswerValue::typed(&person.birth_place), of_annex_1));
        let citizenship = match person.citizenship {
            Some(Citizenship::Other) if !person.citizenship_other.trim().is_empty() => {
                AnswerValue::typed(&person.citizenship_other)
            }
            other => AnswerValue::word(other.map(words::citizenship)),
        };
        rows.push(self.row(field(P::Citizenship), citizenship, of_annex_1));
        if place > 0 && is_grant {
            rows.push(self.row(field(P::Kazakh), AnswerValue::yes_no(person.kazakh), yes));
        }
        rows.push(self.row(
            field(P::DocumentNumber),
            AnswerValue::typed(&person.identity.number),
            of_annex_1,
        ));
        rows.push(self.row(field(P::DocumentIssued), AnswerValue::day(&person.identity.issued), no));
        let expires = if person.identity.no_expiry {
            AnswerValue::Word(Msg::PaperNoExpiry)
        } else {
            AnswerValue::day(&person.identity.expires)
        };
        rows.push(self.row(field(P::DocumentExpires), expires, of_annex_1));
        rows.push(self.row(field(P::Iin), AnswerValue::typed(&person.iin), no));
        if place == 0 {
            rows.push(self.row(Field::Address, AnswerValue::typed(&draft.address), yes));
            let either =
                if draft.phone.trim().is_empty() && draft.email.trim().is_empty() { of_annex_1 } else { no };
            rows.push(self.row(Field::Phone, AnswerValue::typed(&draft.phone), either));
            rows.push(self.row(Field::Email, AnswerValue::typed(&draft.email), no));
        }
        rows.extend(self.documents(person));
        let name = words::person_name(draft, person);
        view! { <section class="card"><h2><bdi>{name}</bdi></h2><dl>{rows}</dl></section> }
    }

    fn documents(self, person: &Person) -> Vec<View> {
        let list = today::checklist(self.draft);
        let own =
            list.iter().filter(|line| line.key.person == person.id && !line.key.document.is_made_here());
        own.map(|line| {
            let serving = self.draft.serving(line.key);
            let pages = serving.map_or(0, |document| document.all_pages().count());
            let written = serving.is_some_and(|document| {
                document.kind == DocumentKind::Autobiography && !document.text.trim().is_empty()
            });
            let pages = u32::try_from(pages).unwrap_or(u32::MAX);
            let words = move || match (pages, written) {
                (0, true) => t(Msg::AnswersWritten),
                (0, false) => t(Msg::AnswersNoDocument),
                (pages, _) => plural(Msg::AnswersPages, pages, &[]),
            };
            let label = words::document(line.key.document);
            let href = Route::Draft(self.id, Step::Document(line.key)).href();
            let name = move || words::joined(Msg::JoinColon, &t(Msg::ShellChange), &t(label));
            let change = (self.may == Access::Change).then(|| {
                view! { <a class="change" aria-label=name href=href>{tr(Msg::ShellChange)}</a> }
            });
            view! {
                <div class="answer">
                    <dt>{tr(label)}</dt>
                    <dd>{words} " " {change}</dd>
                </div>
            }
        })
        .collect()
    }
}

/// Tells whether the form requires the answer.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Needed {
    Yes,
    No,
}
