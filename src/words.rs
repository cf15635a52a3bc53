//! Maps the keys of the rules to messages. A new key without a text does not compile.

use crate::draft::today;
use crate::i18n::{DatedMsg, Help, Msg, Official, PageTexts, dated, list, t, template, text};
use crate::platform::db::StorageError;
use crate::tracking::ExternalPlace;
use forms::{FormPhrase, OrderPlace};
use headline::{DatedPhrase, Phrase, PhraseTexts};
use rules::calendar::{DayKind, Holiday};
use rules::check::{DocumentField, Field, PersonField, Problem, ProblemKind};
use rules::citation::{Act, Citation, Locus, Mark};
use rules::document::DocumentKind;
use rules::draft::{Citizenship, Draft, FamilyGroup, Kinship, Person};
use rules::edition::{CounterWait, Holder, Stage, WaitAt, WaitFor};
use rules::eligibility::{Doubt, Obstacle};
use rules::event::EventKind;
use rules::examine::Defect;
use rules::finding::FindingKind;
use rules::id::PersonId;
use rules::iin::IinProblem;
use rules::region::Region;
use rules::service::{Basis, CloseRelative, Home, Service, WorkKind};
use rules::time::DayProblem;
use wire::answer::ServiceKind;
use wire::stored::StoredDraft;

pub fn basis(basis: Basis) -> Msg {
    form_phrase(forms::words::basis(basis))
}

pub fn basis_hint(basis: Basis) -> Msg {
    match basis {
        Basis::SettlementRegion => Msg::BasisSettlementRegionHint,
        Basis::DevelopingSettlement => Msg::BasisDevelopingSettlementHint,
        Basis::FamilyReunion => Msg::BasisFamilyReunionHint,
        Basis::Employment => Msg::BasisEmploymentHint,
        Basis::Study => Msg::BasisStudyHint,
    }
}

pub fn service(service: Service) -> Msg {
    form_phrase(forms::words::service(service))
}

pub fn work(work: WorkKind) -> Msg {
    form_phrase(forms::words::work(work))
}

pub fn home(home: Home) -> Msg {
    form_phrase(forms::words::home(home))
}

pub fn relative(relative: CloseRelative) -> Msg {
    form_phrase(forms::words::relative(relative))
}

pub fn citizenship(citizenship: Citizenship) -> Msg {
    form_phrase(forms::words::citizenship(citizenship))
}

pub fn family_group(group: FamilyGroup) -> Msg {
    form_phrase(forms::words::short_family_group(group))
}

pub fn document(kind: DocumentKind) -> Msg {
    form_phrase(forms::words::document(kind))
}

/// Returns a hint for finding or photographing the document; some documents need none.
pub fn document_hint(kind: DocumentKind) -> Option<Msg> {
    Some(match kind {
        DocumentKind::Autobiography => Msg::DocumentAutobiographyHint,
        DocumentKind::IdentityDocument => Msg::DocumentIdentityHint,
        DocumentKind::NationalityProof => Msg::DocumentNationalityHint,
        DocumentKind::KinshipProof => Msg::DocumentKinshipHint,
        DocumentKind::ResidenceConsent => Msg::DocumentConsentHint,
        DocumentKind::PreliminaryEmploymentContract => Msg::DocumentContractHint,
        DocumentKind::StudyCertificate => Msg::DocumentStudyHint,
        _ => return None,
    })
}

pub fn obstacle(obstacle: Obstacle) -> Msg {
    match obstacle {
        Obstacle::CitizenNow => Msg::ObstaclesCitizenNow,
        Obstacle::CitizenBefore => Msg::ObstaclesCitizenBefore,
        Obstacle::NotKazakh => Msg::ObstaclesNotKazakh,
        Obstacle::NotToLivePermanently => Msg::ObstaclesNotPermanently,
    }
}

/// Returns the label of an answer, which is also the beginning of its error.
pub fn field(field: Field) -> Msg {
    form_phrase(forms::words::field(field))
}

