//! What an owner sent, to be read again, and the contact details, to be corrected.

use crate::error::Error;
use crate::files::Reading;
use crate::http::pieces;
use crate::http::request::{Segment, Segments, body, owner, read_json};
use crate::http::{Now, Server, json, json_text};
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use futures_util::stream;
use rules::document::Media;
use std::sync::Arc;

type Answer = Result<Response, Error>;

pub fn routes() -> Router<Arc<Server>> {
    Router::new()
        .route("/api/v1/applications/{number}/draft", get(submission))
        .route("/api/v1/applications/{number}/files/{page}", get(page))
        .route("/api/v1/applications/{number}/contact", get(contact).put(correct_contact))
}

async fn submission(
    State(server): State<Arc<Server>>,
    Segment(number): Segment,
    headers: HeaderMap,
) -> Answer {
    let submission = server.gateway.submission(&owner(&headers)?, &number).await?;
    Ok(json_text(StatusCode::OK, submission))
}

/// To be kept and not to be shown: what strangers made is never a page of this place.
async fn page(
    State(server): State<Arc<Server>>,
    Segments(number, page): Segments,
    headers: HeaderMap,
) -> Answer {
    let (file, reading) = server.gateway.sent_page(&owner(&headers)?, &number, &page).await?;
    let (media, ending) = match file.media {
        Media::Jpeg => ("image/jpeg", "jpg"),
        Media::Png => ("image/png", "png"),
        Media::Pdf => ("application/pdf", "pdf"),
    };
    let named = HeaderValue::try_from(format!("attachment; filename=\"{}.{ending}\"", file.page.write()));
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(media)),
        (CONTENT_LENGTH, HeaderValue::from(file.length)),
        (CONTENT_DISPOSITION, named.map_err(Error::internal)?),
    ];
    Ok((headers, pieces::body(read(reading)).await?).into_response())
}

fn read(reading: Box<dyn Reading>) -> impl stream::Stream<Item = Result<Bytes, Error>> {
    stream::try_unfold(reading, |mut reading| async {
        let piece = reading.read().await?;
        Ok((!piece.is_empty()).then(|| (Bytes::from(piece), reading)))
    })
}

async fn contact(State(server): State<Arc<Server>>, Segment(number): Segment, headers: HeaderMap) -> Answer {
    Ok(json(StatusCode::OK, &server.gateway.contact(&owner(&headers)?, &number).await?))
}

async fn correct_contact(
    State(server): State<Arc<Server>>,
    Extension(Now(now)): Extension<Now>,
    Segment(number): Segment,
    headers: HeaderMap,
    sent: Body,
) -> Answer {
    let owner = owner(&headers)?;
    let details = read_json(&body(&headers, sent).await?)?;
    Ok(json(StatusCode::OK, &server.gateway.correct_contact(&owner, &number, details, now).await?))
}
