//! Sends a draft: check, pages, application, receipt. Nothing is reported as received before the gateway has confirmed
//! it.
//!
//! A draft has one idempotency key, and the bytes that may have arrived are sent again until the gateway has answered
//! them. So a double press, two tabs or a lost response still create only one application.

use crate::attempt::{Attempt, update};
use crate::phone::{Body, HttpResponse, Method, Phone, PhoneStorage, Request, StorageError};
use crate::run::FileState;
use crate::run::{RequestError, SendRun, stop_for};
pub use crate::run::{SendEvent, SendFailure, WaitReason};
use crate::upload::{self, pages_of, upload_page};
use rules::calendar::WorkingCalendar;
use rules::check::check;
use rules::checklist::without_unasked_documents;
use rules::draft::Draft;
use rules::edition::Edition;
use rules::examine::examine;
use rules::id::DraftId;
use wire::answer::{Receipt, Refusal, RefusalCode, ServiceInfo};
use wire::json::{self, Json};
use wire::path;
use wire::stored::StoredDraft;
use wire::submission::{self, FileClaim, Submission};

/// Records that the person wants this draft sent. After that, [`run`] sends it, in this tab or after any number of
/// restarts.
///
/// If bytes of an earlier attempt may have arrived, they are kept, so that their outcome is settled first.
pub async fn begin<S: PhoneStorage>(
    store: &S,
    envelope: &StoredDraft,
    draft: Draft,
) -> Result<(), StorageError> {
    let fresh = Attempt::of(envelope, draft);
    let begun = |there: Option<Attempt>| match there {
        Some(there) if there.submission_key == fresh.submission_key && there.receipt.is_none() => {
            Some(Attempt { body: there.body, ..fresh.clone() })
        }
        // The draft has already arrived; `run` reports the receipt.
        Some(there) if there.submission_key == fresh.submission_key => None,
        Some(_) | None => Some(fresh.clone()),
    };
    update(store, envelope.id, &begun).await?;
    Ok(())
}

/// Records that the draft has its number too. The attempt is then closed.
pub async fn close<S: PhoneStorage>(store: &S, id: DraftId) -> Result<(), StorageError> {
    update(store, id, &|there| there.map(|there| Attempt { closed: true, ..there })).await?;
    Ok(())
}

/// A draft that the gateway has registered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisteredDraft {
    /// The receipt of the gateway.
    pub receipt: Receipt,
    /// The key that owns the application.
    pub owner_key: String,
}

/// Sends the draft that [`begin`] recorded. Waits for the network as long as necessary, and ends when the gateway has
/// confirmed the registration or when sending cannot continue without the person. `calendar` is the calendar of the
/// check that the person saw; `stop` is polled for the wish of the person to stop.
pub async fn run<P: Phone>(
    phone: &P,
    id: DraftId,
    calendar: &WorkingCalendar,
    watch: &dyn Fn(SendEvent),
    stop: &dyn Fn() -> bool,
) -> Result<RegisteredDraft, SendFailure> {
    let run = SendRun::new(phone, id, calendar, watch, stop);
    let ended = run.to_the_end().await;
    if let Err(why) = &ended
        && why.needs_user()
    {
        // Another tab may have completed it meanwhile.
        let held = |there: Option<Attempt>| {
            let there = there.filter(|there| there.receipt.is_none())?;
            Some(Attempt { held: true, ..there })
        };
        update(phone, id, &held).await?;
    }
    ended
}