fn is_choice(field: Field) -> bool {
    let person = |field| {
        use PersonField as P;
        matches!(field, P::Citizenship | P::Kazakh | P::Kinship | P::Married)
    };
    match field {
        Field::Person(_, field) => person(field),
        Field::Document(_, field) => field == DocumentField::Language,
        Field::CitizenNow
        | Field::CitizenBefore
        | Field::ApplicantKazakh
        | Field::ToLivePermanently
        | Field::Basis
        | Field::Region
        | Field::RelativeIs
        | Field::RelativeIsCitizen
        | Field::RelativeLivesInRegion
        | Field::RelativeIsKazakh
        | Field::Housing
        | Field::Home
        | Field::Work
        | Field::Service => true,
        Field::Settlement
        | Field::Address
        | Field::Phone
        | Field::Email
        | Field::RelativeName
        | Field::RelativeIsOther
        | Field::Reason
        | Field::StatusEnds
        | Field::Employer
        | Field::Position
        | Field::Trade
        | Field::Institution
        | Field::Programme
        | Field::Consent
        | Field::ConfirmedName => false,
    }
}

/// Returns how to correct a problem, without the name of its answer.
fn correction(problem: &Problem) -> Msg {
    match problem.kind {
        ProblemKind::Missing if problem.field == Field::Phone => Msg::ErrorContactMissing,
        ProblemKind::Missing if problem.field == Field::Consent => Msg::ErrorConsentMissing,
        ProblemKind::Missing if is_choice(problem.field) => Msg::ErrorChoose,
        ProblemKind::Missing if is_day(problem.field) => Msg::ErrorDayMissing,
        ProblemKind::Missing => Msg::ErrorMissing,
        ProblemKind::Day(day) => day_problem(day),
        ProblemKind::InFuture => Msg::ErrorInFuture,
        ProblemKind::TooLongAgo => Msg::ErrorTooLongAgo,
        ProblemKind::BeforeBirth => Msg::ErrorBeforeBirth,
        ProblemKind::ExpiresBeforeIssue => Msg::ErrorExpiresBeforeIssue,
        ProblemKind::Iin(IinProblem::NotTwelveDigits) => Msg::ErrorIinLength,
        ProblemKind::Iin(IinProblem::WrongControlDigit) => Msg::ErrorIinControl,
        ProblemKind::TooLong => Msg::ErrorTooLong,
        ProblemKind::NotAPhoneNumber => Msg::ErrorPhone,
        ProblemKind::NotAnEmailAddress => Msg::ErrorEmail,
        ProblemKind::MemberIsCitizen => Msg::ErrorMemberIsCitizen,
        ProblemKind::MarriedSibling => Msg::ErrorMarriedSibling,
        ProblemKind::InNoFamilyGroup => Msg::ErrorNoGroup,
        ProblemKind::BadFile | ProblemKind::SameIdTwice => Msg::ErrorBadFile,
    }
}

/// Returns how to correct a typed date.
pub fn day_problem(problem: DayProblem) -> Msg {
    match problem {
        DayProblem::Missing => Msg::ErrorDayMissing,
        DayProblem::DayMissing => Msg::ErrorDayOfMonthMissing,
        DayProblem::MonthMissing => Msg::ErrorMonthMissing,
        DayProblem::YearMissing => Msg::ErrorYearMissing,
        DayProblem::YearNotFourDigits => Msg::ErrorYearNotFourDigits,
        DayProblem::NoSuchMonth => Msg::ErrorNoSuchMonth,
        DayProblem::NoSuchDay => Msg::ErrorNoSuchDay,
    }
}

fn is_day(field: Field) -> bool {
    use PersonField as P;
    matches!(
        field,
        Field::Person(_, P::Born | P::DocumentIssued | P::DocumentExpires)
            | Field::Document(_, DocumentField::Expires)
    )
}

/// Returns the error of an answer: its name, then how to correct it. The summary and the input show the same text.
pub fn problem(problem: &Problem) -> String {
    let mut words = t(field(problem.field));
    let end = words.trim_end_matches(['?', '؟', '？', ':', '：', '.', '。']).len();
    words.truncate(end);
    joined(Msg::JoinColon, &words, &t(correction(problem)))
}

