//! A run of the queue: its requests and their failures, the waits between them, and what is reported.

use crate::delay::delay;
use crate::phone::{HttpResponse, Method, Phone, Request, StorageError, Unreachable};
use crate::retry_after;
use chrono::NaiveDate;
use rules::calendar::WorkingCalendar;
use rules::check::Problem;
use rules::id::{DraftId, PageId};
use rules::time::Instant;
use std::cell::Cell;
use wire::answer::{Refusal, RefusalCode};
use wire::json;

/// Number of unsuccessful responses in a row after which sending stops. With the waits, that is more than half an hour.
const MOST_REFUSALS: u32 = 40;

/// The events that are reported while a draft is being sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SendEvent {
    /// The time by the gateway's clock.
    Time(Instant),
    /// The upload of a page has changed its state.
    File(PageId, FileState),
    /// Number of bytes of pages that the gateway has, and the total.
    Sent(u64, u64),
    /// All pages are uploaded; the application itself is being sent.
    Registering,
    /// Sending waits and retries automatically, at the latest after this number of milliseconds.
    Waiting(WaitReason, u32),
}

/// Reasons why sending waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitReason {
    /// The phone has no network, or the gateway cannot be reached.
    Unreachable,
    /// The gateway, or a proxy in front of it, is overloaded or under maintenance.
    Busy,
    /// Something else answers in place of the gateway, such as a network that asks for a login first (captive portal).
    NotTheGateway,
}

impl WaitReason {
    /// Returns the reason in technical words.
    pub fn to_text(self) -> &'static str {
        match self {
            Self::Unreachable => "waits-unreachable",
            Self::Busy => "waits-busy",
            Self::NotTheGateway => "waits-not-the-gateway",
        }
    }
}

/// Reasons why nothing was registered. Everything typed and photographed is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SendFailure {
    /// The answers have problems.
    Problems(Vec<Problem>),
    /// The check finds something on this day of registration that the person has not seen, or the gateway registers on
    /// another day.
    DayChanged(NaiveDate),
    /// The calendar data of the gateway differ, and with them the last lawful days; contains the version of the
    /// gateway's data.
    CalendarChanged(String),
    /// The gateway uses another edition of the Rules, or needs another version of this app: the app must be reloaded.
    AppOutdated,
    /// The gateway has no storage space left.
    StorageFull,
    /// The phone's own storage failed.
    PhoneStorage(StorageError),
    /// A page cannot be sent.
    Page(PageId, PageTrouble),
    /// A resubmission is only possible after a refusal to accept, and the application is no longer in that state.
    NotRefused,
    /// No operator is named who would hand the application to the authority, so the gateway accepts nothing.
    NoOperator,
    /// Another refusal, with its status.
    Refused(u16),
    /// The response was "busy" or not from the gateway for as long as sending retries; contains the last status.
    Unavailable(u16),
    /// The person has stopped sending, or there was nothing to send.
    Stopped,
}

impl SendFailure {
    /// Returns the failure in technical words, without its details, and the status of the response, or 0 without one.
    pub fn to_text(&self) -> (&'static str, u16) {
        match self {
            Self::Problems(_) => ("problems", 0),
            Self::DayChanged(_) => ("day-changed", 0),
            Self::CalendarChanged(_) => ("calendar-changed", 0),
            Self::AppOutdated => ("app-outdated", 0),
            Self::StorageFull => ("storage-full", 0),
            Self::PhoneStorage(_) => ("phone-storage", 0),
            Self::Page(_, PageTrouble::Lost) => ("page-lost", 0),
            Self::Page(_, PageTrouble::TooLarge) => ("page-too-large", 0),
            Self::Page(_, PageTrouble::NotAFormat) => ("page-not-a-format", 0),
            Self::NotRefused => ("not-refused", 0),
            Self::NoOperator => ("no-operator", 0),
            Self::Refused(status) => ("refused", *status),
            Self::Unavailable(status) => ("unavailable", *status),
            Self::Stopped => ("stopped", 0),
        }
    }

    /// Returns whether sending would fail in the same way again unless the person does something.
    pub(crate) fn needs_user(&self) -> bool {
        match self {
            Self::Problems(_)
            | Self::DayChanged(_)
            | Self::CalendarChanged(_)
            | Self::Page(..)
            | Self::NotRefused
            | Self::NoOperator
            | Self::Refused(_)
            | Self::Stopped => true,
            // These may be resolved by another start of the app or by waiting an hour.
            Self::AppOutdated | Self::StorageFull | Self::PhoneStorage(_) | Self::Unavailable(_) => false,
        }
    }
}

impl From<StorageError> for SendFailure {
    fn from(error: StorageError) -> Self {
        Self::PhoneStorage(error)
    }
}

/// The errors of a single request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum RequestError {
    Unreachable,
    /// The gateway is busy; contains the seconds of `Retry-After`, if the header was given.
    Busy(Option<u32>),
    /// The response is not from the gateway.
    NotTheGateway,
    /// The gateway refused the request and gave a reason.
    Refused(Box<Refusal>),
    /// An error status without a refusal in the gateway's format.
    UnexpectedStatus(u16),
}

/// The state of the upload of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileState {
    /// The bytes are on this phone only.
    OnPhone,
    /// Some of the bytes may be at the gateway.
    BeingSent,
    /// The gateway has confirmed that it has all bytes on disk.
    Received,
    /// The page will not be sent as it is.
    NotAccepted(PageTrouble),
}

/// Reasons why a page cannot be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageTrouble {
    /// The phone has lost the bytes of the page.
    Lost,
    /// The page is larger than the gateway accepts.
    TooLarge,
    /// The page is not a JPEG, PNG or PDF.
    NotAFormat,
}

