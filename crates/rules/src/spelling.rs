//! The spellings of people's names on their papers. The order does not mention spellings: a difference is worth a look
//! but never a ground to refuse.

use crate::document::{Document, DocumentKind};
use crate::draft::{Citizenship, Draft, Person};
use crate::id::{DocumentId, PersonId};
use script::name::{Likeness, compare};
use script::script_of;

/// All spellings of one person's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonSpellings {
    /// The person with the name.
    pub person: PersonId,
    /// The forms of the name as typed, then the names on papers. The others are compared with the first one.
    pub spellings: Vec<Spelling>,
}

/// The name as spelled in one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spelling {
    /// The place of the spelling.
    pub place: SpelledIn,
    /// The name as typed, without surrounding spaces.
    pub text: String,
    /// Its agreement with the first spelling.
    pub agreement: Agreement,
}

/// A place in which the name is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpelledIn {
    /// The passport, and its machine-readable lines.
    Passport,
    /// The script of the home country.
    Original,
    /// Kazakh Cyrillic.
    Kazakh,
    /// Another paper, if its holder's name was typed.
    Paper(DocumentId, DocumentKind),
}

/// The agreement of a spelling with the person's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// The same letters, or the first spelling itself.
    Same,
    /// In another script, and possibly the same name: no two scripts spell alike.
    InAnotherScript,
    /// Possibly the same name, but spelled differently.
    SpelledDifferently,
    /// Looks like another name.
    AnotherName,
    /// In characters whose sounds are not known here, such as Chinese characters: only a person can compare it.
    NotComparable,
}

impl Agreement {
    /// Returns whether a person should look at both papers.
    pub fn is_difference(self) -> bool {
        matches!(self, Self::SpelledDifferently | Self::AnotherName)
    }
}

impl PersonSpellings {
    /// Returns the number of spellings that differ from the person's name.
    pub fn differences(&self) -> usize {
        self.spellings.iter().filter(|spelling| spelling.agreement.is_difference()).count()
    }
}

/// Returns the spellings of everybody who has one, in the order of the people.
pub fn spellings(draft: &Draft) -> Vec<PersonSpellings> {
    let of_person = |person: &Person| {
        let spellings = spellings_of(draft, person);
        (!spellings.is_empty()).then_some(PersonSpellings { person: person.id, spellings })
    };
    draft.people.iter().filter_map(of_person).collect()
}

fn spellings_of(draft: &Draft, person: &Person) -> Vec<Spelling> {
    let mut spellings: Vec<Spelling> = Vec::new();
    let places = [SpelledIn::Passport, SpelledIn::Original, SpelledIn::Kazakh];
    for (place, text) in places.into_iter().zip(forms(person)) {
        let text = text.trim();
        if text.is_empty() {
            continue;
        }
        let agreement = match spellings.first() {
            None => Agreement::Same,
            Some(first) => of_forms(person, &first.text, text),
        };
        spellings.push(Spelling { place, text: text.to_owned(), agreement });
    }
    for document in &draft.documents {
        let is_own = document.serves.iter().any(|key| key.person == person.id);
        let text = document.holder.trim();
        if !is_own || text.is_empty() || !document.kind.is_in_own_name() {
            continue;
        }
        let agreement = match of_paper(draft, document) {
            Likeness::Same => Agreement::Same,
            Likeness::Variant => Agreement::SpelledDifferently,
            Likeness::Different => Agreement::AnotherName,
            Likeness::Unknown => Agreement::NotComparable,
        };
        let place = SpelledIn::Paper(document.id, document.kind);
        spellings.push(Spelling { place, text: text.to_owned(), agreement });
    }
    spellings
}

/// Compares two forms of one person's name.
fn of_forms(person: &Person, one: &str, other: &str) -> Agreement {
    let is_one_script = script_of(one) == script_of(other);
    match compare(one, other) {
        Likeness::Same => Agreement::Same,
        Likeness::Unknown => Agreement::NotComparable,
        Likeness::Variant if is_one_script => Agreement::SpelledDifferently,
        Likeness::Variant => Agreement::InAnotherScript,
        Likeness::Different if is_from_china(person) => Agreement::SpelledDifferently,
        Likeness::Different => Agreement::AnotherName,
    }
}

