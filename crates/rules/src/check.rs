//! Checks a draft: returns an application, or the problems of single answers.
//!
//! Problems block sending. The defects that ¶5-1 would find among the documents are separate: see [`crate::examine`].

use crate::application::{Applicant, Application, Checked, Contact, FamilyMember, Identity, ValidBasis};
use crate::document::{Document, MAX_FILE_BYTES};
use crate::draft::{Citizenship, Draft, Kinship, Person};
use crate::id::{DocumentId, PersonId};
use crate::iin::{Iin, IinProblem};
use crate::service::{Basis, CloseRelative, Service, WorkKind};
use crate::time::{DayProblem, TypedDay};
use chrono::{Months, NaiveDate};

/// An answer of the draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Field {
    /// [`Draft::service`]; always required.
    Service,
    /// The first question of "may I apply?". For a grant it must be answered; no answer blocks.
    CitizenNow,
    /// The second, about citizenship of Kazakhstan in the past; required for a grant in the same way.
    CitizenBefore,
    /// The third, about Kazakh nationality. It is about the applicant; family members have [`PersonField::Kazakh`].
    ApplicantKazakh,
    /// The fourth, about moving to Kazakhstan permanently; required for a grant in the same way.
    ToLivePermanently,
    /// The condition of ¶9; required for a grant, ignored for the services of Annex 6.
    Basis,
    /// The region of the local executive body addressed; required for every service.
    Region,
    /// The settlement within the region in which the applicant intends to live; required for a grant.
    Settlement,
    /// The applicant's current address (line 3 of Annex 6); required for every service.
    Address,
    /// Optional if there is an e-mail address, and for the services of Annex 6, which has no line for it. Where both are
    /// omitted for a grant, the problem is reported for this field.
    Phone,
    /// Optional if there is a phone number.
    Email,
    /// ¶9(3): required where that condition is chosen.
    RelativeName,
    /// ¶9(3): required where that condition is chosen.
    RelativeIs,
    /// ¶9(3): required where the kinship is not one of the listed ones.
    RelativeIsOther,
    /// ¶9(3): required where that condition is chosen; *no* is an answer.
    RelativeIsCitizen,
    /// ¶9(3): required where that condition is chosen; *no* is an answer.
    RelativeLivesInRegion,
    /// Annex 1, 7th paragraph: asked where ¶9(3) is chosen; may be left out.
    RelativeIsKazakh,
    /// ¶9(3) and ¶9(4), an employer's invitation: asked where that condition is chosen; may be left out.
    Housing,
    /// [`Draft::reason`]: asked for the services of Annex 6; may be left out, since earlier versions did not ask it.
    Reason,
    /// [`Draft::status_ends`]: asked for an extension; may be left out.
    StatusEnds,
    /// ¶9(3): required where that condition is chosen.
    Home,
    /// ¶9(4): required where that condition is chosen.
    Work,
    /// ¶9(4): required of applicants whom an employer invites.
    Employer,
    /// ¶9(4): required of applicants whom an employer invites.
    Position,
    /// ¶9(4): required of sole traders.
    Trade,
    /// ¶9(5): required where that condition is chosen.
    Institution,
    /// ¶9(5): required where that condition is chosen.
    Programme,
    /// An answer about this person. If the draft has no people, the id is zero and the field is the name.
    Person(PersonId, PersonField),
    /// An answer about this paper. A missing paper is not a problem but a finding of [`crate::examine`].
    Document(DocumentId, DocumentField),
    /// [`Draft::consent`]; always required. The text of Annex 6 covers an extension and one's own data; the wider
    /// consent is our text.
    Consent,
    /// [`Draft::confirmed_name`]; always required. It is not compared with the applicant's name.
    ConfirmedName,
}

