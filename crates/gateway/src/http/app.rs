//! The built app: its page for every address of its own, hashed assets that never change, and the other files of its folder.

use crate::error::Error;
use crate::http::Server;
use crate::identity::hex;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, LINK, VARY,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use sha2::{Digest, Sha256};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

type Answer = Result<Response, Error>;

/// Forms made by the build, best first: the name in HTTP and the ending.
const ENCODINGS: [(&str, &str); 2] = [("br", ".br"), ("gzip", ".gz")];

const ROBOTS: HeaderName = HeaderName::from_static("x-robots-tag");

const NEVER_CHANGES: &str = "public, max-age=31536000, immutable";
const ASK_AGAIN: &str = "no-cache";
const AN_HOUR: &str = "public, max-age=3600";

pub fn routes() -> Router<Arc<Server>> {
    Router::new()
        .route("/", get(first_page))
        .route("/app", get(first_page))
        .route("/app/", get(first_page))
        .route("/app/{*rest}", get(whole_page))
}

/// The start address: a page that loads the small module, for a first visit.
async fn first_page(State(server): State<Arc<Server>>, headers: HeaderMap) -> Answer {
    file(&server, "index.html", &headers).await
}

/// Every other address of the app: a page that loads the whole. It is somebody's own, and of no use to search engines.
async fn whole_page(State(server): State<Arc<Server>>, headers: HeaderMap) -> Answer {
    let mut answer = file(&server, "whole.html", &headers).await?;
    answer.headers_mut().insert(ROBOTS, HeaderValue::from_static("noindex"));
    Ok(answer)
}

/// Whatever no route has: a file of the app's folder, or nothing.
pub async fn other(State(server): State<Arc<Server>>, request: Request) -> Answer {
    let path = request.uri().path().trim_start_matches('/');
    if ["api", "authority"].contains(&path.split('/').next().unwrap_or_default()) {
        return Err(Error::NotFound);
    }
    let path = if path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
    if !is_plain(&path) {
        return Err(Error::NotFound);
    }
    if ![Method::GET, Method::HEAD].contains(request.method()) {
        return Err(Error::WrongMethod);
    }
    let mut answer = file(&server, &path, request.headers()).await?;
    if let Some(alternates) = alternates(&server, &path).await {
        answer.headers_mut().insert(LINK, alternates);
    }
    Ok(answer)
}

/// For a page that stands in a folder named by its language: where it stands in the others, and, for whoever reads none of
/// them, the app. Addresses are whole, as search engines want them, so that there are none without a public origin.
async fn alternates(server: &Server, path: &str) -> Option<HeaderValue> {
    let origin = server.public_origin.as_deref()?;
    let folder = server.app.as_ref()?;
    let (_, page) = path.split_once('/').filter(|_| path.ends_with("/index.html"))?;
    let mut languages = Vec::new();
    let mut entries = tokio::fs::read_dir(folder).await.ok()?;
    while let Ok(Some(entry)) = entries.next_entry().await {
        let name = entry.file_name().to_string_lossy().into_owned();
        if is_plain(&name) && tokio::fs::try_exists(entry.path().join(page)).await.unwrap_or(false) {
            languages.push(name);
        }
    }
    languages.sort_unstable();
    let place = page.trim_end_matches("index.html");
    let alternate = |language: &String| {
        format!("<{origin}/{language}/{place}>; rel=\"alternate\"; hreflang=\"{language}\"")
    };
    let mut links: Vec<String> = languages.iter().map(alternate).collect();
    links.push(format!("<{origin}/>; rel=\"alternate\"; hreflang=\"x-default\""));
    HeaderValue::try_from(links.join(", ")).ok()
}

/// Names of the build are plain. Everything else, and the compressed forms by themselves, is no file.
fn is_plain(path: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    let compressed = ENCODINGS.iter().any(|(_, ending)| path.ends_with(ending));
    !compressed
        && path.split('/').all(|part| part.bytes().all(plain) && !part.is_empty() && !part.starts_with('.'))
}

