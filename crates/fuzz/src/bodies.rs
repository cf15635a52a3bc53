//! The small bodies that the gateway reads: contact details, family links, codes told over the phone, reports.

use std::fmt::Debug;

use rules::event::Event;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wire::contact::ContactDetails;
use wire::event::EventReport;
use wire::json::Json;
use wire::share::{NewShare, TypedCode};

/// The bytes as each of these bodies.
///
/// # Panics
/// Where our JSON and serde's differ on what ours reads, or a report says another thing when it is read again.
pub fn bodies(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else { return };
    same_by_serde::<ContactDetails>(text);
    same_by_serde::<NewShare>(text);
    same_by_serde::<TypedCode>(text);
    if let Ok(report) = serde_json::from_str::<EventReport>(text) {
        let written = serde_json::to_string(&report).unwrap_or_default();
        assert_eq!(serde_json::from_str::<EventReport>(&written).ok().as_ref(), Some(&report));
        let _: &Event = &report.event;
    }
}

/// What our JSON reads, serde reads too, and both write it alike.
pub fn same_by_serde<T: Json + Serialize + DeserializeOwned + Debug + PartialEq>(text: &str) -> Option<T> {
    let read: T = wire::json::read(text)?;
    let by_serde = serde_json::from_str::<T>(text);
    assert_eq!(by_serde.as_ref().ok(), Some(&read), "{by_serde:?}");
    let written = wire::json::write(&read);
    assert_eq!(serde_json::to_string(&read).ok(), Some(written.clone()));
    assert_eq!(wire::json::read::<T>(&written).as_ref(), Some(&read));
    Some(read)
}
