//! Individual identification numbers.

use rules::iin::{Iin, IinBirthDay, Sex};

use crate::source::known_day;

/// Interprets the bytes as a typed number.
///
/// # Panics
/// If a parsed number differs after writing and reading.
pub fn iin(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else { return };
    let Ok(iin) = Iin::parse(text) else { return };
    let written = iin.to_text();
    assert_eq!(written.len(), 12);
    assert_eq!(Iin::parse(&written), Ok(iin));
    let sex = iin.sex();
    if let IinBirthDay::Known(born) = iin.birth_day() {
        assert!(iin.compare(born, sex).is_empty());
    }
    for sex in [None, Some(Sex::Female), Some(Sex::Male)] {
        // Only a panic is a finding.
        let _ = iin.compare(known_day(1990, 5, 5), sex);
    }
}
