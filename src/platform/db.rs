//! The phone's database (IndexedDB): answers as versioned JSON text, files as bytes in an object store of their own.
//!
//! A write is complete when its transaction is complete and on the phone's disk, not when its request is. A browser that runs
//! out of space accepts every request and aborts the transaction at its end.

use super::events::{self, ClientEvent};
use super::{js_reflect, page, storage};
use idb::{
    Database, DatabaseEvent, Factory, ObjectStore, ObjectStoreParams, Query, Transaction, TransactionMode,
    TransactionResult,
};
use leptos::task::spawn_local;
use outbox::phone::Precondition;
pub use outbox::phone::{StorageCause, StorageError, Written};
use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

/// The object stores. Each maps a text key to text or bytes.
#[derive(Clone, Copy)]
pub enum StoreName {
    /// Drafts by id.
    Drafts,
    /// The bytes of pages by id.
    Pages,
    /// The gateway's ids of uploads, by page id.
    Uploads,
    /// The exact bytes of the first attempt to send, by draft id.
    Attempts,
    /// Sent applications with the last known status, by draft id.
    Tracked,
    /// The records of the last reading, by the same id.
    Read,
    /// Results of the examination of photographed pages, by page id. If they are lost, only advice is lost.
    Looks,
    /// The family links of a sent application, by its id on this phone.
    Links,
    /// Applications of other people, followed with a family link, by an id of this phone.
    Shared,
}

impl StoreName {
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

const NAME: &str = "qandas";
const VERSION: u32 = 3;

#[wasm_bindgen]
extern "C" {
    /// The browser's own database object: the bindings do not know the durability of a transaction.
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
    /// Kept for its events about other tabs, and for closing.
    database: Database,
    native: Native,
}

impl Open {
    /// Begins a transaction with strict durability. Without it a browser reports as complete what the system has yet to write,
    /// and an empty battery may lose it.
    fn begin(&self, store: StoreName, mode: TransactionMode) -> Result<StoreTransaction, StorageError> {
        let lasting = js_reflect::record(&[("durability", "strict".into())]);
        let native =
            self.native.transaction(store.name(), &mode.into(), &lasting).map_err(|error| named(&error))?;
        let transaction = Transaction::try_from(native.clone()).map_err(|error| cause(&error))?;
        Ok(StoreTransaction { store, transaction, native })
    }
}

/// A transaction on one object store.
struct StoreTransaction {
    store: StoreName,
    transaction: Transaction,
    native: JsValue,
}

impl StoreTransaction {
    fn rows(&self) -> Result<ObjectStore, StorageError> {
        self.transaction.object_store(self.store.name()).map_err(|error| self.failed(&error))
    }

    /// Returns the reason of a failure. The transaction has it; its requests say only that they were aborted.
    fn failed(&self, error: &idb::Error) -> StorageError {
        noted(self.store.name(), reason(&self.native).unwrap_or_else(|| cause(error)))
    }

    /// Waits for the result of a request.
    async fn answer<R, T>(&self, request: Result<R, idb::Error>) -> Result<T, StorageError>
    where
        R: IntoFuture<Output = Result<T, idb::Error>>,
    {
        answered(request).await.map_err(|error| self.failed(&error))
    }

