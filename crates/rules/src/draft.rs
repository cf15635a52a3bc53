//! The answers as typed. Every field may be empty or wrong; this module does not check them.
//!
//! The draft itself is stored, sent and checked, so that the phone and the gateway process the same data. New fields
//! need a default; a changed meaning needs a new version and a migration in `wire`.

use crate::document::Document;
use crate::finding::Finding;
use crate::id::{DocumentId, PersonId};
use crate::region::Region;
use crate::service::{Basis, CloseRelative, Home, Service, WorkKind};
use crate::time::TypedDay;

/// An application that is being prepared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(default))]
pub struct Draft {
    /// The id of the edition of the Rules under which the draft was made; empty for a new draft.
    pub edition: String,
    /// `None` until chosen. It decides which of the other answers are asked for.
    pub service: Option<Service>,
    /// Asked for a grant only.
    pub eligibility: EligibilityAnswers,
    /// The condition of ¶9, for a grant only; `None` until chosen.
    pub basis: Option<Basis>,
    /// The facts that the chosen condition needs; the checklist depends on them.
    pub facts: BasisFacts,
    /// The reason of an application of Annex 6, as typed: the field before the requests.
    pub reason: String,
    /// For an extension: the day on which the present status ends, as typed. Our question; the form does not ask it.
    pub status_ends: TypedDay,
    /// The region whose local executive body is addressed: the one in which the applicant intends to live.
    pub region: Option<Region>,
    /// Town, district or village within the region, as typed.
    pub settlement: String,
    /// The applicant's current address.
    pub address: String,
    /// Phone number as typed. One of phone and e-mail is required: Annex 1, our layout; Annex 6 asks for neither.
    pub phone: String,
    /// E-mail address as typed; see [`Self::phone`].
    pub email: String,
    /// The applicant first, then the family members in the order chosen by the person.
    pub people: Vec<Person>,
    /// All papers on the phone, also those of an abandoned condition; [`crate::checklist::without_unasked_documents`]
    /// removes the latter.
    pub documents: Vec<Document>,
    /// The findings of the examination with which the applicant chose to send nevertheless.
    pub acknowledged: Vec<Finding>,
    /// Consent to the collection and processing of personal data. Annex 6 words it for an extension and one's own data;
    /// the wider consent is our text.
    pub consent: bool,
    /// The applicant's name typed as a confirmation. The only signature that the order names is by hand (Annex 6).
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
    /// Does the applicant come to Kazakhstan to live permanently?
    pub to_live_permanently: Option<bool>,
}

/// The facts of the chosen basis. The facts of the other bases are kept as typed, in case the choice changes back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(default))]
pub struct BasisFacts {
    /// ¶9(3): the relative's full name.
    pub relative_name: String,
    /// ¶9(3): the relative's kinship to the applicant.
    pub relative_is: Option<CloseRelative>,
    /// ¶9(3): the kinship in words when it is not one of the listed ones.
    pub relative_is_other: String,
    /// ¶9(3): whether the relative is a citizen of Kazakhstan.
    pub relative_is_citizen: Option<bool>,
    /// ¶9(3): whether the relative lives permanently in the region of filing.
    pub relative_lives_in_region: Option<bool>,
    /// Annex 1, 7th paragraph: whether the relative is an ethnic Kazakh; ¶9(3) does not say so.
    pub relative_is_kazakh: Option<bool>,
    /// ¶9(3) and, for an employer's invitation, ¶9(4): whether the applicant can solve housing without help.
    pub housing: Option<bool>,
    /// ¶9(3): the owner of the home in which the applicant will live.
    pub home: Option<Home>,
    /// ¶9(4): one of its two kinds.
    pub work: Option<WorkKind>,
    /// ¶9(4): the employer's name.
    pub employer: String,
    /// ¶9(4): the vacancy.
    pub position: String,
    /// ¶9(4): the line of business of a sole trader.
    pub trade: String,
    /// ¶9(5): the higher-education institution.
    pub institution: String,
    /// ¶9(5): the subject of study.
    pub programme: String,
}

