//! The machine-readable lines of passports and cards.

use rules::mrz::Mrz;

use crate::source::known_day;

/// Interprets the bytes as typed or pasted lines.
///
/// # Panics
/// If the parsed fields differ after writing the lines and parsing them again.
pub fn mrz(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else { return };
    for today in [known_day(2026, 11, 23), known_day(2000, 1, 1)] {
        let Ok(read) = Mrz::parse(text, today) else { continue };
        let lines = read.encode();
        assert_eq!(lines.len(), read.format.lines());
        assert!(lines.iter().all(|line| line.len() == read.format.width()));
        assert_eq!(Mrz::parse(&lines.join("\n"), today), Ok(read.clone()), "{lines:?}");
        // Only a panic is a finding.
        let _ = (read.names(), read.names_may_be_cut(), read.birth.whole());
    }
}
