//! Applications of other people, followed with a family link. The data are stored for reading offline and deleted when the link
//! is revoked.

use super::{FollowSource, Heard, Snapshot, Watch, first_lines, watch};
use crate::calendar;
use crate::platform::db::{self, StoreName};
use crate::platform::net::{self, Body, NetError};
use crate::platform::{clock, random};
use gloo_net::http::Method;
use rules::edition::Edition;
use rules::id::DraftId;
use rules::time::Instant;
use wire::answer::RefusalCode;
use wire::json;
use wire::path;
use wire::share::{ShareToken, SharedStatus, TypedCode};

/// Number of characters of a share token: 32 bytes in base64 without padding.
const TOKEN: usize = 43;

/// A followed application with the data that this phone has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shared {
    /// Its id on this phone only.
    pub id: DraftId,
    /// The reader's name for it; may be empty.
    pub label: String,
    /// The share token of the link; empty after the link was revoked.
    pub token: String,
    /// The gateway's last answer, with the time it arrived.
    pub last: Option<(SharedStatus, Instant)>,
}

wire::record!(Shared { id, label, token, last });

/// The leading fields of a followed application, as many as a list shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedLine {
    pub id: DraftId,
    pub label: String,
}

wire::record!(SharedLine { id, label });

impl SharedLine {
    /// Loads all applications that the phone follows with links.
    pub async fn all() -> Result<Vec<Self>, db::StorageError> {
        let texts = db::texts(StoreName::Shared).await?;
        Ok(texts.iter().filter_map(|json| json::read(json)).collect())
    }
}

/// What only the gateway's answer to a family link says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SharedDetails {
    /// True if something is requested of the applicant.
    pub is_needed: bool,
}

impl Shared {
    pub async fn keep(&self) -> Result<(), db::StorageError> {
        db::put_text(StoreName::Shared, &self.id.to_text(), &json::write(self)).await
    }

    /// Deletes everything that the phone stores about the application.
    pub async fn forget(id: DraftId) -> Result<(), db::StorageError> {
        first_lines::forget(id);
        db::delete(StoreName::Shared, &id.to_text()).await
    }
}

impl FollowSource for Shared {
    type Details = SharedDetails;

    async fn find(id: DraftId) -> Result<Option<Self>, db::StorageError> {
        let json = db::text(StoreName::Shared, &id.to_text()).await?;
        Ok(json.and_then(|json| json::read(&json)))
    }

    async fn refresh(&mut self) -> Result<(), NetError> {
        if self.is_revoked() {
            return Ok(());
        }
        let status: SharedStatus = match net::get_with(&self.token, &path::SHARED.into()).await {
            Err(error) if error.code() == Some(RefusalCode::Revoked) => {
                self.revoke().await;
                return Ok(());
            }
            answer => answer?,
        };
        clock::correct(status.as_of);
        // If its calendar data cannot be loaded now, days are counted by the current ones; the answer contains both versions.
        let _ = calendar::follow(&status.calendar).await;
        self.last = Some((status, clock::now()));
        // During the request the reader may have named or removed the application, or the link may have been revoked.
        match Self::find(self.id).await {
            Ok(Some(kept)) if kept.is_revoked() => *self = kept,
            Ok(Some(kept)) => {
                self.label = kept.label;
                // The answer is shown even if the phone cannot store it.
                let _ = self.keep().await;
            }
            // The answer is shown even if the phone cannot store it.
            Ok(None) | Err(_) => {}
        }
        Ok(())
    }

    fn is_revoked(&self) -> bool {
        self.token.is_empty()
    }

    /// The reader's name for the application stays.
    async fn revoke(&mut self) {
        first_lines::forget(self.id);
        self.token.clear();
        self.last = None;
        // If it cannot be written, the next refresh asks the gateway and learns again that the link is revoked.
        let _ = self.keep().await;
    }

    fn watch(&self, hear: impl Fn(Heard) + 'static) -> Option<Watch> {
        (!self.is_revoked()).then(|| watch(path::SHARED_EVENTS.into(), &self.token, hear))
    }

    fn answered_at(&self) -> Option<Instant> {
        self.last.as_ref().map(|(_, at)| *at)
    }

    fn snapshot(&self) -> Option<Snapshot<SharedDetails>> {
        let (status, _) = self.last.as_ref()?;
        let edition = Edition::by_id_or_in_force_on(&status.edition, clock::today());
        let details = SharedDetails { is_needed: status.needed };
        Some(Snapshot::new(status.service, edition, status.events.clone(), details))
    }
}

/// Returns whether the text has the form of a share token.
pub fn is_token(text: &str) -> bool {
    text.len() == TOKEN && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

/// Follows the application of a link and returns its id on this phone.
pub async fn follow(token: &str) -> Result<DraftId, db::StorageError> {
    let texts = db::texts(StoreName::Shared).await?;
    let mut known = texts.iter().filter_map(|json| json::read::<Shared>(json));
    if let Some(known) = known.find(|known| known.token == token) {
        return Ok(known.id);
    }
    let id = random::id().map(DraftId).ok_or(db::StorageError::Other(db::StorageCause::NoRandom))?;
    let shared = Shared { id, label: String::new(), token: token.to_owned(), last: None };
    shared.keep().await?;
    Ok(id)
}

/// Exchanges a spoken code for the share token of the link.
pub async fn trade(code: &str) -> Result<String, NetError> {
    let body = json::write(&TypedCode { code: code.to_owned() });
    let traded: ShareToken =
        net::read_json(net::send(Method::POST, &path::SHARED_CODE.into(), &[], Body::Json(&body)).await?)
            .await?;
    Ok(traded.token)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_reads_only_the_leading_fields_of_a_stored_application() {
        let shared = Shared { id: DraftId(7), label: "Әже".to_owned(), token: "t".repeat(43), last: None };
        let line: SharedLine = json::read(&json::write(&shared)).unwrap();
        assert_eq!(line, SharedLine { id: DraftId(7), label: "Әже".to_owned() });
        assert_eq!(json::read::<Shared>(&json::write(&shared)), Some(shared));
    }

    #[test]
    fn a_text_that_cannot_be_a_token_is_rejected() {
        assert!(is_token(&"aZ0_-".repeat(9)[..43]));
        for wrong in ["", "heading", &"a".repeat(42), &"a".repeat(44), &"ә".repeat(43), &"+".repeat(43)] {
            assert!(!is_token(wrong), "{wrong}");
        }
    }
}
