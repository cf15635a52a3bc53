//! Deletion of applications by the owner, by the operator, and after the retention period.

use crate::error::{Error, Result};
use crate::identity::Owner;
use crate::service::gateway::{Gateway, retry_on_conflict};
use rules::time::Instant;
use rules::timeline::Standing;
use wire::code::ApplicationNumber;

/// The number of applications that are read in one query.
const BATCH: usize = 100;
const DAY_SECONDS: i64 = 86_400;

impl Gateway {
    /// Deletes an application that is withdrawn, decided or refused acceptance. When this returns `Ok`, the keys of its rows and
    /// files are destroyed.
    pub async fn delete(&self, owner: &Owner, number: &str, now: Instant) -> Result<()> {
        let number = self.owned(owner, number).await?;
        self.delete_where(number, now, |standing| match standing {
            Standing::Withdrawn | Standing::Granted | Standing::Refused | Standing::RefusedToAccept => Ok(()),
            _ => Err(Error::NotEnded),
        })
        .await
    }

    /// Deletes an application in any state, for the operator.
    pub async fn delete_as_operator(&self, number: &str, now: Instant) -> Result<()> {
        let number = ApplicationNumber::parse(number).map_err(|_| Error::NotFound)?;
        self.delete_where(number, now, |_| Ok(())).await
    }

    /// Deletes the applications that were decided or withdrawn at least `days` days ago; returns their number.
    pub async fn apply_retention(&self, days: u32, now: Instant) -> Result<usize> {
        let before = Instant(now.0.saturating_sub(i64::from(days) * DAY_SECONDS));
        let (mut after, mut deleted) = (None, 0);
        loop {
            let numbers = self.store.numbers_after(after, BATCH).await?;
            for number in &numbers {
                after = Some(*number);
                let application = match self.application(*number).await {
                    // It was deleted after the query.
                    Err(Error::Gone) => continue,
                    application => application?,
                };
                let ended = match self.standing(&application, now)? {
                    Standing::Withdrawn | Standing::Granted | Standing::Refused => {
                        application.events.iter().map(|record| record.at).max()
                    }
                    _ => None,
                };
                if ended.is_some_and(|at| at <= before)
                    && self.store.delete(*number, application.revision(), now).await?
                {
                    self.changes.application_changed(*number);
                    deleted += 1;
                }
            }
            if numbers.len() < BATCH {
                break;
            }
        }
        if deleted > 0 {
            self.sweep(now).await?;
        }
        Ok(deleted)
    }

    async fn delete_where(
        &self,
        number: ApplicationNumber,
        now: Instant,
        allowed: impl Fn(Standing) -> Result<()>,
    ) -> Result<()> {
        retry_on_conflict(|| async {
            let application = self.application(number).await?;
            allowed(self.standing(&application, now)?)?;
            Ok(self.store.delete(number, application.revision(), now).await?.then_some(()))
        })
        .await?;
        self.store.destroy_keys().await?;
        self.changes.application_changed(number);
        self.sweep(now).await?;
        Ok(())
    }
}
