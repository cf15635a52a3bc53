//! The values that the answers put into the blanks of a form: names in their three forms, days, and words for choices.

use super::sheet::{BilingualText, Filling, LabelledValue, PrintedValue, Say};
use crate::i18n::{FormTexts, Msg, date};
use crate::words;
use chrono::{Datelike, NaiveDate};
use rules::draft::{Citizenship, Draft, FamilyGroup, Person};
use rules::service::Service;
use rules::time::TypedDay;
use std::rc::Rc;

/// Returns the different forms in which a name was typed; empty if none was.
pub fn name_of(person: &Person) -> Filling {
    let name = &person.name;
    let mut forms: Vec<LabelledValue> = Vec::new();
    for form in [&name.full(), &name.kazakh, &name.original] {
        let Some(piece) = LabelledValue::typed(form) else { continue };
        let is_new = !forms.iter().any(
            |known| matches!((&known.value, &piece.value), (PrintedValue::Typed(a), PrintedValue::Typed(b)) if a == b),
        );
        if is_new {
            forms.push(piece);
        }
    }
    forms
}

/// Returns a single line with this text, or an empty blank.
pub fn typed(text: &str) -> Vec<Filling> {
    LabelledValue::typed(text).map(|piece| vec![vec![piece]]).unwrap_or_default()
}

pub fn word(texts: &FormTexts, msg: Option<Msg>) -> Vec<Filling> {
    msg.map(|msg| vec![vec![LabelledValue::said(BilingualText::of(texts, msg))]]).unwrap_or_default()
}

pub fn yes_no(texts: &FormTexts, answer: Option<bool>) -> Vec<Filling> {
    word(texts, answer.map(|yes| if yes { Msg::AnswerYes } else { Msg::AnswerNo }))
}

/// Returns the day with its label, or the text that was typed instead of a day.
pub fn typed_day(texts: &FormTexts, typed: &TypedDay) -> Option<LabelledValue> {
    match typed.read() {
        Ok(day) => Some(LabelledValue::said(day_words(texts, day))),
        Err(_) if typed.is_empty() => None,
        Err(_) => LabelledValue::typed(&[typed.day.as_str(), &typed.month, &typed.year].join(".")),
    }
}

pub fn day_words(texts: &FormTexts, day: NaiveDate) -> BilingualText {
    BilingualText { kazakh: texts.date(day), own: Rc::new(move || date(day)) }
}

/// The parts of a day as the forms write it: day of the month, month as a word, last two digits of the year.
pub struct DayParts {
    pub day: Vec<Filling>,
    pub month: Vec<Filling>,
    pub year: Vec<Filling>,
}

/// Returns the parts of a day; without a day they are blanks to be filled by hand.
pub fn day_parts(texts: &FormTexts, day: Option<NaiveDate>) -> DayParts {
    let Some(day) = day else { return DayParts { day: vec![], month: vec![], year: vec![] } };
    let two = |number: u32| [if number < 10 { "0" } else { "" }, &number.to_string()].concat();
    let year = u32::try_from(day.year().rem_euclid(100)).unwrap_or_default();
    DayParts { day: typed(&two(day.day())), month: typed(texts.month(day)), year: typed(&two(year)) }
}

pub fn citizenship(texts: &FormTexts, person: &Person) -> Vec<Filling> {
    match person.citizenship {
        Some(Citizenship::Other) if !person.citizenship_other.trim().is_empty() => {
            typed(&person.citizenship_other)
        }
        other => word(texts, other.map(words::citizenship)),
    }
}

/// Returns the members of a group of Annex 6, in the order of the draft.
pub fn members(draft: &Draft, group: FamilyGroup) -> impl Iterator<Item = &Person> {
    draft.family().iter().filter(move |member| draft.family_group(member.id) == Some(group))
}

/// Returns the members whose kinship leads to no group; the check prevents sending them.
pub fn members_of_no_group(draft: &Draft) -> impl Iterator<Item = &Person> {
    draft.family().iter().filter(|member| draft.family_group(member.id).is_none())
}

/// Returns the region whose local executive body is addressed.
pub fn region(texts: &FormTexts, draft: &Draft) -> Vec<Filling> {
    word(texts, draft.region.map(words::region))
}

/// Returns the index of a service among the three requests of Annex 6.
pub fn place_in_annex_6(service: Option<Service>) -> Option<usize> {
    match service? {
        Service::Grant => None,
        Service::Extend => Some(0),
        Service::DuplicateCertificate => Some(1),
        Service::DuplicateDecision => Some(2),
    }
}

/// Returns "Annex n to the Rules".
pub fn annex_of(texts: &FormTexts, n: &'static str) -> BilingualText {
    let own: Say = Rc::new(move || crate::i18n::text(Msg::FormAnnexOf, &[("n", n)]));
    BilingualText { kazakh: texts.text(Msg::FormAnnexOf, &[("n", n)]), own }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rules::draft::Name;

    fn typed_of(filling: &Filling) -> Vec<&str> {
        let text = |piece: &LabelledValue| match &piece.value {
            PrintedValue::Typed(text) => Some(text.clone().leak() as &str),
            PrintedValue::Said(_) | PrintedValue::Read(_) => None,
        };
        filling.iter().filter_map(text).collect()
    }

    #[test]
    fn each_form_of_a_name_is_printed_once() {
        let name = |family: &str, kazakh: &str, original: &str| Person {
            name: Name {
                family: family.into(),
                kazakh: kazakh.into(),
                original: original.into(),
                ..Name::default()
            },
            ..Person::default()
        };
        assert_eq!(typed_of(&name_of(&name("SYNAQ", "Сынақ", "试验"))), ["SYNAQ", "Сынақ", "试验"]);
        assert_eq!(typed_of(&name_of(&name("Сынақ", "Сынақ", " "))), ["Сынақ"]);
        assert!(name_of(&name("", "", "")).is_empty());
    }

    #[test]
    fn a_day_is_written_in_the_parts_of_the_form() {
        let texts = FormTexts::built();
        let parts = day_parts(&texts, NaiveDate::from_ymd_opt(2026, 3, 9));
        let one = |filled: &[Filling]| typed_of(&filled[0]).concat();
        assert_eq!([one(&parts.day), one(&parts.month), one(&parts.year)], ["09", "наурыз", "26"]);
        assert!(day_parts(&texts, None).day.is_empty());
    }
}