/// An answer about one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum PersonField {
    /// The passport's form is required, and one part of it is enough; the other two forms are optional.
    Name,
    /// Required of everybody for a grant; not in the future, not more than 130 years ago. Annex 6 does not ask it.
    Born,
    /// Required of everybody for a grant; Annex 1, our layout.
    BirthPlace,
    /// Required of everybody for a grant. Kazakhstan's is a problem for family members only, and only for the services of
    /// Annex 6, which lists those without it; for a grant it is a doubt.
    Citizenship,
    /// The country in words; required where the citizenship is not one of the listed ones.
    CitizenshipOther,
    /// Required of family members for a grant; for the applicant see [`Field::ApplicantKazakh`].
    Kazakh,
    /// Optional; checked where something is typed.
    Iin,
    /// Required of everybody for a grant; no format is required.
    DocumentNumber,
    /// Optional; where typed, a past day not before the birth.
    DocumentIssued,
    /// Required for a grant unless the paper names no such day. A day in the past is not a problem but a finding of
    /// [`crate::examine`].
    DocumentExpires,
    /// Required of family members. For the services of Annex 6 it must lead to one of the four groups.
    Kinship,
    /// Required of brothers and sisters only.
    Married,
}

/// An answer about one document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum DocumentField {
    /// Required for a grant where the paper has pages: another language needs a notarised translation \[digest\].
    Language,
    /// Required where the paper has pages, is of a kind that may expire, and is not marked as having no expiry day.
    Expires,
    /// Its files, and the text written in the app instead of them.
    Pages,
    /// The holder's name as on the paper; may be omitted.
    Holder,
}

/// The kinds of problems of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum ProblemKind {
    /// Nothing was typed or chosen where an answer is required; spaces alone count as nothing.
    Missing,
    /// A typed day that is not a date.
    Day(DayProblem),
    /// The day is after today.
    InFuture,
    /// The day is more than 130 years ago.
    TooLongAgo,
    /// A paper that was issued before its holder was born.
    BeforeBirth,
    /// A paper that expires before it was issued.
    ExpiresBeforeIssue,
    /// The typed number is not an IIN. Omitting it is not a problem.
    Iin(IinProblem),
    /// Longer than [`MAX_TEXT`] characters.
    TooLong,
    /// A phone number has 7 to 15 digits.
    NotAPhoneNumber,
    /// An e-mail address has a name, an @ and a domain with a dot.
    NotAnEmailAddress,
    /// The member is a citizen of Kazakhstan; Annex 6 lists family members who are not.
    MemberIsCitizen,
    /// The sibling is married; the fourth group of Annex 6 is unmarried brothers and sisters.
    MarriedSibling,
    /// The kinship leads to none of the four groups of Annex 6.
    InNoFamilyGroup,
    /// A file is empty, larger than the limit, or its hash is malformed.
    BadFile,
    /// Two people or two documents have the same id.
    SameIdTwice,
}

/// An answer and the kind of problem it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Problem {
    /// The field in which the person can fix it.
    pub field: Field,
    /// The kind of problem. A message catalog turns it into text, which may differ between fields for the same kind.
    pub kind: ProblemKind,
}

/// The longest answer in characters.
pub const MAX_TEXT: usize = 500;
/// The longest autobiography in characters.
pub const MAX_AUTOBIOGRAPHY: usize = 20_000;
/// The largest number of people, and of documents, that one application may have.
pub const MAX_MANY: usize = 100;

/// Checks every answer that the service asks for. `today` is the day of registration in Kazakhstan.
pub fn check(draft: &Draft, today: NaiveDate) -> Result<Application, Vec<Problem>> {
    let is_grant = draft.service.is_none_or(|service| service == Service::Grant);
    let mut checker = Checker { problems: Vec::new(), today, is_grant };
    let application = checker.application(draft);
    match application {
        Some(application) if checker.problems.is_empty() => Ok(application),
        _ => Err(checker.problems),
    }
}

/// Collects problems. Each method returns `None` exactly when it has added one.
struct Checker {
    problems: Vec<Problem>,
    today: NaiveDate,
    /// True if the form is Annex 1, or not chosen yet. Annex 6 asks for less.
    is_grant: bool,
}

impl Checker {
    fn problem<T>(&mut self, field: Field, kind: ProblemKind) -> Option<T> {
        self.problems.push(Problem { field, kind });
        None
    }

