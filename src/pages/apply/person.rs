//! The questions about one person, one per page.

use super::name_forms;
use crate::app::App;
use crate::components::{
    Choice, MessageKind, Problems, TextInput, TextKind, checkbox, date_input, date_input_in, heading,
    message, part_input, question, radios, select, subtitle, term, yes_no,
};
use crate::i18n::{Help, Msg, t, text, tr};
use crate::platform::view::{View, view};
use crate::route::{PersonStep, Route, Step, YouStep};
use crate::words;
use leptos::prelude::*;
use rules::check::{Field, PersonField};
use rules::date_order::DateOrder;
use rules::draft::{Citizenship, Draft, FamilyGroup, Kinship, Person};
use rules::id::{DraftId, PersonId};
use rules::iin::Iin;
use rules::service::Service;

pub fn view(id: DraftId, person: PersonId, step: PersonStep) -> View {
    let editor = App::get().editor;
    let is_applicant =
        editor.draft.with_untracked(|draft| draft.applicant().is_some_and(|one| one.id == person));
    let place = WizardPosition { id, person, step, is_applicant };
    subtitle(place.which());
    match step {
        PersonStep::Kinship => kinship(place),
        PersonStep::Name => name(place),
        PersonStep::Birth => birth(place),
        PersonStep::Citizenship => citizenship(place),
        PersonStep::Paper => paper(place),
        // The lines have their own page.
        PersonStep::Iin | PersonStep::Lines => iin(place),
    }
}

/// The current question and the person it is about.
#[derive(Clone, Copy)]
struct WizardPosition {
    id: DraftId,
    person: PersonId,
    step: PersonStep,
    is_applicant: bool,
}

impl WizardPosition {
    fn steps(self) -> &'static [PersonStep] {
        if self.is_applicant { &PersonStep::OF_APPLICANT } else { &PersonStep::OF_FAMILY }
    }

    fn number(self) -> usize {
        self.steps().iter().position(|step| *step == self.step).unwrap_or_default()
    }

    fn at(self, number: Option<usize>) -> Option<Route> {
        let step = *self.steps().get(number?)?;
        Some(Route::Draft(self.id, Step::Person(self.person, step)))
    }

    fn back(self) -> Route {
        self.at(self.number().checked_sub(1)).unwrap_or(Route::Draft(self.id, Step::Tasks))
    }

    fn next(self) -> impl Fn() -> Route + 'static {
        let after_last = if self.is_applicant { Step::You(YouStep::Address) } else { Step::Tasks };
        let next = self.at(Some(self.number() + 1)).unwrap_or(Route::Draft(self.id, after_last));
        move || next
    }

    fn field(self, field: PersonField) -> Field {
        Field::Person(self.person, field)
    }

    fn problems(self, fields: &[PersonField]) -> Problems {
        Problems::of(fields.iter().map(|field| self.field(*field)).collect())
    }

    /// "Question 2 of 6".
    fn count(self) -> String {
        let (number, of) = (self.number() + 1, self.steps().len());
        let of_all = if self.is_applicant { of + YouStep::ALL.len() } else { of };
        text(Msg::QuestionCount, &[("n", &number.to_string()), ("all", &of_all.to_string())])
    }

    /// Returns the text that distinguishes this page's title from the same question about other people.
    fn which(self) -> Signal<String> {
        let draft = App::get().editor.draft;
        Signal::derive(move || {
            let whom = draft.with_untracked(|draft| words::person_without_name(draft, self.person));
            [self.count(), whom].join(" · ")
        })
    }

    /// Shows the link to type the lines of the passport instead of answers.
    fn lines_instead(self) -> View {
        let lines = Route::Draft(self.id, Step::Person(self.person, PersonStep::Lines));
        view! { <p><a class="button button-quiet" href=lines.href()>{tr(Msg::LinesInstead)}</a></p> }
    }

    /// Shows the question count and, for a family member, the person.
    fn caption(self) -> View {
        let draft = App::get().editor.draft;
        let name_of = move |draft: &Draft| Some(words::person_name(draft, draft.person(self.person)?));
        let name = move || draft.with_untracked(name_of);
        let whom = (!self.is_applicant).then(|| view! { " · " <bdi>{name}</bdi> });
        view! { <p class="caption">{move || self.count()} {whom}</p> }
    }
}