/// Returns the message that says why the phone's storage failed.
pub fn storage_error(error: StorageError) -> Msg {
    match error {
        StorageError::Quota => Msg::SavedNoRoom,
        StorageError::Denied => Msg::SavedDenied,
        StorageError::Closed => Msg::SavedSilent,
        StorageError::Other(_) => Msg::SavedError,
    }
}

/// Returns the displayed name of a person, as far as there is one.
pub fn person_name(draft: &Draft, person: &Person) -> String {
    let name = person.name.full();
    if !name.is_empty() {
        return name;
    }
    if draft.applicant().is_some_and(|applicant| applicant.id == person.id) {
        return t(Msg::PersonYou);
    }
    match draft.family_group(person.id) {
        Some(group) => t(family_group(group)),
        None => t(Msg::PersonMember),
    }
}

/// Returns the message for a kinship to another member, and that member's name, with which it is filled.
pub fn kinship_to_member(draft: &Draft, kinship: Kinship) -> (Msg, String) {
    let name = draft.person(kinship.of()).map(|other| person_name(draft, other)).unwrap_or_default();
    let words = match kinship {
        Kinship::SpouseOf(_) => Msg::KinshipSpouseOf,
        Kinship::ParentOf(_) => Msg::KinshipParentOf,
        Kinship::ChildOf(_) | Kinship::SiblingOf(_) => Msg::KinshipChildOf,
    };
    (words, name)
}

/// Returns how a person is called in the title of a page, which browsers store in their history: by position, never by name.
pub fn person_without_name(draft: &Draft, person: PersonId) -> String {
    match draft.people.iter().position(|other| other.id == person) {
        None | Some(0) => t(Msg::PersonYou),
        Some(place) => [t(Msg::PersonMember), place.to_string()].join(" "),
    }
}

pub fn region(region: Region) -> Msg {
    form_phrase(forms::words::region(region))
}

pub fn stage(stage: Stage) -> Msg {
    phrase(headline::words::stage(stage))
}

pub fn stage_explained(stage: Stage) -> Option<Msg> {
    match stage {
        Stage::CHECK => Some(Msg::StageCheckExplained),
        Stage::INTERNAL_AFFAIRS | Stage::NATIONAL_SECURITY => Some(Msg::StageBodiesExplained),
        Stage::TO_COMMISSION => Some(Msg::StageToCommissionExplained),
        Stage::COMMISSION => Some(Msg::StageCommissionExplained),
        _ => None,
    }
}

pub fn holder(holder: Holder) -> Msg {
    match holder {
        Holder::LocalExecutiveBody => Msg::HolderLocalExecutiveBody,
        Holder::InternalAffairs => Msg::HolderInternalAffairs,
        Holder::NationalSecurity => Msg::HolderNationalSecurity,
        Holder::Commission => Msg::HolderCommission,
    }
}

pub fn event(kind: EventKind) -> Msg {
    phrase(headline::words::event(kind))
}

macro_rules! define_phrase {
    ($($name:ident $key:literal,)*) => {
        /// Returns the message of a phrase, which has the same name.
        pub fn phrase(phrase: Phrase) -> Msg {
            match phrase {
                $(Phrase::$name => Msg::$name,)*
            }
        }
    };
}

headline::phrases!(define_phrase);

macro_rules! define_dated_phrase {
    ($($name:ident $key:literal,)*) => {
        fn dated_phrase(phrase: DatedPhrase) -> DatedMsg {
            match phrase {
                $(DatedPhrase::$name => Msg::$name,)*
            }
        }
    };
}

headline::dated_phrases!(define_dated_phrase);

macro_rules! define_form_phrase {
    ($($name:ident $key:literal,)*) => {
        /// Returns the message of a form, which has the same name.
        pub fn form_phrase(phrase: FormPhrase) -> Msg {
            match phrase {
                $(FormPhrase::$name => Msg::$name,)*
            }
        }
    };
}

forms::form_phrases!(define_form_phrase);

