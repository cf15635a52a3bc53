//! `/api/v1/applications`: sending, following, withdrawing. The owner key is asked for throughout.

use crate::error::Error;
use crate::http::request::{Segment, body, idempotency_key, owner};
use crate::http::tagged::tagged;
use crate::http::{Now, Server, json, json_text};
use crate::service::Target;
use axum::Extension;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::LOCATION;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use rules::time::Instant;
use std::sync::Arc;
use wire::answer::{Receipt, Status};

type Answer = Result<Response, Error>;

pub async fn submit(
    State(server): State<Arc<Server>>,
    Extension(Now(now)): Extension<Now>,
    headers: HeaderMap,
    sent: Body,
) -> Answer {
    take_in(&server, None, now, &headers, sent).await
}

pub async fn submit_again(
    State(server): State<Arc<Server>>,
    Extension(Now(now)): Extension<Now>,
    Segment(number): Segment,
    headers: HeaderMap,
    sent: Body,
) -> Answer {
    take_in(&server, Some(number), now, &headers, sent).await
}

async fn take_in(
    server: &Arc<Server>,
    number: Option<String>,
    now: Instant,
    headers: &HeaderMap,
    sent: Body,
) -> Answer {
    server.steady.check(now)?;
    let owner = owner(headers)?;
    let key = idempotency_key(headers)?;
    let sent = body(headers, sent).await?;
    let gateway = Arc::clone(&server.gateway);
    // What has begun is brought to its end, even if the phone hangs up meanwhile.
    let submitting = tokio::spawn(async move {
        let target = number.as_deref().map_or(Target::New, Target::Again);
        gateway.submit(owner, &key, &sent, target, now).await
    });
    let answer = submitting.await.map_err(Error::internal)??;
    let receipt: Receipt = serde_json::from_str(&answer).map_err(Error::internal)?;
    let location = HeaderValue::try_from(format!("/api/v1/applications/{}", receipt.number));
    let mut response = json_text(StatusCode::CREATED, answer);
    response.headers_mut().insert(LOCATION, location.map_err(Error::internal)?);
    Ok(response)
}

pub async fn owned(State(server): State<Arc<Server>>, headers: HeaderMap) -> Answer {
    Ok(json(StatusCode::OK, &server.gateway.owned_numbers(&owner(&headers)?).await?))
}

pub async fn status(
    State(server): State<Arc<Server>>,
    Extension(Now(now)): Extension<Now>,
    Segment(number): Segment,
    headers: HeaderMap,
) -> Answer {
    let status = server.gateway.status(&owner(&headers)?, &number, now).await?;
    tagged(&headers, &status, &Status { as_of: Instant(0), ..status.clone() })
}

/// Once it is deleted it is gone, for this call too.
pub async fn delete(
    State(server): State<Arc<Server>>,
    Extension(Now(now)): Extension<Now>,
    Segment(number): Segment,
    headers: HeaderMap,
) -> Answer {
    let owner = owner(&headers)?;
    let gateway = Arc::clone(&server.gateway);
    // What has begun is brought to its end, even if the phone hangs up meanwhile.
    let deleting = tokio::spawn(async move { gateway.delete(&owner, &number, now).await });
    deleting.await.map_err(Error::internal)??;
    Ok(StatusCode::NO_CONTENT.into_response())
}

pub async fn withdraw(
    State(server): State<Arc<Server>>,
    Extension(Now(now)): Extension<Now>,
    Segment(number): Segment,
    headers: HeaderMap,
) -> Answer {
    server.steady.check(now)?;
    let withdrawn = server.gateway.withdraw(&owner(&headers)?, &number, now).await?;
    Ok(json(StatusCode::OK, &withdrawn))
}
