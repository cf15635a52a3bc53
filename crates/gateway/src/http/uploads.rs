//! `/api/v1/files`: resumable uploads with tus 1.0.0 and its extensions creation, creation-with-upload, checksum, termination and
//! expiration.

use crate::clock::http_date;
use crate::error::Error;
use crate::http::request::{PathParam, number, owner};
use crate::http::response::HandlerResult;
use crate::http::server::{RequestTime, Server};
use crate::service::{Checksum, UploadPart};
use crate::store::{NewUpload, Upload};
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, LOCATION, TRANSFER_ENCODING};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Extension, Router};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rules::document::MAX_FILE_BYTES;
use std::sync::Arc;
use wire::path;

const RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");
const VERSION: HeaderName = HeaderName::from_static("tus-version");
const LENGTH: HeaderName = HeaderName::from_static("upload-length");
const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const EXPIRES: HeaderName = HeaderName::from_static("upload-expires");
const METADATA: HeaderName = HeaderName::from_static("upload-metadata");
const CONCAT: HeaderName = HeaderName::from_static("upload-concat");
const DEFER_LENGTH: HeaderName = HeaderName::from_static("upload-defer-length");
const TUS: HeaderValue = HeaderValue::from_static("1.0.0");

const EXTENSIONS: &str = "creation,creation-with-upload,checksum,termination,expiration";
/// The content type of a part.
const PART: &str = "application/offset+octet-stream";
/// The maximum length of `Upload-Metadata` in bytes.
const MAX_METADATA: usize = 2_048;

pub fn routes() -> Router<Arc<Server>> {
    Router::new()
        .route(path::FILES, post(create).options(abilities))
        .route(
            path::FILE.pattern(),
            axum::routing::head(offset).patch(receive).delete(remove).post(overridden).options(abilities),
        )
        .route_layer(middleware::from_fn(check_version))
}

/// Rejects requests with another version of the protocol.
async fn check_version(request: Request, next: Next) -> Response {
    let understood = request.method() == Method::OPTIONS
        || request.headers().get(RESUMABLE).is_some_and(|version| version == TUS);
    if understood {
        return next.run(request).await;
    }
    ([(VERSION, TUS)], Error::TusVersion).into_response()
}

/// Sets `Tus-Resumable` on every response below the path of uploads, also on refusals of other layers.
pub async fn set_version(request: Request, next: Next) -> Response {
    let rest = request.uri().path().strip_prefix(path::FILES);
    let is_upload = rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let mut response = next.run(request).await;
    if is_upload {
        response.headers_mut().insert(RESUMABLE, TUS);
    }
    response
}

async fn abilities() -> Response {
    let headers = [
        (VERSION, "1.0.0".to_owned()),
        (HeaderName::from_static("tus-extension"), EXTENSIONS.to_owned()),
        (HeaderName::from_static("tus-checksum-algorithm"), Checksum::ALGORITHMS.to_owned()),
        (HeaderName::from_static("tus-max-size"), MAX_FILE_BYTES.to_string()),
    ];
    (StatusCode::NO_CONTENT, headers).into_response()
}

async fn create(
    State(server): State<Arc<Server>>,
    Extension(RequestTime(now)): Extension<RequestTime>,
    headers: HeaderMap,
    body: Body,
) -> HandlerResult {
    let owner = owner(&headers)?;
    let new = new_upload(&headers)?;
    let gateway = Arc::clone(&server.gateway);
    let (upload, offset) = match first_part(&headers)? {
        None => (gateway.create_upload(owner, new, now).await?, None),
        Some(part) => {
            let body = body.into_data_stream();
            // A task of its own, so that the bytes that arrived are written and synced even if the phone disconnects.
            let creating =
                tokio::spawn(async move { gateway.create_upload_with(owner, new, part, body, now).await });
            let (upload, offset) = creating.await.map_err(Error::internal)??;
            server.metrics.count_upload();
            (upload, Some(offset))
        }
    };
    let mut response = StatusCode::CREATED.into_response();
    let location = HeaderValue::try_from(path::FILE.with([upload.id.as_str()]));
    response.headers_mut().insert(LOCATION, location.map_err(Error::internal)?);
    if let Some(offset) = offset {
        response.headers_mut().insert(OFFSET, offset.into());
    }
    Ok(with_expiry(response, &upload))
}

/// Parses the headers of a request that creates an upload. Unsupported extensions are rejected here and not at a later part.
fn new_upload(headers: &HeaderMap) -> Result<NewUpload, Error> {
    for name in [CONCAT, DEFER_LENGTH] {
        if headers.contains_key(&name) {
            let detail = format!(
                "the header {name} belongs to an extension that is not supported; supported are {EXTENSIONS}"
            );
            return Err(Error::bad_request(detail));
        }
    }
    let length = number(headers, &LENGTH)?
        .ok_or_else(|| Error::bad_request("the header Upload-Length is required"))?;
    Ok(NewUpload { length, metadata: metadata(headers)? })
}

