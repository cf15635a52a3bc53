//! A phone that fails: its storage, its network, its clock, and its tabs, which may be killed at any await point.

use crate::gateway::GatewayProcess;
use crate::tally::Tally;
use outbox::phone::{
    Body, Collection, HttpResponse, Method, Network, PhoneClock, PhoneStorage, Precondition, Request,
    StorageCause, StorageError, Unreachable, Written,
};
use rules::time::Instant;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::{pending, poll_fn};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

/// A stored value.
#[derive(Clone, Debug, PartialEq, Eq)]
enum StoredEntry {
    Text(String),
    Bytes(Vec<u8>),
}

/// The last write, which a power failure may undo as a whole.
struct Unsynced {
    at: (Collection, String),
    before: Option<StoredEntry>,
    when: i64,
}

/// The state that all tabs of a phone share and that outlives them.
pub struct SimulatedPhone<'a> {
    pub random: RefCell<fastrand::Rng>,
    pub tally: &'a RefCell<Tally>,
    pub gateway: &'a RefCell<GatewayProcess>,
    /// Milliseconds since the history began, independent of all simulated clocks.
    pub time: Cell<i64>,
    /// The time of the gateway's clock, in seconds since 1970.
    pub gateway_time: Cell<i64>,
    /// The error of the phone's clock, and the correction that the app has learned, in seconds.
    pub skew: Cell<i64>,
    pub correction: Cell<i64>,
    /// True if anything can go wrong.
    pub faults: Cell<bool>,
    /// The percentage of requests that fail.
    pub network_faults: u32,
    /// Number of storage operations in a thousand that fail.
    pub storage_faults: u32,
    /// The time until which nothing can be written.
    pub full_until: Cell<i64>,
    /// The time of the last failed write, which the app has reported.
    write_failed: Cell<i64>,
    /// The time until which there is no network.
    pub offline_until: Cell<i64>,
    kept: RefCell<BTreeMap<(Collection, String), StoredEntry>>,
    unsynced: RefCell<Option<Unsynced>>,
    /// The journal in local storage, which a page writes when it is closed normally.
    pub journal: RefCell<Option<String>>,
    /// True if the browser has locks. `locked` is true while a tab holds the lock for sending.
    pub has_locks: bool,
    pub locked: Rc<Cell<bool>>,
}

impl<'a> SimulatedPhone<'a> {
    pub fn new(
        mut random: fastrand::Rng,
        tally: &'a RefCell<Tally>,
        gateway: &'a RefCell<GatewayProcess>,
        gateway_time: i64,
    ) -> Self {
        let network_faults = *random.choice([0, 5, 15, 30, 50].iter()).unwrap_or(&0);
        let storage_faults = *random.choice([0, 0, 0, 20].iter()).unwrap_or(&0);
        let has_locks = random.bool();
        Self {
            random: RefCell::new(random),
            tally,
            gateway,
            time: Cell::new(0),
            gateway_time: Cell::new(gateway_time),
            skew: Cell::new(0),
            correction: Cell::new(0),
            faults: Cell::new(true),
            network_faults,
            storage_faults,
            full_until: Cell::new(0),
            write_failed: Cell::new(i64::MIN / 2),
            offline_until: Cell::new(0),
            kept: RefCell::default(),
            unsynced: RefCell::new(None),
            journal: RefCell::new(None),
            has_locks,
            locked: Rc::default(),
        }
    }

    pub fn below(&self, end: u32) -> u32 {
        self.random.borrow_mut().u32(0..end.max(1))
    }

    /// Returns true with a probability of `in_thousand` per thousand.
    pub fn happens(&self, in_thousand: u32) -> bool {
        self.faults.get() && self.below(1000) < in_thousand
    }

    pub fn count(&self, what: &'static str) {
        self.tally.borrow_mut().fault(what);
    }

    pub fn pass(&self, milliseconds: i64) {
        self.time.set(self.time.get() + milliseconds);
    }

    /// Stores the bytes of a page, as the page of the app does when one is added. This write does not fail.
    pub fn put_page(&self, key: &str, bytes: Vec<u8>) {
        self.kept.borrow_mut().insert((Collection::Pages, key.to_owned()), StoredEntry::Bytes(bytes));
    }

