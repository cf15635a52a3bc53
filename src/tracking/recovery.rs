//! Recovers sent applications on a phone that has only the recovery code: their state, the answers for reading, and the ids of
//! the uploads at the gateway, so that a refused application can be corrected here too.

use super::{FollowSource, Tracked};
use crate::draft;
use crate::platform::db::{self, StoreName};
use crate::platform::net::{self, NetError};
use crate::platform::{clock, random};
use futures_util::future::join;
use rules::id::DraftId;
use wire::answer::{Owned, Receipt, ServiceKind};
use wire::json;
use wire::path;
use wire::stored::{self, StoredDraft};
use wire::submission::Submission;

/// The error of a phone without a random generator, which can make no id.
const NO_RANDOM: db::StorageError = db::StorageError::Other(db::StorageCause::NoRandom);

/// Requests the applications that a key owns.
async fn owned(key: &str) -> Result<Owned, NetError> {
    net::get_with(key, &path::APPLICATIONS.into()).await
}

/// Reasons why a recovery code failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecoverError {
    Net(NetError),
    /// The phone's storage failed, so that the application cannot be stored here.
    NotKept(db::StorageError),
}

impl From<NetError> for RecoverError {
    fn from(error: NetError) -> Self {
        Self::Net(error)
    }
}

impl From<db::StorageError> for RecoverError {
    fn from(error: db::StorageError) -> Self {
        Self::NotKept(error)
    }
}

/// Finds the applications of a recovery code, stores them on this phone and returns the id of the first one. If the gateway
/// cannot be reached, returns the first one that this phone already follows with the code.
pub async fn recover(key: &str) -> Result<Option<DraftId>, RecoverError> {
    let mut first = None;
    let known = Tracked::all().await?;
    let owned = match owned(key).await {
        Ok(owned) => owned,
        Err(error) => {
            let here =
                known.iter().find(|tracked| tracked.owner_key == key).filter(|_| error.code().is_none());
            return here.map(|tracked| Some(tracked.id)).ok_or(RecoverError::Net(error));
        }
    };
    for number in owned.numbers {
        let here = known.iter().find(|tracked| tracked.receipt.number == number && tracked.owner_key == key);
        let id = match here {
            Some(tracked) => tracked.id,
            None => adopt(key, &number).await?,
        };
        first = first.or(Some(id));
    }
    Ok(first)
}

async fn adopt(key: &str, number: &str) -> Result<DraftId, RecoverError> {
    let id = random::id().map(DraftId).ok_or(NO_RANDOM)?;
    // Everything but the number comes with the first answer.
    let receipt = Receipt {
        number: number.to_owned(),
        received_at: clock::now(),
        registered_on: None,
        service_kind: ServiceKind::default(),
    };
    let mut tracked = Tracked { id, owner_key: key.to_owned(), receipt, last: None, elsewhere: None };
    let (refreshed, sent) = join(tracked.refresh(), fetch_submission(key, number)).await;
    refreshed?;
    tracked.keep().await?;
    if let Ok(sent) = sent {
        // Without its draft the application is followed nevertheless.
        let _ = keep_submission(sent, &tracked).await;
    }
    Ok(id)
}

/// Requests the submission; if that fails, the application is followed without it.
async fn fetch_submission(owner_key: &str, number: &str) -> Result<Submission, NetError> {
    net::get_with(owner_key, &path::DRAFT.address([number])).await
}

/// Stores the submission as the draft of an application that was not on this phone before.
async fn keep_submission(submission: Submission, tracked: &Tracked) -> Result<(), db::StorageError> {
    for file in &submission.files {
        db::put_text(StoreName::Uploads, &file.page.to_text(), &file.file).await?;
    }
    let envelope = StoredDraft {
        version: stored::VERSION,
        id: tracked.id,
        revision: 1,
        saved_at: clock::now(),
        draft: submission.draft,
        owner_key: tracked.owner_key.clone(),
        submission_key: draft::submission_key().ok_or(NO_RANDOM)?,
        number: Some(tracked.receipt.number.clone()),
        refused: None,
        title: None,
    };
    db::put_text(StoreName::Drafts, &tracked.id.to_text(), &json::write(&envelope)).await
}
