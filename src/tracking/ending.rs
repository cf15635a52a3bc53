//! Withdrawing a sent application, and having it deleted at the gateway.

use super::Tracked;
use crate::platform::net::{self, Body, NetError};
use gloo_net::http::Method;
use wire::answer::RefusalCode;

/// Withdraws; one that was withdrawn before is withdrawn.
pub async fn withdraw(tracked: &Tracked) -> Result<(), NetError> {
    ask(tracked, Method::POST, "/withdrawal").await
}

/// Has everything deleted that the gateway keeps of it. One that is gone already is deleted: the answer was lost.
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
