//! What a person typed. Every field may be empty or wrong; nothing here judges.
//!
//! The draft itself is stored, sent and checked, so that the phone and the gateway look at the same thing.
//! New fields need a default; a changed meaning needs a new version and a migration in `wire`.

use crate::document::Document;
use crate::finding::Finding;
use crate::id::{DocumentId, PersonId};
use crate::region::Region;
use crate::service::{Basis, CloseRelative, Home, Service, WorkKind};
use crate::time::TypedDay;

/// An application being made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(default))]
pub struct Draft {
    /// The id of the edition of the Rules under which the draft was made; empty for a new draft.
    pub edition: String,
    /// `None` until chosen. It decides which of the other answers are asked for.
    pub service: Option<Service>,
    /// Asked for a grant alone.
    pub eligibility: EligibilityAnswers,
    /// The condition of ¶9, for a grant alone; `None` until chosen.
    pub basis: Option<Basis>,
    /// What the chosen condition needs to be told; the checklist follows from it.
    pub facts: BasisFacts,
    /// The region whose local executive body is addressed: where the applicant means to live.
    pub region: Option<Region>,
    /// Town, district or village within the region, as typed.
    pub settlement: String,
    /// The applicant's address today.
    pub address: String,
    /// As typed. One of phone and e-mail is required: Annex 1, our layout; Annex 6 asks for neither.
    pub phone: String,
    /// As typed; see [`Self::phone`].
    pub email: String,
    /// The applicant first, then the family, in the order in which the person put them.
    pub people: Vec<Person>,
    /// All papers on the phone, also those of a basis that was given up;
    /// [`crate::checklist::without_unasked_documents`] leaves these out.
    pub documents: Vec<Document>,
    /// What the check found and the applicant chose to send all the same.
    pub acknowledged: Vec<Finding>,
    /// Consent to collecting and processing personal data. Annex 6 words it for an extension and one's own data;
    /// wider consent is our text.
    pub consent: bool,
    /// The applicant's name typed as a confirmation. The order names no signature but by hand (Annex 6).
    pub confirmed_name: String,
}

/// The answers to "may I apply?". They advise; only the authority decides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(default))]
pub struct EligibilityAnswers {
    /// Is the applicant a citizen of Kazakhstan now?
    pub citizen_now: Option<bool>,
    /// Was the applicant ever a citizen of Kazakhstan?
    pub citizen_before: Option<bool>,
    /// Is the applicant of Kazakh nationality?
    pub kazakh: Option<bool>,
    /// Does the applicant come to live permanently?
    pub to_live_permanently: Option<bool>,
}

/// The facts of the chosen basis. Those of the other bases stay as typed, should the choice change back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(default))]
pub struct BasisFacts {
    /// ¶9(3): the relative's full name.
    pub relative_name: String,
    /// ¶9(3): who the relative is to the applicant.
    pub relative_is: Option<CloseRelative>,
    /// ¶9(3): the kinship in words when it is none of the listed ones.
    pub relative_is_other: String,
    /// ¶9(3): whether the relative is a citizen of Kazakhstan.
    pub relative_is_citizen: Option<bool>,
    /// ¶9(3): whether the relative lives permanently in the region of filing.
    pub relative_lives_in_region: Option<bool>,
    /// ¶9(3): whose home the applicant will live in.
    pub home: Option<Home>,
    /// ¶9(4): which of its two kinds.
    pub work: Option<WorkKind>,
    /// ¶9(4): the employer's name.
    pub employer: String,
    /// ¶9(4): the vacancy.
    pub position: String,
    /// ¶9(4): the line of business of a sole trader.
    pub trade: String,
    /// ¶9(5): the higher-education institution.
    pub institution: String,
    /// ¶9(5): what is studied.
    pub programme: String,
}

