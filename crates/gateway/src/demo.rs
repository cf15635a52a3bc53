//! Demo data: made-up applications, one in each stage, created through the same service as real ones and dated relative to
//! today.

mod paper;
mod story;

use crate::error::{Error, Result};
use crate::identity::Owner;
use crate::service::{Gateway, SubmissionTarget, UploadPart};
use crate::store::NewUpload;
use chrono::NaiveDate;
use futures_util::stream;
use rules::document::{Document, DocumentKind};
use rules::draft::Draft;
use rules::edition::Edition;
use rules::event::{Event, EventKind};
use rules::examine::examine;
use rules::id::PageId;
use rules::time::Instant;
use sha2::{Digest, Sha256};
use std::convert::Infallible;
use story::{STORIES, Story, When};
use wire::code::OwnerKey;
use wire::event::{EventReport, RefusedDocument};
use wire::submission::{FileClaim, Submission, VERSION};

/// A demo application that was created.
#[derive(Clone, Debug)]
pub struct Sample {
    pub what: &'static str,
    pub recovery_code: String,
}

/// The time of day of every past event, in minutes from midnight: well before any cut-off time.
const TEN: u16 = 600;

/// Creates all demo applications. The owner keys are derived from `secret` and the day, so a second call on the same day
/// creates nothing new.
pub async fn seed(gateway: &Gateway, secret: &str, now: Instant) -> Result<Vec<Sample>> {
    let (today, _) = now.in_astana().ok_or_else(beyond)?;
    let mut samples = Vec::new();
    for story in STORIES {
        let key = owner_key(secret, story, today);
        seed_one(gateway, story, &Owner::from_key(&key), today, now).await?;
        samples.push(Sample { what: story.what, recovery_code: key.to_text() });
    }
    Ok(samples)
}

async fn seed_one(
    gateway: &Gateway,
    story: &Story,
    owner: &Owner,
    today: NaiveDate,
    now: Instant,
) -> Result<()> {
    let received = match story.registered {
        When::Now => now,
        When::WorkingDaysAgo(days) => at_ten(working_days_before(gateway, today, days)?)?,
    };
    let info = gateway.info(received)?;
    let (mut draft, papers) = story.draft(info.day);
    let edition = Edition::in_force_on(info.day).edition();
    let examination = examine(&draft, edition, &gateway.calendar(), info.day);
    draft.acknowledged = examination.defects.iter().map(|defect| defect.finding).collect();

    let known = gateway.owned_numbers(owner).await?.numbers.into_iter().next();
    let number = if let Some(number) = known {
        number
    } else {
        let files = upload(gateway, owner, &draft, papers, received).await?;
        let submission = Submission {
            version: VERSION,
            edition: info.edition,
            calendar: info.calendar,
            day: info.day,
            draft,
            files,
        };
        let body = serde_json::to_vec(&submission).map_err(Error::internal)?;
        let answer =
            gateway.submit(*owner, "demo-demo-demo-demo", &body, SubmissionTarget::New, received).await?;
        serde_json::from_str::<wire::answer::Receipt>(&answer).map_err(Error::internal)?.number
    };
    for (kind, days) in story.events {
        let on = working_days_before(gateway, today, *days)?;
        let refused = *kind == EventKind::RefusedToAccept;
        let documents = examination.refusals().filter(|_| refused).filter_map(|defect| {
            let requirement = defect.finding.requirement;
            let title = title(requirement.document).to_owned();
            Some(RefusedDocument { title, ground: defect.ground()?, requirement: Some(requirement) })
        });
        let report = EventReport {
            event: Event {
                event_id: format!("demo-{days}-{kind:?}"),
                kind: *kind,
                on,
                replaces: None,
                came_in: None,
            },
            documents: documents.collect(),
            reference: refused.then(|| "ҮЛГІ-1".to_owned()),
        };
        gateway.report(&number, &report, at_ten(on)?.min(now)).await?;
    }
    Ok(())
}

/// Uploads one file for each page, in the order of the pages.
async fn upload(
    gateway: &Gateway,
    owner: &Owner,
    draft: &Draft,
    papers: Vec<(PageId, Vec<u8>)>,
    now: Instant,
) -> Result<Vec<FileClaim>> {
    let mut claims = Vec::new();
    for page in draft.documents.iter().flat_map(Document::all_pages) {
        let Some((_, bytes)) = papers.iter().find(|(id, _)| *id == page.id) else { continue };
        let new = NewUpload { length: bytes.len() as u64, metadata: None };
        let part = UploadPart { offset: 0, length: None, checksum: None };
        let body = stream::iter([Ok::<_, Infallible>(bytes)]);
        let (upload, _) = gateway.create_upload_with(*owner, new, part, body, now).await?;
        let file = upload.id.as_str().to_owned();
        claims.push(FileClaim { page: page.id, file, sha256: page.sha256.clone() });
    }
    Ok(claims)
}

fn owner_key(secret: &str, story: &Story, today: NaiveDate) -> OwnerKey {
    let digest = Sha256::new()
        .chain_update("qandas demo\0")
        .chain_update(secret)
        .chain_update(story.what)
        .chain_update(rules::time::write_day(today))
        .finalize();
    let mut key = [0; 16];
    key.iter_mut().zip(digest).for_each(|(byte, of)| *byte = of);
    OwnerKey(key)
}

/// Returns the working day that is `days` working days before today.
fn working_days_before(gateway: &Gateway, today: NaiveDate, days: u16) -> Result<NaiveDate> {
    let calendar = gateway.calendar();
    let mut day = today;
    while calendar.count(day, today) != Some(days) || calendar.is_working(day) != Some(true) {
        day = day.pred_opt().filter(|day| calendar.kind(*day).is_some()).ok_or_else(beyond)?;
    }
    Ok(day)
}

fn at_ten(day: NaiveDate) -> Result<Instant> {
    Instant::from_astana(day, TEN).ok_or_else(beyond)
}

fn beyond() -> Error {
    Error::internal("the demo needs days that are not in the calendar")
}

/// Returns the title of a document as an officer writes it into the list of Annex 8.
fn title(document: DocumentKind) -> &'static str {
    match document {
        DocumentKind::Autobiography => "Өмірбаян",
        DocumentKind::IdentityDocument => "Жеке басты куәландыратын құжат",
        _ => "Құжат",
    }
}