fn name(place: WizardPosition) -> View {
    let editor = App::get().editor;
    let bind = move |part: fn(&mut Person) -> &mut String| editor.bind_person(place.person, part);
    let problems = place.problems(&[PersonField::Name]);
    question(
        heading(Msg::NameTitle),
        place.back(),
        problems,
        place.next(),
        view! {
            {place.caption()}
            <p>{tr(Msg::NameHint)}</p>
            {place.lines_instead()}
            {TextInput::new(place.field(PersonField::Name), bind(|person| &mut person.name.family)).label(Msg::NameFamily).kind(TextKind::Exact)}
            {part_input("name-given", Msg::NameGiven, None, bind(|person| &mut person.name.given))}
            {part_input("name-patronymic", Msg::NamePatronymic, None, bind(|person| &mut person.name.patronymic))}
            {part_input("name-original", Msg::NameOriginal, Some(Msg::NameOriginalHint), bind(|person| &mut person.name.original))}
            {part_input("name-kazakh", Msg::NameKazakh, Some(Msg::NameKazakhHint), bind(|person| &mut person.name.kazakh))}
            {name_forms::offers(editor, place.person)}
        },
    )
}

fn birth(place: WizardPosition) -> View {
    let editor = App::get().editor;
    let problems = place.problems(&[PersonField::Born, PersonField::BirthPlace]);
    question(
        heading(Msg::BirthTitle),
        place.back(),
        problems,
        place.next(),
        view! {
            {place.caption()}
            {date_input(place.field(PersonField::Born), editor.bind_person(place.person, |person| &mut person.born), Some(Msg::DateHint))}
            {TextInput::new(place.field(PersonField::BirthPlace), editor.bind_person(place.person, |person| &mut person.birth_place)).hint(Msg::BirthPlaceHint)}
        },
    )
}

fn citizenship(place: WizardPosition) -> View {
    let editor = App::get().editor;
    let mut fields = vec![PersonField::Citizenship, PersonField::CitizenshipOther];
    // Only a grant asks for the proof of nationality.
    let asks_kazakh = !place.is_applicant
        && editor.draft.with_untracked(|draft| draft.service.is_none_or(|service| service == Service::Grant));
    if asks_kazakh {
        fields.push(PersonField::Kazakh);
    }
    let problems = place.problems(&fields);
    let choices = Citizenship::ALL.map(|one| Choice::new(one, words::citizenship(one))).to_vec();
    let chosen = editor.bind_person(place.person, |person| &mut person.citizenship);
    let is_other = Memo::new(move |_| chosen.get().flatten() == Some(Citizenship::Other));
    let title = if place.is_applicant { Msg::CitizenshipTitle } else { Msg::CitizenshipTitleMember };
    question(
        heading(title),
        place.back(),
        problems,
        place.next(),
        view! {
            {place.caption()}
            {select(place.field(PersonField::Citizenship), chosen, choices)}
            {move || is_other.get().then(|| view! {
                {TextInput::new(place.field(PersonField::CitizenshipOther), editor.bind_person(place.person, |person| &mut person.citizenship_other))}
            })}
            {asks_kazakh.then(|| view! {
                {radios(place.field(PersonField::Kazakh), editor.bind_person(place.person, |person| &mut person.kazakh), yes_no(), Some(Msg::KazakhHint))}
            })}
        },
    )
}

