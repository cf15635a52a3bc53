//! Fills empty answers about a person from the machine-readable lines of a passport or card, and compares the others with
//! them. No other answer is overwritten.

use crate::draft::{Citizenship, Person};
use crate::mrz::Mrz;
use crate::time::TypedDay;
use script::name::{Likeness, compare};

/// An answer that the lines contain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MrzAnswer {
    /// The family name.
    Family(String),
    /// The given names, with a patronymic if the paper has one.
    Given(String),
    /// The day of birth; parts that the lines leave open are empty.
    Born(TypedDay),
    /// The citizenship, for the code of the state.
    Citizenship(Citizenship),
    /// The number of the paper.
    Number(String),
    /// The last day of validity; empty if the paper names none.
    Expires(TypedDay),
}

/// The outcome for one answer of the lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrefillOutcome {
    /// The answer was empty and has been filled.
    Filled,
    /// The same answer was already there.
    Same,
    /// A different answer is there and stays until the person chooses the other one.
    Differs,
}

/// Fills empty answers from the lines and returns the outcome of each answer.
pub fn prefill(person: &mut Person, mrz: &Mrz) -> Vec<(MrzAnswer, PrefillOutcome)> {
    let before = person.clone();
    let mut answers = Vec::new();
    for answer in answers_of(mrz) {
        let outcome = answer.outcome(&before, mrz);
        if outcome == PrefillOutcome::Filled {
            answer.put(person);
        }
        answers.push((answer, outcome));
    }
    answers
}

fn answers_of(mrz: &Mrz) -> Vec<MrzAnswer> {
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
    for (text, answer) in [
        (&mrz.family_name, MrzAnswer::Family as fn(String) -> MrzAnswer),
        (&mrz.given_names, MrzAnswer::Given),
    ] {
        if !text.is_empty() {
            answers.push(answer(text.clone()));
        }
    }
    if !born.is_empty() {
        answers.push(MrzAnswer::Born(born));
    }
    answers.extend(Citizenship::of_state(&mrz.nationality).map(MrzAnswer::Citizenship));
    answers.push(MrzAnswer::Number(mrz.number.clone()));
    answers.extend(mrz.expiry.map(|day| MrzAnswer::Expires(TypedDay::of(day))));
    answers
}

impl MrzAnswer {
    fn outcome(&self, person: &Person, mrz: &Mrz) -> PrefillOutcome {
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
            (_, true) => PrefillOutcome::Same,
            (false, false) => PrefillOutcome::Filled,
            (true, false) => PrefillOutcome::Differs,
        }
    }

    /// Returns the person's present answer of the same kind.
    #[must_use]
    pub fn of(&self, person: &Person) -> Self {
        match self {
            Self::Family(_) => Self::Family(person.name.family.clone()),
            Self::Given(_) => Self::Given(person.name.given.clone()),
            Self::Born(_) => Self::Born(person.born.clone()),
            Self::Citizenship(read) => Self::Citizenship(person.citizenship.unwrap_or(*read)),
            Self::Number(_) => Self::Number(person.identity.number.clone()),
            Self::Expires(_) => Self::Expires(person.identity.expires.clone()),
        }
    }

    /// Stores this answer.
    pub fn put(&self, person: &mut Person) {
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
}

fn is_same_name(one: &str, other: &str) -> bool {
    compare(one, other) == Likeness::Same
}

/// Compares only those parts of a date that the lines contain; they may leave some open.
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
    use crate::mrz::{MrzFormat, PartialDay};

    /// Returns an invented passport; SYNAQ is Kazakh for "test".
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

    fn outcomes(answers: &[(MrzAnswer, PrefillOutcome)]) -> Vec<PrefillOutcome> {
        answers.iter().map(|(_, outcome)| *outcome).collect()
    }

    #[test]
    fn the_lines_fill_only_empty_answers() {
        let mut person = Person { birth_place: "Үлгі".into(), ..Person::default() };
        let answers = prefill(&mut person, &passport());
        assert_eq!(outcomes(&answers), [PrefillOutcome::Filled; 6]);
        assert_eq!(person.name.full(), "SYNAQ DARKHAN ULGI");
        assert_eq!(person.born, day("14", "03", "1985"));
        assert_eq!(person.citizenship, Some(Citizenship::Uzbekistan));
        assert_eq!(person.identity.number, "FA0000001");
        assert_eq!(person.identity.expires, day("31", "01", "2030"));
        assert_eq!(person.birth_place, "Үлгі");
        // On the second call every answer is already there.
        let before = person.clone();
        assert_eq!(outcomes(&prefill(&mut person, &passport())), [PrefillOutcome::Same; 6]);
        assert_eq!(person, before);
    }

    #[test]
    fn an_answer_typed_in_another_notation_is_the_same_answer() {
        use PrefillOutcome::{Filled, Same};
        let mut person = Person { born: day("14", "наурыз", "1985"), ..Person::default() };
        person.name.family = "Synaq".into();
        person.name.given = "Darkhan".into();
        person.name.patronymic = "Ulgi".into();
        person.identity.number = "fa 0000001".into();
        let before = person.clone();
        let answers = prefill(&mut person, &passport());
        assert_eq!(outcomes(&answers), [Same, Same, Same, Filled, Same, Filled]);
        assert_eq!(person.name, before.name);
        assert_eq!(person.born, before.born);
        assert_eq!(person.identity.number, before.identity.number);
    }

    #[test]
    fn a_different_answer_stays_until_the_person_chooses_and_can_be_restored() {
        use PrefillOutcome::{Differs, Filled};
        let mut person = Person { citizenship: Some(Citizenship::China), ..Person::default() };
        person.name.family = "SYNAK".into();
        person.born = day("15", "3", "1985");
        person.identity.no_expiry = true;
        let before = person.clone();
        let answers = prefill(&mut person, &passport());
        assert_eq!(outcomes(&answers), [Differs, Filled, Differs, Differs, Filled, Differs]);
        assert_eq!(person.name.family, "SYNAK");
        assert_eq!(person.born, before.born);
        assert!(person.identity.no_expiry);
        for (answer, _) in answers.iter().filter(|(_, outcome)| *outcome == Differs) {
            answer.put(&mut person);
        }
        assert_eq!(person.name.family, "SYNAQ");
        assert!(!person.identity.no_expiry);
        for (answer, _) in answers.iter().filter(|(_, outcome)| *outcome == Differs) {
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
    fn a_single_name_is_the_same_in_either_field_and_an_unknown_day_asks_nothing() {
        let mrz = Mrz {
            family_name: "ULGI".into(),
            given_names: String::new(),
            birth: PartialDay { year: Some(1985), ..PartialDay::default() },
            ..passport()
        };
        let mut person = Person { born: day("14", "3", "1985"), ..Person::default() };
        person.name.given = "Ulgi".into();
        let answers = prefill(&mut person, &mrz);
        assert_eq!(outcomes(&answers)[..2], [PrefillOutcome::Same, PrefillOutcome::Same]);
        assert_eq!(person.name.family, "");
        person.born = day("14", "3", "1986");
        assert_eq!(outcomes(&prefill(&mut person, &mrz))[1], PrefillOutcome::Differs);
    }
}
