//! Pages for a person who came to an address that is not there, in their language. Programs get the same as JSON.

use crate::http::Server;
use crate::http::app::page;
use crate::http::weights::{Weight, weight, weighted};
use axum::extract::{Request, State};
use axum::http::header::{ACCEPT, ACCEPT_LANGUAGE, ALLOW, VARY};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use std::sync::Arc;

/// Where programs ask, and where the app asks for its parts: nobody reads there.
const FOR_PROGRAMS: [&str; 3] = ["api", "authority", "assets"];

/// Which folder of pages is for whom, by how the tag of a language begins; the first that fits. The same as in the app's
/// `boot.js`.
const LANGUAGES: [(&str, &str); 13] = [
    ("kk-cyrl", "kk"),
    ("kk-latn", "kk-Latn"),
    ("kk-arab", "kk-Arab"),
    ("kk-cn", "kk-Arab"),
    ("kk-ir", "kk-Arab"),
    ("kk-af", "kk-Arab"),
    ("kk-mn", "kk"),
    ("kk", "kk"),
    ("ru", "ru"),
    ("en", "en"),
    ("uz-cyrl", "uz-Cyrl"),
    ("uz", "uz"),
    ("zh", "zh"),
];
const FOR_ALL_OTHERS: &str = "kk";

/// Puts a page in the place of a refusal that a person would read.
pub async fn explain(State(server): State<Arc<Server>>, request: Request, next: Next) -> Response {
    let first = request.uri().path().trim_start_matches('/').split('/').next().unwrap_or_default();
    let reader = (!FOR_PROGRAMS.contains(&first) && prefers_page(request.headers()))
        .then(|| (languages(first, request.headers()), request.headers().clone()));
    let response = next.run(request).await;
    let (Some((languages, headers)), Some(name)) = (reader, name_of(response.status())) else {
        return response;
    };
    for language in languages {
        if let Ok(mut page) = page(&server, &format!("{language}/{name}"), &headers).await {
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

/// Which of the build's pages explains a status.
fn name_of(status: StatusCode) -> Option<&'static str> {
    match status {
        StatusCode::NOT_FOUND => Some("404.html"),
        StatusCode::METHOD_NOT_ALLOWED => Some("405.html"),
        _ => None,
    }
}

/// Browsers name HTML; programs that take anything do not.
fn prefers_page(headers: &HeaderMap) -> bool {
    let wanted = |media| weight(headers, &ACCEPT, media).unwrap_or_default();
    let page = wanted("text/html").max(wanted("application/xhtml+xml"));
    page > 0 && page >= wanted("application/json")
}

/// The folders to look in: that of the address, then those of the reader's languages, the most wanted first.
fn languages(first: &str, headers: &HeaderMap) -> Vec<&'static str> {
    let of_address =
        LANGUAGES.iter().map(|(_, folder)| *folder).find(|folder| folder.eq_ignore_ascii_case(first));
    let mut wanted: Vec<(Weight, &str)> = weighted(headers, &ACCEPT_LANGUAGE)
        .filter(|(_, weight)| *weight > 0)
        .filter_map(|(tag, weight)| Some((weight, folder_for(tag)?)))
        .collect();
    wanted.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
    let wanted = wanted.into_iter().map(|(_, folder)| folder);
    of_address.into_iter().chain(wanted).chain([FOR_ALL_OTHERS]).collect()
}

fn folder_for(tag: &str) -> Option<&'static str> {
    let tag = format!("{}-", tag.to_ascii_lowercase());
    LANGUAGES.iter().find(|(start, _)| tag.starts_with(&format!("{start}-"))).map(|(_, folder)| *folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_told_apart_as_in_the_app() {
        let boot = include_str!("../../../../src/platform/boot.js");
        let start = boot.find("const CHOICES = [").unwrap();
        let table = boot[start..].split("];").next().unwrap();
        let pairs: Vec<_> =
            LANGUAGES.iter().map(|(start, folder)| format!("[\"{start}\", \"{folder}\"]")).collect();
        assert_eq!(table.matches("[\"").count(), pairs.len());
        for pair in pairs {
            assert!(table.contains(&pair), "{pair}");
        }
    }

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
            assert_eq!(languages(first, &headers).first(), Some(&expected), "{first} {accepted}");
        }
    }

    #[test]
    fn a_page_is_for_who_names_pages() {
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