fn paper(place: WizardPosition) -> View {
    let editor = App::get().editor;
    let problems = place.problems(&[
        PersonField::DocumentNumber,
        PersonField::DocumentIssued,
        PersonField::DocumentExpires,
    ]);
    let no_expiry = editor.bind_person(place.person, |person| &mut person.identity.no_expiry);
    let expires = Memo::new(move |_| no_expiry.get() != Some(true));
    let citizenship = editor.draft.with_untracked(|draft| draft.person(place.person)?.citizenship);
    let order = citizenship.map_or(DateOrder::DayMonthYear, DateOrder::of);
    question(
        heading(Msg::PaperTitle),
        place.back(),
        problems,
        place.next(),
        view! {
            {place.caption()}
            <p>{tr(Msg::PaperHint)}</p>
            {place.lines_instead()}
            {TextInput::new(place.field(PersonField::DocumentNumber), editor.bind_person(place.person, |person| &mut person.identity.number)).kind(TextKind::Exact)}
            {date_input_in(order, place.field(PersonField::DocumentIssued), editor.bind_person(place.person, |person| &mut person.identity.issued), None)}
            {move || expires.get().then(|| view! {
                {date_input_in(order, place.field(PersonField::DocumentExpires), editor.bind_person(place.person, |person| &mut person.identity.expires), Some(Msg::PaperExpiresHint))}
            })}
            {checkbox(None, "no-expiry", Msg::PaperNoExpiry, no_expiry)}
        },
    )
}

fn iin(place: WizardPosition) -> View {
    let editor = App::get().editor;
    // Only a warning: the structure of the number is general knowledge, and either of the two dates may be the wrong one.
    let differs = Memo::new(move |_| {
        editor.draft.with(|draft| {
            let person = draft.person(place.person)?;
            Some(!Iin::parse(&person.iin).ok()?.compare(person.born.read().ok()?, None).is_empty())
        })
    });
    let problems = place.problems(&[PersonField::Iin]);
    question(
        heading(Msg::IinTitle),
        place.back(),
        problems,
        place.next(),
        view! {
            {place.caption()}
            <p>{tr(Msg::IinText)}</p>
            {term(Help::Iin, Msg::TermsIin)}
            {TextInput::new(place.field(PersonField::Iin), editor.bind_person(place.person, |person| &mut person.iin)).hint(Msg::IinHint).kind(TextKind::Digits)}
            <div role="status">{move || (differs.get() == Some(true)).then(|| {
                message(MessageKind::Warning, view! { <p>{tr(Msg::IinDiffers)}</p> })
            })}</div>
        },
    )
}

/// Returns the kinships that this person may have: every one that leads to a group of Annex 6. For a grant, for which the order names
/// no groups, also those of grandparents and of the families of siblings.
fn possible_kinships(draft: &Draft, person: PersonId) -> Vec<Kinship> {
    let Some(applicant) = draft.applicant().map(|applicant| applicant.id) else { return Vec::new() };
    let others = || draft.family().iter().filter(|other| other.id != person).map(|other| other.id);
    let in_group =
        |group: FamilyGroup| others().filter(move |other| draft.family_group(*other) == Some(group));
    let mut kinships =
        vec![Kinship::SpouseOf(applicant), Kinship::ChildOf(applicant), Kinship::ParentOf(applicant)];
    kinships.extend(
        in_group(FamilyGroup::Spouse)
            .flat_map(|spouse| [Kinship::ChildOf(spouse), Kinship::ParentOf(spouse)]),
    );
    let children = in_group(FamilyGroup::ChildrenAndTheirFamilies);
    kinships.extend(children.flat_map(|child| [Kinship::SpouseOf(child), Kinship::ChildOf(child)]));
    kinships.push(Kinship::SiblingOf(applicant));
    if draft.service.is_none_or(|service| service == Service::Grant) {
        kinships.extend(in_group(FamilyGroup::Parents).map(Kinship::ParentOf));
        let siblings = in_group(FamilyGroup::UnmarriedSiblings);
        kinships.extend(siblings.flat_map(|sibling| [Kinship::SpouseOf(sibling), Kinship::ChildOf(sibling)]));
    }
    // Exclude kinships through somebody who is included only through this same person.
    let mut tried = draft.clone();
    kinships.retain(|kinship| {
        if let Some(person) = tried.person_mut(person) {
            person.kinship = Some(*kinship);
        }
        tried.is_related(person)
    });
    kinships
}

