//! A simulated person at a phone: types, adds and removes people and pages, leaves and comes back, presses Send.

use crate::phone::{SimulatedPhone, Tab};
use chrono::NaiveDate;
use kept::identity::sha256_hex;
use outbox::attempt::Attempt;
use outbox::drafts::{self, LOOK_EVERY, WriteSchedule};
use outbox::phone::{Collection, PhoneClock, PhoneStorage, Precondition, StorageError, Written};
use outbox::queue::{self, RegisteredDraft, SendEvent, SendFailure};
use outbox::{FileState, PageTrouble};
use rules::calendar::WorkingCalendar;
use rules::check::check;
use rules::document::{Document, DocumentKind, Media, Page, PaperLanguage, RequirementKey};
use rules::draft::{Citizenship, Draft, IdentityDocument, Kinship, Name, Person};
use rules::edition::Edition;
use rules::examine::examine;
use rules::id::{DocumentId, DraftId, PageId, PersonId};
use rules::region::Region;
use rules::service::{Basis, Service};
use rules::time::{TypedDay, parse_day};
use std::cell::{Cell, RefCell};
use wire::answer::Receipt;
use wire::code::OwnerKey;
use wire::json;
use wire::stored::{self, Refused, StoredDraft};

/// The states of everything that the person has typed, in order, with the time of each change.
#[derive(Default)]
pub struct TypingLog(RefCell<Vec<(i64, String)>>);

impl TypingLog {
    fn note(&self, when: i64, draft: &Draft) {
        self.0.borrow_mut().push((when, answers(draft)));
    }
}

/// Returns only the answers. The consent is left out because reopening a refused draft clears it: it was for the
/// earlier submission.
fn answers(draft: &Draft) -> String {
    let (consent, confirmed_name, acknowledged) = (false, String::new(), Vec::new());
    json::write(&Draft { consent, confirmed_name, acknowledged, ..draft.clone() })
}

/// The view of the person: the typed answers, the warnings of the app, and broken promises.
pub struct Eyes {
    pub typed: TypingLog,
    /// True if the app has reported a failed write since the last check. Later losses then break no promise.
    pub warned: Cell<bool>,
    /// The day of the check that the person saw, if the gateway has named one.
    pub day: Cell<Option<NaiveDate>>,
    /// The promises that were broken.
    pub broken: RefCell<Vec<String>>,
}

/// The draft in a tab's memory.
pub struct TabDraft {
    pub draft: Draft,
    pub envelope: StoredDraft,
    changes: u64,
    written: u64,
    overtaken: bool,
}

impl TabDraft {
    pub fn new(draft: Draft, envelope: StoredDraft) -> Self {
        Self { draft, envelope, changes: 0, written: 0, overtaken: false }
    }
}

/// A person at one tab.
pub struct Sitting<'a> {
    pub tab: &'a Tab<'a>,
    pub phone: &'a SimulatedPhone<'a>,
    pub eyes: &'a Eyes,
    pub calendar: &'a WorkingCalendar,
}

/// The outcome of sending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SendOutcome {
    Registered(Receipt),
    Stopped(SendFailure),
    /// Another tab has written the draft; the app asks the person to continue with that version.
    Overtaken,
}

pub fn new_envelope(phone: &SimulatedPhone<'_>, id: DraftId) -> StoredDraft {
    let bytes = phone.random.borrow_mut().u128(..).to_le_bytes();
    let mut record = json::read::<StoredDraft>(BLANK).unwrap_or_else(|| panic!("the blank draft is invalid"));
    record.version = stored::VERSION;
    record.id = id;
    record.owner_key = OwnerKey(bytes).to_text();
    record.submission_key = submission_key(phone);
    record
}

/// Parsed instead of constructed, so that a new field of stored drafts needs no change here.
const BLANK: &str = r#"{"version":1,"id":"0000000000000001","revision":0,"saved_at":"2026-03-19T05:00:00Z","draft":{},"owner_key":"","submission_key":""}"#;

fn submission_key(phone: &SimulatedPhone<'_>) -> String {
    format!("{:032x}", phone.random.borrow_mut().u128(..))
}

