//! The gateway over HTTP: routes, and what every request and answer goes through.

use crate::clock::{Clock, http_date};
use crate::error::Error;
use crate::service::Gateway;
use crate::steady::Steady;
use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, DATE, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use rules::time::Instant;
use serde::Serialize;
use std::path::PathBuf;
use std::sync::Arc;
use tower_http::catch_panic::CatchPanicLayer;

mod address;
mod app;
mod applications;
mod archive;
mod authority;
mod conditions;
mod error_page;
mod files;
mod guard;
mod host;
mod language;
mod limits;
mod listen;
mod metrics;
mod pace;
mod package;
mod pieces;
mod refusal;
mod request;
mod sent;
mod shares;
mod stream;
mod summary;
mod tagged;
mod weights;

pub use address::Network;
pub use files::part;
pub use limits::{Allowance, Limits};
pub use listen::serve;
pub use metrics::{Access, Metrics};
pub use request::{Token, idempotency_key, owner};

/// What the handlers work with.
pub struct Server {
    pub gateway: Arc<Gateway>,
    pub clock: Clock,
    /// Asked before anything is registered or reported.
    pub steady: Steady,
    /// The service token of the authority's system.
    pub authority: Token,
    /// The folder of the built app.
    pub app: Option<PathBuf>,
    /// Where the world finds this gateway, without a slash at the end.
    pub public_origin: Option<String>,
    pub behind_tls_proxy: bool,
    /// Who may say for whom they ask.
    pub trusted_proxies: Vec<Network>,
    pub limits: Limits,
    pub metrics: Metrics,
    pub metrics_access: Access,
}

/// When the request came, by the gateway's clock.
#[derive(Clone, Copy, Debug)]
struct Now(Instant);

const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; \
    img-src 'self' blob: data:; font-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; \
    form-action 'self'; frame-ancestors 'none'";

/// Everything that asks a person for leave, or that a page could spy with, and that the app does not use. The camera is
/// the phone's own, behind a file input, and needs none.
const PERMISSIONS: &str = "accelerometer=(), autoplay=(), camera=(), \
    display-capture=(), encrypted-media=(), geolocation=(), gyroscope=(), hid=(), idle-detection=(), local-fonts=(), \
    magnetometer=(), microphone=(), midi=(), payment=(), picture-in-picture=(), publickey-credentials-get=(), \
    serial=(), usb=(), xr-spatial-tracking=()";

/// On every answer.
const HEADERS: [(HeaderName, HeaderValue); 6] = [
    (CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
    (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("permissions-policy"), HeaderValue::from_static(PERMISSIONS)),
];

/// The methods that are told apart in the log and in what is counted.
const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

const TWO_YEARS_OF_TLS: HeaderValue = HeaderValue::from_static("max-age=63072000");

pub fn router(server: Server) -> Router {
    let server = Arc::new(server);
    let routes = Router::new()
        .route("/healthz", get(healthy))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics::text))
        .route("/openapi.json", get(description))
        .route("/api/v1/service", get(service))
        .route("/api/v1/calendar", get(calendar))
        .route("/api/v1/applications", get(applications::owned).post(applications::submit))
        .route("/api/v1/applications/{number}", get(applications::status).delete(applications::delete))
        .route("/api/v1/applications/{number}/documents", post(applications::submit_again))
        .route("/api/v1/applications/{number}/withdrawal", post(applications::withdraw))
        .merge(authority::routes())
        .merge(sent::routes())
        .merge(shares::routes())
        .merge(stream::routes())
        .merge(summary::routes())
        .merge(files::routes())
        .merge(app::routes())
        .fallback(app::other)
        .method_not_allowed_fallback(|| async { Error::WrongMethod });
    let routes = routes.layer(middleware::from_fn_with_state(Arc::clone(&server), guard::guard));
    finish(routes, &server).with_state(server)
}

/// Lays around the routes what holds for all of them.
fn finish(routes: Router<Arc<Server>>, server: &Arc<Server>) -> Router<Arc<Server>> {
    routes
        .layer(CatchPanicLayer::custom(|_| Error::internal("panic").into_response()))
        .layer(middleware::from_fn(files::name_version))
        .layer(middleware::from_fn_with_state(Arc::clone(server), error_page::explain))
        .layer(middleware::from_fn_with_state(Arc::clone(server), around))
}

