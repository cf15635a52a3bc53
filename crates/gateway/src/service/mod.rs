//! What the gateway does, without HTTP and without SQL. *Now* is an argument of everything.

use crate::error::{Error, Result};
use crate::files::Files;
use crate::folder::Storage;
use crate::identity::Owner;
use crate::keys::Keys;
use crate::store::{Application, Figures, Owned, Store};
use chrono::NaiveDate;
use rules::calendar::{WorkingCalendar, registration_day};
use rules::edition::Edition;
use rules::event::Event;
use rules::time::Instant;
use rules::timeline::{Run, Standing, Timeline};
use std::sync::{Arc, PoisonError, RwLock};
use wire::answer::{ServiceInfo, ServiceKind};
use wire::code::ApplicationNumber;

mod changes;
mod checksum;
mod codes;
mod deletion;
mod following;
mod form;
mod office;
mod report;
mod sent;
mod sharing;
mod submission;
mod summary;
mod turns;
mod upload;
mod words;

pub use changes::Listener;
pub use checksum::Checksum;
pub use office::{Package, Packed};
pub use report::Reported;
pub use submission::Target;
pub use summary::{Followed, summary_texts};
pub use upload::Part;

/// Who runs the service, and how.
#[derive(Clone, Debug)]
pub struct Operation {
    pub operator: String,
    pub kind: ServiceKind,
    /// The last minute of the day at which what comes in is registered the same day.
    pub cut_off: u16,
    pub test_clock: bool,
}

pub struct Gateway {
    store: Arc<dyn Store>,
    files: Arc<dyn Files>,
    keys: Arc<Keys>,
    calendar: RwLock<Arc<WorkingCalendar>>,
    operation: Operation,
    turns: turns::Turns,
    codes: codes::Codes,
    changes: Arc<changes::Changes>,
}

impl Gateway {
    pub fn new(storage: Storage, calendar: WorkingCalendar, operation: Operation) -> Self {
        let calendar = RwLock::new(Arc::new(calendar));
        Self {
            store: storage.store,
            files: storage.files,
            keys: storage.keys,
            calendar,
            operation,
            turns: turns::Turns::default(),
            codes: codes::Codes::default(),
            changes: Arc::default(),
        }
    }

    /// The working days by which terms are counted here.
    pub fn calendar(&self) -> Arc<WorkingCalendar> {
        // Nothing panics while the lock is held, and a calendar is replaced whole.
        Arc::clone(&self.calendar.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Counts by these from now on. What is registered keeps its day; due days follow the new data.
    pub fn replace_calendar(&self, calendar: WorkingCalendar) {
        *self.calendar.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(calendar);
        self.changes.calendar_replaced();
    }

    /// Whether rows can be read.
    pub async fn ready(&self) -> Result<()> {
        self.store.ready().await
    }

    /// When something was registered or reported last, by the clock of that time.
    pub async fn latest(&self) -> Result<Option<Instant>> {
        self.store.latest().await
    }

    /// What an operator counts.
    pub async fn figures(&self) -> Result<Figures> {
        self.store.figures().await
    }

    /// What holds for whatever comes in now.
    pub fn info(&self, now: Instant) -> Result<ServiceInfo> {
        let calendar = self.calendar();
        let day = registration_day(&calendar, now, self.operation.cut_off).ok_or_else(out_of_calendar)?;
        Ok(ServiceInfo {
            now,
            day,
            edition: Edition::in_force_on(day).edition().id.to_owned(),
            calendar: calendar.version().to_owned(),
            operator: self.operation.operator.clone(),
            kind: self.operation.kind,
            test_clock: self.operation.test_clock,
        })
    }

    /// Refuses to take anything in for a service that does not say who runs it.
    fn check_operator(&self, now: Instant) -> Result<()> {
        if self.info(now)?.takes_applications() { Ok(()) } else { Err(Error::NoOperator) }
    }

    /// Finds the number if it is this owner's. A number that is not there and one that is another's cost the same work
    /// and give the same answer; only the owner is told that one is deleted.
    async fn owned(&self, owner: &Owner, number: &str) -> Result<ApplicationNumber> {
        let number = ApplicationNumber::parse(number).map_err(|_| Error::NotFound)?;
        let nobody = Owned { owner: Owner::NOBODY, deleted: false };
        let found = self.store.owner_of(number).await?.unwrap_or(nobody);
        match (owner.is(&found.owner), found.deleted) {
            (true, false) => Ok(number),
            (true, true) => Err(Error::Gone),
            (false, _) => Err(Error::NotFound),
        }
    }

    async fn application(&self, number: ApplicationNumber) -> Result<Application> {
        self.store.application(number).await?.ok_or(Error::NotFound)
    }

    /// Where the application is in its current run.
    fn standing(&self, application: &Application, now: Instant) -> Result<Standing> {
        Ok(self.run(application, now)?.standing)
    }

    fn run(&self, application: &Application, now: Instant) -> Result<Run> {
        let today = today(now)?;
        let edition = Edition::by_id_or_in_force_on(&application.edition, today);
        let events: Vec<Event> = application.events.iter().map(|record| record.event.clone()).collect();
        Ok(Timeline::new(application.service, edition, &self.calendar(), &events, today).current)
    }
}

/// The day on the clocks of Kazakhstan.
fn today(now: Instant) -> Result<NaiveDate> {
    now.in_astana().map(|(day, _)| day).ok_or_else(out_of_calendar)
}

fn out_of_calendar() -> Error {
    Error::internal("the clock shows a day beyond the calendar")
}
