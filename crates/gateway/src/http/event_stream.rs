//! Server-sent events for the followers of an application. An event has the new `ETag` of the status; the phone then requests
//! the status.

use crate::error::Error;
use crate::http::etag::digest;
use crate::http::request::{PathParam, owner, share_token};
use crate::http::response::HandlerResult;
use crate::http::server::{RequestTime, Server};
use crate::identity::Owner;
use crate::service::ChangeListener;
use crate::sharing::LinkToken;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderName};
use axum::response::IntoResponse;
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
use wire::path;
use wire::share::SharedStatus;

/// The interval of keep-alive comments: networks drop silent connections, and a phone notices that a connection is dead.
const HEARTBEAT: Duration = Duration::from_secs(20);

pub fn routes() -> Router<Arc<Server>> {
    Router::new().route(path::EVENTS.pattern(), get(of_owner)).route(path::SHARED_EVENTS, get(of_family))
}

async fn of_owner(
    State(server): State<Arc<Server>>,
    now: Extension<RequestTime>,
    PathParam(number): PathParam,
    headers: HeaderMap,
) -> HandlerResult {
    let owner = owner(&headers)?;
    let listener = server.gateway.listen_as_owner(&owner, &number).await?;
    open(server, now, Subscriber::Owner(owner, number), listener, &headers).await
}

async fn of_family(
    State(server): State<Arc<Server>>,
    now: Extension<RequestTime>,
    headers: HeaderMap,
) -> HandlerResult {
    let token = share_token(&headers)?;
    let listener = server.gateway.listen_as_family(&token).await?;
    open(server, now, Subscriber::Family(token), listener, &headers).await
}

/// The credentials of a subscriber.
enum Subscriber {
    Owner(Owner, String),
    Family(LinkToken),
}

/// The tag and the calendar version of a status.
struct Snapshot {
    tag: String,
    calendar: String,
}

/// An open stream, and the last state that was sent on it.
struct EventStream {
    server: Arc<Server>,
    subscriber: Subscriber,
    listener: ChangeListener,
    sent: Snapshot,
    is_over: bool,
}

async fn open(
    server: Arc<Server>,
    Extension(RequestTime(now)): Extension<RequestTime>,
    subscriber: Subscriber,
    listener: ChangeListener,
    headers: &HeaderMap,
) -> HandlerResult {
    // Read after the subscription, so that no change is missed.
    let current = snapshot(&server, &subscriber, now).await?;
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok());
    let first = if last == Some(&current.tag) { ":\n\n".to_owned() } else { changed(&current.tag) };
    let stream = EventStream { server, subscriber, listener, sent: current, is_over: false };
    let first = stream::iter([Ok::<_, Infallible>(Bytes::from(first))]);
    let rest = stream::unfold(stream, |mut stream| async {
        let text = stream.next().await?;
        Some((Ok(Bytes::from(text)), stream))
    });
    let headers = [
        (CONTENT_TYPE, "text/event-stream"),
        // Tells nginx not to buffer the stream.
        (HeaderName::from_static("x-accel-buffering"), "no"),
    ];
    let body = Body::from_stream(futures_util::StreamExt::chain(first, rest));
    Ok((headers, body).into_response())
}

impl EventStream {
    /// Waits for the next text to be sent; `None` at the end.
    async fn next(&mut self) -> Option<String> {
        while !self.is_over {
            tokio::select! {
                changed = self.listener.changed() => if !changed { return None },
                () = sleep(HEARTBEAT) => return Some(":\n\n".to_owned()),
            }
            let now = self.server.clock.now().await.ok()?;
            match snapshot(&self.server, &self.subscriber, now).await {
                Ok(current) => {
                    let text = difference(&self.sent, &current);
                    self.sent = current;
                    if !text.is_empty() {
                        return Some(text);
                    }
                }
                Err(Error::Revoked) => {
                    self.is_over = true;
                    return Some("event: revoked\ndata: {}\n\n".to_owned());
                }
                // The phone reconnects and gets the error as a response.
                Err(_) => return None,
            }
        }
        None
    }
}

/// Reads the current state with the subscriber's credentials.
async fn snapshot(server: &Server, subscriber: &Subscriber, now: Instant) -> Result<Snapshot, Error> {
    Ok(match subscriber {
        Subscriber::Owner(owner, number) => {
            let status = server.gateway.status(owner, number, now).await?;
            Snapshot {
                tag: digest(&Status { as_of: Instant(0), ..status.clone() })?,
                calendar: status.calendar,
            }
        }
        Subscriber::Family(token) => {
            let status = server.gateway.shared_status(token, now).await?;
            Snapshot {
                tag: digest(&SharedStatus { as_of: Instant(0), ..status.clone() })?,
                calendar: status.calendar,
            }
        }
    })
}

/// Returns the events that lead from one state to another.
fn difference(sent: &Snapshot, current: &Snapshot) -> String {
    let mut text = String::new();
    if sent.calendar != current.calendar {
        let version = serde_json::Value::from(current.calendar.as_str());
        // Writing to a `String` cannot fail.
        let _ = write!(text, "event: calendar\ndata: {{\"version\":{version}}}\n\n");
    }
    if sent.tag != current.tag {
        text += &changed(&current.tag);
    }
    text
}

/// Returns the event `changed` with the `ETag` of the status. Its id, sent as `Last-Event-ID`, is enough to resume a stream.
fn changed(tag: &str) -> String {
    format!("id: {tag}\nevent: changed\ndata: {{\"etag\":\"W/\\\"{tag}\\\"\"}}\n\n")
}
