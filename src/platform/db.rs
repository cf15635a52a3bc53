//! The phone's database (IndexedDB): answers as versioned JSON text, files as bytes in a store of their own.
//!
//! A write is done when its transaction is complete and on the phone's disk, not when its request is.

use idb::{Database, DatabaseEvent, Factory, ObjectStoreParams, Query, Transaction, TransactionMode};
pub use outbox::phone::Written;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

/// The stores. Each maps a text key to text or bytes.
#[derive(Clone, Copy)]
pub enum Store {
    /// Drafts by id.
    Drafts,
    /// The bytes of pages by id.
    Pages,
    /// Under which id the gateway keeps an upload, by page id.
    Uploads,
    /// The exact bytes of the first attempt to send, by draft id.
    Attempts,
    /// Sent applications as last seen, by draft id.
    Tracked,
    /// What the person has read of them, by the same id.
    Read,
    /// What was seen on photographed pages, by page id. Losing it loses advice and nothing else.
    Looks,
    /// The family links of a sent application, by its id here.
    Links,
    /// Applications of others, followed by a family link, by an id of this phone.
    Shared,
}

impl Store {
    const ALL: [Self; 9] = [
        Self::Drafts,
        Self::Pages,
        Self::Uploads,
        Self::Attempts,
        Self::Tracked,
        Self::Read,
        Self::Looks,
        Self::Links,
        Self::Shared,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Drafts => "drafts",
            Self::Pages => "pages",
            Self::Uploads => "uploads",
            Self::Attempts => "attempts",
            Self::Tracked => "tracked",
            Self::Read => "read",
            Self::Looks => "looks",
            Self::Links => "links",
            Self::Shared => "shared",
        }
    }
}

/// The phone refused: private mode, full or damaged storage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StorageError;

impl From<idb::Error> for StorageError {
    fn from(_: idb::Error) -> Self {
        Self
    }
}

const NAME: &str = "qandas";
const VERSION: u32 = 3;

#[wasm_bindgen]
extern "C" {
    /// The browser's own database: the bindings know nothing of how lasting a transaction is.
    type Native;

    #[wasm_bindgen(method, catch)]
    fn transaction(
        this: &Native,
        store: &str,
        mode: &JsValue,
        options: &js_sys::Object,
    ) -> Result<JsValue, JsValue>;
}

struct Open {
    /// Kept for what it hears of other tabs, and to be closed.
    database: Database,
    native: Native,
}

impl Open {
    /// Without `strict` a browser calls complete what the system has yet to write, and an empty battery may take it.
    fn begin(&self, store: Store, mode: TransactionMode) -> Result<Transaction, StorageError> {
        let lasting = js_sys::Object::new();
        js_sys::Reflect::set(&lasting, &"durability".into(), &"strict".into()).map_err(|_| StorageError)?;
        let begun = self.native.transaction(store.name(), &mode.into(), &lasting);
        Ok(Transaction::try_from(begun.map_err(|_| StorageError)?)?)
    }
}

thread_local! {
    static OPEN: RefCell<Option<Rc<Open>>> = const { RefCell::new(None) };
}

async fn database() -> Result<Rc<Open>, StorageError> {
    if let Some(open) = OPEN.with_borrow(Clone::clone) {
        return Ok(open);
    }
    let mut request = Factory::new()?.open(NAME, Some(VERSION))?;
    request.on_upgrade_needed(|event| {
        let Ok(database) = event.database() else { return };
        let existing = database.store_names();
        for store in Store::ALL {
            if !existing.iter().any(|name| name == store.name()) {
                let _ = database.create_object_store(store.name(), ObjectStoreParams::new());
            }
        }
    });
    let native = JsValue::from(request.await?);
    let mut database = Database::try_from(native.clone())?;
    // Another tab with a newer build wants to upgrade: let go, and open again at the next call.
    database.on_version_change(|_| let_go());
    let open = Rc::new(Open { database, native: native.unchecked_into() });
    OPEN.set(Some(open.clone()));
    Ok(open)
}

/// Closes the database when what is under way is done; the next call opens it again.
fn let_go() {
    if let Some(open) = OPEN.take() {
        open.database.close();
    }
}

/// Where the browser has cut the database off, as Safari does to pages in the background, it is opened once more.
async fn begin(store: Store, mode: TransactionMode) -> Result<Transaction, StorageError> {
    if let Ok(begun) = database().await?.begin(store, mode) {
        return Ok(begun);
    }
    let_go();
    database().await?.begin(store, mode)
}

async fn read(store: Store, key: &str) -> Result<Option<JsValue>, StorageError> {
    let transaction = begin(store, TransactionMode::ReadOnly).await?;
    let value = transaction.object_store(store.name())?.get(JsValue::from_str(key))?.await?;
    Ok(value.filter(|value| !value.is_undefined() && !value.is_null()))
}

async fn write(store: Store, key: &str, value: &JsValue) -> Result<(), StorageError> {
    let transaction = begin(store, TransactionMode::ReadWrite).await?;
    transaction.object_store(store.name())?.put(value, Some(&JsValue::from_str(key)))?.await?;
    transaction.commit()?.await?;
    Ok(())
}

