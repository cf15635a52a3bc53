//! The browser as the outbox uses it: storage, network, clock.

use super::db;
use super::{clock, net, page, random};
use outbox::phone::{
    Collection, HttpResponse, Network, PhoneClock, PhoneStorage, Precondition, Request, StorageError,
    Unreachable, Written,
};
use rules::time::Instant;

/// This browser.
#[derive(Clone, Copy)]
pub struct Browser;

fn store(on: Collection) -> db::StoreName {
    match on {
        Collection::Drafts => db::StoreName::Drafts,
        Collection::Pages => db::StoreName::Pages,
        Collection::Uploads => db::StoreName::Uploads,
        Collection::Attempts => db::StoreName::Attempts,
        Collection::Tracked => db::StoreName::Tracked,
    }
}

impl PhoneStorage for Browser {
    async fn text(&self, on: Collection, key: &str) -> Result<Option<String>, StorageError> {
        db::text(store(on), key).await
    }

    async fn texts(&self, on: Collection) -> Result<Vec<String>, StorageError> {
        db::texts(store(on)).await
    }

    async fn bytes(&self, on: Collection, key: &str) -> Result<Option<Vec<u8>>, StorageError> {
        db::bytes(store(on), key).await
    }

    async fn write_text(
        &self,
        on: Collection,
        key: &str,
        text: &str,
        precondition: Precondition<'_>,
    ) -> Result<Written, StorageError> {
        db::replace_text(store(on), key, text, precondition).await
    }

    async fn delete(&self, on: Collection, key: &str) -> Result<(), StorageError> {
        db::delete(store(on), key).await
    }
}

impl Network for Browser {
    async fn ask(&self, request: Request<'_>) -> Result<HttpResponse, Unreachable> {
        net::ask(request).await
    }
}

impl PhoneClock for Browser {
    fn now(&self) -> Instant {
        clock::now()
    }

    fn random(&self) -> u32 {
        // Without a random generator all waits have their exact length.
        random::bytes::<4>().map_or(0, u32::from_le_bytes)
    }

    async fn rest(&self, milliseconds: u32) {
        page::rest(i32::try_from(milliseconds).unwrap_or(i32::MAX)).await;
    }
}
