//! Forgetting: at the owner's wish, at the operator's, and when the time set for it has passed.

use crate::error::{Error, Result};
use crate::identity::Owner;
use crate::service::Gateway;
use rules::time::Instant;
use rules::timeline::Standing;
use wire::code::ApplicationNumber;

/// How often a changed application is looked at anew.
const ATTEMPTS: usize = 8;
/// How many are looked at before others may do something.
const STEP: usize = 100;
const DAY_SECONDS: i64 = 86_400;

impl Gateway {
    /// Deletes an application that nobody works on any more. When this returns well, the keys of its rows and files are
    /// destroyed.
    pub async fn delete(&self, owner: &Owner, number: &str, now: Instant) -> Result<()> {
        let number = self.owned(owner, number).await?;
        self.delete_where(number, now, |standing| match standing {
            Standing::Withdrawn | Standing::Granted | Standing::Refused | Standing::RefusedToAccept => Ok(()),
            _ => Err(Error::NotEnded),
        })
        .await
    }

    /// The same at the operator's word, wherever it stands.
    pub async fn delete_as_operator(&self, number: &str, now: Instant) -> Result<()> {
        let number = ApplicationNumber::parse(number).map_err(|_| Error::NotFound)?;
        self.delete_where(number, now, |_| Ok(())).await
    }

    /// Deletes what was decided or withdrawn so many days ago. How many those were.
    pub async fn retire(&self, days: u32, now: Instant) -> Result<usize> {
        let before = Instant(now.0.saturating_sub(i64::from(days) * DAY_SECONDS));
        let (mut after, mut retired) = (None, 0);
        loop {
            let numbers = self.store.numbers_after(after, STEP).await?;
            for number in &numbers {
                after = Some(*number);
                let application = match self.application(*number).await {
                    // Deleted a moment ago.
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
                    self.changes.something_happened(*number);
                    retired += 1;
                }
            }
            if numbers.len() < STEP {
                break;
            }
        }
        if retired > 0 {
            self.sweep(now).await?;
        }
        Ok(retired)
    }

    async fn delete_where(
        &self,
        number: ApplicationNumber,
        now: Instant,
        allowed: impl Fn(Standing) -> Result<()>,
    ) -> Result<()> {
        for _ in 0..ATTEMPTS {
            let application = self.application(number).await?;
            allowed(self.standing(&application, now)?)?;
            if self.store.delete(number, application.revision(), now).await? {
                self.store.destroy_keys().await?;
                self.changes.something_happened(number);
                self.sweep(now).await?;
                return Ok(());
            }
        }
        Err(Error::internal("the application changed each time it was looked at"))
    }
}
