//! Middleware that applies the rate limits of each sender and the minimum rate of request bodies.

use crate::http::address::{Sender, origin};
use crate::http::min_rate::MinRateBody;
use crate::http::server::Server;
use axum::extract::{MatchedPath, Request, State};
use axum::http::header::AUTHORIZATION;
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;
use wire::path;

/// The route where a spoken code is exchanged. The code is the secret of such a request.
const CODE_ROUTE: &str = path::SHARED_CODE;

/// Checks the rate limits before a request and counts it after the response.
pub async fn guard(State(server): State<Arc<Server>>, request: Request, next: Next) -> Response {
    let sender = Sender::of(origin(request.extensions(), request.headers(), &server.trusted_proxies));
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let route = route.unwrap_or_default();
    let tries_code = route == CODE_ROUTE;
    let has_secret = request.headers().contains_key(AUTHORIZATION) || tries_code;
    let writes = writes(request.method());
    let admitted = if tries_code {
        server.limits.may_try_code(sender)
    } else if writes && !route.starts_with("/authority/") {
        server.limits.may_write(sender)
    } else {
        Ok(())
    };
    if let Err(error) = admitted {
        return error.into_response();
    }
    let counting = Arc::clone(&server);
    let request = request.map(|body| {
        MinRateBody::wrap(body, move |count| {
            counting.metrics.count_bytes(count);
            counting.limits.count_bytes(sender, count);
        })
    });
    let response = next.run(request).await;
    match response.status() {
        StatusCode::CREATED => server.limits.count_made(sender),
        StatusCode::UNAUTHORIZED | StatusCode::NOT_FOUND if has_secret => {
            if tries_code {
                server.limits.count_wrong_code();
            }
            if let Err(error) = server.limits.count_wrong(sender).await {
                return error.into_response();
            }
        }
        _ => {}
    }
    response
}

fn writes(method: &Method) -> bool {
    [Method::POST, Method::PUT, Method::PATCH].contains(method)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;

    #[test]
    fn reading_and_deleting_are_never_limited() {
        for (method, expected) in [("GET", false), ("HEAD", false), ("OPTIONS", false), ("DELETE", false)]
            .into_iter()
            .chain([("POST", true), ("PUT", true), ("PATCH", true)])
        {
            assert_eq!(writes(&method.parse().unwrap()), expected, "{method}");
        }
    }

    #[test]
    fn too_many_requests_are_refused_with_the_time_to_wait() {
        let response = Error::TooMany { seconds: 20 }.into_response();
        assert_eq!(response.status(), StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(response.headers()["retry-after"], "20");
    }
}
