//! `/api/v1/applications`: submission, status, registration, withdrawal and deletion. Every handler requires the owner key.

use crate::error::Error;
use crate::http::etag::with_etag;
use crate::http::request::{PathParam, body, idempotency_key, owner, read_json};
use crate::http::response::{HandlerResult, json, json_text};
use crate::http::server::{RequestTime, Server};
use crate::service::{ReportOutcome, SubmissionTarget};
use axum::Extension;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::LOCATION;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::IntoResponse;
use rules::time::Instant;
use std::sync::Arc;
use wire::answer::{Receipt, Status};
use wire::path;

pub async fn submit(
    State(server): State<Arc<Server>>,
    Extension(RequestTime(now)): Extension<RequestTime>,
    headers: HeaderMap,
    sent: Body,
) -> HandlerResult {
    receive(&server, None, now, &headers, sent).await
}

pub async fn resubmit(
    State(server): State<Arc<Server>>,
    Extension(RequestTime(now)): Extension<RequestTime>,
    PathParam(number): PathParam,
    headers: HeaderMap,
    sent: Body,
) -> HandlerResult {
    receive(&server, Some(number), now, &headers, sent).await
}

async fn receive(
    server: &Arc<Server>,
    number: Option<String>,
    now: Instant,
    headers: &HeaderMap,
    sent: Body,
) -> HandlerResult {
    server.steady.check(now)?;
    let owner = owner(headers)?;
    let key = idempotency_key(headers)?;
    let sent = body(headers, sent).await?;
    let gateway = Arc::clone(&server.gateway);
    // A task of its own, so that it runs to its end even if the phone disconnects.
    let submitting = tokio::spawn(async move {
        let target = number.as_deref().map_or(SubmissionTarget::New, SubmissionTarget::Resubmission);
        gateway.submit(owner, &key, &sent, target, now).await
    });
    let answer = submitting.await.map_err(Error::internal)??;
    let receipt: Receipt = serde_json::from_str(&answer).map_err(Error::internal)?;
    let location = HeaderValue::try_from(path::APPLICATION.with([&receipt.number]));
    let mut response = json_text(StatusCode::CREATED, answer);
    response.headers_mut().insert(LOCATION, location.map_err(Error::internal)?);
    Ok(response)
}

pub async fn owned(State(server): State<Arc<Server>>, headers: HeaderMap) -> HandlerResult {
    Ok(json(StatusCode::OK, &server.gateway.owned_numbers(&owner(&headers)?).await?))
}

pub async fn status(
    State(server): State<Arc<Server>>,
    Extension(RequestTime(now)): Extension<RequestTime>,
    PathParam(number): PathParam,
    headers: HeaderMap,
) -> HandlerResult {
    let status = server.gateway.status(&owner(&headers)?, &number, now).await?;
    with_etag(&headers, &status, &Status { as_of: Instant(0), ..status.clone() })
}

/// Deletes an application. A repeated call gets 410.
pub async fn delete(
    State(server): State<Arc<Server>>,
    Extension(RequestTime(now)): Extension<RequestTime>,
    PathParam(number): PathParam,
    headers: HeaderMap,
) -> HandlerResult {
    let owner = owner(&headers)?;
    let gateway = Arc::clone(&server.gateway);
    // A task of its own, so that it runs to its end even if the phone disconnects.
    let deleting = tokio::spawn(async move { gateway.delete(&owner, &number, now).await });
    deleting.await.map_err(Error::internal)??;
    Ok(StatusCode::NO_CONTENT.into_response())
}

pub async fn withdraw(
    State(server): State<Arc<Server>>,
    Extension(RequestTime(now)): Extension<RequestTime>,
    PathParam(number): PathParam,
    headers: HeaderMap,
) -> HandlerResult {
    server.steady.check(now)?;
    let withdrawn = server.gateway.withdraw(&owner(&headers)?, &number, now).await?;
    Ok(json(StatusCode::OK, &withdrawn))
}

/// Records the registration that the applicant read in the notice of Annex 3.
pub async fn report_registration(
    State(server): State<Arc<Server>>,
    Extension(RequestTime(now)): Extension<RequestTime>,
    PathParam(number): PathParam,
    headers: HeaderMap,
    sent: Body,
) -> HandlerResult {
    server.steady.check(now)?;
    let owner = owner(&headers)?;
    let report = read_json(&body(&headers, sent).await?)?;
    Ok(match server.gateway.report_registration(&owner, &number, &report, now).await? {
        ReportOutcome::Inserted(record) => json(StatusCode::CREATED, &record),
        ReportOutcome::AlreadyExists(record) => json(StatusCode::OK, &record),
    })
}