    /// Waits until the written data are on disk.
    async fn complete(self) -> Result<(), StorageError> {
        let Self { store, transaction, native } = self;
        let error = match answered(transaction.commit()).await {
            Ok(TransactionResult::Committed) => return Ok(()),
            Ok(TransactionResult::Aborted) => StorageError::Closed,
            Err(error) => cause(&error),
        };
        Err(noted(store.name(), reason(&native).unwrap_or(error)))
    }
}

async fn answered<R, T>(request: Result<R, idb::Error>) -> Result<T, idb::Error>
where
    R: IntoFuture<Output = Result<T, idb::Error>>,
{
    request?.await
}

/// Records an error and returns it. `place` is the object store, or `open` for the database.
fn noted(place: &'static str, error: StorageError) -> StorageError {
    events::record(ClientEvent::Storage(place, error));
    error
}

/// Returns the error of a transaction that was aborted.
fn reason(transaction: &JsValue) -> Option<StorageError> {
    js_reflect::property(transaction, "error").filter(JsValue::is_object).map(|error| named(&error))
}

/// Returns the error for the name of a browser exception.
fn named(error: &JsValue) -> StorageError {
    match name_of(error).as_deref() {
        Some("QuotaExceededError") => StorageError::Quota,
        Some("SecurityError" | "NotAllowedError") => StorageError::Denied,
        // The connection is closed, or the transaction of the request was aborted.
        Some("InvalidStateError" | "AbortError" | "TimeoutError") => StorageError::Closed,
        Some("UnknownError") => StorageError::Other(StorageCause::Unknown),
        Some("NotReadableError") => StorageError::Other(StorageCause::NotReadable),
        Some("NotFoundError") => StorageError::Other(StorageCause::NotFound),
        _ => StorageError::Other(StorageCause::Unnamed),
    }
}

fn name_of(error: &JsValue) -> Option<String> {
    js_reflect::property(error, "name")?.as_string()
}

/// Returns the exception behind an error of the bindings, if any.
fn exception(error: &idb::Error) -> Option<&JsValue> {
    use idb::Error as E;
    match error {
        E::DomException(exception) => Some(exception),
        E::DeleteFailed(thrown)
        | E::GetAllFailed(thrown)
        | E::GetAllKeysFailed(thrown)
        | E::GetFailed(thrown)
        | E::IndexedDbDeleteFailed(thrown)
        | E::IndexedDbNotFound(thrown)
        | E::IndexedDbOpenFailed(thrown)
        | E::ObjectStoreNotFound(thrown)
        | E::TransactionCommitError(thrown)
        | E::UpdateFailed(thrown) => Some(thrown),
        _ => None,
    }
}

fn cause(error: &idb::Error) -> StorageError {
    exception(error).map_or(StorageError::Other(StorageCause::Unnamed), named)
}

/// Maximum wait for a browser to open the database, in milliseconds. Some never answer.
const PATIENCE: i32 = 5_000;

/// The database being opened. All callers wait for the same one.
#[derive(Default)]
struct Opening {
    /// The result for the callers that wait. An opening that did not answer in time may still succeed.
    ended: Cell<Option<Result<(), StorageError>>>,
    waiting: RefCell<Vec<Waker>>,
}

impl Opening {
    fn begin() -> Rc<Self> {
        let opening = Rc::new(Self::default());
        let (under_way, timed) = (opening.clone(), opening.clone());
        spawn_local(async move {
            let opened = open().await.map(|open| OPEN.set(Some(open)));
            OPENING.take();
            under_way.end(opened);
        });
        spawn_local(async move {
            page::sleep(PATIENCE).await;
            if timed.ended.get().is_none() {
                timed.end(Err(StorageError::Closed));
            }
        });
        opening
    }

