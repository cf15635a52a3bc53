//! The papers of an application: the kind of each, the requirements it serves, and its pages.

use crate::id::{DocumentId, PageId, PersonId};
use crate::time::TypedDay;

/// The kinds of documents that the law or its digests name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum DocumentKind {
    /// The application of Annex 1; this app generates it.
    GrantApplication,
    /// In free form, for a grant, of the applicant \[digest\]; the order does not name it.
    Autobiography,
    /// For a grant, of the applicant and each family member \[digest\]. Its number and days are fields of the person.
    IdentityDocument,
    /// Birth certificate, passport, stateless-person certificate or another official paper that names the nationality.
    NationalityProof,
    /// The recommendation of the commission on nationality, which replaces the proof.
    NationalityRecommendation,
    /// Proof of the applicant's kinship with the relative of ¶9(3): Annex 1, 7th paragraph.
    KinshipProof,
    /// Notarised consent to the applicant's residence, where the home is not the applicant's own: ¶9(3). The order does
    /// not say whose consent.
    ResidenceConsent,
    /// Proof that the home is the applicant's own, for ¶9(3): no source names it, it is our reading.
    HomeOwnership,
    /// The contract for the employer's invitation of ¶9(4), which names it.
    PreliminaryEmploymentContract,
    /// The registration of the sole trader of ¶9(4): no source names it, it is our reading.
    SoleTraderRegistration,
    /// Issued by the higher-education institution: ¶9(5), and the paragraph added to Annex 1 (the 9th, as we read it).
    StudyCertificate,
    /// The application of Annex 6; this app generates it.
    ExtensionApplication,
    /// A copy of the earlier decision or certificate, for an extension \[digest\].
    EarlierDecision,
    /// For an extension: having the permit is a condition of ¶13; that it is attached is our reading.
    PermanentResidencePermit,
}

impl DocumentKind {
    /// Returns the form in which the document is given.
    pub fn form(self) -> DocumentForm {
        match self {
            Self::GrantApplication | Self::ExtensionApplication => DocumentForm::MadeHere,
            Self::Autobiography => DocumentForm::Free,
            Self::ResidenceConsent => DocumentForm::CopyOfNotarisedPaper,
            Self::IdentityDocument
            | Self::NationalityProof
            | Self::NationalityRecommendation
            | Self::KinshipProof
            | Self::HomeOwnership
            | Self::PreliminaryEmploymentContract
            | Self::SoleTraderRegistration
            | Self::StudyCertificate
            | Self::EarlierDecision
            | Self::PermanentResidencePermit => DocumentForm::Copy,
        }
    }

    /// Returns whether the app generates this document from the answers, so that nothing is photographed.
    pub fn is_made_here(self) -> bool {
        self.form() == DocumentForm::MadeHere
    }

    /// Returns whether an expiry day of the paper is asked for with the document. The expiry day of an identity
    /// document is asked for with the person.
    pub fn may_expire(self) -> bool {
        match self {
            Self::PreliminaryEmploymentContract | Self::StudyCertificate | Self::PermanentResidencePermit => {
                true
            }
            Self::GrantApplication
            | Self::Autobiography
            | Self::IdentityDocument
            | Self::NationalityProof
            | Self::NationalityRecommendation
            | Self::KinshipProof
            | Self::ResidenceConsent
            | Self::HomeOwnership
            | Self::SoleTraderRegistration
            | Self::ExtensionApplication
            | Self::EarlierDecision => false,
        }
    }

    /// Returns whether it can be written in the app instead of on paper: the autobiography has no prescribed form.
    pub fn may_be_written(self) -> bool {
        self.form() == DocumentForm::Free
    }

    /// Returns whether the paper is in the name of the person for whom it is given. A consent is in the owner's name,
    /// and a proof of kinship names several people.
    pub fn is_in_own_name(self) -> bool {
        match self {
            Self::IdentityDocument
            | Self::NationalityProof
            | Self::NationalityRecommendation
            | Self::HomeOwnership
            | Self::PreliminaryEmploymentContract
            | Self::SoleTraderRegistration
            | Self::StudyCertificate
            | Self::EarlierDecision
            | Self::PermanentResidencePermit => true,
            Self::GrantApplication
            | Self::Autobiography
            | Self::KinshipProof
            | Self::ResidenceConsent
            | Self::ExtensionApplication => false,
        }
    }
}

/// The form in which a document is given. Files are pdf or jpg \[digest\].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum DocumentForm {
    /// This app generates it from the answers.
    MadeHere,
    /// Without a prescribed form, written in the app or on paper.
    Free,
    /// A copy of the paper: photographs or a PDF.
    Copy,
    /// A copy of a paper that a notary certified.
    CopyOfNotarisedPaper,
}

/// The key of one line of the checklist: this document for this person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct RequirementKey {
    /// The document that the edition's list requires; the given paper may be another that is accepted in its place.
    pub document: DocumentKind,
    /// The person for whom it is required: the applicant or a family member of the same draft.
    pub person: PersonId,
}

