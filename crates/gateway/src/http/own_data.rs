//! The owner's own data: the latest submission, its files and the contact details.

use crate::blobs::BlobReader;
use crate::error::Error;
use crate::http::request::{PathParam, PathParams, body, owner, read_json};
use crate::http::response::{HandlerResult, json, json_text};
use crate::http::server::{RequestTime, Server};
use crate::http::streaming;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Extension, Router};
use futures_util::stream;
use rules::document::Media;
use std::sync::Arc;
use wire::path;

pub fn routes() -> Router<Arc<Server>> {
    Router::new()
        .route(path::DRAFT.pattern(), get(submission))
        .route(path::PAGE.pattern(), get(page))
        .route(path::CONTACT.pattern(), get(contact).put(correct_contact))
}

async fn submission(
    State(server): State<Arc<Server>>,
    PathParam(number): PathParam,
    headers: HeaderMap,
) -> HandlerResult {
    let submission = server.gateway.submission(&owner(&headers)?, &number).await?;
    Ok(json_text(StatusCode::OK, submission))
}

/// Sends a page as an attachment: a browser must not display uploaded content as a page of this origin.
async fn page(
    State(server): State<Arc<Server>>,
    PathParams(number, page): PathParams,
    headers: HeaderMap,
) -> HandlerResult {
    let (file, reading) = server.gateway.sent_page(&owner(&headers)?, &number, &page).await?;
    let (media, ending) = match file.media {
        Media::Jpeg => ("image/jpeg", "jpg"),
        Media::Png => ("image/png", "png"),
        Media::Pdf => ("application/pdf", "pdf"),
    };
    let named = HeaderValue::try_from(format!("attachment; filename=\"{}.{ending}\"", file.page.to_text()));
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(media)),
        (CONTENT_LENGTH, HeaderValue::from(file.length)),
        (CONTENT_DISPOSITION, named.map_err(Error::internal)?),
    ];
    Ok((headers, streaming::body(read(reading)).await?).into_response())
}

fn read(reading: Box<dyn BlobReader>) -> impl stream::Stream<Item = Result<Bytes, Error>> {
    stream::try_unfold(reading, |mut reading| async {
        let chunk = reading.read().await?;
        Ok((!chunk.is_empty()).then(|| (Bytes::from(chunk), reading)))
    })
}

async fn contact(
    State(server): State<Arc<Server>>,
    PathParam(number): PathParam,
    headers: HeaderMap,
) -> HandlerResult {
    Ok(json(StatusCode::OK, &server.gateway.contact(&owner(&headers)?, &number).await?))
}

async fn correct_contact(
    State(server): State<Arc<Server>>,
    Extension(RequestTime(now)): Extension<RequestTime>,
    PathParam(number): PathParam,
    headers: HeaderMap,
    sent: Body,
) -> HandlerResult {
    let owner = owner(&headers)?;
    let details = read_json(&body(&headers, sent).await?)?;
    Ok(json(StatusCode::OK, &server.gateway.correct_contact(&owner, &number, details, now).await?))
}