macro_rules! define_order_place {
    ($($name:ident $key:literal,)*) => {
        /// Returns the text of a place of the order, which has the same name.
        pub fn order_place(place: OrderPlace) -> Official {
            match place {
                $(OrderPlace::$name => Official::$name,)*
            }
        }
    };
}

forms::order_places!(define_order_place);

impl PhraseTexts for PageTexts {
    fn message(&self, message: Phrase) -> String {
        t(phrase(message))
    }

    fn dated_message(&self, message: DatedPhrase) -> String {
        template(dated_phrase(message))
    }
}

/// Returns why a day is not a working day, or that it is one nevertheless; `None` for an ordinary working day.
pub fn day_kind(kind: DayKind) -> Option<String> {
    match kind {
        DayKind::Working => None,
        DayKind::WorkedWeekend => Some(t(Msg::DayWorkedWeekend)),
        DayKind::Weekend => Some(t(Msg::DayWeekend)),
        DayKind::Holiday(name) => Some(t(holiday(name))),
        DayKind::MovedHoliday(name) => Some(text(Msg::DayMovedHoliday, &[("holiday", &t(holiday(name)))])),
        DayKind::TransferredOff => Some(t(Msg::DayTransferred)),
    }
}

fn holiday(holiday: Holiday) -> Msg {
    match holiday {
        Holiday::NewYear => Msg::HolidayNewYear,
        Holiday::OrthodoxChristmas => Msg::HolidayChristmas,
        Holiday::WomensDay => Msg::HolidayWomen,
        Holiday::Nauryz => Msg::HolidayNauryz,
        Holiday::UnityDay => Msg::HolidayUnity,
        Holiday::DefenderDay => Msg::HolidayDefender,
        Holiday::VictoryDay => Msg::HolidayVictory,
        Holiday::CapitalDay => Msg::HolidayCapital,
        Holiday::ConstitutionDay => Msg::HolidayConstitution,
        Holiday::RepublicDay => Msg::HolidayRepublic,
        Holiday::IndependenceDay => Msg::HolidayIndependence,
        Holiday::KurbanAit => Msg::HolidayKurbanAit,
    }
}

/// Returns act and place of a citation, and a remark on its certainty if it is not in the Rules. The order amends the Rules: a
/// paragraph or annex is one of the Rules, except for the order's own paragraphs.
pub fn citation(citation: &Citation) -> String {
    let words = citation_without_mark(citation);
    let mark = match citation.mark {
        Mark::Order => None,
        Mark::Digest => Some(Msg::MarkDigest),
        Mark::Inferred => Some(Msg::MarkInferred),
        Mark::General => Some(Msg::MarkGeneral),
    };
    match mark {
        Some(mark) => joined(Msg::JoinMark, &words, &t(mark)),
        None => words,
    }
}

/// Returns act and place of a citation.
pub fn citation_without_mark(citation: &Citation) -> String {
    let act = match citation.act {
        Act::Order539 => return place_in_rules("539", citation.place),
        Act::MigrationLaw => Msg::ActMigrationLaw,
        Act::SocialCode => Msg::ActSocialCode,
        Act::AdministrativeCode => Msg::ActAdministrativeCode,
        Act::FamilyCode => Msg::ActFamilyCode,
        Act::Digests => Msg::ActDigests,
    };
    match citation.place {
        Locus::Article(article) => {
            joined(Msg::JoinPlace, &t(act), &text(Msg::PlaceArticle, &[("n", article)]))
        }
        // Of other acts, our sources name articles only.
        Locus::Paragraph(_)
        | Locus::OwnParagraph(_)
        | Locus::Annex(_)
        | Locus::AnnexRow(..)
        | Locus::AnnexParagraph(..)
        | Locus::Whole => t(act),
    }
}