    pub fn page(&self, key: &str) -> Option<Vec<u8>> {
        match self.kept.borrow().get(&(Collection::Pages, key.to_owned())) {
            Some(StoredEntry::Bytes(bytes)) => Some(bytes.clone()),
            _ => None,
        }
    }

    pub fn text_now(&self, on: Collection, key: &str) -> Option<String> {
        match self.kept.borrow().get(&(on, key.to_owned())) {
            Some(StoredEntry::Text(text)) => Some(text.clone()),
            _ => None,
        }
    }

    /// Simulates a power failure: a write of the last second may not have reached the disk. Returns whether it was
    /// undone.
    pub fn lose_power(&self) -> bool {
        let Some(last) = self.unsynced.borrow_mut().take() else { return false };
        // If a write failed shortly before, more answers than those of one write are missing, and the app has reported
        // it.
        let is_reported = self.time.get() - self.write_failed.get() < 5_000;
        if self.time.get() - last.when > 1_000 || is_reported || self.below(2) == 0 {
            return false;
        }
        self.count("power lost with the last write");
        let mut kept = self.kept.borrow_mut();
        match last.before {
            Some(before) => kept.insert(last.at, before),
            None => kept.remove(&last.at),
        };
        true
    }

    fn storage_fails(&self, writes: bool) -> bool {
        if self.faults.get() && writes && self.time.get() < self.full_until.get() {
            self.count("storage full");
            self.write_failed.set(self.time.get());
            return true;
        }
        let fails = self.happens(self.storage_faults);
        if fails {
            self.count("storage error");
            self.write_failed.set(self.time.get());
        }
        fails
    }

    /// Returns whether a write is aborted at the end of its transaction, as browsers do when they run out of space.
    fn aborts_at_the_end(&self) -> bool {
        let aborts = self.happens(self.storage_faults);
        if aborts {
            self.count("write aborted at the end of its transaction");
            self.write_failed.set(self.time.get());
        }
        aborts
    }

    fn write(&self, on: Collection, key: &str, value: Option<StoredEntry>) {
        let at = (on, key.to_owned());
        let mut kept = self.kept.borrow_mut();
        let before = match value {
            Some(value) => kept.insert(at.clone(), value),
            None => kept.remove(&at),
        };
        *self.unsynced.borrow_mut() = Some(Unsynced { at, before, when: self.time.get() });
    }
}

/// A tab, until it is killed.
pub struct Tab<'a> {
    pub phone: &'a SimulatedPhone<'a>,
    /// Number of await points after which the tab is killed.
    pub fuse: Cell<Option<u32>>,
    dead: Cell<bool>,
}

impl<'a> Tab<'a> {
    pub fn new(phone: &'a SimulatedPhone<'a>, fuse: Option<u32>) -> Self {
        Self { phone, fuse: Cell::new(fuse), dead: Cell::new(false) }
    }

    /// A point at which the tab may be killed or another tab may run first.
    pub async fn step(&self) {
        match self.fuse.get() {
            Some(0) => {
                self.dead.set(true);
                pending::<()>().await;
            }
            Some(left) => self.fuse.set(Some(left - 1)),
            None => {}
        }
        self.phone.pass(i64::from(self.phone.below(8)));
        let mut yields = self.phone.below(2);
        poll_fn(|_| {
            if yields == 0 {
                return Poll::Ready(());
            }
            yields -= 1;
            Poll::Pending
        })
        .await;
    }
}

/// The task of a tab.
pub type TabTask<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// Runs the tasks of the tabs in random alternation. Returns `None` for a tab that was killed.
pub fn play<T>(phone: &SimulatedPhone<'_>, tabs: Vec<(&Tab<'_>, TabTask<'_, T>)>) -> Vec<Option<T>> {
    let mut ends: Vec<Option<T>> = tabs.iter().map(|_| None).collect();
    let mut living: Vec<_> = tabs.into_iter().enumerate().collect();
    let mut context = Context::from_waker(Waker::noop());
    while !living.is_empty() {
        let next = phone.below(u32::try_from(living.len()).unwrap_or(1)) as usize;
        let (place, (tab, future)) = &mut living[next];
        match future.as_mut().poll(&mut context) {
            Poll::Ready(end) => {
                ends[*place] = Some(end);
                drop(living.swap_remove(next));
            }
            // Everything that the tab had in memory is lost.
            Poll::Pending if tab.dead.get() => {
                phone.count("tab killed");
                drop(living.swap_remove(next));
            }
            Poll::Pending => {}
        }
    }
    ends
}