/// The applicant or a member of the family.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(default))]
pub struct Person {
    /// Random id. Kinship, documents and problems refer to the person by it.
    pub id: PersonId,
    /// Required in the passport's form; line 2 of Annex 6, in Annex 1 our layout.
    pub name: Name,
    /// Day of birth as typed; required of everybody. Annex 1, our layout.
    pub born: TypedDay,
    /// Place of birth as typed; required of everybody. Annex 1, our layout.
    pub birth_place: String,
    /// `None` until chosen; required of everybody. Annex 6 lists family members who are not citizens of Kazakhstan.
    pub citizenship: Option<Citizenship>,
    /// The country in words when it is not one of the listed ones.
    pub citizenship_other: String,
    /// True if a family member is of Kazakh nationality. For the applicant see the eligibility answers.
    pub kazakh: Option<bool>,
    /// As typed; empty where there is none, as for most people abroad: it is optional here, and no form that we have
    /// asks for it.
    pub iin: String,
    /// Asked of everybody \[digest\].
    pub identity: IdentityDocument,
    /// The relation of a family member to another person of the draft; `None` for the applicant.
    pub kinship: Option<Kinship>,
    /// Asked of brothers and sisters: the fourth group of Annex 6 is the unmarried ones.
    pub married: Option<bool>,
}

/// A name in the forms in which papers give it. A single part is enough for a name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(default))]
pub struct Name {
    /// Family name as in the passport.
    pub family: String,
    /// Given name as in the passport.
    pub given: String,
    /// Patronymic as in the passport, if it has one.
    pub patronymic: String,
    /// In the script of the home country, as one text.
    pub original: String,
    /// In Kazakh Cyrillic, as one text.
    pub kazakh: String,
}

impl Name {
    /// Returns family name, given name and patronymic with single spaces, as in the passport.
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

/// The passport or another paper that identifies a person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(default))]
pub struct IdentityDocument {
    /// Number as typed, in the format of any country; required. Annex 1, our layout.
    pub number: String,
    /// Day of issue as typed; may be omitted as a whole.
    pub issued: TypedDay,
    /// The last day of validity, as typed; required unless `no_expiry`. A past day is a finding, not a problem.
    pub expires: TypedDay,
    /// True if the paper names no expiry day.
    pub no_expiry: bool,
}

/// Citizenship, with the countries our applicants come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Citizenship {
    /// 44.5 % of the applicants of 2025 \[digest\].
    Uzbekistan,
    /// 44.1 % of the applicants of 2025; Kazakhs from China read the Arabic script \[digest\]. Its passports spell
    /// names by Chinese sounds.
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
    /// No figure for it in our sources. It has its own calendar; days are asked for as its passports give them,
    /// Gregorian.
    Iran,
    /// No figure for it in our sources. Days are asked for as for Iran.
    Afghanistan,
    /// Speaks against an application (the status is for foreigners and stateless persons) and excludes a member from
    /// Annex 6.
    Kazakhstan,
    /// Another country, named in words in a separate field.
    Other,
    /// Of no country; the status is open to stateless persons too \[digest\].
    Stateless,
}

impl Citizenship {
    /// All values in the order in which they are offered: most applicants first, then the two that name no listed
    /// country.
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

    /// Returns the citizenship for the code of one to three letters in a passport's machine-readable lines (ICAO Doc
    /// 9303, part 3); `None` where the code says nothing, as `XXX` does.
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

/// A kinship link: the relation of this person to another one of the draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Kinship {
    /// A spouse. Of the applicant it is group 1 of Annex 6, of a child group 3.
    SpouseOf(PersonId),
    /// A parent. Of the applicant or of the applicant's spouse: group 2 of Annex 6.
    ParentOf(PersonId),
    /// A child, also an adopted one.
    ChildOf(PersonId),
    /// A full or half brother or sister.
    SiblingOf(PersonId),
}

