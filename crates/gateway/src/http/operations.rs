//! Routes about the service itself: health, metrics, the API description, the service information and the calendar.

use crate::error::Error;
use crate::http::address::{is_forwarded, origin};
use crate::http::response::{HandlerResult, json, json_text};
use crate::http::server::{RequestTime, Server};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use std::fmt::Write as _;
use std::sync::Arc;
use wire::path;

pub fn routes() -> Router<Arc<Server>> {
    Router::new()
        .route("/healthz", get(healthy))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
        .route("/openapi.json", get(description))
        .route(path::SERVICE, get(service))
        .route(path::CALENDAR, get(calendar))
}

pub async fn healthy() -> StatusCode {
    StatusCode::NO_CONTENT
}

/// Returns the API description (`openapi.json`), which is maintained by hand.
async fn description() -> Response {
    json_text(StatusCode::OK, include_str!("openapi.json"))
}

async fn ready(State(server): State<Arc<Server>>) -> Result<StatusCode, Error> {
    server.gateway.ready().await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn service(
    State(server): State<Arc<Server>>,
    Extension(RequestTime(now)): Extension<RequestTime>,
) -> HandlerResult {
    Ok(json(StatusCode::OK, &server.gateway.info(now)?))
}

/// Returns the calendar in use, in the format of the calendar file.
async fn calendar(State(server): State<Arc<Server>>) -> Response {
    json_text(StatusCode::OK, wire::calendar::to_text(&server.gateway.calendar()))
}

/// Returns the metrics in the text format of Prometheus.
async fn metrics(State(server): State<Arc<Server>>, request: Request) -> HandlerResult {
    let headers = request.headers();
    let from = origin(request.extensions(), headers, &server.trusted_proxies);
    let is_local = from.is_loopback() && !is_forwarded(headers) && !server.metrics_access.behind_proxy;
    if !is_local {
        server.metrics_access.token.check(headers)?;
    }
    let statistics = server.gateway.statistics().await?;
    let mut text = String::new();
    server.metrics.write(&mut text);
    for (name, help, value) in [
        ("qandas_applications", "Stored applications.", statistics.applications),
        ("qandas_database_bytes", "Size of the database.", statistics.database_bytes),
        ("qandas_open_streams", "Open event streams.", server.gateway.open_streams() as u64),
    ] {
        // Writing to a `String` cannot fail.
        let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} gauge\n{name} {value}");
    }
    Ok(([(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response())
}
