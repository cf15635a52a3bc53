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
use axum::extract::State;
use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderMap, HeaderName};
use axum::response::IntoResponse;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::routing::get;
use axum::{Extension, Router};
use futures_util::{StreamExt as _, stream};
use rules::time::Instant;
use serde_json::json;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
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
    let first = if last == Some(&current.tag) { Event::DEFAULT_KEEP_ALIVE } else { changed(&current.tag) };
    let stream = EventStream { server, subscriber, listener, sent: current, is_over: false };
    let rest = stream::unfold(stream, |mut stream| async { Some((stream.next().await?, stream)) });
    let events = stream::iter([first]).chain(rest.flat_map(stream::iter)).map(Ok::<_, Infallible>);
    let headers = [
        (CACHE_CONTROL, "no-store"),
        // Tells nginx not to buffer the stream.
        (HeaderName::from_static("x-accel-buffering"), "no"),
    ];
    let events = Sse::new(events).keep_alive(KeepAlive::new().interval(HEARTBEAT));
    Ok((headers, events).into_response())
}

impl EventStream {
    /// Waits for the next events to be sent; `None` at the end.
    async fn next(&mut self) -> Option<Vec<Event>> {
        while !self.is_over && self.listener.changed().await {
            let now = self.server.clock.now().await.ok()?;
            match snapshot(&self.server, &self.subscriber, now).await {
                Ok(current) => {
                    let events = difference(&self.sent, &current);
                    self.sent = current;
                    if !events.is_empty() {
                        return Some(events);
                    }
                }
                Err(Error::Revoked) => {
                    self.is_over = true;
                    return Some(vec![Event::default().event("revoked").data("{}")]);
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
fn difference(sent: &Snapshot, current: &Snapshot) -> Vec<Event> {
    let calendar = || {
        let data = json!({ "version": current.calendar }).to_string();
        Event::default().event("calendar").data(data)
    };
    let replaced = (sent.calendar != current.calendar).then(calendar);
    replaced.into_iter().chain((sent.tag != current.tag).then(|| changed(&current.tag))).collect()
}

/// Returns the event `changed` with the `ETag` of the status. Its id, sent as `Last-Event-ID`, is enough to resume a stream.
fn changed(tag: &str) -> Event {
    let data = json!({ "etag": format!("W/\"{tag}\"") }).to_string();
    Event::default().id(tag).event("changed").data(data)
}