fn place_in_rules(order: &str, place: Locus) -> String {
    let number = |number: u8| number.to_string();
    match place {
        Locus::Paragraph(paragraph) => match paragraph.trim_end_matches(')').split_once('(') {
            Some((paragraph, part)) => {
                text(Msg::PlaceSubparagraph, &[("n", paragraph), ("p", part), ("order", order)])
            }
            None => text(Msg::PlaceParagraph, &[("n", paragraph), ("order", order)]),
        },
        Locus::OwnParagraph(paragraph) => text(Msg::PlaceOwnParagraph, &[("n", paragraph), ("order", order)]),
        Locus::Annex(annex) => text(Msg::PlaceAnnex, &[("n", &number(annex)), ("order", order)]),
        Locus::AnnexRow(annex, row) => {
            text(Msg::PlaceAnnexRow, &[("n", &number(annex)), ("row", &number(row)), ("order", order)])
        }
        Locus::AnnexParagraph(annex, paragraph) => text(
            Msg::PlaceAnnexParagraph,
            &[("n", &number(annex)), ("p", &number(paragraph)), ("order", order)],
        ),
        Locus::Article(article) => {
            joined(Msg::JoinPlace, &t(Msg::ActOrder), &text(Msg::PlaceArticle, &[("n", article)]))
        }
        Locus::Whole => t(Msg::ActOrder),
    }
}

/// Returns the longest wait at a counter, with its place and what is waited for.
pub fn counter_wait(wait: &CounterWait) -> String {
    let minutes = wait.minutes.to_string();
    let what = match wait.wait_for {
        WaitFor::HandIn => Msg::ChannelHandIn,
        WaitFor::Service => Msg::ChannelServed,
    };
    let at = match wait.at {
        WaitAt::ServiceProvider => Msg::ChannelAtProvider,
        WaitAt::StateCorporation => Msg::ChannelAtCorporation,
        WaitAt::OneApplication => Msg::ChannelAtOneApplication,
    };
    text(Msg::ChannelMinutes, &[("where", &t(at)), ("what", &t(what)), ("n", &minutes)])
}

/// Joins two texts with the punctuation of the language.
pub fn joined(how: Msg, a: &str, b: &str) -> String {
    text(how, &[("a", a), ("b", b)])
}

/// Describes a defect of a document in one sentence.
pub fn defect(defect: &Defect) -> String {
    let until = |msg| defect.until.map(|day| dated(msg, &[("date", day)], &[])).unwrap_or_default();
    match defect.finding.kind {
        FindingKind::Missing => t(Msg::DefectMissing),
        FindingKind::Expired => until(Msg::DefectExpired),
        FindingKind::NotTranslated => t(Msg::DefectNotTranslated),
        FindingKind::Unreadable => t(Msg::DefectUnreadable),
        FindingKind::WrongHolder => t(Msg::DefectWrongHolder),
        FindingKind::RunsOut => until(Msg::DefectRunsOut),
        FindingKind::SpelledDifferently => t(Msg::DefectSpelledDifferently),
    }
}

/// Returns the explanation of a document that is a legal term, if it needs one.
pub fn document_term(kind: DocumentKind) -> Option<Help> {
    match kind {
        DocumentKind::NationalityProof => Some(Help::NationalityProof),
        DocumentKind::KinshipProof => Some(Help::KinshipDocuments),
        DocumentKind::ResidenceConsent => Some(Help::NotarisedConsent),
        DocumentKind::PreliminaryEmploymentContract => Some(Help::PreliminaryEmploymentContract),
        DocumentKind::SoleTraderRegistration => Some(Help::SoleTrader),
        DocumentKind::StudyCertificate => Some(Help::StudyCertificate),
        DocumentKind::PermanentResidencePermit => Some(Help::PermanentResidencePermit),
        DocumentKind::GrantApplication
        | DocumentKind::Autobiography
        | DocumentKind::IdentityDocument
        | DocumentKind::NationalityRecommendation
        | DocumentKind::HomeOwnership
        | DocumentKind::ExtensionApplication
        | DocumentKind::EarlierDecision => None,
    }
}

/// Returns the place where an application was made that was not sent from here.
pub fn elsewhere(place: ExternalPlace) -> Msg {
    match place {
        ExternalPlace::ForeignInstitution => Msg::ElsewhereForeignInstitution,
        ExternalPlace::Paper => Msg::ElsewherePaper,
        ExternalPlace::QuttyMekenApp => Msg::ElsewhereQuttyMeken,
    }
}

