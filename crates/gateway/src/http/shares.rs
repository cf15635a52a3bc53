//! Family links: the owner's side below an application, and the family's side under `/api/v1/shared`.

use crate::error::Error;
use crate::http::request::{Segment, Segments, body, owner, owner_key, read_json, share_token};
use crate::http::tagged::tagged;
use crate::http::{Now, Server, json};
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post};
use axum::{Extension, Router};
use rules::time::Instant;
use std::sync::Arc;
use wire::share::{NewShare, ShareToken, SharedStatus, TypedCode};

type Answer = Result<Response, Error>;

pub fn routes() -> Router<Arc<Server>> {
    Router::new()
        .route("/api/v1/applications/{number}/shares", get(list).post(make))
        .route("/api/v1/applications/{number}/shares/{share}", delete(revoke))
        .route("/api/v1/applications/{number}/shares/{share}/code", post(make_code))
        .route("/api/v1/shared", get(status))
        .route("/api/v1/shared/code", post(trade_code))
}

async fn make(
    State(server): State<Arc<Server>>,
    Extension(Now(now)): Extension<Now>,
    Segment(number): Segment,
    headers: HeaderMap,
    sent: Body,
) -> Answer {
    let key = owner_key(&headers)?;
    let wanted: NewShare = read_json(&body(&headers, sent).await?)?;
    let (share, is_new) = server.gateway.make_share(&key, &number, &wanted, now).await?;
    Ok(json(if is_new { StatusCode::CREATED } else { StatusCode::OK }, &share))
}

async fn list(State(server): State<Arc<Server>>, Segment(number): Segment, headers: HeaderMap) -> Answer {
    Ok(json(StatusCode::OK, &server.gateway.shares(&owner_key(&headers)?, &number).await?))
}

async fn revoke(
    State(server): State<Arc<Server>>,
    Extension(Now(now)): Extension<Now>,
    Segments(number, share): Segments,
    headers: HeaderMap,
) -> Answer {
    server.gateway.revoke_share(&owner(&headers)?, &number, &share, now).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn make_code(
    State(server): State<Arc<Server>>,
    Extension(Now(now)): Extension<Now>,
    Segments(number, share): Segments,
    headers: HeaderMap,
) -> Answer {
    let code = server.gateway.make_share_code(&owner_key(&headers)?, &number, &share, now).await?;
    Ok(json(StatusCode::CREATED, &code))
}

/// The code is the secret here; no key is asked for.
async fn trade_code(
    State(server): State<Arc<Server>>,
    Extension(Now(now)): Extension<Now>,
    headers: HeaderMap,
    sent: Body,
) -> Answer {
    let typed: TypedCode = read_json(&body(&headers, sent).await?)?;
    let token = server.gateway.trade_share_code(&typed.code, now).await?;
    Ok(json(StatusCode::OK, &ShareToken { token }))
}

async fn status(
    State(server): State<Arc<Server>>,
    Extension(Now(now)): Extension<Now>,
    headers: HeaderMap,
) -> Answer {
    let status = server.gateway.shared_status(&share_token(&headers)?, now).await?;
    tagged(&headers, &status, &SharedStatus { as_of: Instant(0), ..status.clone() })
}