/// A given document: its pages and the facts about it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Document {
    /// The id, which does not change when the kind, the pages or the served lines change.
    pub id: DocumentId,
    /// The kind of the paper; may be one that is accepted in place of the required document.
    pub kind: DocumentKind,
    /// The lines of the checklist that it serves: one paper can serve several people.
    pub serves: Vec<RequirementKey>,
    /// `None` while not answered; required as soon as the paper has pages.
    pub language: Option<PaperLanguage>,
    /// The last day of validity, as typed. Asked for only where [`DocumentKind::may_expire`].
    pub expires: TypedDay,
    /// True if the applicant says that the paper names no such day; then `expires` is ignored.
    pub no_expiry: bool,
    /// The holder's name as on this paper, if it was typed.
    #[cfg_attr(feature = "serde", serde(default))]
    pub holder: String,
    /// The text written in the app, where [`DocumentKind::may_be_written`].
    pub text: String,
    /// The pages of the paper itself. Empty if nothing is chosen yet, or if the text was written in the app.
    pub pages: Vec<Page>,
    /// The pages of the notarised translation.
    pub translation: Vec<Page>,
}

impl Document {
    /// Creates a document without pages for one line of the checklist.
    pub fn new(id: DocumentId, requirement: RequirementKey) -> Self {
        Self {
            id,
            kind: requirement.document,
            serves: vec![requirement],
            language: None,
            expires: TypedDay::default(),
            no_expiry: false,
            holder: String::new(),
            text: String::new(),
            pages: Vec::new(),
            translation: Vec::new(),
        }
    }

    /// Returns the pages of the paper, then those of its translation.
    pub fn all_pages(&self) -> impl Iterator<Item = &Page> {
        self.pages.iter().chain(&self.translation)
    }

    /// Returns whether it has no page, neither of the paper nor of its translation.
    pub fn is_empty(&self) -> bool {
        self.all_pages().next().is_none()
    }

    /// Returns the pages of one part.
    pub fn part(&self, part: DocumentPart) -> &[Page] {
        match part {
            DocumentPart::Paper => &self.pages,
            DocumentPart::Translation => &self.translation,
        }
    }

    /// Returns the same as [`Self::part`], mutably.
    pub fn part_mut(&mut self, part: DocumentPart) -> &mut Vec<Page> {
        match part {
            DocumentPart::Paper => &mut self.pages,
            DocumentPart::Translation => &mut self.translation,
        }
    }
}

/// One of the two parts of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentPart {
    /// The paper itself.
    Paper,
    /// Its notarised translation.
    Translation,
}

/// The language of a paper: one in another language needs a notarised translation into Kazakh or Russian \[digest\].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum PaperLanguage {
    /// No translation is required.
    KazakhOrRussian,
    /// A paper without a translation has the defect "not translated"; the rules do not depend on the language.
    Another,
}

/// A file of a document. Its bytes are stored outside the draft.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Page {
    /// The id by which a submission refers to the page's uploaded file.
    pub id: PageId,
    /// The name of the chosen file, displayed but never trusted.
    pub name: String,
    /// The type that [`Media::sniff`] found, whatever the file's name.
    pub media: Media,
    /// Size in bytes as it will be sent.
    pub bytes: u64,
    /// SHA-256 of the bytes, 64 lower-case hexadecimal digits.
    pub sha256: String,
    /// The reason why the file cannot be read, if the phone found one.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub flaw: Option<PageFlaw>,
}

/// Reasons why an officer could not read a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum PageFlaw {
    /// It has no bytes.
    Empty,
    /// A PDF that needs a password to open.
    Encrypted,
    /// The file is truncated.
    BreaksOff,
    /// The photo is so dark that nothing can be read; the applicant decided to keep it.
    TooDark,
    /// The photo is so blurred that nothing can be read; the applicant decided to keep it.
    Blurred,
    /// The photographed page is blank; the applicant decided to keep it.
    Blank,
}

impl PageFlaw {
    /// Checks the end of the file and, in a PDF, looks for the encryption entry. A file without a flaw here may still
    /// be too dark or blurred: only the image check on the phone detects that.
    pub fn of(media: Media, bytes: &[u8]) -> Option<Self> {
        if bytes.is_empty() {
            return Some(Self::Empty);
        }
        // Scanners and cameras put padding after the end mark, and PDF allows it.
        let end = bytes.get(bytes.len().saturating_sub(4096)..).unwrap_or(bytes);
        let (end_mark, key): (&[u8], &[u8]) = match media {
            Media::Jpeg => (&[0xFF, 0xD9], &[]),
            Media::Png => (b"IEND", &[]),
            Media::Pdf => (b"%%EOF", b"/Encrypt"),
        };
        if !contains(end, end_mark) {
            return Some(Self::BreaksOff);
        }
        (!key.is_empty() && contains(bytes, key)).then_some(Self::Encrypted)
    }
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// The type of a file, determined by its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Media {
    /// A JPEG file; the digest calls it "jpg".
    Jpeg,
    /// No source of ours names it; accepted because screenshots have this type.
    Png,
    /// Named by the digest. An officer cannot read one with a password: see [`PageFlaw::Encrypted`].
    Pdf,
}

