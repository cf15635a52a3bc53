//! Drafts as the phone stores them: versioned JSON that is migrated when it is read.

use crate::json::{self, Json};
use rules::document::RequirementKey;
use rules::draft::Draft;
use rules::id::DraftId;
use rules::time::Instant;
use serde::{Deserialize, Serialize};

/// The version of the format that this build writes.
pub const VERSION: u16 = 1;

/// A draft and the data that the phone stores with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredDraft {
    /// The [`VERSION`] of the build that wrote it. A version higher than this build's is not read.
    pub version: u16,
    /// The key of the draft in the phone's database.
    pub id: DraftId,
    /// Number of writes, by which a second tab notices changes.
    pub revision: u64,
    /// The time of the last write by the phone's clock, corrected by the gateway's where that is known.
    pub saved_at: Instant,
    /// The typed and chosen answers. The bytes of its pages are stored separately.
    pub draft: Draft,
    /// The owner key in its written form, generated with the draft.
    pub owner_key: String,
    /// The idempotency key of the submission, generated with the draft.
    pub submission_key: String,
    /// The application number, after the registration.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The documents that the authority refused to accept, while they are corrected for a resubmission under the same
    /// number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<Refused>,
    /// The title that the person gave the draft, to distinguish it from others on this phone. It is never sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

/// The list of a refusal to accept, as far as it names lines of our checklist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// The documents that were refused; empty if the authority's system referred to no line of our checklist.
    pub documents: Vec<RequirementKey>,
}

/// Reasons why a stored draft was not read. The text is kept unchanged and offered as a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnreadableDraft {
    /// A newer build wrote the draft; contains its version.
    Newer(u16),
    /// The text is not JSON of the expected form.
    Damaged,
}

/// Parses a stored draft of this or an earlier version.
pub fn read(text: &str) -> Result<StoredDraft, UnreadableDraft> {
    let value = json::parse(text).ok_or(UnreadableDraft::Damaged)?;
    let version = json::field(&value, "version").ok_or(UnreadableDraft::Damaged)?;
    if version > VERSION {
        return Err(UnreadableDraft::Newer(version));
    }
    StoredDraft::from_json(&value).ok_or(UnreadableDraft::Damaged)
}

/// Returns the revision of a stored draft; `None` if it cannot be read. The answers are parsed only where the text does
/// not begin as this build writes it.
pub fn revision(text: &str) -> Option<u64> {
    match first_fields(text) {
        Some((version, revision)) => (version <= VERSION).then_some(revision),
        None => read(text).ok().map(|stored| stored.revision),
    }
}

/// Reads the version and the revision from the beginning of the text: `{"version":1,"id":"…","revision":3,`.
fn first_fields(text: &str) -> Option<(u16, u64)> {
    let (version, rest) = text.strip_prefix(r#"{"version":"#)?.split_once(r#","id":""#)?;
    let (id, rest) = rest.split_once(r#"","revision":"#)?;
    let (revision, _) = rest.split_once(',')?;
    DraftId::parse(id)?;
    Some((version.parse().ok()?, revision.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stored(draft: Draft) -> StoredDraft {
        StoredDraft {
            version: VERSION,
            id: DraftId(1),
            revision: 3,
            saved_at: Instant(0),
            draft,
            owner_key: String::new(),
            submission_key: String::new(),
            number: None,
            refused: None,
            title: None,
        }
    }

    #[test]
    fn a_newer_version_is_rejected() {
        let json =
            serde_json::to_string(&StoredDraft { version: VERSION + 1, ..stored(Draft::default()) }).unwrap();
        assert_eq!(read(&json), Err(UnreadableDraft::Newer(VERSION + 1)));
    }

    #[test]
    fn damage_is_reported() {
        for json in ["", "{}", "null", "{\"version\":1}", "{\"version\":-1}"] {
            assert_eq!(read(json), Err(UnreadableDraft::Damaged), "{json}");
        }
    }

    #[test]
    fn the_revision_is_read_from_the_first_fields_or_from_the_whole_draft() {
        for wanted in [0, 1, 3, 10, u64::from(u32::MAX), i64::MAX as u64] {
            let draft = StoredDraft { revision: wanted, ..stored(Draft::default()) };
            let text = json::write(&draft);
            assert_eq!(first_fields(&text), Some((VERSION, wanted)));
            assert_eq!(revision(&text), Some(wanted));
            // Other white space and another order of the fields.
            let pretty = serde_json::to_string_pretty(&draft).unwrap();
            assert_eq!((first_fields(&pretty), revision(&pretty)), (None, Some(wanted)));
        }
        let newer = StoredDraft { version: VERSION + 1, ..stored(Draft::default()) };
        assert_eq!(revision(&json::write(&newer)), None);
        for damaged in ["", "{}", r#"{"version":1}"#, r#"{"version":1,"id":"x","revision":3}"#] {
            assert_eq!(revision(damaged), None, "{damaged}");
        }
    }

    #[test]
    fn an_empty_draft_keeps_its_form() {
        let draft = stored(Draft::default());
        insta::assert_json_snapshot!(draft);
        assert_eq!(read(&serde_json::to_string(&draft).unwrap()), Ok(draft));
    }

    #[test]
    fn a_draft_keeps_the_name_that_it_was_given() {
        let draft = StoredDraft { title: Some("Ата-анам".into()), ..stored(Draft::default()) };
        insta::assert_json_snapshot!(draft);
        assert_eq!(read(&json::write(&draft)), Ok(draft));
    }

    #[test]
    fn a_document_of_an_older_build_has_no_holder_and_its_pages_no_flaw() {
        use rules::document::{Document, DocumentKind, Media, Page};
        use rules::id::{DocumentId, PageId, PersonId};
        let key = RequirementKey { document: DocumentKind::StudyCertificate, person: PersonId(1) };
        let mut document = Document::new(DocumentId(1), key);
        document.pages.push(Page {
            id: PageId(1),
            name: "made-up.jpg".into(),
            media: Media::Jpeg,
            bytes: 1,
            sha256: String::new(),
            flaw: None,
        });
        let draft = stored(Draft { documents: vec![document], ..Draft::default() });
        let json = serde_json::to_string(&draft).unwrap();
        let older = json.replace("\"holder\":\"\",", "");
        assert_ne!(json, older);
        assert!(!json.contains("flaw"));
        assert_eq!(read(&older), Ok(draft));
    }

    #[test]
    fn a_draft_without_later_fields_reads_with_their_defaults() {
        let json = serde_json::to_string(&stored(Draft::default())).unwrap();
        let older = json.replace("\"settlement\":\"\",", "");
        assert_ne!(json, older);
        assert_eq!(read(&older), Ok(stored(Draft::default())));
    }
}
