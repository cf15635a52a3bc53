//! Streams of events for whoever follows: they say that something is new and what tag it has, and the phone asks for it.

use crate::error::Error;
use crate::http::request::{Segment, owner, share_token};
use crate::http::tagged::digest;
use crate::http::{Now, Server};
use crate::identity::Owner;
use crate::service::Listener;
use crate::sharing::Token;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderName};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use futures_util::stream;
use rules::time::Instant;
use std::convert::Infallible;
use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::sleep;
use wire::answer::Status;
use wire::share::SharedStatus;

type Answer = Result<Response, Error>;

/// How long nothing is sent at most: networks forget connections that are silent, and a phone learns that one is dead.
const HEARTBEAT: Duration = Duration::from_secs(20);

pub fn routes() -> Router<Arc<Server>> {
    Router::new()
        .route("/api/v1/applications/{number}/events", get(of_owner))
        .route("/api/v1/shared/events", get(of_family))
}

async fn of_owner(
    State(server): State<Arc<Server>>,
    now: Extension<Now>,
    Segment(number): Segment,
    headers: HeaderMap,
) -> Answer {
    let owner = owner(&headers)?;
    let listener = server.gateway.listen_as_owner(&owner, &number).await?;
    open(server, now, Follower::Owner(owner, number), listener, &headers).await
}

async fn of_family(State(server): State<Arc<Server>>, now: Extension<Now>, headers: HeaderMap) -> Answer {
    let token = share_token(&headers)?;
    let listener = server.gateway.listen_as_family(&token).await?;
    open(server, now, Follower::Family(token), listener, &headers).await
}

/// Who follows, and may look.
enum Follower {
    Owner(Owner, String),
    Family(Token),
}

/// What a follower has been told.
struct Told {
    tag: String,
    calendar: String,
}

struct Stream {
    server: Arc<Server>,
    follower: Follower,
    listener: Listener,
    told: Told,
    over: bool,
}

async fn open(
    server: Arc<Server>,
    Extension(Now(now)): Extension<Now>,
    follower: Follower,
    listener: Listener,
    headers: &HeaderMap,
) -> Answer {
    // Looked at after the listener is there, so that nothing falls between.
    let current = look(&server, &follower, now).await?;
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok());
    let first = if last == Some(&current.tag) { ":\n\n".to_owned() } else { changed(&current.tag) };
    let stream = Stream { server, follower, listener, told: current, over: false };
    let first = stream::iter([Ok::<_, Infallible>(Bytes::from(first))]);
    let rest = stream::unfold(stream, |mut stream| async {
        let words = stream.next().await?;
        Some((Ok(Bytes::from(words)), stream))
    });
    let headers = [
        (CONTENT_TYPE, "text/event-stream"),
        // Asks a proxy that would gather bytes not to.
        (HeaderName::from_static("x-accel-buffering"), "no"),
    ];
    let body = Body::from_stream(futures_util::StreamExt::chain(first, rest));
    Ok((headers, body).into_response())
}

impl Stream {
    /// What is sent next; `None` at the end.
    async fn next(&mut self) -> Option<String> {
        while !self.over {
            tokio::select! {
                heard = self.listener.heard() => if !heard { return None },
                () = sleep(HEARTBEAT) => return Some(":\n\n".to_owned()),
            }
            let now = self.server.clock.now().await.ok()?;
            match look(&self.server, &self.follower, now).await {
                Ok(current) => {
                    let words = difference(&self.told, &current);
                    self.told = current;
                    if !words.is_empty() {
                        return Some(words);
                    }
                }
                Err(Error::Revoked) => {
                    self.over = true;
                    return Some("event: revoked\ndata: {}\n\n".to_owned());
                }
                // The phone asks again and hears the reason.
                Err(_) => return None,
            }
        }
        None
    }
}

async fn look(server: &Server, follower: &Follower, now: Instant) -> Result<Told, Error> {
    Ok(match follower {
        Follower::Owner(owner, number) => {
            let status = server.gateway.status(owner, number, now).await?;
            Told { tag: digest(&Status { as_of: Instant(0), ..status.clone() })?, calendar: status.calendar }
        }
        Follower::Family(token) => {
            let status = server.gateway.shared_status(token, now).await?;
            Told {
                tag: digest(&SharedStatus { as_of: Instant(0), ..status.clone() })?,
                calendar: status.calendar,
            }
        }
    })
}

fn difference(told: &Told, current: &Told) -> String {
    let mut words = String::new();
    if told.calendar != current.calendar {
        let version = serde_json::Value::from(current.calendar.as_str());
        // Writing to a string cannot fail.
        let _ = write!(words, "event: calendar\ndata: {{\"version\":{version}}}\n\n");
    }
    if told.tag != current.tag {
        words += &changed(&current.tag);
    }
    words
}

/// The tag is that of the answer to the plain question; the id alone brings a lost stream up to date.
fn changed(tag: &str) -> String {
    format!("id: {tag}\nevent: changed\ndata: {{\"etag\":\"W/\\\"{tag}\\\"\"}}\n\n")
}