    fn end(&self, ended: Result<(), StorageError>) {
        if let Err(error) = ended {
            noted("open", error);
        }
        self.ended.set(Some(ended));
        self.waiting.take().into_iter().for_each(Waker::wake);
    }
}

thread_local! {
    static OPEN: RefCell<Option<Rc<Open>>> = const { RefCell::new(None) };
    static OPENING: RefCell<Option<Rc<Opening>>> = const { RefCell::new(None) };
}

async fn database() -> Result<Rc<Open>, StorageError> {
    loop {
        if let Some(open) = OPEN.with_borrow(Clone::clone) {
            return Ok(open);
        }
        let known = OPENING.with_borrow(Clone::clone);
        let opening = known.unwrap_or_else(|| {
            let begun = Opening::begin();
            OPENING.set(Some(begun.clone()));
            begun
        });
        poll_fn(|context| match opening.ended.get() {
            Some(ended) => Poll::Ready(ended),
            None => {
                opening.waiting.borrow_mut().push(context.waker().clone());
                Poll::Pending
            }
        })
        .await?;
    }
}

async fn open() -> Result<Rc<Open>, StorageError> {
    // The error of a browser that stores nothing for this page.
    let denied = |error: &idb::Error| {
        let is_denied = exception(error).and_then(name_of).as_deref() == Some("InvalidStateError");
        if is_denied { StorageError::Denied } else { cause(error) }
    };
    let factory = Factory::new().map_err(|_| StorageError::Denied)?;
    let mut request = factory.open(NAME, Some(VERSION)).map_err(|error| denied(&error))?;
    request.on_upgrade_needed(|event| {
        let Ok(database) = event.database() else { return };
        let existing = database.store_names();
        for store in StoreName::ALL {
            if !existing.iter().any(|name| name == store.name()) {
                // It fails only if the store exists; if there is no room, the opening fails.
                let _ = database.create_object_store(store.name(), ObjectStoreParams::new());
            }
        }
    });
    let native = match request.await {
        Ok(opened) => JsValue::from(opened),
        // A newer build has upgraded the database. Stores are only ever added, so this build finds its own.
        Err(error) if exception(&error).and_then(name_of).as_deref() == Some("VersionError") => {
            let request = factory.open(NAME, None).map_err(|error| denied(&error))?;
            JsValue::from(request.await.map_err(|error| denied(&error))?)
        }
        Err(error) => return Err(denied(&error)),
    };
    let mut database = Database::try_from(native.clone()).map_err(|error| cause(&error))?;
    // Another tab with a newer build wants to upgrade: close the database and open it again at the next call.
    database.on_version_change(|_| close());
    Ok(Rc::new(Open { database, native: native.unchecked_into() }))
}

/// Closes the database when the running transactions are done; the next call opens it again.
fn close() {
    if let Some(open) = OPEN.take() {
        open.database.close();
    }
}

/// Begins a transaction. If the browser has closed the database, as Safari does to pages in the background, it is opened again.
async fn begin(store: StoreName, mode: TransactionMode) -> Result<StoreTransaction, StorageError> {
    if let Ok(begun) = database().await?.begin(store, mode) {
        return Ok(begun);
    }
    close();
    database().await?.begin(store, mode).map_err(|error| noted(store.name(), error))
}

async fn read(store: StoreName, key: &str) -> Result<Option<JsValue>, StorageError> {
    let work = begin(store, TransactionMode::ReadOnly).await?;
    let value = work.answer(work.rows()?.get(JsValue::from_str(key))).await?;
    Ok(value.filter(|value| !value.is_undefined() && !value.is_null()))
}

async fn write(store: StoreName, key: &str, value: &JsValue) -> Result<(), StorageError> {
    note_kept(store);
    let work = begin(store, TransactionMode::ReadWrite).await?;
    put(&work, &JsValue::from_str(key), value).await?;
    work.complete().await
}

/// Records that the start page will have something to show.
fn note_kept(store: StoreName) {
    if matches!(store, StoreName::Drafts | StoreName::Tracked | StoreName::Shared) {
        storage::set_kept(true);
    }
}

async fn put(work: &StoreTransaction, key: &JsValue, value: &JsValue) -> Result<(), StorageError> {
    let put = work.answer(work.rows()?.put(value, Some(key))).await;
    put.map(|_| ())
}

pub async fn text(store: StoreName, key: &str) -> Result<Option<String>, StorageError> {
    Ok(read(store, key).await?.and_then(|value| value.as_string()))
}

pub async fn put_text(store: StoreName, key: &str, text: &str) -> Result<(), StorageError> {
    write(store, key, &JsValue::from_str(text)).await
}

pub async fn bytes(store: StoreName, key: &str) -> Result<Option<Vec<u8>>, StorageError> {
    let value = read(store, key).await?;
    Ok(value.and_then(|value| value.dyn_into::<js_sys::Uint8Array>().ok()).map(|bytes| bytes.to_vec()))
}

pub async fn put_bytes(store: StoreName, key: &str, bytes: &[u8]) -> Result<(), StorageError> {
    // A copy: a view of this program's memory must not outlive a growth of that memory.
    write(store, key, &js_sys::Uint8Array::from(bytes)).await
}

/// Deletes the value of a key, which may make room for a write that failed.
pub async fn delete(store: StoreName, key: &str) -> Result<(), StorageError> {
    let work = begin(store, TransactionMode::ReadWrite).await?;
    work.answer(work.rows()?.delete(Query::Key(JsValue::from_str(key)))).await?;
    work.complete().await?;
    page::room_made();
    Ok(())
}

/// Returns all texts of a store.
pub async fn texts(store: StoreName) -> Result<Vec<String>, StorageError> {
    let work = begin(store, TransactionMode::ReadOnly).await?;
    let values = work.answer(work.rows()?.get_all(None, None)).await?;
    Ok(values.into_iter().filter_map(|value| value.as_string()).collect())
}

/// Returns all keys of a store.
pub async fn keys(store: StoreName) -> Result<Vec<String>, StorageError> {
    let work = begin(store, TransactionMode::ReadOnly).await?;
    let keys = work.answer(work.rows()?.get_all_keys(None, None)).await?;
    Ok(keys.into_iter().filter_map(|key| key.as_string()).collect())
}

/// Writes a text only if the precondition holds, within one transaction.
pub async fn replace_text(
    store: StoreName,
    key: &str,
    text: &str,
    precondition: Precondition<'_>,
) -> Result<Written, StorageError> {
    note_kept(store);
    let work = begin(store, TransactionMode::ReadWrite).await?;
    let key = JsValue::from_str(key);
    let there = work.answer(work.rows()?.get(key.clone())).await?;
    let there = there.and_then(|value: JsValue| value.as_string());
    if !precondition.holds(there.as_deref()) {
        return Ok(Written::Overtaken);
    }
    put(&work, &key, &JsValue::from_str(text)).await?;
    work.complete().await?;
    Ok(Written::Done)
}

/// Deletes the database with its content. Returns when it is gone; other tabs may delay that until they close it.
pub async fn forget_all() -> Result<(), StorageError> {
    close();
    let factory = Factory::new().map_err(|error| cause(&error))?;
    answered(factory.delete(NAME)).await.map_err(|error| cause(&error))
}

/// The space that the browser gives to the data of this app, in megabytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StorageUse {
    pub used: u32,
    pub free: u32,
}

