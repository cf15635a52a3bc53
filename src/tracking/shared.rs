//! Applications of others, followed by a family link: what the link shows is kept for reading offline, and gone when the
//! link is revoked.

use super::{Heard, Watch, first_lines, follow_calendar, watch};
use crate::platform::db::{self, StoreName};
use crate::platform::net::{self, Body, NetError};
use crate::platform::{clock, random};
use gloo_net::http::Method;
use rules::id::DraftId;
use rules::time::Instant;
use wire::answer::RefusalCode;
use wire::json;
use wire::share::{ShareToken, SharedStatus, TypedCode};

const PATH: &str = "/api/v1/shared";
/// Characters of a share token: 32 bytes in base64 without padding.
const TOKEN: usize = 43;

/// A followed application as this phone knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shared {
    /// Its name on this phone alone.
    pub id: DraftId,
    /// What the reader calls it; perhaps nothing.
    pub label: String,
    /// What the link held; empty once the link was revoked.
    pub token: String,
    /// The gateway's last answer and when it came.
    pub last: Option<(SharedStatus, Instant)>,
}

wire::record!(Shared { id, label, token, last });

/// The beginning of a followed application, as much as a list shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedLine {
    pub id: DraftId,
    pub label: String,
}

wire::record!(SharedLine { id, label });

impl SharedLine {
    /// Everything that the phone follows by links.
    pub async fn all() -> Result<Vec<Self>, db::StorageError> {
        let texts = db::texts(StoreName::Shared).await?;
        Ok(texts.iter().filter_map(|json| json::read(json)).collect())
    }
}

impl Shared {
    /// What the phone keeps under this id.
    pub async fn find(id: DraftId) -> Result<Option<Self>, db::StorageError> {
        let json = db::text(StoreName::Shared, &id.to_text()).await?;
        Ok(json.and_then(|json| json::read(&json)))
    }

    pub async fn keep(&self) -> Result<(), db::StorageError> {
        db::put_text(StoreName::Shared, &self.id.to_text(), &json::write(self)).await
    }

    /// Deletes what the phone keeps of it.
    pub async fn forget(id: DraftId) -> Result<(), db::StorageError> {
        first_lines::forget(id);
        db::delete(StoreName::Shared, &id.to_text()).await
    }

    pub fn is_revoked(&self) -> bool {
        self.token.is_empty()
    }

    /// Deletes what the link had shown, and the link with it; what the reader called it stays.
    pub async fn revoked(&mut self) {
        first_lines::forget(self.id);
        self.token.clear();
        self.last = None;
        // Where it cannot be written, the next look asks the gateway, and hears once more that it is revoked.
        let _ = self.keep().await;
    }

    /// Asks the gateway and keeps what it answers.
    pub async fn refresh(&mut self) -> Result<(), NetError> {
        if self.is_revoked() {
            return Ok(());
        }
        let headers = [("Authorization", net::bearer(&self.token))];
        let headers = headers.each_ref().map(|(name, value)| (*name, value.as_str()));
        let answer = match net::send(Method::GET, PATH, &headers, Body::None).await {
            Ok(response) => net::read_json::<SharedStatus>(response).await,
            Err(error) => Err(error),
        };
        let status = match answer {
            Err(error) if error.code() == Some(RefusalCode::Revoked) => {
                self.revoked().await;
                return Ok(());
            }
            answer => answer?,
        };
        clock::correct(status.as_of);
        // Where its data cannot be had now, days are counted by those at hand; both versions stand in the answer.
        let _ = follow_calendar(&status.calendar).await;
        self.last = Some((status, clock::now()));
        // While the gateway was asked the reader may have named it, removed it, or heard that it was revoked.
        match Self::find(self.id).await {
            Ok(Some(kept)) if kept.is_revoked() => *self = kept,
            Ok(Some(kept)) => {
                self.label = kept.label;
                // The answer is shown even where the phone cannot keep it.
                let _ = self.keep().await;
            }
            // The answer is shown even where the phone cannot keep it.
            Ok(None) | Err(_) => {}
        }
        Ok(())
    }

    /// Listens for what is new, until what this gives is dropped.
    pub fn watch(&self, hear: impl Fn(Heard) + 'static) -> Option<Watch> {
        (!self.is_revoked()).then(|| watch([PATH, "/events"].concat(), &self.token, hear))
    }
}

/// Whether this can be what a link holds.
pub fn is_token(text: &str) -> bool {
    text.len() == TOKEN && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

/// Follows what a link shows from now on, and gives its name on this phone; `None` where the phone keeps nothing.
pub async fn follow(token: &str) -> Option<DraftId> {
    let texts = db::texts(StoreName::Shared).await.ok()?;
    let mut known = texts.iter().filter_map(|json| json::read::<Shared>(json));
    if let Some(known) = known.find(|known| known.token == token) {
        return Some(known.id);
    }
    let id = random::id().map(DraftId)?;
    let shared = Shared { id, label: String::new(), token: token.to_owned(), last: None };
    shared.keep().await.ok()?;
    Some(id)
}

/// Trades a code that was told over the phone for what the link holds.
pub async fn trade(code: &str) -> Result<String, NetError> {
    let body = json::write(&TypedCode { code: code.to_owned() });
    let path = [PATH, "/code"].concat();
    let traded: ShareToken =
        net::read_json(net::send(Method::POST, &path, &[], Body::Json(&body)).await?).await?;
    Ok(traded.token)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_reads_the_beginning_of_what_is_kept() {
        let shared = Shared { id: DraftId(7), label: "Әже".to_owned(), token: "t".repeat(43), last: None };
        let line: SharedLine = json::read(&json::write(&shared)).unwrap();
        assert_eq!(line, SharedLine { id: DraftId(7), label: "Әже".to_owned() });
        assert_eq!(json::read::<Shared>(&json::write(&shared)), Some(shared));
    }

    #[test]
    fn what_cannot_be_a_token_is_told_apart() {
        assert!(is_token(&"aZ0_-".repeat(9)[..43]));
        for wrong in ["", "heading", &"a".repeat(42), &"a".repeat(44), &"ә".repeat(43), &"+".repeat(43)] {
            assert!(!is_token(wrong), "{wrong}");
        }
    }
}
