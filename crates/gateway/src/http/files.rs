//! `/api/v1/files`: resumable uploads by tus 1.0.0 with creation, checksum, termination and expiration.

use crate::clock::http_date;
use crate::error::Error;
use crate::http::request::{Segment, number, owner};
use crate::http::{Now, Server};
use crate::service::Part;
use crate::store::Upload;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, LOCATION};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Extension, Router};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rules::document::MAX_FILE_BYTES;
use std::sync::Arc;

const RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");
const VERSION: HeaderName = HeaderName::from_static("tus-version");
const LENGTH: HeaderName = HeaderName::from_static("upload-length");
const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const EXPIRES: HeaderName = HeaderName::from_static("upload-expires");
const TUS: HeaderValue = HeaderValue::from_static("1.0.0");

type Answer = Result<Response, Error>;

pub fn routes() -> Router<Arc<Server>> {
    Router::new()
        .route("/api/v1/files", post(create).options(abilities))
        .route(
            "/api/v1/files/{file}",
            axum::routing::head(offset).patch(receive).delete(remove).post(overridden).options(abilities),
        )
        .route_layer(middleware::from_fn(speak_tus))
}

/// Refuses other versions of the protocol, and names ours on every answer.
async fn speak_tus(request: Request, next: Next) -> Response {
    let understood = request.method() == Method::OPTIONS
        || request.headers().get(RESUMABLE).is_some_and(|version| version == TUS);
    let mut response = if understood { next.run(request).await } else { Error::TusVersion.into_response() };
    if !understood {
        response.headers_mut().insert(VERSION, TUS);
    }
    response.headers_mut().insert(RESUMABLE, TUS);
    response
}

async fn abilities() -> Response {
    let headers = [
        (VERSION, "1.0.0".to_owned()),
        (HeaderName::from_static("tus-extension"), "creation,checksum,termination,expiration".to_owned()),
        (HeaderName::from_static("tus-checksum-algorithm"), "sha256".to_owned()),
        (HeaderName::from_static("tus-max-size"), MAX_FILE_BYTES.to_string()),
    ];
    (StatusCode::NO_CONTENT, headers).into_response()
}

async fn create(
    State(server): State<Arc<Server>>,
    Extension(Now(now)): Extension<Now>,
    headers: HeaderMap,
) -> Answer {
    let owner = owner(&headers)?;
    let length = number(&headers, &LENGTH)?
        .ok_or_else(|| Error::bad_request("the header Upload-Length says how long the file is"))?;
    let upload = server.gateway.create_upload(owner, length, now).await?;
    let mut response = StatusCode::CREATED.into_response();
    let location = HeaderValue::try_from(format!("/api/v1/files/{}", upload.id.as_str()));
    response.headers_mut().insert(LOCATION, location.map_err(Error::internal)?);
    Ok(with_expiry(response, &upload))
}

async fn offset(
    State(server): State<Arc<Server>>,
    Extension(Now(now)): Extension<Now>,
    Segment(file): Segment,
    headers: HeaderMap,
) -> Answer {
    let (upload, offset) = server.gateway.upload_offset(&owner(&headers)?, &file, now).await?;
    let headers = [(OFFSET, HeaderValue::from(offset)), (LENGTH, HeaderValue::from(upload.length))];
    Ok(with_expiry((StatusCode::OK, headers).into_response(), &upload))
}

async fn receive(
    State(server): State<Arc<Server>>,
    Extension(Now(now)): Extension<Now>,
    Segment(file): Segment,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    let owner = owner(&headers)?;
    let is_part = headers.get(CONTENT_TYPE).is_some_and(|media| media == "application/offset+octet-stream");
    if !is_part {
        return Err(Error::UnsupportedMedia("a part has the content type application/offset+octet-stream"));
    }
    let part = part(&headers)?;
    let gateway = Arc::clone(&server.gateway);
    // On its own, so that what arrived is written and synced even if the phone hangs up.
    let receiving =
        tokio::spawn(async move { gateway.receive(owner, &file, part, body.into_data_stream(), now).await });
    let (upload, offset) = receiving.await.map_err(Error::internal)??;
    server.metrics.count_upload();
    let headers = [(OFFSET, HeaderValue::from(offset))];
    Ok(with_expiry((StatusCode::NO_CONTENT, headers).into_response(), &upload))
}

/// What the head says of the part that follows.
pub fn part(headers: &HeaderMap) -> Result<Part, Error> {
    Ok(Part {
        offset: number(headers, &OFFSET)?
            .ok_or_else(|| Error::bad_request("the header Upload-Offset says where the part begins"))?,
        length: number(headers, &CONTENT_LENGTH)?,
        checksum: checksum(headers)?,
    })
}

async fn remove(
    State(server): State<Arc<Server>>,
    Extension(Now(now)): Extension<Now>,
    Segment(file): Segment,
    headers: HeaderMap,
) -> Answer {
    server.gateway.remove_upload(&owner(&headers)?, &file, now).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Some networks let nothing but GET and POST through; tus then names the method in a header.
async fn overridden(
    state: State<Arc<Server>>,
    now: Extension<Now>,
    file: Segment,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    match headers.get("x-http-method-override").map(HeaderValue::as_bytes) {
        Some(b"PATCH") => receive(state, now, file, headers, body).await,
        Some(b"DELETE") => remove(state, now, file, headers).await,
        Some(b"HEAD") => offset(state, now, file, headers).await,
        _ => Err(Error::WrongMethod),
    }
}

/// `Upload-Checksum: sha256 BASE64`.
fn checksum(headers: &HeaderMap) -> Result<Option<[u8; 32]>, Error> {
    let Some(value) = headers.get("upload-checksum") else { return Ok(None) };
    let wrong = || Error::bad_request("the header Upload-Checksum is sha256 and the digest in base64");
    let (algorithm, digest) = value.to_str().ok().and_then(|text| text.split_once(' ')).ok_or_else(wrong)?;
    if algorithm != "sha256" {
        return Err(wrong());
    }
    let digest = STANDARD.decode(digest).map_err(|_| wrong())?;
    digest.try_into().map(Some).map_err(|_| wrong())
}

fn with_expiry(mut response: Response, upload: &Upload) -> Response {
    let expires = upload.expires_at.and_then(http_date).and_then(|date| HeaderValue::try_from(date).ok());
    if let Some(expires) = expires {
        response.headers_mut().insert(EXPIRES, expires);
    }
    response
}