/// The applicant or a member of the family.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(default))]
pub struct Person {
    /// Random. Kinship, documents and problems name the person by it.
    pub id: PersonId,
    /// Required in the passport's form; line 2 of Annex 6, in Annex 1 our layout.
    pub name: Name,
    /// As typed; required of everybody. Annex 1, our layout.
    pub born: TypedDay,
    /// As typed; required of everybody. Annex 1, our layout.
    pub birth_place: String,
    /// `None` until chosen; required of everybody. Annex 6 lists family members who are not citizens of Kazakhstan.
    pub citizenship: Option<Citizenship>,
    /// The country in words when it is none of the listed ones.
    pub citizenship_other: String,
    /// Whether a family member is of Kazakh nationality. The applicant's answer is among the eligibility answers.
    pub kazakh: Option<bool>,
    /// As typed; empty where there is none, as for most abroad: it is optional here, and no form that we have asks
    /// for it.
    pub iin: String,
    /// Asked of everybody \[digest\].
    pub identity: IdentityDocument,
    /// How a family member belongs to the family; `None` for the applicant.
    pub kinship: Option<Kinship>,
    /// Asked of brothers and sisters: the fourth group of Annex 6 is the unmarried ones.
    pub married: Option<bool>,
}

/// A name in the forms in which papers give it. One part alone is a name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(default))]
pub struct Name {
    /// As in the passport.
    pub family: String,
    /// As in the passport.
    pub given: String,
    /// As in the passport, if it has one.
    pub patronymic: String,
    /// In the script of the home country, whole.
    pub original: String,
    /// In Kazakh Cyrillic, whole.
    pub kazakh: String,
}

impl Name {
    /// Family name, given name and patronymic with single spaces, as in the passport.
    pub fn full(&self) -> String {
        let mut full = String::new();
        for part in [&self.family, &self.given, &self.patronymic] {
            for word in part.split_whitespace() {
                if !full.is_empty() {
                    full.push(' ');
                }
                full.push_str(word);
            }
        }
        full
    }
}

/// The passport or another paper that says who somebody is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(default))]
pub struct IdentityDocument {
    /// As typed, in any country's form; required. Annex 1, our layout.
    pub number: String,
    /// As typed; may be left out whole.
    pub issued: TypedDay,
    /// The last day on which it is valid, as typed; required unless `no_expiry`. A past day is a finding, not a
    /// problem.
    pub expires: TypedDay,
    /// The paper names no day on which it runs out.
    pub no_expiry: bool,
}

/// Citizenship, from the countries our applicants come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Citizenship {
    /// 44.5 % of the applicants of 2025 \[digest\].
    Uzbekistan,
    /// 44.1 % of the applicants of 2025; its Kazakhs read the Arabic script \[digest\]. Its passports spell names by
    /// Chinese sounds.
    China,
    /// 3 % of the applicants of 2025 \[digest\].
    Mongolia,
    /// 4 % of the applicants of 2025 \[digest\].
    Turkmenistan,
    /// 2.5 % of the applicants of 2025 \[digest\].
    Russia,
    /// No figure for it in our sources.
    Turkey,
    /// No figure for it in our sources.
    Kyrgyzstan,
    /// No figure for it in our sources.
    Tajikistan,
    /// No figure for it in our sources. Its calendar is its own; days are asked for as its passports give them,
    /// Gregorian.
    Iran,
    /// No figure for it in our sources. Days are asked for as for Iran.
    Afghanistan,
    /// Speaks against an application (the status is for foreigners and stateless persons) and bars a member from
    /// Annex 6.
    Kazakhstan,
    /// Another country, named in words beside it.
    Other,
    /// No country's; the status is open to stateless persons too \[digest\].
    Stateless,
}

impl Citizenship {
    /// In the order in which they are offered: most applicants first, then the two that are no other country.
    pub const ALL: [Self; 13] = [
        Self::Uzbekistan,
        Self::China,
        Self::Mongolia,
        Self::Turkmenistan,
        Self::Russia,
        Self::Turkey,
        Self::Kyrgyzstan,
        Self::Tajikistan,
        Self::Iran,
        Self::Afghanistan,
        Self::Kazakhstan,
        Self::Other,
        Self::Stateless,
    ];