impl<P: Phone> SendRun<'_, P> {
    async fn to_the_end(&self) -> Result<RegisteredDraft, SendFailure> {
        let mut rounds = 0;
        loop {
            let attempt = Attempt::find(self.phone, self.id).await?.ok_or(SendFailure::Stopped)?;
            let registered = |receipt| RegisteredDraft { receipt, owner_key: attempt.owner_key.clone() };
            if let Some(receipt) = &attempt.receipt {
                return Ok(registered(receipt.clone()));
            }
            let Some(body) = &attempt.body else {
                self.stop_if_asked()?;
                self.prepare(&attempt).await?;
                continue;
            };
            (self.watch)(SendEvent::Registering);
            match self.post(&attempt, body).await {
                Ok(receipt) => return Ok(registered(self.arrived(&attempt, receipt).await)),
                Err(RequestError::Refused(refusal)) => {
                    if let Some(receipt) =
                        refusal.receipt.clone().filter(|_| refusal.code == RefusalCode::KeyUsed)
                    {
                        return Ok(registered(self.arrived_before(&attempt, receipt).await));
                    }
                    let was_older =
                        attempt.sent_draft().is_some_and(|sent| sent != self.sendable(&attempt.draft));
                    self.give_up_body(&attempt, &refusal).await?;
                    rounds += 1;
                    // The gateway may have refused bytes from before the person corrected the answers. If the gateway
                    // uses another day or other data, the check is repeated with those; it stops if it finds anything
                    // new.
                    let recheck = matches!(
                        refusal.code,
                        RefusalCode::FilesMissing
                            | RefusalCode::DayChanged
                            | RefusalCode::CalendarChanged
                            | RefusalCode::EditionChanged
                    );
                    let again = recheck || was_older;
                    if !again || rounds > 3 {
                        return Err(stop_for(*refusal));
                    }
                }
                Err(other) => self.back_off(other).await?,
            }
        }
    }

    /// Checks the draft, uploads its pages, and records the bytes of the submission before they are sent.
    async fn prepare(&self, attempt: &Attempt) -> Result<(), SendFailure> {
        let service = self.service().await?;
        (self.watch)(SendEvent::Time(service.now));
        let edition = Edition::in_force_on(service.day).edition();
        if service.edition != edition.id {
            return Err(SendFailure::AppOutdated);
        }
        if service.calendar != self.calendar.version() {
            return Err(SendFailure::CalendarChanged(service.calendar));
        }
        let draft = without_unasked_documents(attempt.draft.clone(), edition);
        if let Err(problems) = check(&draft, service.day) {
            return Err(SendFailure::Problems(problems));
        }
        let found = examine(&draft, edition, self.calendar, service.day);
        if found.defects.iter().any(|defect| !draft.acknowledged.contains(&defect.finding)) {
            return Err(SendFailure::DayChanged(service.day));
        }
        let files = self.bring_all(&draft, &attempt.owner_key).await?;
        let body = json::write(&Submission {
            version: submission::VERSION,
            edition: service.edition,
            calendar: service.calendar,
            day: service.day,
            draft,
            files,
        });
        // If another tab has recorded its bytes first, those are sent.
        update(self.phone, self.id, &|there| {
            let there = there.filter(|there| there.body.is_none() && there.draft == attempt.draft)?;
            Some(Attempt { body: Some(body.clone()), ..there })
        })
        .await?;
        Ok(())
    }

    async fn service(&self) -> Result<ServiceInfo, SendFailure> {
        let request =
            Request { method: Method::Get, path: path::SERVICE, key: None, headers: &[], body: Body::None };
        loop {
            self.stop_if_asked()?;
            match self.once(request).await.and_then(|answer| read(&answer)) {
                Ok(service) => {
                    self.went_on();
                    return Ok(service);
                }
                Err(trouble) => self.back_off(trouble).await?,
            }
        }
    }

    async fn bring_all(&self, draft: &Draft, key: &str) -> Result<Vec<FileClaim>, SendFailure> {
        let total: u64 = pages_of(draft).map(|page| page.bytes).sum();
        let mut done = 0;
        let mut claims: Vec<FileClaim> = Vec::new();
        (self.watch)(SendEvent::Sent(0, total));
        for page in pages_of(draft) {
            let before = done;
            let arrived = |bytes| (self.watch)(SendEvent::Sent(before + bytes, total));
            let file = upload_page(self, page, key, &arrived).await?;
            done += page.bytes;
            (self.watch)(SendEvent::Sent(done, total));
            claims.push(FileClaim { page: page.id, file, sha256: page.sha256.clone() });
        }
        Ok(claims)
    }

    async fn post(&self, attempt: &Attempt, body: &str) -> Result<Receipt, RequestError> {
        let path = match &attempt.number {
            // After a refusal to accept, the corrected documents go to the same number.
            Some(number) => path::DOCUMENTS.with([number]),
            None => path::APPLICATIONS.to_owned(),
        };
        let headers = &[("Idempotency-Key", attempt.submission_key.as_str())];
        let body = Body::Json(body);
        let key = Some(attempt.owner_key.as_str());
        let answer = self.once(Request { method: Method::Post, path: &path, key, headers, body }).await?;
        read(&answer)
    }

    /// Stores the receipt. If the phone's storage fails, sending the same bytes again returns the same receipt.
    async fn arrived(&self, attempt: &Attempt, receipt: Receipt) -> Receipt {
        // A lost receipt is requested again by the next run.
        let _ = update(self.phone, self.id, &|there| {
            let there = there.filter(|there| there.submission_key == attempt.submission_key)?;
            Some(Attempt { receipt: Some(receipt.clone()), held: false, ..there })
        })
        .await;
        receipt
    }

    /// Stores the receipt of other bytes that arrived earlier under the same key, from another tab or from an attempt
    /// that the phone has lost. Those bytes are requested from the gateway; if they cannot be read now, the attempt is
    /// stored without a body.
    async fn arrived_before(&self, attempt: &Attempt, receipt: Receipt) -> Receipt {
        let path = path::DRAFT.with([&receipt.number]);
        let key = Some(attempt.owner_key.as_str());
        let asked = Request { method: Method::Get, path: &path, key, headers: &[], body: Body::None };
        let sent = self.once(asked).await.ok().map(|answer| answer.body);
        let sent = sent.filter(|sent| json::read::<Submission>(sent).is_some());
        // Without it, the next run gets the receipt again.
        let _ = update(self.phone, self.id, &|there| {
            let there = there.filter(|there| there.submission_key == attempt.submission_key)?;
            Some(Attempt { body: sent.clone(), receipt: Some(receipt.clone()), held: false, ..there })
        })
        .await;
        receipt
    }

    /// Drops the bytes that the gateway has refused, so that others can be sent instead.
    async fn give_up_body(&self, attempt: &Attempt, refusal: &Refusal) -> Result<(), SendFailure> {
        if refusal.code == RefusalCode::FilesMissing {
            upload::forget(self.phone, &refusal.missing).await?;
            for page in &refusal.missing {
                (self.watch)(SendEvent::File(*page, FileState::OnPhone));
            }
        }
        update(self.phone, self.id, &|there| {
            let there = there.filter(|there| there.receipt.is_none() && there.body == attempt.body)?;
            Some(Attempt { body: None, ..there })
        })
        .await?;
        Ok(())
    }

    /// Returns the draft as it is sent under today's edition of the Rules, which is exact enough to see whether the
    /// answers have changed.
    fn sendable(&self, draft: &Draft) -> Draft {
        let day = self.phone.now().in_astana().map(|(day, _)| day).unwrap_or_default();
        without_unasked_documents(draft.clone(), Edition::in_force_on(day).edition())
    }
}

