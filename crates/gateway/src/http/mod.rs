//! The HTTP interface: the router, and the middleware of every request.

use crate::clock::http_date;
use crate::error::Error;
use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, DATE, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderName, HeaderValue, Method};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use methods::METHODS;
use server::RequestTime;
use std::sync::Arc;
use tower_http::catch_panic::CatchPanicLayer;
use wire::path;

mod address;
mod app;
mod applications;
mod authority;
mod conditions;
mod error_page;
mod etag;
mod event_stream;
mod guard;
mod host;
mod language;
mod limits;
mod listen;
mod methods;
mod metrics;
mod min_rate;
mod operations;
mod own_data;
mod package;
mod refusal;
mod request;
mod response;
mod server;
mod shares;
mod streaming;
mod summary;
mod uploads;
mod weights;
mod zip_writer;

pub use address::ProxyNetwork;
pub use limits::{Allowance, Limits};
pub use listen::serve;
pub use metrics::{Metrics, MetricsAccess};
pub use request::{ServiceToken, idempotency_key, owner};
pub use server::Server;
pub use uploads::part;

const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; \
    img-src 'self' blob: data:; font-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; \
    form-action 'self'; frame-ancestors 'none'";

/// Disables the browser features that the app does not use. Photographs are taken through a file input, which needs no
/// permission.
const PERMISSIONS: &str = "accelerometer=(), autoplay=(), camera=(), \
    display-capture=(), encrypted-media=(), geolocation=(), gyroscope=(), hid=(), idle-detection=(), local-fonts=(), \
    magnetometer=(), microphone=(), midi=(), payment=(), picture-in-picture=(), publickey-credentials-get=(), \
    serial=(), usb=(), xr-spatial-tracking=()";

/// The headers of every response.
const HEADERS: [(HeaderName, HeaderValue); 6] = [
    (CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
    (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("permissions-policy"), HeaderValue::from_static(PERMISSIONS)),
];

const TWO_YEARS_OF_TLS: HeaderValue = HeaderValue::from_static("max-age=63072000");

/// Returns the router of the gateway.
pub fn router(server: Server) -> Router {
    let server = Arc::new(server);
    let routes = Router::new()
        .route(path::APPLICATIONS, get(applications::owned).post(applications::submit))
        .route(path::APPLICATION.pattern(), get(applications::status).delete(applications::delete))
        .route(path::DOCUMENTS.pattern(), post(applications::resubmit))
        .route(path::WITHDRAWAL.pattern(), post(applications::withdraw))
        .route(path::REGISTRATION.pattern(), post(applications::report_registration))
        .merge(operations::routes())
        .merge(authority::routes())
        .merge(own_data::routes())
        .merge(shares::routes())
        .merge(event_stream::routes())
        .merge(summary::routes())
        .merge(uploads::routes())
        .merge(app::routes())
        .fallback(app::other)
        .method_not_allowed_fallback(|| async { Error::WrongMethod });
    let routes = routes.layer(middleware::from_fn_with_state(Arc::clone(&server), guard::guard));
    finish(routes, &server).with_state(server)
}

/// Adds the middleware that applies to all routes.
fn finish(routes: Router<Arc<Server>>, server: &Arc<Server>) -> Router<Arc<Server>> {
    routes
        .layer(CatchPanicLayer::custom(|_| Error::internal("panic").into_response()))
        .layer(middleware::from_fn(uploads::set_version))
        .layer(middleware::from_fn_with_state(Arc::clone(server), error_page::explain))
        .layer(middleware::from_fn_with_state(Arc::clone(server), around))
}

/// Reads the clock, sets the headers of every response, counts and logs the request. The log has the route and not the path, which
/// may contain an application number.
async fn around(State(server): State<Arc<Server>>, mut request: Request, next: Next) -> Response {
    let start = std::time::Instant::now();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let now = server.clock.now().await;
    let date =
        now.as_ref().ok().and_then(|now| http_date(*now)).and_then(|date| HeaderValue::try_from(date).ok());
    let mut response = match host::check(&request).and(now) {
        Ok(now) => {
            request.extensions_mut().insert(RequestTime(now));
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
    server.metrics.count_request(route, method.as_str(), status.as_u16(), start.elapsed());
    let took = u64::try_from(start.elapsed().as_micros()).unwrap_or(u64::MAX);
    // The method is arbitrary text of the client.
    let method = if is_known(&method) { method.as_str() } else { "other" };
    tracing::info!(method, route, status = status.as_u16(), took, "answered");
    response
}

fn is_known(method: &Method) -> bool {
    METHODS.contains(&method.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::TimeSource;
    use crate::data_folder::DataFolder;
    use crate::service::{Gateway, ServiceConfig};
    use crate::steady::Steady;
    use axum::body::{Body, to_bytes};
    use axum::http::StatusCode;
    use rules::calendar::{DEFAULT_CUT_OFF, WorkingCalendar};
    use tower::ServiceExt;
    use wire::answer::{Refusal, RefusalCode, ServiceKind};

    #[tokio::test]
    async fn a_panic_fails_only_its_own_request_and_discloses_nothing() {
        let place = tempfile::tempdir().unwrap();
        let config = ServiceConfig {
            operator: String::new(),
            kind: ServiceKind::Trial,
            cut_off: DEFAULT_CUT_OFF,
            test_clock: false,
        };
        let keys = crate::keys::KeyPaths::in_folder(place.path().join("keys"));
        let data = place.path().join("data");
        let storage = DataFolder::init(&data, &keys, ServiceKind::Trial).unwrap().storage(&keys).unwrap();
        let server = Arc::new(Server {
            gateway: Arc::new(Gateway::new(storage, WorkingCalendar::built_in(), config)),
            clock: TimeSource::System,
            steady: Steady::of_a_test(),
            authority: ServiceToken::new("made-up"),
            app: None,
            public_origin: None,
            behind_tls_proxy: false,
            trusted_proxies: Vec::new(),
            limits: Limits::new(Allowance::default()),
            metrics: Metrics::default(),
            metrics_access: MetricsAccess { token: ServiceToken::new("made-up"), behind_proxy: false },
        });
        let routes = Router::new()
            .route("/panic", get(|| async { panic!("somebody's name") as StatusCode }))
            .route("/healthz", get(operations::healthy));
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
