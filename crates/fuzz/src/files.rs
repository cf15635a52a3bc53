//! The type of a file by its bytes, and its flaw.

use rules::document::{Media, PageFlaw};

/// The number of bytes of a file that the gateway keeps to determine its type.
const HEAD: usize = 16;
const PADDING: usize = 2048;

/// Interprets the bytes as a file.
///
/// # Panics
/// If the beginning gives another type than the whole file, or an intact file has a flaw after padding is appended.
pub fn files(bytes: &[u8]) {
    let kind = Media::sniff(bytes);
    assert_eq!(Media::sniff(bytes.get(..HEAD).unwrap_or(bytes)), kind);
    let Some(media) = kind else { return };
    let flaw = PageFlaw::of(media, bytes);
    assert_ne!(flaw, Some(PageFlaw::Empty), "a file with a detected type has bytes");
    // Cameras and scanners put padding after the end, a limited amount of which is accepted.
    if flaw.is_none() && bytes.len() <= PADDING {
        assert_eq!(PageFlaw::of(media, &[bytes, &[0; PADDING]].concat()), None);
    }
}