/// A run of the queue for one draft.
pub(crate) struct SendRun<'a, P> {
    pub phone: &'a P,
    pub id: DraftId,
    pub calendar: &'a WorkingCalendar,
    pub watch: &'a dyn Fn(SendEvent),
    stop: &'a dyn Fn() -> bool,
    /// Number of failures in a row.
    failures: Cell<u32>,
    /// Number of those failures that were responses.
    refusals: Cell<u32>,
    /// The status of the last response.
    status: Cell<u16>,
    /// True if a proxy rejects PATCH. The gateway accepts a POST with `X-HTTP-Method-Override` instead.
    sends_patch_as_post: Cell<bool>,
}

impl<'a, P: Phone> SendRun<'a, P> {
    pub fn new(
        phone: &'a P,
        id: DraftId,
        calendar: &'a WorkingCalendar,
        watch: &'a dyn Fn(SendEvent),
        stop: &'a dyn Fn() -> bool,
    ) -> Self {
        Self {
            phone,
            id,
            calendar,
            watch,
            stop,
            failures: Cell::new(0),
            refusals: Cell::new(0),
            status: Cell::new(0),
            sends_patch_as_post: Cell::new(false),
        }
    }

    /// Sends a request, as a POST in place of PATCH if a proxy rejects PATCH.
    async fn ask(&self, request: Request<'_>) -> Result<HttpResponse, Unreachable> {
        if request.method != Method::Patch || !self.sends_patch_as_post.get() {
            return self.phone.ask(request).await;
        }
        let headers = [request.headers, &[("X-HTTP-Method-Override", "PATCH")]].concat();
        self.phone.ask(Request { method: Method::Post, headers: &headers, ..request }).await
    }

    /// Sends a request once and sorts failures by what the caller can do about them.
    pub async fn once(&self, request: Request<'_>) -> Result<HttpResponse, RequestError> {
        let mut answer = self.ask(request).await.map_err(|_| RequestError::Unreachable)?;
        let is_forbidden = request.method == Method::Patch && matches!(answer.status, 405 | 501);
        if is_forbidden && !self.sends_patch_as_post.replace(true) {
            answer = self.ask(request).await.map_err(|_| RequestError::Unreachable)?;
        }
        self.status.set(answer.status);
        if (200..300).contains(&answer.status) {
            return Ok(answer);
        }
        // The server's clock is used if the response has a date, because the phone's clock may be wrong.
        let now = answer.date.as_deref().and_then(retry_after::http_date);
        let now = now.unwrap_or_else(|| self.phone.now().0);
        let wanted = answer.retry_after.as_deref().and_then(|header| retry_after::seconds(header, now));
        match json::read::<Refusal>(&answer.body) {
            Some(refusal) => Err(match refusal.code {
                RefusalCode::TooMany | RefusalCode::Internal => RequestError::Busy(wanted),
                _ => RequestError::Refused(Box::new(refusal)),
            }),
            None => Err(match answer.status {
                507 => RequestError::UnexpectedStatus(507),
                511 | 300..=399 => RequestError::NotTheGateway,
                408 | 425 | 429 | 500.. => RequestError::Busy(wanted),
                status => RequestError::UnexpectedStatus(status),
            }),
        }
    }

    /// Waits if a retry may help; otherwise returns the reason why sending stops.
    pub async fn back_off(&self, trouble: RequestError) -> Result<(), SendFailure> {
        let (wait, wanted) = match trouble {
            RequestError::Unreachable => (WaitReason::Unreachable, None),
            RequestError::Busy(wanted) => (WaitReason::Busy, wanted),
            RequestError::NotTheGateway => (WaitReason::NotTheGateway, None),
            RequestError::Refused(refusal) => return Err(stop_for(*refusal)),
            RequestError::UnexpectedStatus(507) => return Err(SendFailure::StorageFull),
            RequestError::UnexpectedStatus(426) => return Err(SendFailure::AppOutdated),
            RequestError::UnexpectedStatus(status) => return Err(SendFailure::Refused(status)),
        };
        if wait != WaitReason::Unreachable {
            self.refusals.set(self.refusals.get() + 1);
            if self.refusals.get() > MOST_REFUSALS {
                return Err(SendFailure::Unavailable(self.status.get()));
            }
        }
        let milliseconds = delay(self.failures.get(), self.phone.random(), wanted);
        self.failures.set(self.failures.get().saturating_add(1));
        (self.watch)(SendEvent::Waiting(wait, milliseconds));
        self.phone.rest(milliseconds).await;
        Ok(())
    }

    /// Resets the counts of failures after a success.
    pub fn went_on(&self) {
        self.failures.set(0);
        self.refusals.set(0);
    }

    pub fn stop_if_asked(&self) -> Result<(), SendFailure> {
        if (self.stop)() { Err(SendFailure::Stopped) } else { Ok(()) }
    }
}

/// Returns the failure that a refusal means for the person.
pub(crate) fn stop_for(refusal: Refusal) -> SendFailure {
    match (refusal.code, refusal.service) {
        (RefusalCode::Problems, _) => SendFailure::Problems(refusal.problems),
        (RefusalCode::DayChanged, Some(service)) => SendFailure::DayChanged(service.day),
        (RefusalCode::CalendarChanged, Some(service)) => SendFailure::CalendarChanged(service.calendar),
        (RefusalCode::EditionChanged | RefusalCode::Version | RefusalCode::TusVersion, _) => {
            SendFailure::AppOutdated
        }
        (RefusalCode::StorageFull, _) => SendFailure::StorageFull,
        (RefusalCode::NotRefused, _) => SendFailure::NotRefused,
        (RefusalCode::NoOperator, _) => SendFailure::NoOperator,
        (code, _) => SendFailure::Refused(code.status()),
    }
}
