//! Chooses by which side the decoder scales a picture, from the header of its file.

use rules::document::Media;

/// The longest side of a stored photograph in pixels: the small print of a whole page stays legible.
pub(crate) const LONGEST_SIDE: u32 = 2000;

/// The side by which the decoder scales a picture, because a 48-megapixel picture must not be in memory at full size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scaling {
    No,
    Width,
    Height,
}

impl Scaling {
    /// Returns the scaling for a picture that starts with these bytes.
    pub fn for_header(header: &[u8]) -> Self {
        match dimensions(header) {
            Some((width, height)) if width.max(height) > LONGEST_SIDE => {
                if width >= height {
                    Self::Width
                } else {
                    Self::Height
                }
            }
            _ => Self::No,
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::Width => "width",
            Self::Height => "height",
        }
    }

    pub(crate) fn from_name(name: &str) -> Option<Self> {
        [Self::No, Self::Width, Self::Height].into_iter().find(|scaling| scaling.name() == name)
    }
}

/// Returns the width and height in the header of a PNG or JPEG, before any rotation.
fn dimensions(bytes: &[u8]) -> Option<(u32, u32)> {
    let number = |at: usize, length: usize| -> Option<u32> {
        Some(bytes.get(at..at + length)?.iter().fold(0, |value, byte| (value << 8) | u32::from(*byte)))
    };
    match Media::sniff(bytes)? {
        Media::Pdf => None,
        Media::Png => Some((number(16, 4)?, number(20, 4)?)),
        Media::Jpeg => {
            let mut at = 2;
            loop {
                let marker = number(at, 2)?;
                // The frame headers are SOF0–SOF15, without C4, C8 and CC, which are tables.
                if (0xFFC0..=0xFFCF).contains(&marker) && !matches!(marker, 0xFFC4 | 0xFFC8 | 0xFFCC) {
                    return Some((number(at + 7, 2)?, number(at + 5, 2)?));
                }
                at += 2 + usize::try_from(number(at + 2, 2)?).ok()?;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_size_of_a_picture_is_read_from_its_header() {
        let png = [b"\x89PNG\r\n\x1A\n".as_slice(), &[0, 0, 0, 13], b"IHDR", &[0, 0, 31, 64, 0, 0, 23, 112]]
            .concat();
        assert_eq!(dimensions(&png), Some((8000, 6000)));
        let jpeg = [
            [0xFF, 0xD8, 0xFF, 0xE1, 0, 4, 9, 9, 0xFF, 0xC4, 0, 3, 9].as_slice(),
            [0xFF, 0xC2, 0, 17, 8, 0x0B, 0xB8, 0x0F, 0xA0].as_slice(),
        ]
        .concat();
        assert_eq!(dimensions(&jpeg), Some((4000, 3000)));
        assert_eq!(dimensions(&jpeg[..14]), None);
        assert_eq!(dimensions(b"%PDF-1.7"), None);
    }
}