fn read<T: Json>(answer: &HttpResponse) -> Result<T, RequestError> {
    json::read(&answer.body).ok_or(RequestError::NotTheGateway)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::phone::Unreachable;
    use crate::run::PageTrouble;
    use crate::scripted::{self, Scripted};
    use crate::upload::upload_page;
    use rules::document::{Media, Page};
    use rules::id::PageId;
    use std::cell::Cell;

    /// Runs `act` as a part of sending, with a person who stops it only after a day.
    fn in_run<T>(phone: &Scripted, act: impl AsyncFnOnce(&SendRun<'_, Scripted>) -> T) -> T {
        let calendar = WorkingCalendar::built_in();
        let stop = || phone.rested.get() > 86_400_000;
        scripted::run(act(&SendRun::new(phone, DraftId(1), &calendar, &|_| {}, &stop)))
    }

    fn page(bytes: &[u8]) -> Page {
        Page {
            id: PageId(7),
            name: "made-up.jpg".into(),
            media: Media::Jpeg,
            bytes: bytes.len() as u64,
            sha256: String::new(),
            flaw: None,
        }
    }

    fn answer(status: u16) -> HttpResponse {
        HttpResponse { status, ..HttpResponse::default() }
    }

    /// Uploads a page of 600,000 bytes to a minimal gateway; where `proxy` returns a response, it answers instead.
    fn bring_past(
        proxy: impl Fn(&scripted::RecordedRequest, usize) -> Option<HttpResponse> + 'static,
    ) -> (Scripted, Result<String, SendFailure>) {
        let bytes = vec![0_u8; 600_000];
        let kept = Cell::new(0_u64);
        let phone = Scripted::new(move |asked, before| {
            if let Some(answer) = proxy(asked, before) {
                return Ok(answer);
            }
            let header = |name| asked.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value);
            let is_patch = header("X-HTTP-Method-Override").is_some_and(|method| method == "PATCH");
            let offset = |status| HttpResponse { offset: Some(kept.get().to_string()), ..answer(status) };
            Ok(match asked.method {
                Method::Post if asked.path == "/api/v1/files" => {
                    HttpResponse { location: Some("/api/v1/files/SYNAQ".into()), ..answer(201) }
                }
                Method::Head => offset(200),
                Method::Patch | Method::Post if is_patch || asked.method == Method::Patch => {
                    assert_eq!(header("Upload-Offset"), Some(&kept.get().to_string()));
                    kept.set((kept.get() + 262_144).min(600_000));
                    offset(204)
                }
                Method::Post | Method::Patch | Method::Get => answer(404),
            })
        });
        phone.put_page(&PageId(7).to_text(), bytes.clone());
        let page = page(&bytes);
        let ended = in_run(&phone, async |run| upload_page(run, &page, "SYNAQ", &|_| {}).await);
        (phone, ended)
    }

    #[test]
    fn after_a_proxy_rejects_patch_all_requests_use_post() {
        for status in [405, 501] {
            let forbids = move |asked: &scripted::RecordedRequest, _| {
                (asked.method == Method::Patch).then(|| answer(status))
            };
            let (phone, ended) = bring_past(forbids);
            assert_eq!(ended, Ok("SYNAQ".to_owned()), "{status}");
            let asked = phone.asked.borrow();
            assert_eq!(asked.iter().filter(|asked| asked.method == Method::Patch).count(), 1, "{status}");
            assert_eq!(phone.rested.get(), 0, "no wait is needed");
        }
        let (_, ended) = bring_past(|_, _| None);
        assert_eq!(ended, Ok("SYNAQ".to_owned()), "without a proxy");
    }

    #[test]
    fn sending_ends_whatever_status_is_returned_forever() {
        for status in (100..600).filter(|status| *status != 200) {
            let refuses = move |asked: &scripted::RecordedRequest, _| {
                (!matches!(asked.method, Method::Post | Method::Head)).then(|| answer(status))
            };
            let (phone, ended) = bring_past(refuses);
            let count = phone.asked.borrow().len();
            assert!(!matches!(ended, Err(SendFailure::Stopped)), "{status}: {count} endless requests");
            assert!(count <= 150, "{status}: {count} requests");
        }
    }

    #[test]
    fn sending_ends_if_the_offset_always_differs() {
        let refusal = r#"{"code":"offset-differs","detail":"made up"}"#;
        let differs = move |asked: &scripted::RecordedRequest, before| {
            assert!(before < 1_000, "requests repeat without end");
            (asked.method == Method::Patch).then(|| HttpResponse { body: refusal.into(), ..answer(409) })
        };
        let (phone, ended) = bring_past(differs);
        assert_eq!(ended, Err(SendFailure::Refused(409)));
        assert!(phone.asked.borrow().len() < 30);
    }

    #[test]
    fn without_a_network_sending_waits_until_the_person_stops_it() {
        let phone = Scripted::new(|_, _| Err(Unreachable));
        let ended = in_run(&phone, async |run| run.service().await);
        assert_eq!(ended.err(), Some(SendFailure::Stopped), "only the person ends sending");
    }

    /// Returns the times of the requests to a gateway that is busy for the first two minutes and sends these headers.
    fn asked_again(retry_after: &str, date: Option<&str>) -> Vec<u64> {
        let (retry_after, date) = (retry_after.to_owned(), date.map(str::to_owned));
        let phone = Scripted::new(move |asked, _| {
            let busy = asked.at < 120_000;
            let header = Some(retry_after.clone());
            Ok(if busy {
                HttpResponse { retry_after: header, date: date.clone(), ..answer(503) }
            } else {
                answer(404)
            })
        });
        assert_eq!(in_run(&phone, async |run| run.service().await).err(), Some(SendFailure::Refused(404)));
        let asked = phone.asked.borrow();
        asked.iter().map(|asked| asked.at).collect()
    }

    #[test]
    fn a_gateway_is_not_asked_before_the_time_of_its_retry_after() {
        for header in ["120", "Sun, 06 Nov 1994 08:51:37 GMT"] {
            let asked = asked_again(header, None);
            assert_eq!(asked.len(), 2, "{header}: asked at {asked:?}");
            assert!((120_000..122_000).contains(&asked[1]), "{header}: asked at {asked:?}");
        }
        // The phone's clock is a year behind: the wait is counted from the date of the response.
        let asked = asked_again("Mon, 06 Nov 1995 08:51:37 GMT", Some("Mon, 06 Nov 1995 08:49:37 GMT"));
        assert!((120_000..122_000).contains(&asked[1]), "asked at {asked:?}");
    }

    #[test]
    fn an_excessive_retry_after_is_capped() {
        for header in ["Sun, 06 Nov 9994 08:49:37 GMT", "4000000000", "99999999999999999999"] {
            let asked = asked_again(header, None);
            assert!(asked[1] < 602_000, "{header}: asked at {asked:?}");
        }
    }

    #[test]
    fn failures_that_may_pass_with_time_need_no_user() {
        assert!(!SendFailure::StorageFull.needs_user());
        assert!(!SendFailure::AppOutdated.needs_user());
        assert!(SendFailure::Page(PageId(1), PageTrouble::Lost).needs_user());
        assert!(SendFailure::Refused(403).needs_user());
    }
}