/// Returns the used and the free space; `None` if the browser does not say.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a number of megabytes on a phone"
)]
pub async fn storage_use() -> Option<StorageUse> {
    let (quota, usage) = estimate().await?;
    Some(StorageUse { used: (usage / 1e6) as u32, free: ((quota - usage).max(0.0) / 1e6) as u32 })
}

/// Returns whether the browser promises to keep the data when space becomes scarce; `None` if it does not say.
pub async fn is_persisted() -> Option<bool> {
    let storage = js_reflect::of_navigator("storage")?;
    js_reflect::call_later(&storage, "persisted", &[]).await?.as_bool()
}

/// Returns the browser's estimate of quota and usage, in bytes.
async fn estimate() -> Option<(f64, f64)> {
    let storage = js_reflect::of_navigator("storage")?;
    let estimate = js_reflect::call_later(&storage, "estimate", &[]).await?;
    let number = |name| js_reflect::property(&estimate, name)?.as_f64();
    Some((number("quota")?, number("usage")?))
}

/// Returns the number of megabytes that must be freed before `bytes` more can be stored; `None` if the browser does not say, or
/// says that there is room.
pub async fn room_missing(bytes: u64) -> Option<u32> {
    let (quota, usage) = estimate().await?;
    missing_megabytes(bytes, quota, usage)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a number of megabytes on a phone"
)]
fn missing_megabytes(bytes: u64, quota: f64, usage: f64) -> Option<u32> {
    let missing = bytes as f64 - (quota - usage).max(0.0);
    (missing > 0.0).then(|| (missing / 1e6).ceil() as u32)
}

/// Asks the browser to keep the data even when space becomes scarce.
pub fn ask_to_keep() {
    if let Some(window) = web_sys::window()
        && let Ok(promise) = window.navigator().storage().persist()
    {
        spawn_local(async move {
            // The browser may refuse, and then nothing changes.
            let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
        });
    }
}

#[cfg(test)]
mod sizes {
    use super::missing_megabytes;