    fn chosen<T: Copy>(&mut self, field: Field, choice: Option<T>) -> Option<T> {
        choice.or_else(|| self.problem(field, ProblemKind::Missing))
    }

    fn text(&mut self, field: Field, typed: &str) -> Option<String> {
        let text = typed.trim();
        if text.is_empty() {
            return self.problem(field, ProblemKind::Missing);
        }
        if text.chars().count() > MAX_TEXT {
            return self.problem(field, ProblemKind::TooLong);
        }
        Some(text.to_owned())
    }

    /// Reads an optional answer: the outer `None` means that a problem was added.
    #[expect(clippy::option_option, reason = "each method returns None exactly when it has added a problem")]
    fn optional_text(&mut self, field: Field, typed: &str) -> Option<Option<String>> {
        if typed.trim().is_empty() { Some(None) } else { self.text(field, typed).map(Some) }
    }

    /// Reads an answer that only Annex 1 requires: the outer `None` means that a problem was added.
    #[expect(clippy::option_option, reason = "each method returns None exactly when it has added a problem")]
    fn text_of_annex_1(&mut self, field: Field, typed: &str) -> Option<Option<String>> {
        if self.is_grant { self.text(field, typed).map(Some) } else { self.optional_text(field, typed) }
    }

    /// Reads a choice that only Annex 1 requires.
    #[expect(clippy::option_option, reason = "each method returns None exactly when it has added a problem")]
    fn chosen_of_annex_1<T: Copy>(&mut self, field: Field, choice: Option<T>) -> Option<Option<T>> {
        if self.is_grant { self.chosen(field, choice).map(Some) } else { Some(choice) }
    }

    /// Reads a day that only Annex 1 requires.
    #[expect(clippy::option_option, reason = "each method returns None exactly when it has added a problem")]
    fn day_of_annex_1(&mut self, field: Field, typed: &TypedDay) -> Option<Option<NaiveDate>> {
        if self.is_grant { self.day(field, typed).map(Some) } else { self.optional_day(field, typed) }
    }

    fn day(&mut self, field: Field, typed: &TypedDay) -> Option<NaiveDate> {
        match typed.read() {
            Ok(day) => Some(day),
            Err(DayProblem::Missing) => self.problem(field, ProblemKind::Missing),
            Err(problem) => self.problem(field, ProblemKind::Day(problem)),
        }
    }

    /// Reads an optional day; a day that is only partly typed is a problem.
    #[expect(clippy::option_option, reason = "each method returns None exactly when it has added a problem")]
    fn optional_day(&mut self, field: Field, typed: &TypedDay) -> Option<Option<NaiveDate>> {
        if typed.is_empty() { Some(None) } else { self.day(field, typed).map(Some) }
    }

    /// Checks a day that can neither be in the future nor be longer ago than a human lifetime.
    fn past_day(&mut self, field: Field, day: NaiveDate) -> Option<NaiveDate> {
        let earliest = self.today.checked_sub_months(Months::new(130 * 12));
        if day > self.today {
            return self.problem(field, ProblemKind::InFuture);
        }
        if earliest.is_some_and(|earliest| day < earliest) {
            return self.problem(field, ProblemKind::TooLongAgo);
        }
        Some(day)
    }

