//! A perceptual hash: for each of 1024 patches, whether it is lighter or darker than its neighbour to the left.

use crate::luma::Picture;

/// Number of patches along each side.
const SIDE: usize = 32;
const WORDS: usize = SIDE * SIDE / 64;
/// A patch is lighter or darker than its neighbour if they differ by more than this, in 256ths of a brightness level.
/// With a smaller value, noise would decide on an even table.
const STEP: u64 = 512;
/// Prints of the same picture contradict each other in at most this share of the patches that are set in both, in
/// percent. Re-encoding, scaling and brightening cause hardly any contradiction; prints of another page on the same
/// table contradict in every tenth patch or more.
const SAME_PERCENT: u32 = 4;
/// With fewer patches set in both prints, nothing identifies the picture: two empty sheets are alike.
const ENOUGH: u32 = 24;

/// The perceptual hash of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Print {
    /// A bit for each patch that is lighter than its neighbour to the left.
    lighter: [u64; WORDS],
    darker: [u64; WORDS],
}

impl Print {
    /// Number of characters of a written print.
    pub const DIGITS: usize = 32 * WORDS;

    /// Computes the print of a picture.
    pub fn of(picture: &Picture) -> Self {
        let mut print = Self { lighter: [0; WORDS], darker: [0; WORDS] };
        for row in 0..SIDE {
            let patches: [u64; SIDE + 1] = std::array::from_fn(|column| patch(picture, column, row));
            for (column, pair) in patches.windows(2).enumerate() {
                let place = row * SIDE + column;
                let bit = 1 << (place % 64);
                if let Some(word) = print.lighter.get_mut(place / 64).filter(|_| pair[1] > pair[0] + STEP) {
                    *word |= bit;
                }
                if let Some(word) = print.darker.get_mut(place / 64).filter(|_| pair[0] > pair[1] + STEP) {
                    *word |= bit;
                }
            }
        }
        print
    }

    /// Returns whether both prints are probably of the same picture.
    pub fn is_same(self, other: Self) -> bool {
        let (contradictions, said) = self.compare(other);
        // A dark picture sets few bits, and hardly any that other pictures would not set too.
        let is_talk = said >= ENOUGH && said * 2 >= self.says().max(other.says());
        is_talk && contradictions * 100 <= said * SAME_PERCENT
    }

    /// Returns the number of patches on which the two contradict each other, and the number that are set in both.
    pub fn compare(self, other: Self) -> (u32, u32) {
        let both = |a: [u64; WORDS], b: [u64; WORDS]| -> u32 {
            a.iter().zip(b).map(|(a, b)| (a & b).count_ones()).sum()
        };
        let contradictions = both(self.lighter, other.darker) + both(self.darker, other.lighter);
        (contradictions, contradictions + both(self.lighter, other.lighter) + both(self.darker, other.darker))
    }

    /// Returns the number of patches that differ from their neighbour to the left.
    fn says(self) -> u32 {
        self.lighter.iter().chain(&self.darker).map(|word| word.count_ones()).sum()
    }

    /// Returns [512](Self::DIGITS) hexadecimal digits.
    pub fn write(self) -> String {
        let nibble = |word: u64, place: u32| {
            u32::try_from((word >> (4 * place)) & 15).ok().and_then(|value| char::from_digit(value, 16))
        };
        let words = self.lighter.into_iter().chain(self.darker);
        words.flat_map(|word| (0..16).rev().filter_map(move |place| nibble(word, place))).collect()
    }

    /// Parses the text of [`Print::write`].
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() != Self::DIGITS || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let mut print = Self { lighter: [0; WORDS], darker: [0; WORDS] };
        for (place, word) in print.lighter.iter_mut().chain(&mut print.darker).enumerate() {
            *word = u64::from_str_radix(text.get(place * 16..(place + 1) * 16)?, 16).ok()?;
        }
        Some(print)
    }
}

/// Returns the brightness of a patch as a fixed-point number with eight fractional bits, in which similar patches still
/// differ. Pixels on its border count by their share inside, so that a scaled picture has the same patches.
fn patch(picture: &Picture, column: usize, row: usize) -> u64 {
    let (left, right) = bounds(picture.width(), column, SIDE + 1);
    let (top, bottom) = bounds(picture.height(), row, SIDE);
    let light: u64 = (top / PART..bottom.div_ceil(PART))
        .map(|y| {
            let across = picture.row(y).get(left / PART..right.div_ceil(PART)).unwrap_or_default();
            let light: usize = (left / PART..)
                .zip(across)
                .map(|(x, pixel)| part(x, left, right) * usize::from(*pixel))
                .sum();
            (part(y, top, bottom) * light) as u64
        })
        .sum();
    light * 256 / ((right - left) * (bottom - top)).max(1) as u64
}

/// Number of parts into which a pixel is divided.
const PART: usize = 64;

/// Returns the start and end of a patch, in parts of pixels.
fn bounds(length: usize, place: usize, of: usize) -> (usize, usize) {
    (length * PART * place / of, length * PART * (place + 1) / of)
}

/// Returns the length of the part of a pixel that is between two bounds.
fn part(pixel: usize, from: usize, to: usize) -> usize {
    ((pixel + 1) * PART).min(to).saturating_sub((pixel * PART).max(from))
}
