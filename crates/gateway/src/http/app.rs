//! The built app: its page at every address of the app, immutable hashed assets, and the other files of its folder.

use crate::error::Error;
use crate::http::conditions::{self, Precondition};
use crate::http::methods::METHODS;
use crate::http::response::HandlerResult;
use crate::http::server::Server;
use crate::http::weights::{Weight, weight};
use crate::identity::sha256_hex;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::http::header::{
    ACCEPT_ENCODING, ACCEPT_RANGES, ALLOW, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_RANGE, CONTENT_TYPE,
    LINK, LOCATION, VARY,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use headers::{ETag, HeaderMapExt as _};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A content coding in which the build stored a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Coding {
    Brotli,
    Gzip,
    Identity,
}

/// The content codings in order of preference if the client weights them equally.
const CODINGS: [Coding; 3] = [Coding::Brotli, Coding::Gzip, Coding::Identity];

const ROBOTS: HeaderName = HeaderName::from_static("x-robots-tag");

const IMMUTABLE: &str = "public, max-age=31536000, immutable";
const REVALIDATE: &str = "no-cache";

/// The methods that pages and files allow.
const READ_METHODS: &str = "GET, HEAD, OPTIONS";

pub fn routes() -> Router<Arc<Server>> {
    Router::new()
        .route("/", get(first_page).options(abilities))
        .route("/app", get(first_page).options(abilities))
        .route("/app/", get(first_page).options(abilities))
        .route("/app/{*rest}", get(app_page).options(abilities))
}

async fn abilities() -> Response {
    (StatusCode::NO_CONTENT, [(ALLOW, READ_METHODS)]).into_response()
}

/// Serves the start page, whose HTML contains the first screen.
async fn first_page(State(server): State<Arc<Server>>, method: Method, headers: HeaderMap) -> HandlerResult {
    file(&server, "index.html", &method, &headers).await
}

/// Serves every other address of the app. These pages are personal, so search engines must not index them.
async fn app_page(State(server): State<Arc<Server>>, method: Method, headers: HeaderMap) -> HandlerResult {
    let mut answer = file(&server, "app.html", &method, &headers).await?;
    answer.headers_mut().insert(ROBOTS, HeaderValue::from_static("noindex"));
    Ok(answer)
}

/// Serves a path that no route matches: a file of the app's folder, or 404.
pub async fn other(State(server): State<Arc<Server>>, request: Request) -> HandlerResult {
    if request.method() == Method::OPTIONS && request.uri().path() == "*" {
        return Ok((StatusCode::NO_CONTENT, [(ALLOW, METHODS.join(", "))]).into_response());
    }
    let path = request.uri().path().trim_start_matches('/');
    if ["api", "authority"].contains(&path.split('/').next().unwrap_or_default()) {
        return Err(Error::NotFound);
    }
    let named = if path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
    if !is_plain(&named) {
        return Err(Error::NotFound);
    }
    match *request.method() {
        Method::GET | Method::HEAD => {}
        Method::OPTIONS => return Ok(abilities().await),
        _ => return Ok(([(ALLOW, READ_METHODS)], Error::WrongMethod).into_response()),
    }
    if let Some(folder) = &server.app
        && is_file(&folder.join(path).join("index.html")).await
        && !path.ends_with('/')
    {
        return with_slash(path, request.uri().query());
    }
    let mut answer = file(&server, &named, request.method(), request.headers()).await?;
    if let Some(alternates) = alternates(&server, &named).await {
        answer.headers_mut().insert(LINK, alternates);
    }
    Ok(answer)
}

/// Redirects to the address of a folder with a trailing slash, so that relative links on its page work.
fn with_slash(path: &str, query: Option<&str>) -> HandlerResult {
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    let location = HeaderValue::try_from(format!("/{path}/{query}")).map_err(Error::internal)?;
    Ok((StatusCode::PERMANENT_REDIRECT, [(LOCATION, location)]).into_response())
}

async fn is_file(path: &Path) -> bool {
    tokio::fs::metadata(path).await.is_ok_and(|metadata| metadata.is_file())
}

/// Returns the `Link` header of a page in a language folder: the same page in the other languages, and the app as `x-default`.
/// Search engines require absolute URLs, so there is no header without a public origin.
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

/// Returns whether a path can be a file of the build. Unusual characters, hidden files and the compressed variants are excluded.
fn is_plain(path: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    let compressed = [Coding::Brotli, Coding::Gzip].iter().any(|coding| path.ends_with(coding.ending()));
    !compressed
        && path.split('/').all(|part| part.bytes().all(plain) && !part.is_empty() && !part.starts_with('.'))
}

async fn file(server: &Server, path: &str, method: &Method, headers: &HeaderMap) -> HandlerResult {
    let (bytes, coding) = read(server, path, headers).await?;
    let tag = tag_of(&bytes)?;
    let condition = conditions::check(headers, &tag)?;
    let mut response = Response::default();
    let answer = response.headers_mut();
    answer.insert(CACHE_CONTROL, HeaderValue::from_static(caching(path)));
    answer.insert(VARY, HeaderValue::from_static("accept-encoding"));
    answer.typed_insert(tag.clone());
    if condition == Precondition::NotModified {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        return Ok(response);
    }
    describe(answer, path, coding);
    answer.insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    let length = bytes.len();
    let range = if method == Method::GET { conditions::range(headers, &tag, length)? } else { None };
    let bytes = Bytes::from(bytes);
    match range {
        None => *response.body_mut() = bytes.into(),
        Some(range) => {
            let sent = format!("bytes {}-{}/{length}", range.start, range.end.saturating_sub(1));
            answer.insert(CONTENT_RANGE, sent.try_into().map_err(Error::internal)?);
            *response.status_mut() = StatusCode::PARTIAL_CONTENT;
            *response.body_mut() = bytes.slice(range).into();
        }
    }
    Ok(response)
}

/// Returns a page without conditional headers and ranges.
pub async fn page(server: &Server, path: &str, headers: &HeaderMap) -> HandlerResult {
    let (bytes, coding) = read(server, path, headers).await?;
    let mut response = Response::new(bytes.into());
    describe(response.headers_mut(), path, coding);
    Ok(response)
}

/// Sets the headers that describe the content.
fn describe(answer: &mut HeaderMap, path: &str, coding: Coding) {
    answer.insert(CONTENT_TYPE, HeaderValue::from_static(content_type(path)));
    if let Some(name) = coding.name() {
        answer.insert(CONTENT_ENCODING, HeaderValue::from_static(name));
    }
}

fn tag_of(bytes: &[u8]) -> Result<ETag, Error> {
    let digest = sha256_hex(bytes);
    format!("\"{}\"", digest.get(..32).unwrap_or_default()).parse().map_err(Error::internal)
}

/// Reads a file in the best content coding that the client accepts.
async fn read(server: &Server, path: &str, headers: &HeaderMap) -> Result<(Vec<u8>, Coding), Error> {
    let path = server.app.as_ref().ok_or(Error::NotFound)?.join(path);
    let codings = acceptable(headers);
    for coding in &codings {
        if let Some(bytes) = read_if_there(&with_ending(&path, coding.ending())).await? {
            return Ok((bytes, *coding));
        }
    }
    let is_there = !codings.contains(&Coding::Identity) && is_file(&path).await;
    Err(if is_there { Error::NotAcceptable } else { Error::NotFound })
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

impl Coding {
    /// Returns the name of the coding in HTTP.
    fn name(self) -> Option<&'static str> {
        match self {
            Self::Brotli => Some("br"),
            Self::Gzip => Some("gzip"),
            Self::Identity => None,
        }
    }

    fn ending(self) -> &'static str {
        match self {
            Self::Brotli => ".br",
            Self::Gzip => ".gz",
            Self::Identity => "",
        }
    }

    /// Returns the weight that the client gives this coding; `None` if it does not accept it. `identity` is acceptable unless it is
    /// excluded, and has the lowest weight unless it is listed (RFC 9110, 12.5.3).
    fn weight(self, headers: &HeaderMap) -> Option<Weight> {
        let listed = |name| weight(headers, &ACCEPT_ENCODING, name);
        let named = match self {
            Self::Brotli => listed("br"),
            Self::Gzip => listed("gzip").or_else(|| listed("x-gzip")),
            Self::Identity => listed("identity"),
        };
        match (named.or_else(|| listed("*")), self) {
            (Some(0), _) | (None, Self::Brotli | Self::Gzip) => None,
            (None, Self::Identity) => Some(0),
            (Some(weight), _) => Some(weight),
        }
    }
}