/// Parses `Upload-Metadata: KEY BASE64,KEY`. An empty header, which some clients send, counts as absent.
fn metadata(headers: &HeaderMap) -> Result<Option<String>, Error> {
    let is_pair = |pair: &str| {
        let (key, value) = pair.trim().split_once(' ').unwrap_or((pair.trim(), ""));
        !key.is_empty() && STANDARD.decode(value).is_ok()
    };
    let mut values = headers.get_all(METADATA).iter();
    let Some(value) = values.next() else { return Ok(None) };
    match value.to_str() {
        Ok("") if values.next().is_none() => Ok(None),
        Ok(text) if values.next().is_none() && text.len() <= MAX_METADATA && text.split(',').all(is_pair) => {
            Ok(Some(text.to_owned()))
        }
        _ => Err(Error::bad_request(format!(
            "the header Upload-Metadata must be a comma-separated list of keys with values in base64, {MAX_METADATA} bytes at most"
        ))),
    }
}

/// Parses the headers of a part that is sent with the creation of an upload; `None` if there is no body.
fn first_part(headers: &HeaderMap) -> Result<Option<UploadPart>, Error> {
    let length = number(headers, &CONTENT_LENGTH)?;
    if is_part(headers) {
        return Ok(Some(UploadPart { offset: 0, length, checksum: checksum(headers)? }));
    }
    let has_body = length.unwrap_or_default() > 0 || headers.contains_key(TRANSFER_ENCODING);
    if has_body { Err(NO_PART) } else { Ok(None) }
}

async fn offset(
    State(server): State<Arc<Server>>,
    Extension(RequestTime(now)): Extension<RequestTime>,
    PathParam(file): PathParam,
    headers: HeaderMap,
) -> HandlerResult {
    let (upload, offset) = server.gateway.upload_offset(&owner(&headers)?, &file, now).await?;
    let headers = [(OFFSET, HeaderValue::from(offset)), (LENGTH, HeaderValue::from(upload.length))];
    let mut response = (StatusCode::OK, headers).into_response();
    if let Some(metadata) = &upload.metadata {
        let metadata = HeaderValue::try_from(metadata).map_err(Error::internal)?;
        response.headers_mut().insert(METADATA, metadata);
    }
    Ok(with_expiry(response, &upload))
}

async fn receive(
    State(server): State<Arc<Server>>,
    Extension(RequestTime(now)): Extension<RequestTime>,
    PathParam(file): PathParam,
    headers: HeaderMap,
    body: Body,
) -> HandlerResult {
    let owner = owner(&headers)?;
    if !is_part(&headers) {
        return Err(NO_PART);
    }
    let part = part(&headers)?;
    let gateway = Arc::clone(&server.gateway);
    // A task of its own, so that the bytes that arrived are written and synced even if the phone disconnects.
    let receiving =
        tokio::spawn(async move { gateway.receive(owner, &file, part, body.into_data_stream(), now).await });
    let (upload, offset) = receiving.await.map_err(Error::internal)??;
    server.metrics.count_upload();
    let headers = [(OFFSET, HeaderValue::from(offset))];
    Ok(with_expiry((StatusCode::NO_CONTENT, headers).into_response(), &upload))
}

const NO_PART: Error =
    Error::UnsupportedMedia("the content type of an upload part must be application/offset+octet-stream");

fn is_part(headers: &HeaderMap) -> bool {
    headers.get(CONTENT_TYPE).is_some_and(|media| media == PART)
}

/// Parses the headers of a part.
pub fn part(headers: &HeaderMap) -> Result<UploadPart, Error> {
    Ok(UploadPart {
        offset: number(headers, &OFFSET)?
            .ok_or_else(|| Error::bad_request("the header Upload-Offset is required"))?,
        length: number(headers, &CONTENT_LENGTH)?,
        checksum: checksum(headers)?,
    })
}

async fn remove(
    State(server): State<Arc<Server>>,
    Extension(RequestTime(now)): Extension<RequestTime>,
    PathParam(file): PathParam,
    headers: HeaderMap,
) -> HandlerResult {
    server.gateway.remove_upload(&owner(&headers)?, &file, now).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Handles a POST with `X-HTTP-Method-Override`, for networks that allow only GET and POST.
async fn overridden(
    state: State<Arc<Server>>,
    now: Extension<RequestTime>,
    file: PathParam,
    headers: HeaderMap,
    body: Body,
) -> HandlerResult {
    match headers.get("x-http-method-override").map(HeaderValue::as_bytes) {
        Some(b"PATCH") => receive(state, now, file, headers, body).await,
        Some(b"DELETE") => remove(state, now, file, headers).await,
        Some(b"HEAD") => offset(state, now, file, headers).await,
        _ => Err(Error::WrongMethod),
    }
}

/// Parses `Upload-Checksum: sha256 BASE64`, or the same with sha1.
fn checksum(headers: &HeaderMap) -> Result<Option<Checksum>, Error> {
    let Some(value) = headers.get("upload-checksum") else { return Ok(None) };
    let pair = value.to_str().ok().and_then(|text| text.split_once(' '));
    let checksum =
        pair.and_then(|(algorithm, digest)| Checksum::new(algorithm, STANDARD.decode(digest).ok()?));
    checksum.map(Some).ok_or_else(|| {
        Error::bad_request("the header Upload-Checksum must be sha1 or sha256 and the digest in base64")
    })
}

fn with_expiry(mut response: Response, upload: &Upload) -> Response {
    let expires = upload.expires_at.and_then(http_date).and_then(|date| HeaderValue::try_from(date).ok());
    if let Some(expires) = expires {
        response.headers_mut().insert(EXPIRES, expires);
    }
    response
}
