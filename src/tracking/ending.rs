//! Requests that end a sent application: withdrawal, and deletion at the gateway.

use super::Tracked;
use crate::platform::net::{self, Body, NetError};
use gloo_net::http::Method;
use wire::answer::RefusalCode;

/// Withdraws an application. Succeeds if it was already withdrawn.
pub async fn withdraw(tracked: &Tracked) -> Result<(), NetError> {
    ask(tracked, Method::POST, "/withdrawal").await
}

/// Deletes everything that the gateway stores about an application. Succeeds if it is already gone, because an earlier answer
/// may have been lost.
pub async fn delete(tracked: &Tracked) -> Result<(), NetError> {
    match ask(tracked, Method::DELETE, "").await {
        Err(error) if matches!(error.code(), Some(RefusalCode::Gone)) => Ok(()),
        answered => answered,
    }
}

async fn ask(tracked: &Tracked, method: Method, rest: &str) -> Result<(), NetError> {
    let path = ["/api/v1/applications/", &tracked.receipt.number, rest].concat();
    net::send(method, &path, &[("Authorization", &net::bearer(&tracked.owner_key))], Body::None)
        .await
        .map(|_| ())
}
