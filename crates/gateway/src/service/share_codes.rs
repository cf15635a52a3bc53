//! Codes that are spoken over the phone and exchanged for the token of a family link. They are kept in memory only: after a
//! restart of the gateway the owner makes another code.

use crate::error::{Error, Result};
use crate::identity::random_bytes;
use crate::lock::lock;
use crate::sharing::{LinkToken, ShareId};
use rules::time::Instant;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Mutex, MutexGuard};
use subtle::ConstantTimeEq;
use wire::code::{ApplicationNumber, SpokenCode};

const LIFETIME_SECONDS: i64 = 15 * 60;
const MAX_WRONG_ATTEMPTS: u8 = 5;
/// The maximum number of valid codes. There are 32,768 prefixes; the limit is low, so that a random draw soon finds a free
/// prefix, and a random guess seldom finds a used one.
const MAX_CODES: usize = 4_096;

/// The valid codes by their first three characters. A wrong guess of the other five counts against the code with that
/// prefix.
#[derive(Default)]
pub struct ShareCodes(Mutex<HashMap<[u8; 3], ValidCode>>);

struct ValidCode {
    secret: [u8; 5],
    number: ApplicationNumber,
    share: ShareId,
    token: LinkToken,
    ends_at: Instant,
    wrong: u8,
}

impl ShareCodes {
    /// Makes a code for a link and invalidates the previous one. Returns `None` if there are too many codes.
    pub fn make(
        &self,
        number: ApplicationNumber,
        share: &ShareId,
        token: LinkToken,
        now: Instant,
    ) -> Result<Option<(SpokenCode, Instant)>> {
        let mut codes = self.codes();
        codes.retain(|_, code| code.ends_at > now && !code.is_for(number, share));
        if codes.len() >= MAX_CODES {
            return Ok(None);
        }
        let ends_at = Instant(now.0.saturating_add(LIFETIME_SECONDS));
        loop {
            let code = SpokenCode::from_bits(u64::from_le_bytes(random_bytes()?));
            if let Entry::Vacant(entry) = codes.entry(code.place()) {
                let secret = code.secret();
                entry.insert(ValidCode { secret, number, share: share.clone(), token, ends_at, wrong: 0 });
                return Ok(Some((code, ends_at)));
            }
        }
    }

    /// Exchanges a code for the token, once. A wrong, expired, used or invalidated code is [`Error::NotFound`].
    pub fn exchange(&self, typed: SpokenCode, now: Instant) -> Result<LinkToken> {
        let mut codes = self.codes();
        let code = codes.get_mut(&typed.place()).ok_or(Error::NotFound)?;
        let is_right = code.ends_at > now && bool::from(code.secret.ct_eq(&typed.secret()));
        if !is_right {
            code.wrong += 1;
            if code.wrong >= MAX_WRONG_ATTEMPTS {
                codes.remove(&typed.place());
            }
            return Err(Error::NotFound);
        }
        codes.remove(&typed.place()).map(|code| code.token).ok_or(Error::NotFound)
    }

    /// Invalidates the code of a link.
    pub fn forget(&self, number: ApplicationNumber, share: &ShareId) {
        self.codes().retain(|_, code| !code.is_for(number, share));
    }

    fn codes(&self) -> MutexGuard<'_, HashMap<[u8; 3], ValidCode>> {
        lock(&self.0)
    }
}

impl ValidCode {
    fn is_for(&self, number: ApplicationNumber, share: &ShareId) -> bool {
        self.number == number && self.share == *share
    }
}
