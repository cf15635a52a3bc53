//! JSON conversions of family links.

use crate::record;
use crate::share::{NewShare, Share, ShareCode, ShareToken, SharedStatus, Shares, TypedCode};

record!(NewShare { id, name });

record!(Share { id, name, token, made_at });

record!(Shares { shares });

record!(ShareCode { code, ends_at });

record!(TypedCode { code });

record!(ShareToken { token });

record!(SharedStatus { service, edition, calendar, events, needed, as_of });
