//! The values that the answers put into the blanks of a form: names in their three forms, days, and words for choices.

use crate::FormPhrase;
use crate::sheet::{Filling, LabelledValue, Row, RowPart, Shape, Ticked, Width, WordingSource};
use crate::texts::{BilingualText, FormText, KazakhTexts, month};
use crate::words;
use chrono::{Datelike, NaiveDate};
use rules::draft::{Citizenship, Draft, FamilyGroup, Person};
use rules::service::Service;
use rules::time::TypedDay;

/// Returns the different forms in which a name was typed; empty if none was.
pub fn name_of(person: &Person) -> Filling {
    let name = &person.name;
    let mut forms: Vec<LabelledValue> = Vec::new();
    for form in [&name.full(), &name.kazakh, &name.original] {
        let Some(piece) = LabelledValue::typed(form) else { continue };
        if !forms.contains(&piece) {
            forms.push(piece);
        }
    }
    forms
}

/// Returns a single line with this text, or an empty blank.
pub fn typed(text: &str) -> Vec<Filling> {
    LabelledValue::typed(text).map(|piece| vec![vec![piece]]).unwrap_or_default()
}

/// Returns a single line with this text of ours.
pub fn exact(text: String) -> Vec<Filling> {
    vec![vec![LabelledValue::exact(text)]]
}

/// Returns a single line with a text of ours, or an empty blank.
pub fn word(texts: &dyn KazakhTexts, phrase: Option<FormPhrase>) -> Vec<Filling> {
    phrase.map(|phrase| vec![vec![said(texts, FormText::Phrase(phrase))]]).unwrap_or_default()
}

/// Returns a text of ours as a value.
pub fn said(texts: &dyn KazakhTexts, text: FormText) -> LabelledValue {
    LabelledValue::said(BilingualText::from_text(texts, text))
}

/// Returns the answer to a question that is answered with yes or no.
pub fn yes_no(texts: &dyn KazakhTexts, answer: Option<bool>) -> Vec<Filling> {
    word(texts, answer.map(|yes| if yes { FormPhrase::AnswerYes } else { FormPhrase::AnswerNo }))
}

/// Returns the day in the official form, or the text that was typed instead of a day.
pub fn typed_day(texts: &dyn KazakhTexts, typed: &TypedDay) -> Vec<Filling> {
    match typed.read() {
        Ok(day) => vec![vec![said(texts, FormText::Day(day))]],
        Err(_) if typed.is_empty() => Vec::new(),
        Err(_) => self::typed(&[typed.day.as_str(), &typed.month, &typed.year].join(".")),
    }
}

/// Returns the last day of validity, or that there is none.
pub fn expiry(texts: &dyn KazakhTexts, expires: &TypedDay, no_expiry: bool) -> Vec<Filling> {
    if no_expiry { word(texts, Some(FormPhrase::PaperNoExpiry)) } else { typed_day(texts, expires) }
}

/// The parts of a day as the forms write it: day of the month, month as a word, last two digits of the year.
pub struct DayParts {
    pub day: Vec<Filling>,
    pub month: Vec<Filling>,
    pub year: Vec<Filling>,
}

/// Returns the parts of a day; without a day they are blanks to be filled by hand.
pub fn day_parts(texts: &dyn KazakhTexts, day: Option<NaiveDate>) -> DayParts {
    let Some(day) = day else { return DayParts { day: vec![], month: vec![], year: vec![] } };
    let two = |number: u32| exact([if number < 10 { "0" } else { "" }, &number.to_string()].concat());
    let year = u32::try_from(day.year().rem_euclid(100)).unwrap_or_default();
    DayParts { day: two(day.day()), month: exact(month(texts, day).to_owned()), year: two(year) }
}

/// Returns the citizenship, or the country in words.
pub fn citizenship(texts: &dyn KazakhTexts, person: &Person) -> Vec<Filling> {
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

/// Returns the members whose kinship leads to no group.
pub fn members_of_no_group(draft: &Draft) -> impl Iterator<Item = &Person> {
    draft.family().iter().filter(|member| draft.family_group(member.id).is_none())
}

/// Returns the region whose local executive body is addressed.
pub fn region(texts: &dyn KazakhTexts, draft: &Draft) -> Vec<Filling> {
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

/// Returns the name of a person as the filling of a blank; no line if it has none.
pub fn name_line(person: Option<&Person>) -> Vec<Filling> {
    person.map(name_of).filter(|name| !name.is_empty()).into_iter().collect()
}

/// Returns a row of ours with a box.
pub fn ticked_row(ticked: Ticked, filled: Vec<Filling>) -> Row {
    Row {
        source: WordingSource::Ours,
        shape: Shape::Tick(ticked),
        parts: vec![RowPart::Blank(Width::Long, filled)],
        own: None,
    }
}

/// Returns the only value of a filling.
pub fn single(filled: Vec<Filling>) -> Option<LabelledValue> {
    filled.into_iter().flatten().next()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::PrintedValue;
    use crate::tests::BuiltTexts;
    use rules::draft::Name;

    fn typed_of(filling: &Filling) -> Vec<&str> {
        let text = |piece: &'_ LabelledValue| match &piece.value {
            PrintedValue::Typed(text) | PrintedValue::Exact(text) => Some(text.clone().leak() as &str),
            PrintedValue::Said(_) | PrintedValue::Source(_) => None,
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
        let texts = BuiltTexts::read();
        let parts = day_parts(&texts, NaiveDate::from_ymd_opt(2026, 3, 9));
        let one = |filled: &[Filling]| typed_of(&filled[0]).concat();
        assert_eq!([one(&parts.day), one(&parts.month), one(&parts.year)], ["09", "наурыз", "26"]);
        assert!(day_parts(&texts, None).day.is_empty());
    }
}
