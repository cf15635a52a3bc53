//! The service object, its configuration, and the lookups that all operations share.

use crate::blobs::BlobStore;
use crate::data_folder::Storage;
use crate::error::{Error, Result};
use crate::identity::Owner;
use crate::keys::Keys;
use crate::lock::lock;
use crate::service::changes::ChangeNotifier;
use crate::service::share_codes::ShareCodes;
use crate::service::turns::Turns;
use crate::store::{ApplicationOwner, ApplicationStore, Statistics, StoredApplication};
use chrono::NaiveDate;
use rules::calendar::{WorkingCalendar, registration_day};
use rules::edition::Edition;
use rules::event::Event;
use rules::time::Instant;
use rules::timeline::{Proceeding, Standing, Timeline};
use std::sync::{Arc, Mutex};
use wire::answer::{ServiceInfo, ServiceKind};
use wire::code::ApplicationNumber;

/// The configuration of the service.
#[derive(Clone, Debug)]
pub struct ServiceConfig {
    pub operator: String,
    pub kind: ServiceKind,
    /// The last minute of the day at which a submission is registered on the same day.
    pub cut_off: u16,
    pub test_clock: bool,
}

/// The service: all operations are methods of it.
pub struct Gateway {
    pub(super) store: Arc<dyn ApplicationStore>,
    pub(super) files: Arc<dyn BlobStore>,
    pub(super) keys: Arc<Keys>,
    calendar: Mutex<Arc<WorkingCalendar>>,
    pub(super) config: ServiceConfig,
    pub(super) turns: Turns,
    pub(super) codes: ShareCodes,
    pub(super) changes: Arc<ChangeNotifier>,
}

impl Gateway {
    pub fn new(storage: Storage, calendar: WorkingCalendar, config: ServiceConfig) -> Self {
        let calendar = Mutex::new(Arc::new(calendar));
        Self {
            store: storage.store,
            files: storage.files,
            keys: storage.keys,
            calendar,
            config,
            turns: Turns::default(),
            codes: ShareCodes::default(),
            changes: Arc::default(),
        }
    }

    /// Returns the calendar that terms are computed with.
    pub fn calendar(&self) -> Arc<WorkingCalendar> {
        Arc::clone(&lock(&self.calendar))
    }

    /// Replaces the calendar. Days of registration stay; due days are computed with the new calendar.
    pub fn replace_calendar(&self, calendar: WorkingCalendar) {
        *lock(&self.calendar) = Arc::new(calendar);
        self.changes.calendar_replaced();
    }

    /// Returns an error if the database cannot be read.
    pub async fn ready(&self) -> Result<()> {
        self.store.ready().await
    }

    /// Returns the time of the latest registration or report, by the clock of that time.
    pub async fn latest(&self) -> Result<Option<Instant>> {
        self.store.latest().await
    }

    /// Returns statistics for the operator.
    pub async fn statistics(&self) -> Result<Statistics> {
        self.store.statistics().await
    }

    /// Returns the day of registration, edition and calendar that apply to a submission at `now`.
    pub fn info(&self, now: Instant) -> Result<ServiceInfo> {
        let calendar = self.calendar();
        let day = registration_day(&calendar, now, self.config.cut_off).ok_or_else(out_of_calendar)?;
        Ok(ServiceInfo {
            now,
            day,
            edition: Edition::in_force_on(day).edition().id.to_owned(),
            calendar: calendar.version().to_owned(),
            operator: self.config.operator.clone(),
            kind: self.config.kind,
            test_clock: self.config.test_clock,
        })
    }

    /// Rejects submissions and uploads while a forwarding service does not name its operator.
    pub(super) fn check_operator(&self, now: Instant) -> Result<()> {
        if self.info(now)?.takes_applications() { Ok(()) } else { Err(Error::NoOperator) }
    }

    /// Parses a number and checks that this owner has it. An unknown number and a number of another owner take the same time and
    /// give the same error; only the owner learns that an application is deleted.
    pub(super) async fn owned(&self, owner: &Owner, number: &str) -> Result<ApplicationNumber> {
        let number = ApplicationNumber::parse(number).map_err(|_| Error::NotFound)?;
        let nobody = ApplicationOwner { owner: Owner::NOBODY, deleted: false };
        let found = self.store.owner_of(number).await?.unwrap_or(nobody);
        match (owner.is(&found.owner), found.deleted) {
            (true, false) => Ok(number),
            (true, true) => Err(Error::Gone),
            (false, _) => Err(Error::NotFound),
        }
    }

    pub(super) async fn application(&self, number: ApplicationNumber) -> Result<StoredApplication> {
        self.store.application(number).await?.ok_or(Error::NotFound)
    }

    /// Returns the `Standing` of the application in its current proceeding.
    pub(super) fn standing(&self, application: &StoredApplication, now: Instant) -> Result<Standing> {
        Ok(self.run(application, now)?.standing)
    }

    pub(super) fn run(&self, application: &StoredApplication, now: Instant) -> Result<Proceeding> {
        let today = today(now)?;
        let edition = Edition::by_id_or_in_force_on(&application.edition, today);
        let events: Vec<Event> = application.events.iter().map(|record| record.event.clone()).collect();
        Ok(Timeline::new(application.service, edition, &self.calendar(), &events, today).current)
    }
}

/// The number of attempts of a write that other writes make outdated.
const ATTEMPTS: usize = 8;

/// Repeats an attempt while it returns `None` because its revision is outdated, or the number it chose is taken. With 35 random
/// bits in a number a second draw is rare.
pub(super) async fn retry_on_conflict<T, F: Future<Output = Result<Option<T>>>>(
    attempt: impl Fn() -> F,
) -> Result<T> {
    for _ in 0..ATTEMPTS {
        if let Some(value) = attempt().await? {
            return Ok(value);
        }
    }
    Err(Error::internal("every attempt to write was in conflict with another write"))
}

/// Returns the current day in Kazakhstan.
pub(super) fn today(now: Instant) -> Result<NaiveDate> {
    now.in_astana().map(|(day, _)| day).ok_or_else(out_of_calendar)
}

fn out_of_calendar() -> Error {
    Error::internal("the current day is outside of the calendar")
}
