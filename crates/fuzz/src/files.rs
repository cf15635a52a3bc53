//! What a file is by its bytes, and what is wrong with it.

use rules::document::{Media, PageFlaw};

/// How much of a file the gateway keeps in hand to say what it is.
const HEAD: usize = 16;
const PADDING: usize = 2048;

/// The bytes as a file.
///
/// # Panics
/// Where the beginning says another kind than the whole file, or a whole file is called broken for what follows it.
pub fn files(bytes: &[u8]) {
    let kind = Media::sniff(bytes);
    assert_eq!(Media::sniff(bytes.get(..HEAD).unwrap_or(bytes)), kind);
    let Some(media) = kind else { return };
    let flaw = PageFlaw::of(media, bytes);
    assert_ne!(flaw, Some(PageFlaw::Empty), "a file that says what it is has bytes");
    // Cameras and scanners put padding after the end, of which some is let pass.
    if flaw.is_none() && bytes.len() <= PADDING {
        assert_eq!(PageFlaw::of(media, &[bytes, &[0; PADDING]].concat()), None);
    }
}