/// Reads the clock, sets the headers of every answer, and logs the route, never the path: that may hold a number.
async fn around(State(server): State<Arc<Server>>, mut request: Request, next: Next) -> Response {
    let start = std::time::Instant::now();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let now = server.clock.now().await;
    let date =
        now.as_ref().ok().and_then(|now| http_date(*now)).and_then(|date| HeaderValue::try_from(date).ok());
    let mut response = match host::check(&request).and(now) {
        Ok(now) => {
            request.extensions_mut().insert(Now(now));
            next.run(request).await
        }
        Err(error) => error.into_response(),
    };
    let status = response.status();
    let headers = response.headers_mut();
    headers.extend(HEADERS);
    if let Some(date) = date {
        headers.insert(DATE, date);
    }
    if server.behind_tls_proxy {
        headers.insert(STRICT_TRANSPORT_SECURITY, TWO_YEARS_OF_TLS);
    }
    if !headers.contains_key(CACHE_CONTROL) {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    let route = route.as_deref().unwrap_or("-");
    server.metrics.count_answer(route, method.as_str(), status.as_u16(), start.elapsed());
    let took = u64::try_from(start.elapsed().as_micros()).unwrap_or(u64::MAX);
    // A method is whatever the sender writes there.
    let method = if is_known(&method) { method.as_str() } else { "other" };
    tracing::info!(method, route, status = status.as_u16(), took, "answered");
    response
}

fn is_known(method: &Method) -> bool {
    METHODS.contains(&method.as_str())
}

/// A JSON answer.
fn json(status: StatusCode, body: &impl Serialize) -> Response {
    match serde_json::to_string(body) {
        Ok(body) => json_text(status, body),
        Err(error) => Error::internal(error).into_response(),
    }
}

/// An answer that is JSON already.
fn json_text(status: StatusCode, body: impl Into<axum::body::Body>) -> Response {
    (status, [(CONTENT_TYPE, "application/json")], body.into()).into_response()
}

async fn healthy() -> StatusCode {
    StatusCode::NO_CONTENT
}

/// The description of the interface, kept by hand.
async fn description() -> Response {
    json_text(StatusCode::OK, include_str!("openapi.json"))
}

async fn ready(State(server): State<Arc<Server>>) -> Result<StatusCode, Error> {
    server.gateway.ready().await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn service(
    State(server): State<Arc<Server>>,
    axum::Extension(Now(now)): axum::Extension<Now>,
) -> Result<Response, Error> {
    Ok(json(StatusCode::OK, &server.gateway.info(now)?))
}

/// The calendar data by which days are counted here, in the form of the calendar file.
async fn calendar(State(server): State<Arc<Server>>) -> Response {
    json_text(StatusCode::OK, wire::calendar::write(&server.gateway.calendar()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::folder::Folder;
    use crate::service::Operation;
    use axum::body::{Body, to_bytes};
    use rules::calendar::{DEFAULT_CUT_OFF, WorkingCalendar};
    use tower::ServiceExt;
    use wire::answer::{Refusal, RefusalCode, ServiceKind};

    #[tokio::test]
    async fn a_panic_ends_its_request_alone_and_tells_nothing() {
        let place = tempfile::tempdir().unwrap();
        let operation = Operation {
            operator: String::new(),
            kind: ServiceKind::Trial,
            cut_off: DEFAULT_CUT_OFF,
            test_clock: false,
        };
        let keys = crate::keys::KeyPlace::in_folder(place.path().join("keys"));
        let data = place.path().join("data");
        let storage = Folder::init(&data, &keys, ServiceKind::Trial).unwrap().storage(&keys).unwrap();
        let server = Arc::new(Server {
            gateway: Arc::new(Gateway::new(storage, WorkingCalendar::built_in(), operation)),
            clock: Clock::System,
            steady: Steady::of_a_test(),
            authority: Token::of("made-up"),
            app: None,
            public_origin: None,
            behind_tls_proxy: false,
            trusted_proxies: Vec::new(),
            limits: Limits::new(Allowance::default()),
            metrics: Metrics::default(),
            metrics_access: Access { token: Token::of("made-up"), behind_proxy: false },
        });
        let routes = Router::new()
            .route("/panic", get(|| async { panic!("somebody's name") as StatusCode }))
            .route("/healthz", get(healthy));
        let service = finish(routes, &server).with_state(server);
        let ask = |path: &str| {
            service.clone().oneshot(Request::get(path).header("host", "a").body(Body::empty()).unwrap())
        };
        let answer = ask("/panic").await.unwrap();
        assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert!(answer.headers().contains_key(CONTENT_SECURITY_POLICY));
        let refusal: Refusal =
            serde_json::from_slice(&to_bytes(answer.into_body(), 1000).await.unwrap()).unwrap();
        assert_eq!(refusal.code, RefusalCode::Internal);
        assert!(!refusal.detail.contains("name"));
        assert_eq!(ask("/healthz").await.unwrap().status(), StatusCode::NO_CONTENT);
    }
}