    fn application(&mut self, draft: &Draft) -> Option<Application> {
        if !self.within_size_limits(draft) {
            return None;
        }
        let service = self.chosen(Field::Service, draft.service);
        let ground = match service {
            Some(Service::Grant) => {
                self.eligibility(draft);
                self.ground(draft).map(Some)
            }
            _ => Some(None),
        };
        let region = self.chosen(Field::Region, draft.region);
        let reason = self.optional_text(Field::Reason, &draft.reason);
        let status_ends = self.optional_day(Field::StatusEnds, &draft.status_ends);
        let settlement = self.text_of_annex_1(Field::Settlement, &draft.settlement);
        let address = self.text(Field::Address, &draft.address);
        let contact = self.contact(draft);
        let applicant =
            draft.applicant().and_then(|person| self.identity(person)).map(|identity| Applicant { identity });
        let family: Vec<_> = draft.family().iter().map(|member| self.member(draft, member)).collect();
        self.ids(draft);
        for document in &draft.documents {
            self.document(document);
        }
        if !draft.consent {
            self.problem::<()>(Field::Consent, ProblemKind::Missing);
        }
        let confirmed_name = self.text(Field::ConfirmedName, &draft.confirmed_name);
        if draft.people.is_empty() {
            self.problem::<()>(Field::Person(PersonId::default(), PersonField::Name), ProblemKind::Missing);
        }
        Some(Application {
            service: service?,
            ground: ground?,
            reason: reason?,
            status_ends: status_ends?,
            region: region?,
            settlement: settlement?,
            address: address?,
            contact: contact?,
            applicant: applicant?,
            family: family.into_iter().collect::<Option<_>>()?,
            documents: draft.documents.clone(),
            confirmed_name: confirmed_name?,
            checked: Checked(()),
        })
    }

    /// Adds a problem for each unanswered question; the answers themselves are advice and block nothing.
    fn eligibility(&mut self, draft: &Draft) {
        let answers = draft.eligibility;
        for (field, answer) in [
            (Field::CitizenNow, answers.citizen_now),
            (Field::CitizenBefore, answers.citizen_before),
            (Field::ApplicantKazakh, answers.kazakh),
            (Field::ToLivePermanently, answers.to_live_permanently),
        ] {
            self.chosen(field, answer);
        }
    }

    fn ground(&mut self, draft: &Draft) -> Option<ValidBasis> {
        let facts = &draft.facts;
        match self.chosen(Field::Basis, draft.basis)? {
            Basis::SettlementRegion => Some(ValidBasis::SettlementRegion),
            Basis::DevelopingSettlement => Some(ValidBasis::DevelopingSettlement),
            Basis::FamilyReunion => {
                let relative = self.text(Field::RelativeName, &facts.relative_name);
                let relation = self.chosen(Field::RelativeIs, facts.relative_is);
                let relation_other = match relation {
                    Some(CloseRelative::Other) => {
                        self.text(Field::RelativeIsOther, &facts.relative_is_other).map(Some)
                    }
                    _ => Some(None),
                };
                let is_citizen = self.chosen(Field::RelativeIsCitizen, facts.relative_is_citizen);
                let lives_in_region =
                    self.chosen(Field::RelativeLivesInRegion, facts.relative_lives_in_region);
                let home = self.chosen(Field::Home, facts.home);
                Some(ValidBasis::FamilyReunion {
                    relative: relative?,
                    relation: relation?,
                    relation_other: relation_other?,
                    relative_is_citizen: is_citizen?,
                    relative_lives_in_region: lives_in_region?,
                    home: home?,
                })
            }
            Basis::Employment => match self.chosen(Field::Work, facts.work)? {
                WorkKind::Employer => {
                    let employer = self.text(Field::Employer, &facts.employer);
                    let position = self.text(Field::Position, &facts.position);
                    Some(ValidBasis::Employer { employer: employer?, position: position? })
                }
                WorkKind::SoleTrader => {
                    self.text(Field::Trade, &facts.trade).map(|trade| ValidBasis::SoleTrader { trade })
                }
            },
            Basis::Study => {
                let institution = self.text(Field::Institution, &facts.institution);
                let programme = self.text(Field::Programme, &facts.programme);
                Some(ValidBasis::Study { institution: institution?, programme: programme? })
            }
        }
    }

    fn contact(&mut self, draft: &Draft) -> Option<Contact> {
        let phone = self.optional_text(Field::Phone, &draft.phone);
        let email = self.optional_text(Field::Email, &draft.email);
        let (phone, email) = (phone?, email?);
        if self.is_grant && phone.is_none() && email.is_none() {
            return self.problem(Field::Phone, ProblemKind::Missing);
        }
        if phone.as_deref().is_some_and(|phone| !is_phone(phone)) {
            return self.problem(Field::Phone, ProblemKind::NotAPhoneNumber);
        }
        if email.as_deref().is_some_and(|email| !is_email(email)) {
            return self.problem(Field::Email, ProblemKind::NotAnEmailAddress);
        }
        Some(Contact { phone, email })
    }

