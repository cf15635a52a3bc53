//! Family links: the owner's routes below an application, and the family's routes under `/api/v1/shared`.

use crate::http::etag::with_etag;
use crate::http::request::{PathParam, PathParams, body, owner, owner_key, read_json, share_token};
use crate::http::response::{HandlerResult, json};
use crate::http::server::{RequestTime, Server};
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use axum::routing::{delete, get, post};
use axum::{Extension, Router};
use rules::time::Instant;
use std::sync::Arc;
use wire::path;
use wire::share::{NewShare, ShareToken, SharedStatus, TypedCode};

pub fn routes() -> Router<Arc<Server>> {
    Router::new()
        .route(path::SHARES.pattern(), get(list).post(make))
        .route(path::SHARE.pattern(), delete(revoke))
        .route(path::SHARE_CODE.pattern(), post(make_code))
        .route(path::SHARED, get(status))
        .route(path::SHARED_CODE, post(exchange_code))
}

async fn make(
    State(server): State<Arc<Server>>,
    Extension(RequestTime(now)): Extension<RequestTime>,
    PathParam(number): PathParam,
    headers: HeaderMap,
    sent: Body,
) -> HandlerResult {
    let key = owner_key(&headers)?;
    let wanted: NewShare = read_json(&body(&headers, sent).await?)?;
    let (share, is_new) = server.gateway.make_share(&key, &number, &wanted, now).await?;
    Ok(json(if is_new { StatusCode::CREATED } else { StatusCode::OK }, &share))
}

async fn list(
    State(server): State<Arc<Server>>,
    PathParam(number): PathParam,
    headers: HeaderMap,
) -> HandlerResult {
    Ok(json(StatusCode::OK, &server.gateway.shares(&owner_key(&headers)?, &number).await?))
}

async fn revoke(
    State(server): State<Arc<Server>>,
    Extension(RequestTime(now)): Extension<RequestTime>,
    PathParams(number, share): PathParams,
    headers: HeaderMap,
) -> HandlerResult {
    server.gateway.revoke_share(&owner(&headers)?, &number, &share, now).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn make_code(
    State(server): State<Arc<Server>>,
    Extension(RequestTime(now)): Extension<RequestTime>,
    PathParams(number, share): PathParams,
    headers: HeaderMap,
) -> HandlerResult {
    let code = server.gateway.make_share_code(&owner_key(&headers)?, &number, &share, now).await?;
    Ok(json(StatusCode::CREATED, &code))
}

/// Exchanges a spoken code for the token. The code is the secret, so no key is required.
async fn exchange_code(
    State(server): State<Arc<Server>>,
    Extension(RequestTime(now)): Extension<RequestTime>,
    headers: HeaderMap,
    sent: Body,
) -> HandlerResult {
    let typed: TypedCode = read_json(&body(&headers, sent).await?)?;
    let token = server.gateway.exchange_share_code(&typed.code, now).await?;
    Ok(json(StatusCode::OK, &ShareToken { token }))
}

async fn status(
    State(server): State<Arc<Server>>,
    Extension(RequestTime(now)): Extension<RequestTime>,
    headers: HeaderMap,
) -> HandlerResult {
    let status = server.gateway.shared_status(&share_token(&headers)?, now).await?;
    with_etag(&headers, &status, &SharedStatus { as_of: Instant(0), ..status.clone() })
}