    /// The citizenship that a passport's machine-readable lines name by a code of one to three letters (ICAO Doc 9303,
    /// part 3); `None` where the code says nothing, as `XXX` does.
    pub fn of_state(code: &str) -> Option<Self> {
        Some(match code {
            "" | "XXX" | "UNO" | "UNA" | "UNK" | "XPO" | "XOM" => return None,
            "UZB" => Self::Uzbekistan,
            "CHN" => Self::China,
            "MNG" => Self::Mongolia,
            "TKM" => Self::Turkmenistan,
            "RUS" => Self::Russia,
            "TUR" => Self::Turkey,
            "KGZ" => Self::Kyrgyzstan,
            "TJK" => Self::Tajikistan,
            "IRN" => Self::Iran,
            "AFG" => Self::Afghanistan,
            "KAZ" => Self::Kazakhstan,
            // Stateless persons and refugees.
            "XXA" | "XXB" | "XXC" => Self::Stateless,
            _ => Self::Other,
        })
    }
}

/// An edge of the family: what this person is to another one of the draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Kinship {
    /// Of the applicant it is group 1 of Annex 6, of a child group 3.
    SpouseOf(PersonId),
    /// Of the applicant or of the applicant's spouse: group 2 of Annex 6.
    ParentOf(PersonId),
    /// Adopted children included.
    ChildOf(PersonId),
    /// Full and half brothers and sisters.
    SiblingOf(PersonId),
}

impl Kinship {
    /// The person at the other end of the edge.
    pub fn of(self) -> PersonId {
        match self {
            Self::SpouseOf(person)
            | Self::ParentOf(person)
            | Self::ChildOf(person)
            | Self::SiblingOf(person) => person,
        }
    }
}

/// The four groups of family members in Annex 6.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum FamilyGroup {
    /// 1) the spouse.
    Spouse,
    /// 2) parents of the applicant and of the spouse.
    Parents,
    /// 3) children, adopted ones included, and their family members.
    ChildrenAndTheirFamilies,
    /// 4) unmarried full and half brothers and sisters.
    UnmarriedSiblings,
}

impl Draft {
    /// The applicant: the first of the people.
    pub fn applicant(&self) -> Option<&Person> {
        self.people.first()
    }

    /// Everybody but the applicant.
    pub fn family(&self) -> &[Person] {
        self.people.get(1..).unwrap_or_default()
    }

    /// The applicant or member with this id; `None` where nobody has it. Of two with one id, the first.
    pub fn person(&self, id: PersonId) -> Option<&Person> {
        self.people.iter().find(|person| person.id == id)
    }

    /// As [`Self::person`], to be changed.
    pub fn person_mut(&mut self, id: PersonId) -> Option<&mut Person> {
        self.people.iter_mut().find(|person| person.id == id)
    }

    /// The paper with this id; `None` where none has it. Of two with one id, the first.
    pub fn document(&self, id: DocumentId) -> Option<&Document> {
        self.documents.iter().find(|document| document.id == id)
    }

    /// As [`Self::document`], to be changed.
    pub fn document_mut(&mut self, id: DocumentId) -> Option<&mut Document> {
        self.documents.iter_mut().find(|document| document.id == id)
    }

    /// Whether this person is of Kazakh nationality, as answered.
    pub fn is_kazakh(&self, person: &Person) -> Option<bool> {
        match self.applicant() {
            Some(applicant) if applicant.id == person.id => self.eligibility.kazakh,
            _ => person.kazakh,
        }
    }

    /// The group of Annex 6 to which a member belongs by the edges of the family; `None` where they lead to no group.
    pub fn family_group(&self, person: PersonId) -> Option<FamilyGroup> {
        let applicant = self.applicant()?.id;
        self.group_within(applicant, person, self.people.len())
    }

