//! Codes that are told over the phone and traded for a family link's token. They live in memory alone: a gateway that is
//! started anew has forgotten them, and another one is made.

use crate::error::{Error, Result};
use crate::identity::random_bytes;
use crate::sharing::{ShareId, Token};
use rules::time::Instant;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Mutex, MutexGuard, PoisonError};
use subtle::ConstantTimeEq;
use wire::code::{ApplicationNumber, SpokenCode};

const LIFE_SECONDS: i64 = 15 * 60;
const WRONG_TRIES: u8 = 5;
/// Of 32,768 places; so few are taken at once that a free one is soon drawn, and that trying places at random finds few.
const MAX_ALIVE: usize = 4_096;

/// A code is found by its first three characters, so that a wrong try at the other five counts against that one code.
#[derive(Default)]
pub struct Codes(Mutex<HashMap<[u8; 3], Alive>>);

struct Alive {
    secret: [u8; 5],
    number: ApplicationNumber,
    share: ShareId,
    token: Token,
    ends_at: Instant,
    wrong: u8,
}

impl Codes {
    /// A new code for a link, in place of the one before. `None` where too many are alive.
    pub fn make(
        &self,
        number: ApplicationNumber,
        share: &ShareId,
        token: Token,
        now: Instant,
    ) -> Result<Option<(SpokenCode, Instant)>> {
        let mut codes = self.codes();
        codes.retain(|_, code| code.ends_at > now && !code.is_for(number, share));
        if codes.len() >= MAX_ALIVE {
            return Ok(None);
        }
        let ends_at = Instant(now.0.saturating_add(LIFE_SECONDS));
        loop {
            let code = SpokenCode::from_bits(u64::from_le_bytes(random_bytes()?));
            if let Entry::Vacant(place) = codes.entry(code.place()) {
                let secret = code.secret();
                place.insert(Alive { secret, number, share: share.clone(), token, ends_at, wrong: 0 });
                return Ok(Some((code, ends_at)));
            }
        }
    }

    /// Gives the token once. A code that is wrong, over, used or dead is not known.
    pub fn trade(&self, typed: SpokenCode, now: Instant) -> Result<Token> {
        let mut codes = self.codes();
        let code = codes.get_mut(&typed.place()).ok_or(Error::NotFound)?;
        let is_right = code.ends_at > now && bool::from(code.secret.ct_eq(&typed.secret()));
        if !is_right {
            code.wrong += 1;
            if code.wrong >= WRONG_TRIES {
                codes.remove(&typed.place());
            }
            return Err(Error::NotFound);
        }
        codes.remove(&typed.place()).map(|code| code.token).ok_or(Error::NotFound)
    }

    pub fn forget(&self, number: ApplicationNumber, share: &ShareId) {
        self.codes().retain(|_, code| !code.is_for(number, share));
    }

    fn codes(&self) -> MutexGuard<'_, HashMap<[u8; 3], Alive>> {
        // Nothing is ever half done under this lock.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Alive {
    fn is_for(&self, number: ApplicationNumber, share: &ShareId) -> bool {
        self.number == number && self.share == *share
    }
}