/// Returns how a person is related to the applicant, or to another member by name.
fn kinship_words(draft: &Draft, kinship: Kinship) -> String {
    let is_applicant = draft.applicant().is_some_and(|applicant| applicant.id == kinship.of());
    if is_applicant {
        return t(match kinship {
            Kinship::SpouseOf(_) => Msg::KinshipSpouse,
            Kinship::ParentOf(_) => Msg::KinshipParent,
            Kinship::ChildOf(_) => Msg::KinshipChild,
            Kinship::SiblingOf(_) => Msg::KinshipSibling,
        });
    }
    let (words, name) = words::kinship_to_member(draft, kinship);
    text(words, &[("name", &name)])
}

fn kinship(place: WizardPosition) -> View {
    let editor = App::get().editor;
    let problems = place.problems(&[PersonField::Kinship, PersonField::Married]);
    let choices = editor.draft.with_untracked(|draft| possible_kinships(draft, place.person));
    let choices = choices
        .into_iter()
        .map(|kinship| Choice {
            value: kinship,
            label: Signal::derive(move || editor.draft.with_untracked(|draft| kinship_words(draft, kinship))),
            hint: matches!(kinship, Kinship::ChildOf(_)).then_some(Msg::KinshipChildHint),
        })
        .collect();
    let chosen = editor.bind_person(place.person, |person| &mut person.kinship);
    let is_sibling = Memo::new(move |_| matches!(chosen.get().flatten(), Some(Kinship::SiblingOf(_))));
    question(
        heading(Msg::KinshipTitle),
        place.back(),
        problems,
        place.next(),
        view! {
            {place.caption()}
            <p>{tr(Msg::KinshipHint)}</p>
            {radios(place.field(PersonField::Kinship), chosen, choices, None)}
            {move || is_sibling.get().then(|| view! {
                {radios(place.field(PersonField::Married), editor.bind_person(place.person, |person| &mut person.married), yes_no(), Some(Msg::MarriedHint))}
            })}
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kinship_offered_leads_to_a_group_and_for_a_grant_to_the_applicant() {
        let member = |id, kinship| Person { id: PersonId(id), kinship, ..Person::default() };
        let of = PersonId;
        let people = vec![
            member(1, None),
            member(2, Some(Kinship::SpouseOf(of(1)))),
            member(3, Some(Kinship::ChildOf(of(2)))),
            member(4, Some(Kinship::SpouseOf(of(3)))),
            member(5, None),
            member(6, Some(Kinship::ParentOf(of(1)))),
            member(7, Some(Kinship::SiblingOf(of(1)))),
        ];
        for service in [Service::Grant, Service::Extend] {
            let draft = Draft { people: people.clone(), service: Some(service), ..Draft::default() };
            let mut outside = 0;
            for person in 2..=7 {
                for kinship in possible_kinships(&draft, of(person)) {
                    let mut tried = draft.clone();
                    tried.person_mut(of(person)).unwrap().kinship = Some(kinship);
                    assert!(tried.is_related(of(person)), "{person}: {kinship:?}");
                    outside += u32::from(tried.family_group(of(person)).is_none());
                }
            }
            assert_eq!(outside > 0, service == Service::Grant, "{service:?}: {outside}");
            let grandparent = possible_kinships(&draft, of(5)).contains(&Kinship::ParentOf(of(6)));
            assert_eq!(grandparent, service == Service::Grant);
        }
    }
}
