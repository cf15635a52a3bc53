//! A phone for tests: storage in memory, responses from a script, and a clock that adds up the waits.

use crate::phone::{
    Collection, HttpResponse, Method, Network, PhoneClock, PhoneStorage, Precondition, Request, StorageError,
    Unreachable, Written,
};
use rules::time::Instant;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::task::{Context, Poll, Waker};

/// A request as the network saw it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedRequest {
    /// The time of the request, in milliseconds since the start.
    pub at: u64,
    pub method: Method,
    pub path: String,
    pub headers: Vec<(String, String)>,
}

type Responder = dyn Fn(&RecordedRequest, usize) -> Result<HttpResponse, Unreachable>;

pub struct Scripted {
    script: Box<Responder>,
    pub asked: RefCell<Vec<RecordedRequest>>,
    pub rested: Cell<u64>,
    texts: RefCell<BTreeMap<(Collection, String), String>>,
    bytes: RefCell<BTreeMap<String, Vec<u8>>>,
}

impl Scripted {
    /// Returns a phone whose `script` answers each request; it also gets the number of earlier requests.
    pub fn new(
        script: impl Fn(&RecordedRequest, usize) -> Result<HttpResponse, Unreachable> + 'static,
    ) -> Self {
        Self {
            script: Box::new(script),
            asked: RefCell::default(),
            rested: Cell::new(0),
            texts: RefCell::default(),
            bytes: RefCell::default(),
        }
    }

    pub fn put_page(&self, key: &str, bytes: Vec<u8>) {
        self.bytes.borrow_mut().insert(key.to_owned(), bytes);
    }
}

impl PhoneStorage for Scripted {
    async fn text(&self, on: Collection, key: &str) -> Result<Option<String>, StorageError> {
        Ok(self.texts.borrow().get(&(on, key.to_owned())).cloned())
    }

    async fn texts(&self, on: Collection) -> Result<Vec<String>, StorageError> {
        let texts = self.texts.borrow();
        Ok(texts.iter().filter(|((there, _), _)| *there == on).map(|(_, text)| text.clone()).collect())
    }

    async fn bytes(&self, _: Collection, key: &str) -> Result<Option<Vec<u8>>, StorageError> {
        Ok(self.bytes.borrow().get(key).cloned())
    }

    async fn write_text(
        &self,
        on: Collection,
        key: &str,
        text: &str,
        precondition: Precondition<'_>,
    ) -> Result<Written, StorageError> {
        let key = (on, key.to_owned());
        if !precondition.holds(self.texts.borrow().get(&key).map(String::as_str)) {
            return Ok(Written::Overtaken);
        }
        self.texts.borrow_mut().insert(key, text.to_owned());
        Ok(Written::Done)
    }

    async fn delete(&self, on: Collection, key: &str) -> Result<(), StorageError> {
        self.texts.borrow_mut().remove(&(on, key.to_owned()));
        Ok(())
    }
}

impl Network for Scripted {
    async fn ask(&self, request: Request<'_>) -> Result<HttpResponse, Unreachable> {
        let headers = request.headers.iter();
        let asked = RecordedRequest {
            at: self.rested.get(),
            method: request.method,
            path: request.path.to_owned(),
            headers: headers.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        };
        let before = self.asked.borrow().len();
        let answer = (self.script)(&asked, before);
        self.asked.borrow_mut().push(asked);
        answer
    }
}

impl PhoneClock for Scripted {
    fn now(&self) -> Instant {
        Instant(784_111_777 + i64::try_from(self.rested.get() / 1000).unwrap_or(i64::MAX))
    }

    fn random(&self) -> u32 {
        7
    }

    async fn rest(&self, milliseconds: u32) {
        self.rested.set(self.rested.get() + u64::from(milliseconds));
    }
}

/// Runs a future that waits for nothing outside this phone.
pub fn run<T>(future: impl Future<Output = T>) -> T {
    let mut future = std::pin::pin!(future);
    match future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("the future waits for something outside the phone"),
    }
}