/// Returns the codings that a client accepts, the highest weight first.
fn acceptable(headers: &HeaderMap) -> Vec<Coding> {
    let wanted = CODINGS.into_iter().filter_map(|coding| Some((coding.weight(headers)?, coding)));
    let mut wanted: Vec<_> = wanted.collect();
    wanted.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
    wanted.into_iter().map(|(_, coding)| coding).collect()
}

/// Returns the value of `Cache-Control`: assets named by a hash are immutable, everything else must be revalidated.
fn caching(path: &str) -> &'static str {
    if path.starts_with("assets/") && has_hash(path) { IMMUTABLE } else { REVALIDATE }
}

/// Returns whether the file name contains a hash of the content: `name.0123456789abcdef.wasm`.
fn has_hash(path: &str) -> bool {
    let hash = path.rsplit('.').nth(1).unwrap_or_default();
    hash.len() == 16 && hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
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
    fn only_plain_paths_are_files() {
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
    fn the_coding_with_the_highest_weight_comes_first() {
        use Coding::{Brotli, Gzip, Identity};
        for (value, expected) in [
            ("gzip, deflate, br", &[Brotli, Gzip, Identity][..]),
            ("gzip;q=0.5, br;q=0.1", &[Gzip, Brotli, Identity]),
            ("identity;q=1, br;q=0.5", &[Identity, Brotli]),
            ("identity, br", &[Brotli, Identity]),
            ("x-gzip", &[Gzip, Identity]),
            ("gzip;q=1.0, br;q=0", &[Gzip, Identity]),
            ("br;q=0.000", &[Identity]),
            ("BR", &[Brotli, Identity]),
            ("*", &[Brotli, Gzip, Identity]),
            ("*;q=0.5, gzip;q=0.8", &[Gzip, Brotli, Identity]),
            ("gzip, *;q=0", &[Gzip]),
            ("br, identity;q=0", &[Brotli]),
            ("identity;q=0", &[]),
            ("*;q=0", &[]),
            ("identity", &[Identity]),
            ("", &[Identity]),
        ] {
            let headers = HeaderMap::from_iter([(ACCEPT_ENCODING, HeaderValue::from_static(value))]);
            assert_eq!(acceptable(&headers), expected, "{value}");
        }
        assert_eq!(acceptable(&HeaderMap::new()), [Identity]);
    }
}