    fn identity(&mut self, person: &Person) -> Option<Identity> {
        let field = |field| Field::Person(person.id, field);
        let full_name = self.text(field(PersonField::Name), &person.name.full());
        let other_forms = [&person.name.original, &person.name.kazakh];
        let too_long = other_forms.iter().any(|form| form.chars().count() > MAX_TEXT);
        if too_long {
            self.problem::<()>(field(PersonField::Name), ProblemKind::TooLong);
        }
        let born = match self.day_of_annex_1(field(PersonField::Born), &person.born) {
            Some(Some(born)) => self.past_day(field(PersonField::Born), born).map(Some),
            other => other,
        };
        let birth_place = self.text_of_annex_1(field(PersonField::BirthPlace), &person.birth_place);
        let citizenship = self.chosen_of_annex_1(field(PersonField::Citizenship), person.citizenship);
        let citizenship_other = match citizenship {
            Some(Some(Citizenship::Other)) => {
                self.text(field(PersonField::CitizenshipOther), &person.citizenship_other).map(Some)
            }
            _ => Some(None),
        };
        let iin = if person.iin.trim().is_empty() {
            Some(None)
        } else {
            match Iin::parse(&person.iin) {
                Ok(iin) => Some(Some(iin)),
                Err(problem) => self.problem(field(PersonField::Iin), ProblemKind::Iin(problem)),
            }
        };
        let paper = &person.identity;
        let document_number = self.text_of_annex_1(field(PersonField::DocumentNumber), &paper.number);
        let document_issued = self.optional_day(field(PersonField::DocumentIssued), &paper.issued);
        let document_issued = match document_issued {
            Some(Some(issued)) => {
                self.issue_day(field(PersonField::DocumentIssued), issued, born.flatten()).map(Some)
            }
            other => other,
        };
        let document_expires = if paper.no_expiry {
            Some(None)
        } else {
            self.day_of_annex_1(field(PersonField::DocumentExpires), &paper.expires)
        };
        if let (Some(Some(issued)), Some(Some(expires))) = (document_issued, document_expires)
            && expires < issued
        {
            return self.problem(field(PersonField::DocumentExpires), ProblemKind::ExpiresBeforeIssue);
        }
        full_name?;
        if too_long {
            return None;
        }
        Some(Identity {
            id: person.id,
            name: person.name.clone(),
            born: born?,
            birth_place: birth_place?,
            citizenship: citizenship?,
            citizenship_other: citizenship_other?,
            iin: iin?,
            document_number: document_number?,
            document_issued: document_issued?,
            document_expires: document_expires?,
        })
    }

    fn issue_day(&mut self, field: Field, issued: NaiveDate, born: Option<NaiveDate>) -> Option<NaiveDate> {
        let issued = self.past_day(field, issued)?;
        if born.is_some_and(|born| issued < born) {
            return self.problem(field, ProblemKind::BeforeBirth);
        }
        Some(issued)
    }

    fn member(&mut self, draft: &Draft, member: &Person) -> Option<FamilyMember> {
        let field = |field| Field::Person(member.id, field);
        let identity = self.identity(member);
        let kazakh = self.chosen_of_annex_1(field(PersonField::Kazakh), member.kazakh);
        // The order gives the groups for Annex 6 alone. For a grant they are a doubt: see [`crate::eligibility`].
        let is_annex_6 = !self.is_grant;
        if is_annex_6 && member.citizenship == Some(Citizenship::Kazakhstan) {
            self.problem::<()>(field(PersonField::Citizenship), ProblemKind::MemberIsCitizen);
        }
        if let Some(Kinship::SiblingOf(_)) = member.kinship {
            let married = self.chosen(field(PersonField::Married), member.married);
            if is_annex_6 && married == Some(true) {
                self.problem::<()>(field(PersonField::Married), ProblemKind::MarriedSibling);
            }
        }
        let group = match (member.kinship, draft.family_group(member.id)) {
            (None, _) => self.problem(field(PersonField::Kinship), ProblemKind::Missing),
            // The person to whom the kinship led has been removed.
            (Some(_), None) if !is_annex_6 && !draft.is_related(member.id) => {
                self.problem(field(PersonField::Kinship), ProblemKind::Missing)
            }
            (Some(_), None) if is_annex_6 => {
                self.problem(field(PersonField::Kinship), ProblemKind::InNoFamilyGroup)
            }
            (Some(_), group) => Some(group),
        };
        Some(FamilyMember { identity: identity?, group: group?, kazakh: kazakh? })
    }

