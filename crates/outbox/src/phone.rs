//! What is needed of the place where this runs. All of it may fail, and may be gone between any two calls.

#![expect(async_fn_in_trait, reason = "a page has one thread; nothing here is ever sent to another")]

use rules::time::Instant;

/// Where things lie. Each maps a text key to text or bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Collection {
    /// Drafts by id.
    Drafts,
    /// The bytes of pages by id.
    Pages,
    /// Under which id the gateway keeps an upload, by page id.
    Uploads,
    /// What was begun to be sent ([`crate::attempt::Attempt`]), by draft id.
    Attempts,
    /// Sent applications as last seen, by draft id.
    Tracked,
}

/// Why the phone's storage did not do what it was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StorageError {
    /// No room is left: the browser's quota for this site, or the disk.
    Quota,
    /// The browser keeps nothing for this page: a private window, or storage that is switched off.
    Denied,
    /// It has not answered for some seconds.
    Silent,
    /// Any other failure, such as a damaged or closed database.
    Broken,
}

/// What came of a write that minds other writers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// It is there.
    Done,
    /// Somebody else has written since; nothing was changed.
    Overtaken,
}

/// The phone's storage. A write is done when it returns, and happens as a whole or not at all.
pub trait PhoneStorage {
    /// The text under a key.
    async fn text(&self, shelf: Collection, key: &str) -> Result<Option<String>, StorageError>;

    /// All texts of a shelf.
    async fn texts(&self, shelf: Collection) -> Result<Vec<String>, StorageError>;

    /// The bytes under a key.
    async fn bytes(&self, shelf: Collection, key: &str) -> Result<Option<Vec<u8>>, StorageError>;

    /// Writes a text if `may` agrees to what is there. Nobody writes in between.
    async fn write_text(
        &self,
        shelf: Collection,
        key: &str,
        text: &str,
        may: &dyn Fn(Option<&str>) -> bool,
    ) -> Result<Written, StorageError>;

    /// Removes what is under a key, if anything is.
    async fn delete(&self, shelf: Collection, key: &str) -> Result<(), StorageError>;
}

/// How a request is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Reads the headers alone; the answer has no body, a refusal neither.
    Head,
    /// Continues an upload.
    Patch,
    /// Makes something.
    Post,
}

/// What is sent along, with its media type.
#[derive(Clone, Copy, Debug)]
pub enum Body<'a> {
    /// Nothing.
    None,
    /// `application/json`.
    Json(&'a str),
    /// `application/offset+octet-stream`: a piece of an upload.
    Piece(&'a [u8]),
}

/// One request to the gateway.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// How.
    pub method: Method,
    /// From the root of the gateway on.
    pub path: &'a str,
    /// The owner key, which travels in the header `Authorization`.
    pub key: Option<&'a str>,
    /// Further headers.
    pub headers: &'a [(&'a str, &'a str)],
    /// What is sent along.
    pub body: Body<'a>,
}

/// What came back, whoever answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HttpResponse {
    /// Of HTTP.
    pub status: u16,
    /// The header `Location`.
    pub location: Option<String>,
    /// The header `Upload-Offset`.
    pub offset: Option<String>,
    /// The header `Retry-After`.
    pub retry_after: Option<String>,
    /// The header `Date`: when the answer was made, by the server's clock.
    pub date: Option<String>,
    /// Whole; an answer that breaks off is none.
    pub body: String,
}

/// No answer came, or not all of it. Whether the request arrived is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreachable;

/// The way to the gateway.
pub trait Network {
    /// Asks once. It ends in any case, if need be by giving up.
    async fn ask(&self, request: Request<'_>) -> Result<HttpResponse, Unreachable>;
}

/// The phone's time.
pub trait PhoneClock {
    /// Now, as well as it is known.
    fn now(&self) -> Instant;

    /// Any number, another one each time.
    fn random(&self) -> u32;

    /// Returns after so many milliseconds, or as soon as the phone has a network again.
    async fn rest(&self, milliseconds: u32);
}

/// All that sending needs.
pub trait Phone: PhoneStorage + Network + PhoneClock {}

impl<P: PhoneStorage + Network + PhoneClock> Phone for P {}