/// Returns a draft that is complete for `check`, with a passport page.
pub fn whole_draft(phone: &SimulatedPhone<'_>, today: NaiveDate) -> Draft {
    let mut draft = Draft {
        service: Some(Service::Grant),
        basis: Some(Basis::Study),
        region: Region::from_number(59),
        settlement: "made-up".into(),
        address: "made-up".into(),
        email: "sample@example.invalid".into(),
        consent: true,
        confirmed_name: "ҮЛГІ".into(),
        ..Draft::default()
    };
    draft.facts.institution = "made-up".into();
    draft.facts.programme = "made-up".into();
    draft.eligibility.citizen_now = Some(false);
    draft.eligibility.citizen_before = Some(false);
    draft.eligibility.kazakh = Some(true);
    draft.eligibility.to_live_permanently = Some(true);
    // In some cases the passport expires within days, so that the check finds more problems the next day.
    let soon = phone.below(4) == 0;
    let until = if soon {
        today + chrono::Days::new(u64::from(phone.below(4)))
    } else {
        parse_day("2034-01-01").unwrap_or(today)
    };
    draft.people.push(person(phone, until));
    draft
}

fn person(phone: &SimulatedPhone<'_>, until: NaiveDate) -> Person {
    Person {
        id: PersonId(phone.random.borrow_mut().u64(1..)),
        name: Name { family: "ҮЛГІ".into(), ..Name::default() },
        born: parse_day("1990-05-05").map(TypedDay::of).unwrap_or_default(),
        birth_place: "made-up".into(),
        citizenship: Some(Citizenship::Mongolia),
        identity: IdentityDocument {
            number: "X0000000".into(),
            expires: TypedDay::of(until),
            ..IdentityDocument::default()
        },
        ..Person::default()
    }
}

/// Fills in everything that is missing.
fn complete(draft: &mut Draft) {
    for text in [&mut draft.settlement, &mut draft.address, &mut draft.facts.institution] {
        if text.is_empty() {
            *text = "made-up".into();
        }
    }
    draft.consent = true;
    draft.confirmed_name = "ҮЛГІ".into();
}