/// Compares the name on the paper with the best matching name among the people for whom it is given.
///
/// Passports of China spell Kazakh names by the sounds of Chinese (NUERBOLI for Нұрбол), which a comparison of letters
/// cannot recognise. For them, another name counts only as another spelling, which a person should look at.
pub(crate) fn of_paper(draft: &Draft, document: &Document) -> Likeness {
    let typed = document.holder.trim();
    if typed.is_empty() || !document.kind.is_in_own_name() {
        return Likeness::Unknown;
    }
    let people = || document.serves.iter().filter_map(|key| draft.person(key.person));
    let forms = people().flat_map(forms).filter(|form| !form.trim().is_empty());
    let mut best = Likeness::Unknown;
    for form in forms {
        match compare(typed, &form) {
            Likeness::Same => return Likeness::Same,
            Likeness::Variant => best = Likeness::Variant,
            Likeness::Different if best == Likeness::Unknown => best = Likeness::Different,
            Likeness::Different | Likeness::Unknown => {}
        }
    }
    if best == Likeness::Different && people().any(is_from_china) { Likeness::Variant } else { best }
}

fn is_from_china(person: &Person) -> bool {
    person.citizenship == Some(Citizenship::China)
}

/// Returns the three forms of a person's name.
fn forms(person: &Person) -> [String; 3] {
    [person.name.full(), person.name.original.clone(), person.name.kazakh.clone()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::RequirementKey;
    use crate::draft::Name;

    const WHO: PersonId = PersonId(1);

    fn draft(name: Name, citizenship: Citizenship, holders: &[&str]) -> Draft {
        let person = Person { id: WHO, name, citizenship: Some(citizenship), ..Person::default() };
        let key = RequirementKey { document: DocumentKind::NationalityProof, person: WHO };
        let documents = holders.iter().zip(1..).map(|(holder, id)| {
            let mut document = Document::new(DocumentId(id), key);
            document.holder = (*holder).to_owned();
            document
        });
        Draft { people: vec![person], documents: documents.collect(), ..Draft::default() }
    }

    fn name(family: &str, given: &str, original: &str, kazakh: &str) -> Name {
        let [family, given, original, kazakh] = [family, given, original, kazakh].map(str::to_owned);
        Name { family, given, original, kazakh, ..Name::default() }
    }

    fn agreements(draft: &Draft) -> Vec<Agreement> {
        let found = spellings(draft);
        let all = found.iter().flat_map(|person| &person.spellings);
        all.map(|spelling| spelling.agreement).collect()
    }

    #[test]
    fn each_form_and_paper_is_compared_with_the_passport() {
        use Agreement as A;
        let name = name("ZHANGALIYEV", "YERLAN", "Жанғалиев Ерлан", "Жанғалиев Ерлан");
        let papers = ["ZHANGALIYEV YERLAN", "JANGALIEV ERLAN", "SERIKOV MARAT", "江阿里"];
        let draft = draft(name, Citizenship::Uzbekistan, &papers);
        let expected = [
            A::Same,
            A::InAnotherScript,
            A::InAnotherScript,
            A::Same,
            A::SpelledDifferently,
            A::AnotherName,
            A::NotComparable,
        ];
        assert_eq!(agreements(&draft), expected);
        assert_eq!(spellings(&draft)[0].differences(), 2);
        assert_eq!(
            spellings(&draft)[0].spellings[4].place,
            SpelledIn::Paper(DocumentId(2), DocumentKind::NationalityProof)
        );
    }

    #[test]
    fn a_passport_of_china_never_gives_another_name() {
        use Agreement as A;
        let name = name("NUERBOLI", "", "", "Нұрбол");
        let china = draft(name.clone(), Citizenship::China, &["Серік"]);
        assert_eq!(agreements(&china), [A::Same, A::SpelledDifferently, A::SpelledDifferently]);
        let elsewhere = draft(name, Citizenship::Uzbekistan, &["Серік"]);
        assert_eq!(agreements(&elsewhere), [A::Same, A::AnotherName, A::AnotherName]);
    }

    #[test]
    fn the_others_are_compared_with_the_first_form_present() {
        use Agreement as A;
        let without_passport = draft(name("", "", " ", "Болат"), Citizenship::Mongolia, &["Булат"]);
        assert_eq!(agreements(&without_passport), [A::Same, A::SpelledDifferently]);
        assert!(spellings(&draft(Name::default(), Citizenship::Mongolia, &[])).is_empty());
    }
}