impl Kinship {
    /// Returns the person at the other end of the link.
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
    /// Returns the applicant: the first of the people.
    pub fn applicant(&self) -> Option<&Person> {
        self.people.first()
    }

    /// Returns everybody except the applicant.
    pub fn family(&self) -> &[Person] {
        self.people.get(1..).unwrap_or_default()
    }

    /// Returns the applicant or member with this id; `None` where nobody has it. Of two with the same id, the first.
    pub fn person(&self, id: PersonId) -> Option<&Person> {
        self.people.iter().find(|person| person.id == id)
    }

    /// Returns the same as [`Self::person`], mutably.
    pub fn person_mut(&mut self, id: PersonId) -> Option<&mut Person> {
        self.people.iter_mut().find(|person| person.id == id)
    }

    /// Returns the paper with this id; `None` where none has it. Of two with the same id, the first.
    pub fn document(&self, id: DocumentId) -> Option<&Document> {
        self.documents.iter().find(|document| document.id == id)
    }

    /// Returns the same as [`Self::document`], mutably.
    pub fn document_mut(&mut self, id: DocumentId) -> Option<&mut Document> {
        self.documents.iter_mut().find(|document| document.id == id)
    }

    /// Returns whether this person is of Kazakh nationality, as answered.
    pub fn is_kazakh(&self, person: &Person) -> Option<bool> {
        match self.applicant() {
            Some(applicant) if applicant.id == person.id => self.eligibility.kazakh,
            _ => person.kazakh,
        }
    }

    /// Returns the group of Annex 6 to which a member belongs by kinship links; `None` where they lead to no group.
    pub fn family_group(&self, person: PersonId) -> Option<FamilyGroup> {
        let applicant = self.applicant()?.id;
        self.group_within(applicant, person, self.people.len())
    }

    /// Returns whether a member's kinship links lead to the applicant, be it to a group of Annex 6 or not.
    pub fn is_related(&self, person: PersonId) -> bool {
        let applicant = self.applicant().map(|applicant| applicant.id);
        let next = |id: PersonId| Some(self.person(id)?.kinship?.of());
        // Each step leads to another person, or the links are a cycle.
        let links = std::iter::successors(next(person), |id| next(*id)).take(self.people.len());
        applicant.is_some_and(|applicant| links.into_iter().any(|id| id == applicant))
    }

    /// Follows kinship links towards the applicant. `steps` limits the walk, so that it also ends for people who refer
    /// to each other in a cycle.
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
    fn a_grandmother_is_related_and_in_no_group() {
        let of = PersonId;
        let members = [
            (2, Kinship::ParentOf(of(1))),
            (3, Kinship::ParentOf(of(2))),
            (4, Kinship::ChildOf(of(5))),
            (5, Kinship::ParentOf(of(4))),
            (6, Kinship::SpouseOf(of(9))),
        ];
        let draft = family(&members);
        let related = [2, 3, 4, 5, 6].map(|person| draft.is_related(of(person)));
        assert_eq!(related, [true, true, false, false, false]);
        assert_eq!(draft.family_group(of(3)), None);
    }

    #[test]
    fn a_country_code_of_the_machine_readable_lines_gives_a_citizenship() {
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
    fn a_cycle_of_kinship_has_no_group_and_terminates() {
        let draft = family(&[(2, Kinship::ChildOf(PersonId(3))), (3, Kinship::ChildOf(PersonId(2)))]);
        assert_eq!(draft.family_group(PersonId(2)), None);
    }

    #[test]
    fn a_full_name_joins_its_parts_with_single_spaces() {
        let name = Name { family: "  IBRAYEVA ".into(), given: "AIGUL  NUR".into(), ..Name::default() };
        assert_eq!(name.full(), "IBRAYEVA AIGUL NUR");
    }
}