impl Sitting<'_> {
    /// Opens the draft as a start of the app does. `None` if the storage fails or there is no draft.
    pub async fn open(&self, id: DraftId) -> Option<TabDraft> {
        let journal = self.phone.journal.borrow().clone();
        if let Some(journal) = journal {
            drafts::replay_journal(self.tab, &journal).await.ok()?;
            self.phone.journal.borrow_mut().take();
        }
        let mut envelope = drafts::find(self.tab, id).await.ok()??.ok()?;
        let draft = std::mem::take(&mut envelope.draft);
        Some(TabDraft::new(draft, envelope))
    }

    /// Changes one thing, like a person who has not finished yet.
    pub fn change(&self, tab_draft: &mut TabDraft) {
        let phone = self.phone;
        let text = format!("typed {}", phone.below(1_000_000));
        match phone.below(12) {
            0 | 1 => tab_draft.draft.settlement = text,
            2 => tab_draft.draft.address = text,
            3 => tab_draft.draft.facts.institution = text,
            4 => tab_draft.draft.address.clear(),
            5 => {
                if let Some(person) = tab_draft.draft.people.last_mut() {
                    person.birth_place = text;
                }
            }
            6 | 7 => self.add_person(tab_draft),
            8 => {
                if tab_draft.draft.people.len() > 1 {
                    let gone = tab_draft.draft.people.pop().map(|person| person.id);
                    tab_draft
                        .draft
                        .documents
                        .retain(|document| document.serves.iter().all(|serves| Some(serves.person) != gone));
                }
            }
            9 | 10 => self.add_page(tab_draft),
            _ => {
                if let Some(document) = tab_draft.draft.documents.last_mut() {
                    document.pages.pop();
                }
            }
        }
        self.noted(tab_draft);
    }

    fn noted(&self, tab_draft: &mut TabDraft) {
        tab_draft.changes += 1;
        self.eyes.typed.note(self.phone.time.get(), &tab_draft.draft);
    }

    fn add_person(&self, tab_draft: &mut TabDraft) {
        let Some(first) = tab_draft.draft.people.first().map(|person| person.id) else { return };
        if tab_draft.draft.people.len() > 3 {
            return;
        }
        let until = parse_day("2034-01-01").unwrap_or_default();
        let mut member = person(self.phone, until);
        member.kazakh = Some(true);
        member.kinship = Some(Kinship::ChildOf(first));
        tab_draft.draft.people.push(member);
    }

    pub fn add_page(&self, tab_draft: &mut TabDraft) {
        let phone = self.phone;
        let Some(owner) = tab_draft.draft.people.last().map(|person| person.id) else { return };
        let length = match phone.below(12) {
            0 => 300_000 + phone.below(300_000),
            1..=3 => 20_000 + phone.below(60_000),
            _ => 600 + phone.below(8_000),
        };
        let mut bytes = vec![0xFF, 0xD8, 0xFF, 0xE0];
        bytes.extend((4..length).map(|_| phone.random.borrow_mut().u8(..)));
        let id = PageId(phone.random.borrow_mut().u64(1..));
        let page = Page {
            id,
            name: format!("page-{}.jpg", phone.below(1000)),
            media: Media::Jpeg,
            bytes: bytes.len() as u64,
            sha256: sha256_hex(&bytes),
            flaw: None,
        };
        phone.put_page(&id.to_text(), bytes);
        let key = RequirementKey { document: DocumentKind::IdentityDocument, person: owner };
        let known = tab_draft.draft.documents.iter_mut().find(|document| document.serves.contains(&key));
        match known {
            Some(document) => document.pages.push(page),
            None => {
                let mut document = Document::new(DocumentId(phone.random.borrow_mut().u64(1..)), key);
                document.language = Some(PaperLanguage::KazakhOrRussian);
                document.pages.push(page);
                tab_draft.draft.documents.push(document);
            }
        }
    }

    /// Types for a while. Drafts are written with the schedule of the app.
    pub async fn type_for_a_while(&self, tab_draft: &mut TabDraft) {
        let mut looks = 2 + self.phone.below(25);
        while looks > 0 {
            let mut pace = WriteSchedule::default();
            loop {
                if looks > 0 && self.phone.below(3) == 0 {
                    self.change(tab_draft);
                }
                looks = looks.saturating_sub(1);
                self.phone.pass(i64::from(LOOK_EVERY));
                self.tab.step().await;
                if tab_draft.changes == tab_draft.written && looks == 0 {
                    return;
                }
                if tab_draft.changes > tab_draft.written
                    && pace.is_time(tab_draft.changes, i64::from(LOOK_EVERY))
                {
                    break;
                }
            }
            self.save(tab_draft).await;
        }
    }

    pub async fn save(&self, tab_draft: &mut TabDraft) {
        if tab_draft.overtaken {
            return;
        }
        let known = tab_draft.envelope.revision;
        let taken = tab_draft.changes;
        let mut record = StoredDraft { draft: tab_draft.draft.clone(), ..tab_draft.envelope.clone() };
        record.revision = known + 1;
        record.saved_at = self.tab.now();
        match drafts::keep(self.tab, &record, known).await {
            Ok(Written::Done) => {
                tab_draft.envelope.revision = known + 1;
                tab_draft.written = taken;
                self.eyes.warned.set(false);
            }
            Ok(Written::Overtaken) => {
                tab_draft.overtaken = true;
                self.eyes.warned.set(true);
            }
            Err(_) => self.eyes.warned.set(true),
        }
    }

    /// Leaves the page normally, so that it can still write its journal.
    pub fn leave(&self, tab_draft: &TabDraft) {
        if tab_draft.changes > tab_draft.written && !tab_draft.overtaken {
            let record = StoredDraft { draft: tab_draft.draft.clone(), ..tab_draft.envelope.clone() };
            *self.phone.journal.borrow_mut() = Some(drafts::journal(record));
        }
    }

    /// Looks at the result of the check and acknowledges all findings.
    pub fn acknowledge(&self, tab_draft: &mut TabDraft) {
        let now = self.tab.now();
        let shown = rules::calendar::registration_day(self.calendar, now, rules::calendar::DEFAULT_CUT_OFF);
        let day = self.eyes.day.get().or(shown).unwrap_or_default();
        let found = examine(&tab_draft.draft, Edition::in_force_on(day).edition(), self.calendar, day);
        tab_draft.draft.acknowledged = found.defects.iter().map(|defect| defect.finding).collect();
        self.noted(tab_draft);
    }

    /// Presses Send and does what the app's page does.
    pub async fn send(&self, tab_draft: &mut TabDraft) -> SendOutcome {
        let id = tab_draft.envelope.id;
        if tab_draft.overtaken {
            return SendOutcome::Overtaken;
        }
        // The page itself detects missing answers; sending does not begin then.
        let day = self.tab.now().in_astana().map(|(day, _)| day).unwrap_or_default();
        if let Err(problems) = check(&tab_draft.draft, day) {
            return SendOutcome::Stopped(SendFailure::Problems(problems));
        }
        self.acknowledge(tab_draft);
        self.save(tab_draft).await;
        if tab_draft.overtaken {
            return SendOutcome::Overtaken;
        }
        if self.eyes.warned.get() {
            return SendOutcome::Stopped(SendFailure::PhoneStorage(StorageError::Closed));
        }
        if let Err(error) = queue::begin(self.tab, &tab_draft.envelope, tab_draft.draft.clone()).await {
            return SendOutcome::Stopped(error.into());
        }
        self.go_on(id, Some(tab_draft)).await
    }

    /// Runs the queue and records its results.
    pub async fn go_on(&self, id: DraftId, tab_draft: Option<&mut TabDraft>) -> SendOutcome {
        let turn = SendLock::take(self).await;
        let rested = Cell::new(0_u32);
        let watch = |news: SendEvent| match news {
            SendEvent::Time(now) => {
                let phone = self.phone;
                let truth = phone.gateway_time.get() + phone.time.get() / 1000 + phone.skew.get();
                phone.correction.set(now.0 - truth);
            }
            SendEvent::File(page, FileState::Received) => self.look_at_file(page),
            SendEvent::Waiting(..) => {
                rested.set(rested.get() + 1);
                if rested.get() > 400 {
                    self.eyes.broken.borrow_mut().push("sending waits endlessly".to_owned());
                }
            }
            SendEvent::File(..) | SendEvent::Sent(..) | SendEvent::Registering => {}
        };
        // A person who has waited long enough gives up for now.
        let patience = 3 + self.phone.below(40);
        let faults = self.phone.faults.get();
        let stop = || (faults && rested.get() > patience) || rested.get() > 400;
        let ended = queue::run(self.tab, id, self.calendar, &watch, &stop).await;
        drop(turn);
        match ended {
            Ok(RegisteredDraft { receipt, .. }) => {
                self.registered(id, tab_draft, &receipt).await;
                SendOutcome::Registered(receipt)
            }
            Err(why) => {
                if let SendFailure::DayChanged(day) = why {
                    self.eyes.day.set(Some(day));
                }
                self.phone.tally.borrow_mut().act(name_of(&why));
                SendOutcome::Stopped(why)
            }
        }
    }

    async fn registered(&self, id: DraftId, tab_draft: Option<&mut TabDraft>, receipt: &Receipt) {
        let text = json::write(receipt);
        if self.tab.write_text(Collection::Tracked, &id.to_text(), &text, Precondition::None).await.is_err() {
            return;
        }
        let Ok(revision) = drafts::note_number(self.tab, id, &receipt.number).await else { return };
        if let Some(tab_draft) = tab_draft {
            tab_draft.envelope.number = Some(receipt.number.clone());
            tab_draft.envelope.refused = None;
            // The writes of another tab are not in this tab, which must not overwrite them.
            if revision.is_some_and(|revision| revision <= tab_draft.envelope.revision + 1) {
                tab_draft.envelope.revision = revision.unwrap_or_default();
            }
        }
        // If it cannot be closed, the next start writes the same number again.
        let _ = queue::close(self.tab, id).await;
    }

    /// Checks a file that the app calls *received*: all its bytes must be on the gateway's disk.
    fn look_at_file(&self, page: PageId) {
        let ours = self.phone.page(&page.to_text()).map(|bytes| (bytes.len() as u64, sha256_hex(&bytes)));
        let id = self.phone.text_now(Collection::Uploads, &page.to_text());
        let theirs = id.and_then(|id| self.phone.gateway.borrow().file(&id));
        if ours.is_none() || ours != theirs {
            let lengths = (ours.map(|(length, _)| length), theirs.map(|(length, _)| length));
            self.eyes
                .broken
                .borrow_mut()
                .push(format!("a file is called received but is not on disk: {lengths:?}"));
        }
    }

    /// Reopens a draft that was refused to be accepted, as the app does.
    pub async fn reopen_refused(&self, id: DraftId) -> Option<TabDraft> {
        let key = submission_key(self.phone);
        let refused = Refused { documents: Vec::new() };
        drafts::reopen_refused(self.tab, id, &key, &refused).await.ok()??;
        let mut tab_draft = self.open(id).await?;
        complete(&mut tab_draft.draft);
        self.noted(&mut tab_draft);
        Some(tab_draft)
    }

    /// Does what the app asks the person to do. Returns whether there was anything to do.
    pub fn follow_way_out(&self, tab_draft: &mut TabDraft, why: &SendFailure) -> bool {
        match why {
            SendFailure::Problems(_) => complete(&mut tab_draft.draft),
            SendFailure::Page(page, trouble) => {
                if *trouble != PageTrouble::Lost {
                    return false;
                }
                for document in &mut tab_draft.draft.documents {
                    document.pages.retain(|known| known.id != *page);
                }
                self.add_page(tab_draft);
            }
            // The person presses Send again: after a look at the check, after an hour, or with a better network.
            SendFailure::DayChanged(_)
            | SendFailure::StorageFull
            | SendFailure::PhoneStorage(_)
            | SendFailure::Refused(_)
            | SendFailure::Unavailable(_)
            | SendFailure::Stopped => {}
            // These cannot occur: the calendar and the edition do not change here, and nobody withdraws an application.
            SendFailure::CalendarChanged(_)
            | SendFailure::AppOutdated
            | SendFailure::NotRefused
            | SendFailure::NoOperator => {
                return false;
            }
        }
        self.noted(tab_draft);
        true
    }

    /// Continues what an earlier start of the app had begun.
    pub async fn resume(&self) -> Vec<SendOutcome> {
        let mut ends = Vec::new();
        for attempt in Attempt::unfinished(self.tab).await.unwrap_or_default() {
            ends.push(self.go_on(attempt.id, None).await);
        }
        ends
    }
}

