//! Followed applications in a few finished texts, in the language of the reader.

use crate::error::Error;
use crate::http::language::language;
use crate::http::request::{owner, share_token};
use crate::http::tagged::tagged;
use crate::http::{Now, Server};
use axum::extract::{RawQuery, State};
use axum::http::header::VARY;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use axum::routing::get;
use axum::{Extension, Router};
use rules::time::Instant;
use serde::Serialize;
use std::sync::Arc;
use wire::summary::{OwnedSummary, SharedSummary};

type Answer = Result<Response, Error>;

pub fn routes() -> Router<Arc<Server>> {
    Router::new()
        .route("/api/v1/applications/summary", get(of_owner))
        .route("/api/v1/shared/summary", get(of_family))
}

async fn of_owner(
    State(server): State<Arc<Server>>,
    Extension(Now(now)): Extension<Now>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Answer {
    let locale = language(query.as_deref(), &headers);
    let summary = server.gateway.owned_summary(&owner(&headers)?, locale, now).await?;
    answer(&headers, &summary, &OwnedSummary { as_of: Instant(0), ..summary.clone() })
}

async fn of_family(
    State(server): State<Arc<Server>>,
    Extension(Now(now)): Extension<Now>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Answer {
    let locale = language(query.as_deref(), &headers);
    let summary = server.gateway.shared_summary(&share_token(&headers)?, locale, now).await?;
    answer(&headers, &summary, &SharedSummary { as_of: Instant(0), ..summary.clone() })
}

fn answer<T: Serialize>(headers: &HeaderMap, summary: &T, timeless: &T) -> Answer {
    let mut response = tagged(headers, summary, timeless)?;
    response.headers_mut().insert(VARY, HeaderValue::from_static("accept-language"));
    Ok(response)
}