impl PhoneStorage for Tab<'_> {
    async fn text(&self, on: Collection, key: &str) -> Result<Option<String>, StorageError> {
        self.step().await;
        if self.phone.storage_fails(false) {
            Err(StorageError::Other(StorageCause::Unnamed))
        } else {
            Ok(self.phone.text_now(on, key))
        }
    }

    async fn texts(&self, on: Collection) -> Result<Vec<String>, StorageError> {
        self.step().await;
        if self.phone.storage_fails(false) {
            return Err(StorageError::Other(StorageCause::Unnamed));
        }
        let kept = self.phone.kept.borrow();
        let texts = kept.iter().filter(|((there, _), _)| *there == on);
        Ok(texts
            .filter_map(|(_, kept)| match kept {
                StoredEntry::Text(text) => Some(text.clone()),
                StoredEntry::Bytes(_) => None,
            })
            .collect())
    }

    async fn bytes(&self, on: Collection, key: &str) -> Result<Option<Vec<u8>>, StorageError> {
        self.step().await;
        if self.phone.storage_fails(false) {
            return Err(StorageError::Other(StorageCause::Unnamed));
        }
        match self.phone.kept.borrow().get(&(on, key.to_owned())) {
            Some(StoredEntry::Bytes(bytes)) => Ok(Some(bytes.clone())),
            _ => Ok(None),
        }
    }

    async fn write_text(
        &self,
        on: Collection,
        key: &str,
        text: &str,
        precondition: Precondition<'_>,
    ) -> Result<Written, StorageError> {
        self.step().await;
        if self.phone.storage_fails(true) {
            return Err(StorageError::Other(StorageCause::Unnamed));
        }
        if !precondition.holds(self.phone.text_now(on, key).as_deref()) {
            return Ok(Written::Overtaken);
        }
        if self.phone.aborts_at_the_end() {
            self.step().await;
            return Err(StorageError::Quota);
        }
        self.phone.write(on, key, Some(StoredEntry::Text(text.to_owned())));
        // The text is written, even if the tab is killed before it gets the result.
        self.step().await;
        Ok(Written::Done)
    }

    async fn delete(&self, on: Collection, key: &str) -> Result<(), StorageError> {
        self.step().await;
        if self.phone.storage_fails(true) {
            return Err(StorageError::Other(StorageCause::Unnamed));
        }
        self.phone.write(on, key, None);
        self.step().await;
        Ok(())
    }
}

impl PhoneClock for Tab<'_> {
    fn now(&self) -> Instant {
        let phone = self.phone;
        Instant(
            phone.gateway_time.get() + phone.time.get() / 1000 + phone.skew.get() + phone.correction.get(),
        )
    }

    fn random(&self) -> u32 {
        self.phone.random.borrow_mut().u32(..)
    }

    async fn rest(&self, milliseconds: u32) {
        // Sometimes the browser reports a network, whether or not there is one.
        let early = self.phone.below(4) == 0;
        let rests = if early { self.phone.below(milliseconds.max(1)) } else { milliseconds };
        self.phone.pass(i64::from(rests));
        self.step().await;
    }
}

const LOGIN_PAGE: &str = "<!doctype html><title>Made-up network</title><form>Password</form>";

impl Network for Tab<'_> {
    async fn ask(&self, request: Request<'_>) -> Result<HttpResponse, Unreachable> {
        self.step().await;
        let phone = self.phone;
        phone.tally.borrow_mut().requests += 1;
        let (head, body) = written(&request);
        phone.pass(i64::from(20 + phone.below(200)));
        let reply = if phone.faults.get() && phone.time.get() < phone.offline_until.get() {
            phone.count("offline");
            Err(Unreachable)
        } else if phone.faults.get() && phone.below(100) < phone.network_faults {
            self.go_wrong(&head, body)
        } else {
            self.pass_on(&head, body)
        };
        self.step().await;
        reply
    }
}