/// Returns the legal term for the body that is responsible for the application.
pub fn holder_term(holder: Holder) -> Help {
    match holder {
        Holder::LocalExecutiveBody => Help::LocalExecutiveBody,
        Holder::InternalAffairs | Holder::NationalSecurity => Help::SecurityBodies,
        Holder::Commission => Help::Commission,
    }
}

/// Returns a sentence or two about facts that do not seem to support the chosen condition.
pub fn doubt(doubt: Doubt) -> String {
    match doubt {
        Doubt::RelativeIsNoCitizen => t(Msg::DoubtRelativeIsNoCitizen),
        Doubt::RelativeLivesElsewhere => t(Msg::DoubtRelativeLivesElsewhere),
        Doubt::RelativeNotKazakh => t(Msg::DoubtRelativeNotKazakh),
        Doubt::HousingNotSolved => t(Msg::DoubtHousing),
        Doubt::MemberIsCitizen => t(Msg::DoubtMemberIsCitizen),
        Doubt::MarriedSibling => t(Msg::DoubtMarriedSibling),
        Doubt::MemberInNoGroup => t(Msg::DoubtMemberInNoGroup),
        Doubt::RegionNotListed => {
            let Some(known) = today::edition().settlement_regions_on(today::day()) else {
                return String::new();
            };
            let listed = Region::all().filter(|listed| known.contains(*listed));
            let names: Vec<String> = listed.map(|listed| t(region(listed))).collect();
            let days = [("date", known.as_of)];
            dated(Msg::DoubtRegionNotListed, &days, &[("regions", &list(&names))])
        }
    }
}

/// Returns the name of a draft on this phone: the one given by the person, else the service and the applicant.
pub fn draft_name(stored: &StoredDraft) -> String {
    if let Some(title) = &stored.title {
        return title.clone();
    }
    let name = stored.draft.applicant().map(|person| person.name.full()).filter(|name| !name.is_empty());
    let name = name.unwrap_or_else(|| t(Msg::StartNameless));
    // Most are for granting, which is not mentioned.
    match stored.draft.service {
        None | Some(Service::Grant) => name,
        Some(other) => joined(Msg::JoinColon, &t(service(other)), &name),
    }
}

/// Returns the heading of a receipt: an application is registered only where the authority runs the service, or a trial
/// simulates it.
pub fn receipt_title(kind: ServiceKind) -> Msg {
    match kind {
        ServiceKind::Authority | ServiceKind::Trial => Msg::ReceiptTitle,
        ServiceKind::Forwarding => Msg::KindReceivedTitle,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{Locale, in_locale};

    /// The order amends the Rules: its citations are of the Rules, except for its own paragraphs.
    #[test]
    fn a_citation_names_the_rules_and_only_the_own_paragraphs_of_the_order_the_order() {
        let of_rules = [
            Locus::Paragraph("7"),
            Locus::Paragraph("9(3)"),
            Locus::Annex(6),
            Locus::AnnexRow(2, 3),
            Locus::AnnexParagraph(1, 7),
        ];
        for (locale, rules) in [
            (Locale::Kazakh, "қағида"),
            (Locale::Russian, "правил"),
            (Locale::Uzbek, "qoida"),
            (Locale::English, "rules"),
            (Locale::Chinese, "规则"),
        ] {
            in_locale(locale, || {
                let of = |place| citation(&Citation::order(place)).to_lowercase();
                for place in of_rules {
                    let said = of(place);
                    assert!(said.contains(rules) && said.contains("539"), "{}: {said}", locale.tag());
                }
                let own = of(Locus::OwnParagraph("4"));
                assert!(!own.contains(rules) && own.contains("539"), "{}: {own}", locale.tag());
            });
        }
        in_locale(Locale::Russian, || {
            let said = citation(&Citation::inferred(Locus::Paragraph("9(3)")));
            assert_eq!(
                said.replace('\u{A0}', " "),
                "подп. 3) п. 9 Правил (в ред. приказа № 539) (наше прочтение)"
            );
        });
    }
}
