//! Summaries of applications as finished texts, the same as the first lines of the page in the app.

use crate::error::{Error, Result};
use crate::identity::Owner;
use crate::service::gateway::{Gateway, today};
use crate::sharing::LinkToken;
use crate::texts::BuiltTexts;
use chrono::NaiveDate;
use headline::{Audience, Headline, HistoryLine, last_reported};
use locale::Locale;
use rules::calendar::WorkingCalendar;
use rules::edition::Edition;
use rules::event::Event;
use rules::service::Service;
use rules::time::Instant;
use rules::timeline::Timeline;
use wire::event::EventRecord;
use wire::summary::{ApplicationSummary, MAX_SUMMARIES, OwnedSummary, SharedSummary, SummaryTexts};

/// The data of an application that a summary is made from.
#[derive(Clone, Copy, Debug)]
pub struct SummarySource<'a> {
    pub service: Service,
    pub edition: &'a Edition,
    pub events: &'a [EventRecord],
    pub reader: Audience,
}

/// Returns the first lines of the page about an application on `today`.
pub fn summary_texts(
    followed: SummarySource<'_>,
    calendar: &WorkingCalendar,
    today: NaiveDate,
    locale: Locale,
) -> SummaryTexts {
    let events: Vec<Event> = followed.events.iter().map(|record| record.event.clone()).collect();
    let timeline = Timeline::new(followed.service, followed.edition, calendar, &events, today);
    let new =
        last_reported(followed.events).map(|record| HistoryLine::new(record, followed.events, &timeline));
    Headline::new(&timeline.current, followed.events, followed.reader).to_texts(new, &BuiltTexts::of(locale))
}

impl Gateway {
    /// Returns the summary for the holder of a family link; [`Error::Revoked`] if the link is revoked.
    pub async fn shared_summary(
        &self,
        token: &LinkToken,
        locale: Locale,
        now: Instant,
    ) -> Result<SharedSummary> {
        let status = self.shared_status(token, now).await?;
        let followed = SummarySource {
            service: status.service,
            edition: Edition::by_id_or_in_force_on(&status.edition, today(now)?),
            events: &status.events,
            reader: Audience::Family { is_needed: status.needed },
        };
        Ok(SharedSummary {
            language: locale.tag().to_owned(),
            service_kind: self.config.kind,
            texts: self.texts(followed, locale, now)?,
            as_of: now,
        })
    }

    /// Returns the summary of the first applications of an owner; [`Error::Gone`] if all of them are deleted.
    pub async fn owned_summary(&self, owner: &Owner, locale: Locale, now: Instant) -> Result<OwnedSummary> {
        let mut applications = Vec::new();
        for number in self.owned_numbers(owner).await?.numbers.into_iter().take(MAX_SUMMARIES) {
            let status = match self.status(owner, &number, now).await {
                // It was deleted after the query.
                Err(Error::Gone) => continue,
                status => status?,
            };
            let followed = SummarySource {
                service: status.service,
                edition: Edition::by_id_or_in_force_on(&status.edition, status.receipt.filed_on()),
                events: &status.events,
                reader: Audience::Owner,
            };
            applications.push(ApplicationSummary { texts: self.texts(followed, locale, now)?, number });
        }
        Ok(OwnedSummary {
            language: locale.tag().to_owned(),
            service_kind: self.config.kind,
            applications,
            as_of: now,
        })
    }

    fn texts(&self, followed: SummarySource<'_>, locale: Locale, now: Instant) -> Result<SummaryTexts> {
        Ok(summary_texts(followed, &self.calendar(), today(now)?, locale))
    }
}
