//! `/authority/v1`: what the authority's system reports, with its service token.

use crate::error::Error;
use crate::http::request::{Segment, body, read_json};
use crate::http::{Now, Server, json};
use crate::service::Reported;
use axum::Extension;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use std::sync::Arc;
use wire::event::EventReport;

pub async fn report(
    State(server): State<Arc<Server>>,
    Extension(Now(now)): Extension<Now>,
    Segment(number): Segment,
    headers: HeaderMap,
    sent: Body,
) -> Result<Response, Error> {
    server.authority.check(&headers)?;
    let report: EventReport = read_json(&body(&headers, sent).await?)?;
    Ok(match server.gateway.report(&number, &report, now).await? {
        Reported::Now(record) => json(StatusCode::CREATED, &record),
        Reported::Before(record) => json(StatusCode::OK, &record),
    })
}
