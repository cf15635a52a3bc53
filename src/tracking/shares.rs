//! The family links of a sent application: created, listed, revoked, and exchanged for a spoken code. The gateway stores them;
//! the phone stores the last list, so that a link can be shown offline.

use super::Tracked;
use crate::platform::db::{self, StoreName};
use crate::platform::net::{self, Body, NetError};
use crate::platform::{random, sharing};
use crate::route::Route;
use gloo_net::http::Method;
use wire::json;
use wire::path;
use wire::share::{NewShare, Share, ShareCode, Shares};

/// Loads the last list of links of an application; `None` if none was stored.
pub async fn kept(tracked: &Tracked) -> Result<Option<Vec<Share>>, db::StorageError> {
    let json = db::text(StoreName::Links, &tracked.id.to_text()).await?;
    Ok(json.and_then(|json| json::read::<Shares>(&json)).map(|kept| kept.shares))
}

/// Requests the links that are not revoked, oldest first.
pub async fn list(tracked: &Tracked) -> Result<Vec<Share>, NetError> {
    let path = path::SHARES.address([&tracked.receipt.number]);
    let listed: Shares = net::get_with(&tracked.owner_key, &path).await?;
    // If the phone cannot store the links, they are shown nevertheless.
    let _ = db::put_text(StoreName::Links, &tracked.id.to_text(), &json::write(&listed)).await;
    Ok(listed.shares)
}

/// Returns an id for a new link; `None` if the browser has no random generator.
pub fn fresh_id() -> Option<String> {
    let bytes: [u8; 16] = random::bytes()?;
    let nibbles = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    Some(nibbles.filter_map(|nibble| char::from_digit(u32::from(nibble), 16)).collect())
}

/// Creates the link with this id. A repeated request with the same id returns the same link.
pub async fn make(tracked: &Tracked, id: &str, name: &str) -> Result<Share, NetError> {
    let body = json::write(&NewShare { id: id.to_owned(), name: name.to_owned() });
    let path = path::SHARES.address([&tracked.receipt.number]);
    net::read_json(net::send_with(&tracked.owner_key, Method::POST, &path, Body::Json(&body)).await?).await
}

/// Revokes a link permanently.
pub async fn revoke(tracked: &Tracked, id: &str) -> Result<(), NetError> {
    let path = path::SHARE.address([&tracked.receipt.number, id]);
    net::send_with(&tracked.owner_key, Method::DELETE, &path, Body::None).await.map(|_| ())
}

/// Requests a code that can be spoken over the phone; an earlier code of the same link becomes invalid.
pub async fn code(tracked: &Tracked, id: &str) -> Result<ShareCode, NetError> {
    let path = path::SHARE_CODE.address([&tracked.receipt.number, id]);
    net::read_json(net::send_with(&tracked.owner_key, Method::POST, &path, Body::None).await?).await
}

/// Returns the address of the link. The fragment after `#` is not sent to any server when the link is opened.
pub fn address(share: &Share) -> String {
    [&sharing::origin(), &Route::SharedCode.href(), "#", &share.token].concat()
}
