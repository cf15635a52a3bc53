//! The traits of the platform: storage, network and clock. Every call may fail, and the page may be closed between any
//! two calls.

#![expect(async_fn_in_trait, reason = "a page has a single thread, so no future is sent to another one")]

use rules::time::Instant;

/// The collections of the phone's storage. Each maps a text key to text or bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Collection {
    /// Drafts by id.
    Drafts,
    /// The bytes of pages by id.
    Pages,
    /// The ids of uploads at the gateway, by page id.
    Uploads,
    /// Records of sending ([`crate::attempt::Attempt`]), by draft id.
    Attempts,
    /// The last known state of sent applications, by draft id.
    Tracked,
}

/// The errors of the phone's storage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StorageError {
    /// No room is left: the browser's quota for this site, or the disk.
    Quota,
    /// The browser stores nothing for this page: a private window, or storage that is switched off.
    Denied,
    /// The connection or the transaction ended without a result: the database was closed or deleted, or did not answer in time.
    Closed,
    /// Any other failure, with its cause.
    Other(StorageCause),
}

/// The causes of other failures of the phone's storage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StorageCause {
    /// The browser's exception `UnknownError`: a failure of its disk or of its database.
    Unknown,
    /// The browser's exception `NotReadableError`: stored data are damaged.
    NotReadable,
    /// The browser's exception `NotFoundError`: an object store is missing.
    NotFound,
    /// The phone has no random numbers, and so no id for what is to be stored.
    NoRandom,
    /// Another exception, or none.
    Unnamed,
}

impl StorageError {
    /// Returns the error in technical words.
    pub fn to_text(self) -> &'static str {
        match self {
            Self::Quota => "quota",
            Self::Denied => "denied",
            Self::Closed => "closed",
            Self::Other(StorageCause::Unknown) => "unknown",
            Self::Other(StorageCause::NotReadable) => "not-readable",
            Self::Other(StorageCause::NotFound) => "not-found",
            Self::Other(StorageCause::NoRandom) => "no-random",
            Self::Other(StorageCause::Unnamed) => "unnamed",
        }
    }
}

/// What must be true of the stored text for a write to happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precondition<'a> {
    /// Nothing: the write always happens.
    None,
    /// It is this text; `None` if nothing is stored.
    Unchanged(Option<&'a str>),
    /// Nothing is stored, or a draft with at most this revision.
    RevisionUpTo(u64),
}

impl Precondition<'_> {
    /// Returns whether the stored text meets it. A draft that cannot be read does not.
    pub fn holds(self, stored: Option<&str>) -> bool {
        match self {
            Self::None => true,
            Self::Unchanged(expected) => stored == expected,
            Self::RevisionUpTo(known) => stored
                .is_none_or(|text| wire::stored::revision(text).is_some_and(|revision| revision <= known)),
        }
    }
}

/// The outcome of a conditional write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// The text is written.
    Done,
    /// Another writer was faster; nothing was changed.
    Overtaken,
}

/// The phone's storage. A write is complete when its future resolves, and happens as a whole or not at all.
pub trait PhoneStorage {
    /// Returns the text under a key.
    async fn text(&self, shelf: Collection, key: &str) -> Result<Option<String>, StorageError>;

    /// Returns all texts of a collection.
    async fn texts(&self, shelf: Collection) -> Result<Vec<String>, StorageError>;

    /// Returns the bytes under a key.
    async fn bytes(&self, shelf: Collection, key: &str) -> Result<Option<Vec<u8>>, StorageError>;

    /// Writes a text if the precondition holds. The comparison and the write are one atomic step.
    async fn write_text(
        &self,
        shelf: Collection,
        key: &str,
        text: &str,
        precondition: Precondition<'_>,
    ) -> Result<Written, StorageError>;

    /// Removes the value under a key, if there is one.
    async fn delete(&self, shelf: Collection, key: &str) -> Result<(), StorageError>;
}

/// The HTTP method of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Reads a resource.
    Get,
    /// Reads only the headers; neither a response nor a refusal has a body.
    Head,
    /// Continues an upload.
    Patch,
    /// Creates a resource.
    Post,
}

/// The body of a request, with its media type.
#[derive(Clone, Copy, Debug)]
pub enum Body<'a> {
    /// No body.
    None,
    /// `application/json`.
    Json(&'a str),
    /// `application/offset+octet-stream`: a piece of an upload.
    Piece(&'a [u8]),
}

/// One request to the gateway.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// The HTTP method.
    pub method: Method,
    /// The path, starting at the root of the gateway.
    pub path: &'a str,
    /// The owner key, sent in the header `Authorization`.
    pub key: Option<&'a str>,
    /// Further headers.
    pub headers: &'a [(&'a str, &'a str)],
    /// The body.
    pub body: Body<'a>,
}

/// A response, from the gateway or from anything else that answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HttpResponse {
    /// The HTTP status code.
    pub status: u16,
    /// The header `Location`.
    pub location: Option<String>,
    /// The header `Upload-Offset`.
    pub offset: Option<String>,
    /// The header `Retry-After`.
    pub retry_after: Option<String>,
    /// The header `Date`: the time of the response by the server's clock.
    pub date: Option<String>,
    /// The whole body. A response that breaks off is reported as [`Unreachable`].
    pub body: String,
}

/// No response came, or only a part of it. Whether the request arrived is unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreachable;

/// The connection to the gateway.
pub trait Network {
    /// Sends a request once. The future always resolves, if necessary by a timeout.
    async fn ask(&self, request: Request<'_>) -> Result<HttpResponse, Unreachable>;
}

/// The phone's time.
pub trait PhoneClock {
    /// Returns the current time, as far as the phone knows it.
    fn now(&self) -> Instant;

    /// Returns a random number.
    fn random(&self) -> u32;

    /// Returns after this number of milliseconds, or as soon as the phone has a network again.
    async fn rest(&self, milliseconds: u32);
}

/// Everything that sending needs.
pub trait Phone: PhoneStorage + Network + PhoneClock {}

impl<P: PhoneStorage + Network + PhoneClock> Phone for P {}
