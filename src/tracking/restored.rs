//! Restores a sent application on a phone that has only the recovery code: the answers for reading, and the ids of the uploads
//! at the gateway, so that a refused application can be corrected here too.

use super::Tracked;
use crate::draft;
use crate::platform::clock;
use crate::platform::db::{self, StoreName};
use crate::platform::net::{self, Body};
use gloo_net::http::Method;
use wire::json;
use wire::stored::{self, StoredDraft};
use wire::submission::Submission;

/// Requests the submission; if that fails, the application is followed without it.
pub async fn fetch(owner_key: &str, number: &str) -> Option<Submission> {
    let path = ["/api/v1/applications/", number, "/draft"].concat();
    let bearer = net::bearer(owner_key);
    let response = net::send(Method::GET, &path, &[("Authorization", &bearer)], Body::None).await.ok()?;
    net::read_json(response).await.ok()
}

/// Stores the submission as the draft of an application that was not on this phone before.
pub async fn keep(submission: Submission, tracked: &Tracked) -> Option<()> {
    for file in &submission.files {
        db::put_text(StoreName::Uploads, &file.page.to_text(), &file.file).await.ok()?;
    }
    let envelope = StoredDraft {
        version: stored::VERSION,
        id: tracked.id,
        revision: 1,
        saved_at: clock::now(),
        draft: submission.draft,
        owner_key: tracked.owner_key.clone(),
        submission_key: draft::submission_key()?,
        number: Some(tracked.receipt.number.clone()),
        refused: None,
        title: None,
    };
    db::put_text(StoreName::Drafts, &tracked.id.to_text(), &json::write(&envelope)).await.ok()
}