async fn file(server: &Server, path: &str, headers: &HeaderMap) -> Answer {
    let folder = server.app.as_ref().ok_or(Error::NotFound)?;
    let (bytes, encoding) = read(&folder.join(path), headers).await?;
    let caching = caching(path);
    let mut response = Response::default();
    let answer = response.headers_mut();
    answer.insert(CACHE_CONTROL, HeaderValue::from_static(caching));
    answer.insert(VARY, HeaderValue::from_static("accept-encoding"));
    if caching != NEVER_CHANGES {
        let digest = hex(&Sha256::digest(&bytes));
        let tag = format!("\"{}\"", digest.get(..32).unwrap_or_default());
        let known = headers.get(IF_NONE_MATCH).and_then(|value| value.to_str().ok());
        if known
            .is_some_and(|known| known.split(',').any(|listed| listed.trim().trim_start_matches("W/") == tag))
        {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
        }
        let tag = HeaderValue::try_from(tag).map_err(Error::internal)?;
        response.headers_mut().insert(ETAG, tag);
    }
    if response.status() == StatusCode::NOT_MODIFIED {
        return Ok(response);
    }
    let answer = response.headers_mut();
    answer.insert(CONTENT_TYPE, HeaderValue::from_static(content_type(path)));
    if let Some(encoding) = encoding {
        answer.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    *response.body_mut() = bytes.into();
    Ok(response.into_response())
}

/// The best form that the browser takes, else the file itself.
async fn read(path: &Path, headers: &HeaderMap) -> Result<(Vec<u8>, Option<&'static str>), Error> {
    for (encoding, ending) in ENCODINGS {
        if accepts(headers, encoding)
            && let Some(bytes) = read_if_there(&with_ending(path, ending)).await?
        {
            return Ok((bytes, Some(encoding)));
        }
    }
    let bytes = read_if_there(path).await?;
    Ok((bytes.ok_or(Error::NotFound)?, None))
}

async fn read_if_there(path: &Path) -> Result<Option<Vec<u8>>, Error> {
    use io::ErrorKind::{IsADirectory, NotADirectory, NotFound};
    match tokio::fs::read(path).await {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if matches!(error.kind(), NotFound | IsADirectory | NotADirectory) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// Whether a form is among those the browser takes, and not with a weight of zero.
fn accepts(headers: &HeaderMap, encoding: &str) -> bool {
    let listed = headers.get_all(ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    listed.flat_map(|list| list.split(',')).any(|one| {
        let mut parts = one.split(';').map(str::trim);
        let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(encoding));
        let refused = parts
            .any(|part| part.strip_prefix("q=").is_some_and(|q| q.trim_end_matches(['0', '.']).is_empty()));
        named && !refused
    })
}

/// Names of assets have the hash of what they hold. Pages and the service worker must not outlive a new build.
fn caching(path: &str) -> &'static str {
    if path.starts_with("assets/") {
        NEVER_CHANGES
    } else if matches!(extension(path), "html" | "js" | "json") {
        ASK_AGAIN
    } else {
        AN_HOUR
    }
}

fn extension(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(_, extension)| extension)
}

fn content_type(path: &str) -> &'static str {
    match extension(path) {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "txt" => "text/plain; charset=utf-8",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" => "image/jpeg",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "ics" => "text/calendar; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_names_are_files() {
        for path in ["robots.txt", "assets/app.1a2b.wasm", "kk/index.html", "a/b-c_d.e"] {
            assert!(is_plain(path), "{path}");
        }
        for path in [
            "",
            "..",
            "a/../b",
            "a//b",
            ".hidden",
            "a/.b",
            "a\\b",
            "C:",
            "%2e%2e",
            "app.wasm.br",
            "app.wasm.gz",
        ] {
            assert!(!is_plain(path), "{path}");
        }
    }

    #[test]
    fn a_form_is_taken_if_it_is_named_and_not_refused() {
        for (value, br, gzip) in [
            ("gzip, deflate, br", true, true),
            ("gzip;q=1.0, br;q=0", false, true),
            ("br;q=0.000", false, false),
            ("BR", true, false),
            ("identity", false, false),
            ("", false, false),
        ] {
            let headers = HeaderMap::from_iter([(ACCEPT_ENCODING, HeaderValue::from_static(value))]);
            assert_eq!((accepts(&headers, "br"), accepts(&headers, "gzip")), (br, gzip), "{value}");
        }
    }
}