    /// Follows edges towards the applicant. `steps` bounds the walk, so that people who name each other end it too.
    fn group_within(&self, applicant: PersonId, person: PersonId, steps: usize) -> Option<FamilyGroup> {
        let is_spouse = |id: PersonId| {
            self.person(id).and_then(|other| other.kinship) == Some(Kinship::SpouseOf(applicant))
        };
        let further = |id: PersonId| match steps.checked_sub(1) {
            Some(left) => self.group_within(applicant, id, left),
            None => None,
        };
        let leads_to_a_child = |id: PersonId| further(id) == Some(FamilyGroup::ChildrenAndTheirFamilies);
        match self.person(person)?.kinship? {
            Kinship::SpouseOf(other) if other == applicant => Some(FamilyGroup::Spouse),
            Kinship::ParentOf(other) if other == applicant || is_spouse(other) => Some(FamilyGroup::Parents),
            Kinship::ChildOf(other) if other == applicant || is_spouse(other) => {
                Some(FamilyGroup::ChildrenAndTheirFamilies)
            }
            Kinship::SpouseOf(other) | Kinship::ChildOf(other) if leads_to_a_child(other) => {
                Some(FamilyGroup::ChildrenAndTheirFamilies)
            }
            Kinship::SiblingOf(other) if other == applicant => Some(FamilyGroup::UnmarriedSiblings),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(id: u64, kinship: Option<Kinship>) -> Person {
        Person { id: PersonId(id), kinship, ..Person::default() }
    }

    fn family(members: &[(u64, Kinship)]) -> Draft {
        let mut people = vec![member(1, None)];
        people.extend(members.iter().map(|(id, kinship)| member(*id, Some(*kinship))));
        Draft { people, ..Draft::default() }
    }

    #[test]
    fn a_code_of_the_machine_readable_lines_is_a_citizenship() {
        use Citizenship as C;
        let cases = [
            ("UZB", C::Uzbekistan),
            ("CHN", C::China),
            ("XXA", C::Stateless),
            ("D", C::Other),
            ("DEU", C::Other),
        ];
        for (code, citizenship) in cases {
            assert_eq!(Citizenship::of_state(code), Some(citizenship), "{code}");
        }
        assert_eq!(["", "XXX"].map(Citizenship::of_state), [None, None]);
    }

    #[test]
    fn the_group_of_annex_6_follows_from_the_edges() {
        use FamilyGroup as G;
        use Kinship as K;
        let id = PersonId;
        let draft = family(&[
            (2, K::SpouseOf(id(1))),
            (3, K::ParentOf(id(1))),
            (4, K::ParentOf(id(2))),
            (5, K::ChildOf(id(1))),
            (6, K::ChildOf(id(2))),
            (7, K::SpouseOf(id(5))),
            (8, K::ChildOf(id(7))),
            (9, K::SiblingOf(id(1))),
            (10, K::SiblingOf(id(2))),
            (11, K::ParentOf(id(7))),
            (12, K::ChildOf(id(9))),
        ]);
        let expected = [
            (1, None),
            (2, Some(G::Spouse)),
            (3, Some(G::Parents)),
            (4, Some(G::Parents)),
            (5, Some(G::ChildrenAndTheirFamilies)),
            (6, Some(G::ChildrenAndTheirFamilies)),
            (7, Some(G::ChildrenAndTheirFamilies)),
            (8, Some(G::ChildrenAndTheirFamilies)),
            (9, Some(G::UnmarriedSiblings)),
            (10, None),
            (11, None),
            (12, None),
        ];
        for (person, group) in expected {
            assert_eq!(draft.family_group(id(person)), group, "person {person}");
        }
    }

    #[test]
    fn people_who_name_each_other_lead_nowhere_and_end() {
        let draft = family(&[(2, Kinship::ChildOf(PersonId(3))), (3, Kinship::ChildOf(PersonId(2)))]);
        assert_eq!(draft.family_group(PersonId(2)), None);
    }

    #[test]
    fn a_full_name_is_its_parts_with_single_spaces() {
        let name = Name { family: "  IBRAYEVA ".into(), given: "AIGUL  NUR".into(), ..Name::default() };
        assert_eq!(name.full(), "IBRAYEVA AIGUL NUR");
    }
}