pub async fn text(store: Store, key: &str) -> Result<Option<String>, StorageError> {
    Ok(read(store, key).await?.and_then(|value| value.as_string()))
}

pub async fn put_text(store: Store, key: &str, text: &str) -> Result<(), StorageError> {
    write(store, key, &JsValue::from_str(text)).await
}

pub async fn bytes(store: Store, key: &str) -> Result<Option<Vec<u8>>, StorageError> {
    let value = read(store, key).await?;
    Ok(value.and_then(|value| value.dyn_into::<js_sys::Uint8Array>().ok()).map(|bytes| bytes.to_vec()))
}

pub async fn put_bytes(store: Store, key: &str, bytes: &[u8]) -> Result<(), StorageError> {
    // A copy: a view of this program's memory must not outlive a growth of it.
    write(store, key, &js_sys::Uint8Array::from(bytes)).await
}

pub async fn delete(store: Store, key: &str) -> Result<(), StorageError> {
    let transaction = begin(store, TransactionMode::ReadWrite).await?;
    transaction.object_store(store.name())?.delete(Query::Key(JsValue::from_str(key)))?.await?;
    transaction.commit()?.await?;
    Ok(())
}

/// All texts of a store.
pub async fn texts(store: Store) -> Result<Vec<String>, StorageError> {
    let transaction = begin(store, TransactionMode::ReadOnly).await?;
    let values = transaction.object_store(store.name())?.get_all(None, None)?.await?;
    Ok(values.into_iter().filter_map(|value| value.as_string()).collect())
}

/// Writes a text only if `may` agrees to what is there, within one transaction.
pub async fn replace_text(
    store: Store,
    key: &str,
    text: &str,
    may: &dyn Fn(Option<&str>) -> bool,
) -> Result<Written, StorageError> {
    let transaction = begin(store, TransactionMode::ReadWrite).await?;
    let rows = transaction.object_store(store.name())?;
    let key = JsValue::from_str(key);
    let there = rows.get(key.clone())?.await?.and_then(|value| value.as_string());
    if !may(there.as_deref()) {
        return Ok(Written::Overtaken);
    }
    rows.put(&JsValue::from_str(text), Some(&key))?.await?;
    transaction.commit()?.await?;
    Ok(Written::Done)
}

/// Deletes the database with all that is in it. Done when it is gone, which other tabs may hold up until they let go.
#[cfg(feature = "whole")]
pub async fn forget_all() -> Result<(), StorageError> {
    let_go();
    Factory::new()?.delete(NAME)?.await?;
    Ok(())
}

/// Asks the browser to keep the data even when space gets scarce. It may say no, and then nothing changes.
pub fn ask_to_keep() {
    if let Some(window) = web_sys::window()
        && let Ok(promise) = window.navigator().storage().persist()
    {
        leptos::task::spawn_local(async move {
            let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
        });
    }
}

#[cfg(all(test, target_arch = "wasm32"))]
#[allow(clippy::unwrap_used, clippy::wildcard_imports, reason = "lints know only #[test] for a test")]
mod tests {
    use super::*;
    use wasm_bindgen_test::*;

    wasm_bindgen_test_configure!(run_in_browser);

    #[wasm_bindgen_test]
    async fn texts_and_bytes_read_back_and_go_when_deleted() {
        put_text(Store::Drafts, "made-up", "жауап").await.unwrap();
        assert_eq!(text(Store::Drafts, "made-up").await.unwrap().as_deref(), Some("жауап"));
        assert!(texts(Store::Drafts).await.unwrap().contains(&"жауап".to_owned()));
        put_bytes(Store::Pages, "made-up", &[0, 255, 7]).await.unwrap();
        assert_eq!(bytes(Store::Pages, "made-up").await.unwrap(), Some(vec![0, 255, 7]));
        delete(Store::Drafts, "made-up").await.unwrap();
        delete(Store::Pages, "made-up").await.unwrap();
        assert_eq!(text(Store::Drafts, "made-up").await.unwrap(), None);
        assert_eq!(bytes(Store::Pages, "made-up").await.unwrap(), None);
    }

    #[wasm_bindgen_test]
    async fn what_is_written_is_on_the_disk_before_it_is_called_complete() {
        let transaction = JsValue::from(begin(Store::Drafts, TransactionMode::ReadWrite).await.unwrap());
        let durability = js_sys::Reflect::get(&transaction, &"durability".into()).unwrap();
        assert_eq!(durability.as_string().as_deref(), Some("strict"));
    }

    #[wasm_bindgen_test]
    async fn a_text_is_replaced_only_with_the_consent_of_what_is_there() {
        let key = "replaced";
        assert_eq!(
            replace_text(Store::Drafts, key, "1", &|there| there.is_none()).await,
            Ok(Written::Done),
            "nothing was there"
        );
        assert_eq!(
            replace_text(Store::Drafts, key, "2", &|there| there == Some("1")).await,
            Ok(Written::Done)
        );
        assert_eq!(
            replace_text(Store::Drafts, key, "3", &|there| there == Some("1")).await,
            Ok(Written::Overtaken)
        );
        assert_eq!(text(Store::Drafts, key).await.unwrap().as_deref(), Some("2"));
        delete(Store::Drafts, key).await.unwrap();
    }
}
