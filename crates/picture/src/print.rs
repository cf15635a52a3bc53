//! A hash of what a picture shows: which of 1024 patches are lighter or darker than their neighbours.

use crate::Picture;

/// Patches along each side.
const SIDE: usize = 32;
const WORDS: usize = SIDE * SIDE / 64;
/// A neighbour is lighter or darker where it is so by more, in 256ths of a step of brightness: on an even table noise would
/// decide.
const STEP: u64 = 512;
/// Two prints of one picture contradict each other in less than this share of what both say, in percent. Encoding anew, scaling
/// and brightening cause hardly any contradiction; of another page on the same table every tenth patch and more contradicts.
const SAME_PERCENT: u32 = 4;
/// Where fewer patches differ from their neighbours there is nothing to be known by: two empty sheets are alike.
const ENOUGH: u32 = 24;

/// The print of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Print {
    /// A bit for each patch that is lighter than its neighbour to the left.
    lighter: [u64; WORDS],
    darker: [u64; WORDS],
}

impl Print {
    /// Length of a written print.
    pub const DIGITS: usize = 32 * WORDS;

    /// The print of a picture.
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

    /// Whether both are of one picture, as far as can be told.
    pub fn is_same(self, other: Self) -> bool {
        let (contradictions, said) = self.compare(other);
        // A dark picture says little, and little that all others would not say too.
        let is_talk = said >= ENOUGH && said * 2 >= self.says().max(other.says());
        is_talk && contradictions * 100 <= said * SAME_PERCENT
    }

    /// On how many patches the two contradict each other, and of how many both say something.
    pub fn compare(self, other: Self) -> (u32, u32) {
        let both = |a: [u64; WORDS], b: [u64; WORDS]| -> u32 {
            a.iter().zip(b).map(|(a, b)| (a & b).count_ones()).sum()
        };
        let contradictions = both(self.lighter, other.darker) + both(self.darker, other.lighter);
        (contradictions, contradictions + both(self.lighter, other.lighter) + both(self.darker, other.darker))
    }

    /// How many patches differ from their neighbour to the left.
    fn says(self) -> u32 {
        self.lighter.iter().chain(&self.darker).map(|word| word.count_ones()).sum()
    }

    /// As [512](Self::DIGITS) hexadecimal digits.
    pub fn write(self) -> String {
        let nibble = |word: u64, place: u32| {
            u32::try_from((word >> (4 * place)) & 15).ok().and_then(|value| char::from_digit(value, 16))
        };
        let words = self.lighter.into_iter().chain(self.darker);
        words.flat_map(|word| (0..16).rev().filter_map(move |place| nibble(word, place))).collect()
    }

    /// Reads what [`Print::write`] wrote.
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

/// The brightness of a patch, with eight bits behind the point: patches that look alike still differ there. Pixels on its
/// border count by the part of them that lies within, so that a scaled picture has the same patches.
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

/// Parts into which a pixel is divided.
const PART: usize = 64;

/// Where a patch begins and ends, in parts of pixels.
fn bounds(length: usize, place: usize, of: usize) -> (usize, usize) {
    (length * PART * place / of, length * PART * (place + 1) / of)
}

/// How much of a pixel lies between two bounds.
fn part(pixel: usize, from: usize, to: usize) -> usize {
    ((pixel + 1) * PART).min(to).saturating_sub((pixel * PART).max(from))
}