impl Tab<'_> {
    fn pass_on(&self, head: &str, body: &[u8]) -> Result<HttpResponse, Unreachable> {
        let mut gateway = self.phone.gateway.borrow_mut();
        gateway.live();
        let reply = gateway.ask(head, body).map_err(|_| Unreachable)?;
        Ok(HttpResponse {
            status: reply.status,
            location: reply.header("location"),
            offset: reply.header("upload-offset"),
            retry_after: reply.header("retry-after"),
            date: reply.header("date"),
            body: String::from_utf8(reply.body).map_err(|_| Unreachable)?,
        })
    }

    /// Fails a request in a random way.
    fn go_wrong(&self, head: &str, body: &[u8]) -> Result<HttpResponse, Unreachable> {
        let phone = self.phone;
        let made_up = |status, retry_after: Option<&str>, body: &str| {
            Ok(HttpResponse {
                status,
                retry_after: retry_after.map(str::to_owned),
                body: body.to_owned(),
                ..HttpResponse::default()
            })
        };
        match phone.below(30) {
            0 | 1 => {
                phone.count("goes offline");
                phone.offline_until.set(phone.time.get() + i64::from(phone.below(90_000)));
                Err(Unreachable)
            }
            2..=4 => {
                phone.count("lost before it arrived");
                Err(Unreachable)
            }
            5..=8 => {
                phone.count("broken off while it was sent");
                let mut gateway = phone.gateway.borrow_mut();
                gateway.live();
                let bytes = phone.below(u32::try_from(body.len()).unwrap_or(0) + 1) as usize;
                // The phone never gets the response.
                let _ = gateway.break_off(head, body, bytes);
                Err(Unreachable)
            }
            9..=14 => {
                phone.count("answer lost after it arrived");
                // The phone never gets the response.
                let _ = self.pass_on(head, body);
                Err(Unreachable)
            }
            15 | 16 => {
                phone.count("502 from a proxy after it arrived");
                // The phone never gets the response.
                let _ = self.pass_on(head, body);
                made_up(502, None, "<html>Bad gateway</html>")
            }
            17 => {
                phone.count("503 from a proxy with Retry-After");
                made_up(503, Some("7"), "")
            }
            18 => {
                phone.count("429 from a proxy with Retry-After");
                made_up(429, Some("3"), "slow down")
            }
            19 | 20 => {
                phone.count("login page of a network with 200");
                made_up(200, None, LOGIN_PAGE)
            }
            21 => {
                phone.count("403 from a proxy");
                made_up(403, None, "<html>Forbidden</html>")
            }
            22 => {
                phone.count("507 of a full gateway");
                made_up(507, None, "{\"code\":\"storage-full\",\"detail\":\"made up\"}")
            }
            23 | 24 => {
                phone.count("slow: given up after it arrived");
                phone.pass(120_000);
                // The phone never gets the response.
                let _ = self.pass_on(head, body);
                Err(Unreachable)
            }
            25 | 26 => {
                phone.count("slow");
                phone.pass(i64::from(phone.below(100_000)));
                self.pass_on(head, body)
            }
            27 => {
                phone.count("gateway killed before it arrived");
                phone.gateway.borrow_mut().kill();
                Err(Unreachable)
            }
            _ => {
                phone.count("gateway killed while it worked");
                let moment = Duration::from_micros(u64::from(phone.below(6_000)));
                let mut gateway = phone.gateway.borrow_mut();
                gateway.live();
                // The phone never gets the response.
                let _ = gateway.ask_and_kill(head, body, moment);
                Err(Unreachable)
            }
        }
    }
}

/// Returns the head of a request as it is sent, and its body.
fn written<'r>(request: &Request<'r>) -> (String, &'r [u8]) {
    let method = match request.method {
        Method::Get => "GET",
        Method::Head => "HEAD",
        Method::Patch => "PATCH",
        Method::Post => "POST",
    };
    let mut head = format!("{method} {} HTTP/1.1\r\n", request.path);
    let mut line = |name: &str, value: &str| head.extend([name, ": ", value, "\r\n"]);
    for (name, value) in request.headers {
        line(name, value);
    }
    if let Some(key) = request.key {
        line("authorization", &format!("Bearer {key}"));
    }
    let body = match request.body {
        Body::None => &[],
        Body::Json(json) => {
            line("content-type", "application/json");
            json.as_bytes()
        }
        Body::Piece(bytes) => {
            line("content-type", "application/offset+octet-stream");
            bytes
        }
    };
    (head, body)
}