    #[test]
    fn the_missing_megabytes_are_those_that_do_not_fit() {
        assert_eq!(missing_megabytes(1_000_000, 90e6, 90e6), Some(1));
        assert_eq!(missing_megabytes(2_500_000, 90e6, 89e6), Some(2));
        assert_eq!(missing_megabytes(1_000_000, 90e6, 20e6), None, "there is room");
        assert_eq!(missing_megabytes(1_000_000, 0.0, 90e6), Some(1), "the disk has less than is used");
    }
}

#[cfg(all(test, target_arch = "wasm32"))]
#[allow(clippy::unwrap_used, clippy::wildcard_imports, reason = "the lints recognise only #[test] as a test")]
mod tests {
    use super::*;
    use wasm_bindgen_test::*;

    wasm_bindgen_test_configure!(run_in_browser);

    /// Starts the executor of the app, which opens the database. The order of the tests is not fixed, so each calls it.
    fn start_executor() {
        // Another test may have started it.
        let _ = any_spawner::Executor::init_wasm_bindgen();
    }

    #[wasm_bindgen_test]
    async fn texts_and_bytes_read_back_and_go_when_deleted() {
        start_executor();
        put_text(StoreName::Drafts, "made-up", "жауап").await.unwrap();
        assert_eq!(text(StoreName::Drafts, "made-up").await.unwrap().as_deref(), Some("жауап"));
        assert!(texts(StoreName::Drafts).await.unwrap().contains(&"жауап".to_owned()));
        put_bytes(StoreName::Pages, "made-up", &[0, 255, 7]).await.unwrap();
        assert_eq!(bytes(StoreName::Pages, "made-up").await.unwrap(), Some(vec![0, 255, 7]));
        delete(StoreName::Drafts, "made-up").await.unwrap();
        delete(StoreName::Pages, "made-up").await.unwrap();
        assert_eq!(text(StoreName::Drafts, "made-up").await.unwrap(), None);
        assert_eq!(bytes(StoreName::Pages, "made-up").await.unwrap(), None);
    }

    #[wasm_bindgen_test]
    async fn what_is_written_is_on_the_disk_before_it_is_called_complete() {
        start_executor();
        let work = begin(StoreName::Drafts, TransactionMode::ReadWrite).await.unwrap();
        let durability = js_sys::Reflect::get(&work.native, &"durability".into()).unwrap();
        assert_eq!(durability.as_string().as_deref(), Some("strict"));
    }

    #[wasm_bindgen_test]
    async fn a_transaction_that_is_aborted_at_its_end_is_an_error_with_its_cause() {
        start_executor();
        let work = begin(StoreName::Drafts, TransactionMode::ReadWrite).await.unwrap();
        put(&work, &"aborted".into(), &"made up".into()).await.unwrap();
        js_reflect::call(&work.native, "abort", &[]).unwrap();
        assert_eq!(work.complete().await, Err(StorageError::Closed));
        assert_eq!(text(StoreName::Drafts, "aborted").await, Ok(None));
        for (name, expected) in [
            ("QuotaExceededError", StorageError::Quota),
            ("SecurityError", StorageError::Denied),
            ("AbortError", StorageError::Closed),
            ("UnknownError", StorageError::Other(StorageCause::Unknown)),
            ("A name that no browser has", StorageError::Other(StorageCause::Unnamed)),
        ] {
            let exception = web_sys::DomException::new_with_message_and_name("made up", name);
            assert_eq!(named(&exception.unwrap()), expected);
        }
    }

    #[wasm_bindgen_test]
    async fn a_text_is_replaced_only_if_the_precondition_holds() {
        start_executor();
        let key = "replaced";
        assert_eq!(
            replace_text(StoreName::Drafts, key, "1", Precondition::Unchanged(None)).await,
            Ok(Written::Done),
            "nothing was there"
        );
        assert_eq!(
            replace_text(StoreName::Drafts, key, "2", Precondition::Unchanged(Some("1"))).await,
            Ok(Written::Done)
        );
        assert_eq!(
            replace_text(StoreName::Drafts, key, "3", Precondition::Unchanged(Some("1"))).await,
            Ok(Written::Overtaken)
        );
        assert_eq!(text(StoreName::Drafts, key).await.unwrap().as_deref(), Some("2"));
        delete(StoreName::Drafts, key).await.unwrap();
    }
}
