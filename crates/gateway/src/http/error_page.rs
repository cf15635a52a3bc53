//! Error pages for people, in their language. Programs get the refusal as JSON.

use crate::http::app::page;
use crate::http::language::accepted;
use crate::http::server::Server;
use crate::http::weights::weight;
use axum::extract::{Request, State};
use axum::http::header::{ACCEPT, ALLOW, VARY};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use locale::Locale;
use std::sync::Arc;

/// The first path segments that only programs request.
const FOR_PROGRAMS: [&str; 3] = ["api", "authority", "assets"];

/// Replaces the JSON refusal by a page if the client is a browser.
pub async fn explain(State(server): State<Arc<Server>>, request: Request, next: Next) -> Response {
    let first = request.uri().path().trim_start_matches('/').split('/').next().unwrap_or_default();
    let reader = (!FOR_PROGRAMS.contains(&first) && prefers_page(request.headers()))
        .then(|| (languages(first, request.headers()), request.headers().clone()));
    let response = next.run(request).await;
    let (Some((languages, headers)), Some(name)) = (reader, name_of(response.status())) else {
        return response;
    };
    for language in languages {
        if let Ok(mut page) = page(&server, &format!("{}/{name}", language.tag()), &headers).await {
            *page.status_mut() = response.status();
            let vary = HeaderValue::from_static("accept, accept-encoding, accept-language");
            page.headers_mut().insert(VARY, vary);
            if let Some(allow) = response.headers().get(ALLOW) {
                page.headers_mut().insert(ALLOW, allow.clone());
            }
            return page;
        }
    }
    response
}

/// Returns the name of the page for a status.
fn name_of(status: StatusCode) -> Option<&'static str> {
    match status {
        StatusCode::NOT_FOUND => Some("404.html"),
        StatusCode::METHOD_NOT_ALLOWED => Some("405.html"),
        _ => None,
    }
}

/// Returns whether the client lists HTML. Browsers do; programs that accept anything do not.
fn prefers_page(headers: &HeaderMap) -> bool {
    let wanted = |media| weight(headers, &ACCEPT, media).unwrap_or_default();
    let page = wanted("text/html").max(wanted("application/xhtml+xml"));
    page > 0 && page >= wanted("application/json")
}

/// Returns the languages in which to look for the page: the language in the address, then those of the reader.
fn languages(first: &str, headers: &HeaderMap) -> Vec<Locale> {
    let of_address = Locale::OFFERED.into_iter().find(|locale| locale.tag().eq_ignore_ascii_case(first));
    of_address.into_iter().chain(accepted(headers)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::header::ACCEPT_LANGUAGE;

    #[test]
    fn the_page_is_in_the_language_of_the_address_or_of_the_reader() {
        for (first, accepted, expected) in [
            ("ru", "en", "ru"),
            ("KK-ARAB", "en", "kk-Arab"),
            ("nothing", "en-GB,en;q=0.9,ru;q=0.8", "en"),
            ("", "en;q=0.3, ru;q=0.8, zh;q=0", "ru"),
            ("", "de, uz-Cyrl-UZ;q=0.5", "uz-Cyrl"),
            ("", "uz", "uz"),
            ("", "kk-CN", "kk-Arab"),
            ("", "kk-KZ", "kk"),
            ("", "zh-Hans-CN", "zh"),
            ("", "run, eng", "kk"),
            ("", "", "kk"),
        ] {
            let headers = HeaderMap::from_iter([(ACCEPT_LANGUAGE, HeaderValue::from_static(accepted))]);
            let found = languages(first, &headers).first().map(|locale| locale.tag());
            assert_eq!(found, Some(expected), "{first} {accepted}");
        }
    }

    #[test]
    fn a_page_is_sent_to_clients_that_list_html() {
        for (accepted, expected) in [
            ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", true),
            ("text/html", true),
            ("application/xhtml+xml", true),
            ("*/*", false),
            ("application/json, text/html;q=0.5", false),
            ("application/json, text/plain, */*", false),
            ("text/html;q=0", false),
            ("", false),
        ] {
            let headers = HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static(accepted))]);
            assert_eq!(prefers_page(&headers), expected, "{accepted}");
        }
    }
}