impl Media {
    /// Determines the type from the first bytes; the name and the claimed type are ignored.
    pub fn sniff(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0xFF, 0xD8, 0xFF, ..] => Some(Self::Jpeg),
            [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Some(Self::Png),
            [b'%', b'P', b'D', b'F', b'-', ..] => Some(Self::Pdf),
            _ => None,
        }
    }

    /// Returns the media type as used in HTTP.
    pub fn mime(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Pdf => "application/pdf",
        }
    }
}

/// The size limit of a file in bytes, the same on the phone and at the gateway. No limit is published; this one is
/// ours.
pub const MAX_FILE_BYTES: u64 = 20_000_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_truncated_empty_or_encrypted_file_is_detected_by_its_bytes() {
        let cases: [(Media, &[u8], Option<PageFlaw>); 8] = [
            (Media::Jpeg, b"", Some(PageFlaw::Empty)),
            (Media::Jpeg, b"\xFF\xD8\xFF\xE0 made up \xFF\xD9", None),
            (Media::Jpeg, b"\xFF\xD8\xFF\xE0 made up", Some(PageFlaw::BreaksOff)),
            (Media::Png, b"\x89PNG made up IEND\xAE\x42\x60\x82", None),
            (Media::Png, b"\x89PNG made up", Some(PageFlaw::BreaksOff)),
            (Media::Pdf, b"%PDF-1.7 made up trailer <</Size 1>> %%EOF\n", None),
            (Media::Pdf, b"%PDF-1.7 made up trailer <</Encrypt 5 0 R>> %%EOF\n", Some(PageFlaw::Encrypted)),
            (Media::Pdf, b"%PDF-1.7 made up", Some(PageFlaw::BreaksOff)),
        ];
        for (media, bytes, expected) in cases {
            assert_eq!(PageFlaw::of(media, bytes), expected, "{}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn an_expiry_day_is_asked_for_three_papers_and_the_form_follows_from_the_kind() {
        use DocumentKind as K;
        let kinds = [
            (K::GrantApplication, false, DocumentForm::MadeHere),
            (K::Autobiography, false, DocumentForm::Free),
            (K::IdentityDocument, false, DocumentForm::Copy),
            (K::NationalityProof, false, DocumentForm::Copy),
            (K::NationalityRecommendation, false, DocumentForm::Copy),
            (K::KinshipProof, false, DocumentForm::Copy),
            (K::ResidenceConsent, false, DocumentForm::CopyOfNotarisedPaper),
            (K::HomeOwnership, false, DocumentForm::Copy),
            (K::PreliminaryEmploymentContract, true, DocumentForm::Copy),
            (K::SoleTraderRegistration, false, DocumentForm::Copy),
            (K::StudyCertificate, true, DocumentForm::Copy),
            (K::ExtensionApplication, false, DocumentForm::MadeHere),
            (K::EarlierDecision, false, DocumentForm::Copy),
            (K::PermanentResidencePermit, true, DocumentForm::Copy),
        ];
        let in_own_name = [
            K::IdentityDocument,
            K::NationalityProof,
            K::NationalityRecommendation,
            K::HomeOwnership,
            K::PreliminaryEmploymentContract,
            K::SoleTraderRegistration,
            K::StudyCertificate,
            K::EarlierDecision,
            K::PermanentResidencePermit,
        ];
        for (kind, may_expire, form) in kinds {
            assert_eq!((kind.may_expire(), kind.form()), (may_expire, form), "{kind:?}");
            assert_eq!(kind.is_made_here(), form == DocumentForm::MadeHere, "{kind:?}");
            assert_eq!(kind.may_be_written(), form == DocumentForm::Free, "{kind:?}");
            assert_eq!(kind.is_in_own_name(), in_own_name.contains(&kind), "{kind:?}");
        }
    }

    #[test]
    fn each_medium_has_the_name_that_http_gives_it() {
        let names = [Media::Jpeg, Media::Png, Media::Pdf].map(Media::mime);
        assert_eq!(names, ["image/jpeg", "image/png", "application/pdf"]);
    }

    #[test]
    fn padding_after_the_end_of_a_file_is_not_a_flaw() {
        let mut bytes = b"\xFF\xD8\xFF\xE0 made up \xFF\xD9".to_vec();
        bytes.extend([0; 1000]);
        assert_eq!(PageFlaw::of(Media::Jpeg, &bytes), None);
    }

    #[test]
    fn the_media_type_follows_from_the_bytes() {
        assert_eq!(Media::sniff(b"\xFF\xD8\xFF\xE0 JFIF"), Some(Media::Jpeg));
        assert_eq!(Media::sniff(b"%PDF-1.7"), Some(Media::Pdf));
        assert_eq!(Media::sniff(b"\x89PNG\r\n\x1A\n"), Some(Media::Png));
        assert_eq!(Media::sniff(b"plain text"), None);
        assert_eq!(Media::sniff(b""), None);
    }
}
