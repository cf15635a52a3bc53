//! Plays one history: a person, a phone, and faults from a seed; then checks whether the promises were kept.

use crate::gateway::GatewayProcess;
use crate::person::{Eyes, SendOutcome, Sitting, TabDraft, new_envelope, whole_draft};
use crate::phone::{SimulatedPhone, Tab, TabTask, play};
use crate::tally::Tally;
use chrono::NaiveDate;
use kept::identity::sha256_hex;
use outbox::attempt::Attempt;
use outbox::phone::StorageError;
use outbox::queue::SendFailure;
use rules::calendar::WorkingCalendar;
use rules::event::EventKind;
use rules::id::DraftId;
use rules::time::Instant;
use std::cell::RefCell;
use wire::answer::{Owned, Receipt, Status};
use wire::json;
use wire::path;

/// The largest age in milliseconds of answers that a killed tab may lose.
const TAB_KILLED: i64 = 1_000;
/// The same limit for a power failure, which also undoes the last write of the last second.
const POWER_LOST: i64 = 2_000;

/// Plays the history of a seed. Returns what went wrong as an error.
pub fn play_history(
    seed: u64,
    day: NaiveDate,
    gateway: &RefCell<GatewayProcess>,
    calendar: &WorkingCalendar,
    tally: &RefCell<Tally>,
) -> Result<(), String> {
    let mut random = fastrand::Rng::with_seed(seed);
    // The clock starts between early morning and a time after the cut-off.
    let minute = random.i64(6 * 60..23 * 60);
    let text = format!("{}T{:02}:{:02}:00+05:00", day.format_day(), minute / 60, minute % 60);
    gateway.borrow_mut().live();
    gateway.borrow().set_clock(&text);
    let start = Instant::parse(&text).ok_or("no clock")?;
    let id = DraftId(random.u64(1..));
    let phone = SimulatedPhone::new(random, tally, gateway, start.0);
    let mut history =
        Simulation { phone: &phone, eyes: Eyes::new(), calendar, id, day, receipts: Vec::new(), refusals: 0 };
    history.begin();
    let acts = 4 + phone.below(10);
    for _ in 0..acts {
        history.act();
    }
    // From here on everything works, and the person follows the instructions of the app.
    phone.faults.set(false);
    history.bring_to_the_end()?;
    history.look()?;
    let mut tally = tally.borrow_mut();
    tally.histories += 1;
    Ok(())
}

trait FormatDay {
    fn format_day(&self) -> String;
}

impl FormatDay for NaiveDate {
    fn format_day(&self) -> String {
        rules::time::write_day(*self)
    }
}

struct Simulation<'a> {
    phone: &'a SimulatedPhone<'a>,
    eyes: Eyes,
    calendar: &'a WorkingCalendar,
    id: DraftId,
    day: NaiveDate,
    /// All receipts that the app has shown.
    receipts: Vec<Receipt>,
    refusals: u32,
}

