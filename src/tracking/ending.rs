//! Requests that end a sent application: withdrawal, and deletion at the gateway.

use super::Tracked;
use crate::platform::net::{self, Body, NetError};
use gloo_net::http::Method;
use wire::answer::RefusalCode;
use wire::path;

/// Withdraws an application. Succeeds if it was already withdrawn.
pub async fn withdraw(tracked: &Tracked) -> Result<(), NetError> {
    let path = path::WITHDRAWAL.address([&tracked.receipt.number]);
    net::send_with(&tracked.owner_key, Method::POST, &path, Body::None).await.map(|_| ())
}

/// Deletes everything that the gateway stores about an application. Succeeds if it is already gone, because an earlier answer
/// may have been lost.
pub async fn delete(tracked: &Tracked) -> Result<(), NetError> {
    let path = path::APPLICATION.address([&tracked.receipt.number]);
    match net::send_with(&tracked.owner_key, Method::DELETE, &path, Body::None).await {
        Err(error) if matches!(error.code(), Some(RefusalCode::Gone)) => Ok(()),
        answered => answered.map(|_| ()),
    }
}
