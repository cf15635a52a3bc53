//! Summaries of applications as finished texts in the language of the reader.

use crate::http::etag::with_etag;
use crate::http::language::language;
use crate::http::request::{owner, share_token};
use crate::http::response::HandlerResult;
use crate::http::server::{RequestTime, Server};
use axum::extract::{RawQuery, State};
use axum::http::header::VARY;
use axum::http::{HeaderMap, HeaderValue};
use axum::routing::get;
use axum::{Extension, Router};
use rules::time::Instant;
use serde::Serialize;
use std::sync::Arc;
use wire::path;
use wire::summary::{OwnedSummary, SharedSummary};

pub fn routes() -> Router<Arc<Server>> {
    Router::new().route(path::APPLICATIONS_SUMMARY, get(of_owner)).route(path::SHARED_SUMMARY, get(of_family))
}

async fn of_owner(
    State(server): State<Arc<Server>>,
    Extension(RequestTime(now)): Extension<RequestTime>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> HandlerResult {
    let locale = language(query.as_deref(), &headers);
    let summary = server.gateway.owned_summary(&owner(&headers)?, locale, now).await?;
    respond(&headers, &summary, &OwnedSummary { as_of: Instant(0), ..summary.clone() })
}

async fn of_family(
    State(server): State<Arc<Server>>,
    Extension(RequestTime(now)): Extension<RequestTime>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> HandlerResult {
    let locale = language(query.as_deref(), &headers);
    let summary = server.gateway.shared_summary(&share_token(&headers)?, locale, now).await?;
    respond(&headers, &summary, &SharedSummary { as_of: Instant(0), ..summary.clone() })
}

fn respond<T: Serialize>(headers: &HeaderMap, summary: &T, timeless: &T) -> HandlerResult {
    let mut response = with_etag(headers, summary, timeless)?;
    response.headers_mut().insert(VARY, HeaderValue::from_static("accept-language"));
    Ok(response)
}