impl Simulation<'_> {
    fn sitting<'t>(&'t self, tab: &'t Tab<'t>) -> Sitting<'t> {
        Sitting { tab, phone: self.phone, eyes: &self.eyes, calendar: self.calendar }
    }

    /// Returns a fuse that kills the tab within this act, in some cases.
    fn fuse(&self) -> Option<u32> {
        self.phone.happens(350).then(|| self.phone.below(70))
    }

    fn begin(&mut self) {
        let faults = self.phone.faults.replace(false);
        let tab = Tab::new(self.phone, None);
        let sitting = self.sitting(&tab);
        let envelope = new_envelope(self.phone, self.id);
        let draft = whole_draft(self.phone, self.day);
        let made = play(
            self.phone,
            vec![(
                &tab,
                Box::pin(async {
                    let mut tab_draft = TabDraft::new(draft, envelope);
                    sitting.add_page(&mut tab_draft);
                    sitting.acknowledge(&mut tab_draft);
                    sitting.save(&mut tab_draft).await;
                }),
            )],
        );
        debug_assert!(made[0].is_some());
        // The person needs more time for the first questions than the disk for its writes.
        self.phone.pass(5_000);
        self.phone.faults.set(faults);
    }

    fn act(&mut self) {
        let phone = self.phone;
        match phone.below(20) {
            0..=5 => self.type_and_leave(),
            6..=13 => self.send(1),
            14..=15 => {
                phone.tally.borrow_mut().act("sent in two tabs");
                self.send(2);
            }
            16 => {
                phone.count("clock of the phone jumps");
                phone.skew.set(i64::from(phone.below(20 * 86_400)) - 10 * 86_400);
            }
            17 => {
                phone.full_until.set(phone.time.get() + i64::from(phone.below(20_000)));
            }
            18 => {
                phone.pass(i64::from(phone.below(3_600_000)));
                match phone.below(12) {
                    0..=2 => self.next_day(),
                    // Eight days are longer than uploads are kept.
                    3 => (0..8).for_each(|_| self.next_day()),
                    _ => {}
                }
            }
            _ => self.refuse_and_resubmit(),
        }
    }

    /// Opens the draft, types, and leaves: properly, or because the tab or the battery dies.
    fn type_and_leave(&mut self) {
        let phone = self.phone;
        phone.tally.borrow_mut().act("typed");
        let tab = Tab::new(phone, self.fuse());
        let dies = phone.happens(250);
        let journal = {
            let sitting = self.sitting(&tab);
            let ends = play(
                phone,
                vec![(
                    &tab,
                    Box::pin(async {
                        let Some(mut tab_draft) = sitting.open(self.id).await else { return };
                        sitting.type_for_a_while(&mut tab_draft).await;
                        // A change at the last moment.
                        sitting.change(&mut tab_draft);
                        if !dies {
                            sitting.leave(&tab_draft);
                        }
                    }),
                )],
            );
            ends[0].is_some() && !dies
        };
        self.reopen(journal);
    }

    /// Opens the stored draft and compares it with what was typed.
    fn reopen(&mut self, left_properly: bool) {
        let phone = self.phone;
        let power = !left_properly && phone.happens(300) && phone.lose_power();
        let gone = phone.time.get();
        let faults = phone.faults.replace(false);
        let tab = Tab::new(phone, None);
        let sitting = self.sitting(&tab);
        let found = play(phone, vec![(&tab, Box::pin(sitting.open(self.id)))]);
        phone.faults.set(faults);
        let grace = match (left_properly, power) {
            (true, _) => 0,
            (false, false) => TAB_KILLED,
            (false, true) => POWER_LOST,
        };
        match found.into_iter().next().flatten().flatten() {
            Some(tab_draft) => self.eyes.look_at_answers(&tab_draft.draft, gone, grace),
            None => self.eyes.broken.borrow_mut().push("the draft is gone".to_owned()),
        }
    }

    /// Presses Send in this number of tabs at once; tabs may be killed. A new tab then continues what was begun.
    fn send(&mut self, tabs: u32) {
        let phone = self.phone;
        let all: Vec<Tab<'_>> = (0..tabs).map(|_| Tab::new(phone, self.fuse())).collect();
        let ends = {
            let sittings: Vec<Sitting<'_>> = all.iter().map(|tab| self.sitting(tab)).collect();
            let futures = all.iter().zip(&sittings).map(|(tab, sitting)| {
                let sends: TabTask<'_, SendOutcome> = Box::pin(async {
                    let Some(mut tab_draft) = sitting.open(self.id).await else {
                        return SendOutcome::Stopped(SendFailure::PhoneStorage(StorageError::Closed));
                    };
                    if tab_draft.envelope.number.is_some() && tab_draft.envelope.refused.is_none() {
                        return SendOutcome::Overtaken;
                    }
                    let ended = sitting.send(&mut tab_draft).await;
                    if let SendOutcome::Stopped(why) = &ended
                        && matches!(why, SendFailure::Problems(_))
                    {
                        sitting.follow_way_out(&mut tab_draft, why);
                        return sitting.send(&mut tab_draft).await;
                    }
                    ended
                });
                (tab, sends)
            });
            play(phone, futures.collect())
        };
        let killed = ends.iter().any(Option::is_none);
        self.take_in(ends.into_iter().flatten().collect());
        self.reopen(false);
        if killed {
            self.start_again();
        }
    }

    /// Starts the app, which continues what was begun; it may be killed again.
    fn start_again(&mut self) {
        let tab = Tab::new(self.phone, self.fuse());
        let ends = {
            let sitting = self.sitting(&tab);
            play(self.phone, vec![(&tab, Box::pin(sitting.resume()))])
        };
        self.phone.tally.borrow_mut().act("started again in the middle of sending");
        self.take_in(ends.into_iter().flatten().flatten().collect());
    }

    fn take_in(&mut self, ends: Vec<SendOutcome>) {
        for ended in ends {
            if let SendOutcome::Registered(receipt) = ended {
                self.look_at_receipt(&receipt);
                self.receipts.push(receipt);
            }
        }
    }

    fn next_day(&mut self) {
        self.phone.tally.borrow_mut().act("the gateway's next day");
        let seconds = 86_400;
        self.day = self.day.succ_opt().unwrap_or(self.day);
        self.phone.gateway_time.set(self.phone.gateway_time.get() + seconds);
        let now = Instant(self.phone.gateway_time.get());
        self.phone.gateway.borrow().set_clock(&now.to_text());
    }

    /// Reports a refusal to accept by the authority; the person corrects the draft and sends it again.
    fn refuse_and_resubmit(&mut self) {
        let Some(receipt) = self.receipts.last().cloned() else { return };
        let Some(status) = self.status(&receipt.number) else { return };
        let refused_before =
            status.events.iter().filter(|event| event.event.kind == EventKind::RefusedToAccept);
        let registered = status.events.iter().filter(|event| event.event.kind == EventKind::Registered);
        if refused_before.count() >= registered.count() {
            return;
        }
        // The officer refuses on a day after the registration, because the order of two events of one day is unknown.
        let mut on = NaiveDate::default();
        for _ in 0..12 {
            on = Instant(self.phone.gateway_time.get()).in_astana().map(|(day, _)| day).unwrap_or_default();
            if on > status.receipt.filed_on() {
                break;
            }
            self.next_day();
        }
        self.refusals += 1;
        let event = serde_json::json!({
            "event_id": format!("made-up-{}", self.refusals),
            "kind": "refused_to_accept",
            "on": rules::time::write_day(on),
        });
        let body = event.to_string();
        let head = format!(
            "POST /authority/v1/applications/{}/events HTTP/1.1\r\nauthorization: Bearer {}\r\ncontent-type: application/json\r\n",
            receipt.number,
            self.phone.gateway.borrow().token()
        );
        self.phone.gateway.borrow_mut().live();
        let reply = self.phone.gateway.borrow().ask(&head, body.as_bytes());
        if !reply.is_ok_and(|reply| reply.status == 201) {
            self.refusals -= 1;
            return;
        }
        self.phone.tally.borrow_mut().sent_again += 1;
        let tab = Tab::new(self.phone, self.fuse());
        let ended = {
            let sitting = self.sitting(&tab);
            let sends: TabTask<'_, Option<SendOutcome>> = Box::pin(async {
                let mut tab_draft = sitting.reopen_refused(self.id).await?;
                sitting.add_page(&mut tab_draft);
                Some(sitting.send(&mut tab_draft).await)
            });
            play(self.phone, vec![(&tab, sends)])
        };
        self.take_in(ended.into_iter().flatten().flatten().collect());
        self.reopen(false);
    }

    /// Continues without faults. The draft must be sent by following the instructions of the app.
    fn bring_to_the_end(&mut self) -> Result<(), String> {
        let phone = self.phone;
        let mut last = None;
        for _ in 0..12 {
            let tab = Tab::new(phone, None);
            let ends = {
                let sitting = self.sitting(&tab);
                let all: TabTask<'_, Vec<SendOutcome>> = Box::pin(async {
                    let mut ends = sitting.resume().await;
                    let Some(mut tab_draft) = sitting.open(self.id).await else { return ends };
                    let is_sent = tab_draft.envelope.number.is_some() && tab_draft.envelope.refused.is_none();
                    if !is_sent {
                        if let Some(SendOutcome::Stopped(why)) = &last {
                            sitting.follow_way_out(&mut tab_draft, why);
                        }
                        ends.push(sitting.send(&mut tab_draft).await);
                    }
                    ends
                });
                play(phone, vec![(&tab, all)]).into_iter().flatten().flatten().collect::<Vec<SendOutcome>>()
            };
            self.eyes.warned.set(false);
            let stored = phone.text_now(outbox::phone::Collection::Drafts, &self.id.to_text());
            let record = stored.and_then(|text| wire::stored::read(&text).ok());
            last = ends.last().cloned().or(last);
            self.take_in(ends);
            let unfinished = {
                let text = phone.text_now(outbox::phone::Collection::Attempts, &self.id.to_text());
                text.and_then(|text| json::read::<Attempt>(&text)).is_some_and(|attempt| !attempt.closed)
            };
            let sent = record.is_some_and(|record| record.number.is_some() && record.refused.is_none());
            if sent && !unfinished {
                return Ok(());
            }
        }
        let attempt = self.attempt().map(|attempt| (attempt.held, attempt.closed, attempt.receipt.is_some()));
        Err(format!(
            "a dead end: without faults it ends as {last:?}; held, closed, with a receipt: {attempt:?}"
        ))
    }

    /// Checks a draft that the app calls *registered*: the gateway must know it, under one number.
    fn look_at_receipt(&self, receipt: &Receipt) {
        let broken = |words: String| self.eyes.broken.borrow_mut().push(words);
        if self.receipts.iter().any(|known| known.number != receipt.number) {
            broken("two numbers for one draft".to_owned());
        }
        match self.status(&receipt.number) {
            Some(status) if status.receipt.number == receipt.number => {}
            _ => broken(format!("{} is called registered, but the gateway does not know it", receipt.number)),
        }
    }

    fn look(&self) -> Result<(), String> {
        let broken = self.eyes.broken.borrow();
        if let Some(first) = broken.first() {
            return Err(first.clone());
        }
        let Some(receipt) = self.receipts.last() else {
            // This happens only if the tab died between receiving the receipt and showing it. The draft knows the
            // number.
            return self.look_at_numbers(None);
        };
        self.look_at_numbers(Some(&receipt.number))
    }

    fn look_at_numbers(&self, shown: Option<&str>) -> Result<(), String> {
        let numbers = self.ask::<Owned>(path::APPLICATIONS).ok_or("the gateway does not answer")?.numbers;
        if numbers.len() != 1 || shown.is_some_and(|shown| numbers[0] != shown) {
            return Err(format!("one draft has the applications {numbers:?}, the app shows {shown:?}"));
        }
        self.phone.tally.borrow_mut().registered += 1;
        let status = self.status(&numbers[0]).ok_or("the gateway does not know its own number")?;
        let times = |kind| status.events.iter().filter(|event| event.event.kind == kind).count();
        if times(EventKind::Registered) > times(EventKind::RefusedToAccept) + 1 {
            return Err("registered again without a refusal".to_owned());
        }
        // The gateway must have exactly the bytes that the phone has recorded as sent.
        let path = path::DRAFT.with([&numbers[0]]);
        let theirs = self.read(&path).ok_or("the gateway does not return what it received")?;
        // A tab that died while it reopened a refused draft has already deleted the old attempt.
        let body = match self.attempt() {
            Some(attempt) => attempt.body,
            None if self.refusals > 0 => None,
            None => return Err("the phone does not know what it has sent".to_owned()),
        };
        if body.is_some_and(|body| body.as_bytes() != theirs) {
            return Err("the gateway has other answers than the app has recorded as sent".to_owned());
        }
        let sent = json::read::<wire::submission::Submission>(&String::from_utf8_lossy(&theirs))
            .ok_or("the received body is not a submission")?;
        for claim in &sent.files {
            let ours = self.phone.page(&claim.page.to_text());
            let ours = ours.map(|bytes| (bytes.len() as u64, sha256_hex(&bytes)));
            if ours.is_none() || ours != self.phone.gateway.borrow().file(&claim.file) {
                return Err("a file at the gateway is not the one on the phone".to_owned());
            }
        }
        Ok(())
    }

    fn attempt(&self) -> Option<Attempt> {
        let text = self.phone.text_now(outbox::phone::Collection::Attempts, &self.id.to_text())?;
        json::read(&text)
    }

    fn status(&self, number: &str) -> Option<Status> {
        self.ask(&path::APPLICATION.with([number]))
    }

    /// Sends a request to the gateway without faults, with the draft's own key.
    fn read(&self, path: &str) -> Option<Vec<u8>> {
        let key = self.key()?;
        let head = format!("GET {path} HTTP/1.1\r\nauthorization: Bearer {key}\r\n");
        let mut gateway = self.phone.gateway.borrow_mut();
        gateway.live();
        let reply = gateway.ask(&head, b"").ok()?;
        (reply.status == 200).then_some(reply.body)
    }

    fn ask<T: json::Json>(&self, path: &str) -> Option<T> {
        json::read(&String::from_utf8(self.read(path)?).ok()?)
    }

    fn key(&self) -> Option<String> {
        let text = self.phone.text_now(outbox::phone::Collection::Drafts, &self.id.to_text())?;
        Some(wire::stored::read(&text).ok()?.owner_key)
    }
}
