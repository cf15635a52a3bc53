//! Sending a draft: check, pages, application, receipt. Nothing is called received before the gateway has said so.

use super::{Tracked, follow_calendar, owned, service_info};
use crate::draft::{Desk, today};
use crate::platform::clock;
use crate::platform::db::{self, Store};
use crate::platform::net::{self, Body, NetError};
use crate::upload::{self, UploadError};
use gloo_net::http::Method;
use leptos::prelude::*;
use rules::check::check;
use rules::checklist::without_unasked_documents;
use rules::edition::Edition;
use rules::id::DraftId;
use wire::answer::{Receipt, RefusalCode, ServiceInfo};
use wire::json;
use wire::submission::{self, Submission};

/// Why nothing was registered. Everything typed and photographed stays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SendError {
    /// The answers have problems; the review page shows them.
    Problems,
    /// The day of registration has moved on since; the check must be looked at again.
    DayChanged,
    /// Days off were moved, and with them the latest date; the check must be looked at again.
    CalendarChanged,
    /// The gateway goes by another edition of the Rules, or by another version of this app: it must be loaded anew.
    AppOutdated,
    /// No network, or the gateway is away.
    Unreachable,
    /// The gateway has no space.
    StorageFull,
    /// The phone has lost the bytes of the page with this name.
    PageLost(String),
    /// The phone's own storage does not answer.
    PhoneStorage,
    /// Another copy of the draft was registered before, with other answers than this one has.
    OtherCopySent,
    /// Another refusal, with its status.
    Refused(u16),
}

impl From<NetError> for SendError {
    fn from(error: NetError) -> Self {
        match error {
            NetError::Unreachable => Self::Unreachable,
            NetError::Unintelligible(status) => Self::Refused(status),
            NetError::Refused(refusal) => match refusal.code {
                RefusalCode::Problems => Self::Problems,
                RefusalCode::DayChanged => Self::DayChanged,
                RefusalCode::CalendarChanged => Self::CalendarChanged,
                RefusalCode::EditionChanged | RefusalCode::Version => Self::AppOutdated,
                RefusalCode::StorageFull => Self::StorageFull,
                other => Self::Refused(other.status()),
            },
        }
    }
}

impl From<UploadError> for SendError {
    fn from(error: UploadError) -> Self {
        match error {
            UploadError::Net(error) => error.into(),
            UploadError::PageLost(name) => Self::PageLost(name),
            UploadError::StorageAway => Self::PhoneStorage,
        }
    }
}

/// How far sending has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    Preparing,
    /// Bytes of pages that are at the gateway, of all.
    Uploading(u64, u64),
    Registering,
}

/// Sends the draft in hand and gives the id under which it is followed.
pub async fn send_draft(desk: Desk, progress: impl Fn(Progress)) -> Result<DraftId, SendError> {
    progress(Progress::Preparing);
    desk.save().await;
    let Some(envelope) = desk.envelope.get_untracked() else { return Err(SendError::PhoneStorage) };
    let key = envelope.owner_key.as_str();
    let id = envelope.id;
    // After a refusal to accept, the mended documents go to the same number.
    let again = envelope.number.as_deref().filter(|_| envelope.refused.is_some());
    let target = match again {
        Some(number) => ["/api/v1/applications/", number, "/documents"].concat(),
        None => "/api/v1/applications".to_owned(),
    };

    let service = service_info().await?;
    clock::correct(service.now);
    let edition = Edition::in_force_on(service.day).edition();
    let draft = without_unasked_documents(desk.draft.get_untracked(), edition);
    if service.edition != edition.id {
        return Err(SendError::AppOutdated);
    }
    if service.calendar != today::calendar().version() {
        follow_calendar(&service.calendar).await?;
        return Err(SendError::CalendarChanged);
    }
    if check(&draft, service.day).is_err() {
        return Err(SendError::Problems);
    }

    // An attempt whose answer was lost may have been registered after all.
    let attempt = db::text(Store::Attempts, &id.write()).await.map_err(|_| SendError::PhoneStorage)?;
    if let Some(body) = &attempt {
        if again.is_none()
            && let Some(number) = owned(key).await?.numbers.into_iter().next()
        {
            return found(desk, id, key, number).await;
        }
        let same = json::read::<Submission>(body)
            .is_some_and(|attempt| attempt.draft == draft && attempt.day == service.day);
        if same {
            progress(Progress::Registering);
            if let Ok(receipt) = post(&target, key, &envelope.submission_key, body).await {
                return registered(desk, id, key, receipt).await;
            }
        }
    }

    let files = upload::upload_all(&draft, key, |done, all| progress(Progress::Uploading(done, all))).await?;
    progress(Progress::Registering);
    let body = body_of(&service, draft, files);
    db::put_text(Store::Attempts, &id.write(), &body).await.map_err(|_| SendError::PhoneStorage)?;
    match post(&target, key, &envelope.submission_key, &body).await {
        Ok(receipt) => registered(desk, id, key, receipt).await,
        Err(NetError::Refused(refusal)) => {
            if refusal.code == RefusalCode::FilesMissing {
                upload::forget(&refusal.missing).await;
            }
            match refusal.receipt.clone() {
                // The attempts of this phone were looked at before: what was registered came from another copy.
                Some(receipt) if refusal.code == RefusalCode::KeyUsed => {
                    let sent = registered(desk, id, key, receipt).await?;
                    if again.is_none() { Err(SendError::OtherCopySent) } else { Ok(sent) }
                }
                _ => Err(NetError::Refused(refusal).into()),
            }
        }
        Err(error) => Err(error.into()),
    }
}

fn body_of(service: &ServiceInfo, draft: rules::draft::Draft, files: Vec<submission::FileClaim>) -> String {
    let submission = Submission {
        version: submission::VERSION,
        edition: service.edition.clone(),
        calendar: service.calendar.clone(),
        day: service.day,
        draft,
        files,
    };
    json::write(&submission)
}

async fn post(target: &str, key: &str, submission_key: &str, body: &str) -> Result<Receipt, NetError> {
    let bearer = net::bearer(key);
    let headers = [("Authorization", bearer.as_str()), ("Idempotency-Key", submission_key)];
    net::read_json(net::send(Method::POST, target, &headers, Body::Json(body)).await?).await
}

/// An earlier attempt had arrived: its receipt is asked for.
async fn found(desk: Desk, id: DraftId, key: &str, number: String) -> Result<DraftId, SendError> {
    let receipt = Receipt { number, received_at: clock::now(), registered_on: clock::today() };
    let mut tracked = Tracked { id, owner_key: key.to_owned(), receipt, last: None };
    tracked.refresh().await?;
    desk.registered(tracked.receipt.number).await;
    Ok(id)
}

async fn registered(desk: Desk, id: DraftId, key: &str, receipt: Receipt) -> Result<DraftId, SendError> {
    let number = receipt.number.clone();
    let tracked = Tracked { id, owner_key: key.to_owned(), receipt, last: None };
    tracked.keep().await.map_err(|_| SendError::PhoneStorage)?;
    desk.registered(number).await;
    let _ = db::delete(Store::Attempts, &id.write()).await;
    Ok(id)
}