impl Eyes {
    pub fn new() -> Self {
        Self {
            typed: TypingLog::default(),
            warned: Cell::new(false),
            day: Cell::new(None),
            broken: RefCell::default(),
        }
    }

    /// Compares the opened draft with what was typed. `gone` is the time at which the tab died, `grace` the largest age
    /// of answers that may be lost.
    pub fn look_at_answers(&self, found: &Draft, gone: i64, grace: i64) {
        let found = answers(found);
        let mut typed = self.typed.0.borrow_mut();
        let place = typed.iter().rposition(|(_, text)| *text == found);
        let due = typed.iter().rposition(|(when, _)| *when <= gone - grace);
        let kept = match (place, due) {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(place), Some(due)) => place >= due,
        };
        if !kept && !self.warned.get() {
            let ages: Vec<i64> = typed.iter().rev().take(6).map(|(when, _)| gone - when).collect();
            self.broken.borrow_mut().push(format!(
                "answers are lost: change {place:?} of {} was opened, {due:?} was due; ages of the last changes: {ages:?} ms",
                typed.len()
            ));
        }
        // From here on the opened draft is what the person has.
        if let Some(place) = place {
            typed.truncate(place + 1);
        }
        self.warned.set(false);
    }
}

fn name_of(why: &SendFailure) -> &'static str {
    match why {
        SendFailure::Problems(_) => "stopped: problems",
        SendFailure::DayChanged(_) => "stopped: day changed",
        SendFailure::CalendarChanged(_) => "stopped: calendar changed",
        SendFailure::AppOutdated => "stopped: app outdated",
        SendFailure::StorageFull => "stopped: gateway full",
        SendFailure::PhoneStorage(_) => "stopped: phone storage",
        SendFailure::Page(..) => "stopped: a page",
        SendFailure::NotRefused => "stopped: not refused",
        SendFailure::NoOperator => "stopped: no operator",
        SendFailure::Refused(_) => "stopped: refused",
        SendFailure::Unavailable(_) => "stopped: unavailable for too long",
        SendFailure::Stopped => "stopped: by the person",
    }
}

/// The lock for sending, if the browser has locks. A tab that dies releases it.
struct SendLock<'a>(Option<&'a Cell<bool>>);

impl<'a> SendLock<'a> {
    async fn take(sitting: &Sitting<'a>) -> Self {
        if !sitting.phone.has_locks {
            return Self(None);
        }
        let locked = &*sitting.phone.locked;
        loop {
            if !locked.replace(true) {
                return Self(Some(locked));
            }
            sitting.tab.step().await;
        }
    }
}

impl Drop for SendLock<'_> {
    fn drop(&mut self) {
        if let Some(locked) = self.0 {
            locked.set(false);
        }
    }
}
