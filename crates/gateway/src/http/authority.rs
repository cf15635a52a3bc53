//! `/authority/v1`: the API for the authority's system, which authenticates with its service token.

use crate::error::Error;
use crate::http::package::archive;
use crate::http::request::{PathParam, body, read_json};
use crate::http::response::{HandlerResult, json};
use crate::http::server::{RequestTime, Server};
use crate::service::ReportOutcome;
use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use axum::{Extension, Router};
use std::sync::Arc;
use wire::event::EventReport;
use wire::path;

pub fn routes() -> Router<Arc<Server>> {
    Router::new()
        .route(path::AUTHORITY_APPLICATIONS, get(list))
        .route(path::AUTHORITY_EVENTS.pattern(), post(report))
        .route(path::AUTHORITY_PACKAGE.pattern(), get(package))
}

async fn report(
    State(server): State<Arc<Server>>,
    Extension(RequestTime(now)): Extension<RequestTime>,
    PathParam(number): PathParam,
    headers: HeaderMap,
    sent: Body,
) -> HandlerResult {
    server.authority.check(&headers)?;
    server.steady.check(now)?;
    let report: EventReport = read_json(&body(&headers, sent).await?)?;
    Ok(match server.gateway.report(&number, &report, now).await? {
        ReportOutcome::Inserted(record) => json(StatusCode::CREATED, &record),
        ReportOutcome::AlreadyExists(record) => json(StatusCode::OK, &record),
    })
}

async fn list(
    State(server): State<Arc<Server>>,
    Extension(RequestTime(now)): Extension<RequestTime>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> HandlerResult {
    server.authority.check(&headers)?;
    let (mut state, mut after) = (None, None);
    for pair in query.as_deref().unwrap_or_default().split('&').filter(|pair| !pair.is_empty()) {
        match pair.split_once('=') {
            Some(("state", name)) => {
                let read = serde_json::from_value(name.into());
                state = Some(read.map_err(|_| Error::bad_request("unknown state"))?);
            }
            Some(("after", number)) => after = Some(number),
            _ => return Err(Error::bad_request("the parameters of a list are state and after")),
        }
    }
    Ok(json(StatusCode::OK, &server.gateway.list(state, after, now).await?))
}

async fn package(
    State(server): State<Arc<Server>>,
    PathParam(number): PathParam,
    headers: HeaderMap,
) -> HandlerResult {
    server.authority.check(&headers)?;
    let package = server.gateway.package(&number).await?;
    let named = HeaderValue::try_from(format!("attachment; filename=\"{}.zip\"", package.number));
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static("application/zip")),
        (CONTENT_DISPOSITION, named.map_err(Error::internal)?),
    ];
    let archive = archive(Arc::clone(&server.gateway), package).await?;
    Ok((headers, archive).into_response())
}
