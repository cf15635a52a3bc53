//! Family links: created and revoked by the owner, and the status that the family sees.

use crate::error::{Error, Result};
use crate::identity::Owner;
use crate::service::gateway::Gateway;
use crate::sharing::{LinkToken, ShareId, open_name, seal_name};
use crate::store::{SealedShare, ShareAccess, ShareInsert, StoredShare};
use rules::event::Event;
use rules::time::Instant;
use rules::timeline::RequiredAction;
use wire::code::{ApplicationNumber, OwnerKey, SpokenCode};
use wire::event::EventRecord;
use wire::share::{MAX_NAME, NewShare, Share, ShareCode, SharedStatus, Shares};

impl Gateway {
    /// Creates a link, or renames the link with this id. Returns the link, and whether it is new.
    pub async fn make_share(
        &self,
        key: &OwnerKey,
        number: &str,
        wanted: &NewShare,
        now: Instant,
    ) -> Result<(Share, bool)> {
        let number = self.owned(&Owner::from_key(key), number).await?;
        let id = ShareId::parse(&wanted.id)
            .ok_or_else(|| Error::bad_request("id must be 32 random lower-case hexadecimal digits"))?;
        let name = wanted.name.trim();
        if name.chars().count() > MAX_NAME || name.contains(char::is_control) {
            return Err(Error::bad_request(format!(
                "name must have at most {MAX_NAME} characters on one line"
            )));
        }
        let token = LinkToken::derive(key, &id)?;
        let sealed = SealedShare {
            id: id.clone(),
            token: token.hash(),
            name: seal_name(key, &id, name)?,
            made_at: now,
        };
        let (made_at, is_new) = match self.store.insert_share(number, &sealed).await? {
            ShareInsert::Inserted => (now, true),
            ShareInsert::Renamed(made_at) => (made_at, false),
            ShareInsert::Revoked => return Err(Error::Revoked),
            ShareInsert::LimitReached => return Err(Error::SharesFull),
            ShareInsert::TokenTaken => {
                return Err(Error::bad_request("another application has a link with this id"));
            }
        };
        let share =
            Share { id: id.as_str().to_owned(), name: name.to_owned(), token: token.to_text(), made_at };
        Ok((share, is_new))
    }

    pub async fn shares(&self, key: &OwnerKey, number: &str) -> Result<Shares> {
        let number = self.owned(&Owner::from_key(key), number).await?;
        let opened = |stored: StoredShare| -> Result<Share> {
            Ok(Share {
                name: open_name(key, &stored.id, &stored.name)?,
                token: LinkToken::derive(key, &stored.id)?.to_text(),
                id: stored.id.as_str().to_owned(),
                made_at: stored.made_at,
            })
        };
        let shares = self.store.shares(number).await?.into_iter().map(opened).collect::<Result<_>>()?;
        Ok(Shares { shares })
    }

    /// Revokes a link. Revoking it again is not an error.
    pub async fn revoke_share(&self, owner: &Owner, number: &str, id: &str, now: Instant) -> Result<()> {
        let number = self.owned(owner, number).await?;
        let id = ShareId::parse(id).ok_or(Error::NotFound)?;
        if !self.store.revoke_share(number, &id, now).await? {
            return Err(Error::NotFound);
        }
        self.codes.forget(number, &id);
        self.changes.application_changed(number);
        Ok(())
    }

    pub async fn make_share_code(
        &self,
        key: &OwnerKey,
        number: &str,
        id: &str,
        now: Instant,
    ) -> Result<ShareCode> {
        let number = self.owned(&Owner::from_key(key), number).await?;
        let id = ShareId::parse(id).ok_or(Error::NotFound)?;
        let token = LinkToken::derive(key, &id)?;
        self.shared_number(&token).await.map_err(|error| match error {
            Error::Unauthorized => Error::NotFound,
            other => other,
        })?;
        let made = self.codes.make(number, &id, token, now)?;
        let (code, ends_at) = made.ok_or(Error::TooMany { seconds: 60 })?;
        Ok(ShareCode { code: code.to_text(), ends_at })
    }

    /// Exchanges a spoken code for the token of its link.
    pub async fn exchange_share_code(&self, typed: &str, now: Instant) -> Result<String> {
        let code = SpokenCode::parse(typed)
            .map_err(|_| Error::bad_request("a code has 8 letters and digits, none of them I, L, O or U"))?;
        let token = self.codes.exchange(code, now)?;
        // The link may have been revoked in the meantime.
        self.shared_number(&token).await?;
        Ok(token.to_text())
    }

    pub async fn shared_status(&self, token: &LinkToken, now: Instant) -> Result<SharedStatus> {
        let application = self.application(self.shared_number(token).await?).await?;
        let needed = self.run(&application, now)?.asked() != RequiredAction::Nothing;
        Ok(SharedStatus {
            service: application.service,
            edition: application.edition,
            calendar: self.calendar().version().to_owned(),
            events: without_names(&application.events),
            needed,
            as_of: now,
        })
    }

    pub(super) async fn shared_number(&self, token: &LinkToken) -> Result<ApplicationNumber> {
        match self.store.share(&token.hash()).await? {
            Some(ShareAccess::Active(number)) => Ok(number),
            Some(ShareAccess::Revoked) => Err(Error::Revoked),
            None => Err(Error::Unauthorized),
        }
    }
}

/// Reduces events to what the terms are computed from. Ids and references are removed, because the authority may have put
/// its own number into them.
fn without_names(events: &[EventRecord]) -> Vec<EventRecord> {
    let place = |id: &str| events.iter().position(|record| record.event.event_id == id);
    let counted = |id: &str| place(id).map(|place| (place + 1).to_string());
    let reduced = |record: &EventRecord| {
        let Event { event_id, kind, on, replaces, came_in } = &record.event;
        let event = Event {
            event_id: counted(event_id).unwrap_or_default(),
            kind: *kind,
            on: *on,
            replaces: replaces.as_deref().and_then(counted),
            came_in: *came_in,
        };
        let (at, by_applicant) = (record.at, record.by_applicant);
        EventRecord { event, at, documents: Vec::new(), reference: None, by_applicant }
    };
    events.iter().map(reduced).collect()
}