    fn document(&mut self, document: &Document) {
        let field = |field| Field::Document(document.id, field);
        let has_pages = document.all_pages().next().is_some();
        let is_file = |page: &crate::document::Page| {
            let hash = page.sha256.len() == 64
                && page.sha256.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
            hash && (1..=MAX_FILE_BYTES).contains(&page.bytes)
        };
        if document.all_pages().any(|page| !is_file(page)) || document.all_pages().count() > MAX_MANY {
            self.problem::<()>(field(DocumentField::Pages), ProblemKind::BadFile);
        }
        if document.text.chars().count() > MAX_AUTOBIOGRAPHY {
            self.problem::<()>(field(DocumentField::Pages), ProblemKind::TooLong);
        }
        if document.holder.chars().count() > MAX_TEXT {
            self.problem::<()>(field(DocumentField::Holder), ProblemKind::TooLong);
        }
        if has_pages && self.is_grant {
            self.chosen(field(DocumentField::Language), document.language);
        }
        if has_pages && document.kind.may_expire() && !document.no_expiry {
            self.day(field(DocumentField::Expires), &document.expires);
        }
    }

    /// Rejects repeated ids. Ids are random, so two equal ones mean that the program which made the draft has an error.
    fn ids(&mut self, draft: &Draft) {
        let mut people: Vec<PersonId> = draft.people.iter().map(|person| person.id).collect();
        people.sort_unstable();
        let mut documents: Vec<DocumentId> = draft.documents.iter().map(|document| document.id).collect();
        documents.sort_unstable();
        let person = people.windows(2).find(|pair| pair[0] == pair[1]).map(|pair| pair[0]);
        let document = documents.windows(2).find(|pair| pair[0] == pair[1]).map(|pair| pair[0]);
        if let Some(person) = person {
            self.problem::<()>(Field::Person(person, PersonField::Name), ProblemKind::SameIdTwice);
        }
        if let Some(document) = document {
            self.problem::<()>(Field::Document(document, DocumentField::Pages), ProblemKind::SameIdTwice);
        }
    }

    /// Limits the number of people and documents: the cost of following the kinship links grows with the number of
    /// members.
    fn within_size_limits(&mut self, draft: &Draft) -> bool {
        let person = draft.people.iter().map(|person| person.id).min();
        let document = draft.documents.iter().map(|document| document.id).min();
        if let Some(person) = person.filter(|_| draft.people.len() > MAX_MANY) {
            self.problem::<()>(Field::Person(person, PersonField::Name), ProblemKind::TooLong);
        }
        if let Some(document) = document.filter(|_| draft.documents.len() > MAX_MANY) {
            self.problem::<()>(Field::Document(document, DocumentField::Pages), ProblemKind::TooLong);
        }
        self.problems.is_empty()
    }
}

/// Accepts 7 to 15 digits (E.164) of any script with the usual separators between them.
fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(|character| script::digit_value(*character).is_some()).count();
    let allowed = |character: char| script::digit_value(character).is_some() || " +-()./".contains(character);
    (7..=15).contains(&digits) && text.chars().all(allowed)
}

/// Accepts a name, one @, and a domain with a dot inside, without spaces. Only sending a message could verify more.
fn is_email(text: &str) -> bool {
    let Some((name, domain)) = text.split_once('@') else { return false };
    let labels_stand = domain.contains('.') && domain.split('.').all(|label| !label.is_empty());
    !name.is_empty() && labels_stand && !domain.contains('@') && !text.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests;
