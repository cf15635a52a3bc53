//! Examines the pixels of a photographed page: too dark, blurred, empty, cut off, too small, or photographed before.
//!
//! | module or type | content |
//! |---|---|
//! | [`Picture`], [`push_luma`] | a picture as brightness only, made from the browser's RGBA |
//! | [`look`] | all examinations at once: the [`Look`] of a picture |
//! | [`PhotoAdvice`] | the possible findings, and which of them make a page unreadable |
//! | [`Print`] | a perceptual hash that stays nearly the same when a picture is scaled, brightened or re-encoded |
//! | [`pdf`] | the number of pages of a PDF, if its bytes contain it uncompressed |
//!
//! Brightness is luma from 0 (black) to 255 (white), gamma-coded as in the file. Lengths are in pixels. All arithmetic
//! is on integers. Nothing here panics or does IO; the memory in addition to the picture is seven bytes for each 16 ×
//! 16 pixels.
//!
//! Deliberately absent: text recognition, face detection, and any correction of the picture. Findings are advice for
//! the person who took the photo.

mod edges;
mod grid;
mod luma;
pub mod pdf;
mod print;

use grid::Grid;

pub use luma::{Picture, push_luma};
pub use print::Print;

/// A photo whose paper is darker than this is too dark. A page in a lit room has 150 and more.
const DARK: u8 = 72;
/// A page with a smaller share of tiles with ink is blank, in thousandths. Three lines of text have some ten.
const BLANK_THOUSANDTHS: usize = 3;
/// A page whose longer side is shorter than this has too few pixels for the small print of a passport.
const LONG_SIDE: u32 = 800;
/// The same limit for the shorter side.
const SHORT_SIDE: u32 = 500;

/// The possible findings about a photographed page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhotoAdvice {
    /// The paper is darker than [72](DARK) of 255.
    Dark,
    /// The edges of the strokes on the paper are as wide as blur makes them.
    Blurred,
    /// The paper is empty.
    Blank,
    /// The paper continues beyond the frame.
    Cut,
    /// The picture has too few pixels.
    Small,
}

impl PhotoAdvice {
    /// All findings, the most serious first.
    pub const ALL: [Self; 5] = [Self::Dark, Self::Blurred, Self::Blank, Self::Cut, Self::Small];

    /// Returns whether the finding makes the page unreadable. The other findings are worth a look, but the page may be
    /// correct.
    pub fn is_unreadable(self) -> bool {
        matches!(self, Self::Dark | Self::Blurred | Self::Blank)
    }

    fn letter(self) -> char {
        match self {
            Self::Dark => 'd',
            Self::Blurred => 'b',
            Self::Blank => 'n',
            Self::Cut => 'c',
            Self::Small => 's',
        }
    }
}

/// The result of the examination of a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// The findings, in the order of [`PhotoAdvice::ALL`].
    pub advice: Vec<PhotoAdvice>,
    /// The hash by which the same picture is recognised.
    pub print: Print,
}

impl Look {
    /// Returns a line of ASCII: the print in hexadecimal, then a letter for each finding.
    pub fn write(&self) -> String {
        let mut line = self.print.write();
        line.extend(self.advice.iter().map(|advice| advice.letter()));
        line
    }

    /// Parses the text of [`Look::write`].
    pub fn parse(line: &str) -> Option<Self> {
        let (print, letters) = line.split_at_checked(Print::DIGITS)?;
        let known = |letter| PhotoAdvice::ALL.into_iter().find(|advice| advice.letter() == letter);
        Some(Self { print: Print::parse(print)?, advice: letters.chars().map(known).collect::<Option<_>>()? })
    }
}

/// Examines a picture in the form in which it will be sent.
///
/// Dark pictures are not examined for blur and emptiness, because their noise looks like ink. Empty pictures have
/// nothing that could be blurred.
pub fn look(picture: &Picture) -> Look {
    let grid = Grid::of(picture);
    let ink = grid.ink();
    let is_dark = grid.white < DARK;
    let is_blank = !is_dark && ink.len() * 1000 < grid.tiles.len() * BLANK_THOUSANDTHS;
    let is_blurred = !is_dark && !is_blank && stroke_edge(&grid, &ink) > sharp_enough(picture.longer_side());
    let shorter = picture.width.min(picture.height);
    let found = [
        is_dark,
        is_blurred,
        is_blank,
        edges::is_cut(&grid),
        picture.longer_side() < LONG_SIDE || shorter < SHORT_SIDE,
    ];
    let advice =
        PhotoAdvice::ALL.into_iter().zip(found).filter(|(_, found)| *found).map(|(advice, _)| advice);
    Look { advice: advice.collect(), print: Print::of(picture) }
}

/// Returns the widest acceptable transition from paper to ink, in sixteenths of a pixel. The details of a page shrink
/// with the picture, and so does the acceptable blur; no edge is sharper than two pixels.
fn sharp_enough(longer_side: u32) -> u32 {
    16 * 11 / 4 + 16 * longer_side / 600
}

/// Returns the median width of the steepest transition from paper to ink, in sixteenths of a pixel: contrast divided by
/// slope.
///
/// The usual measure, the variance of the Laplacian, grows with noise as well as with sharpness. A slope across the
/// whole contrast is hardly affected by noise, and the part that noise adds is measured on the empty paper.
fn stroke_edge(grid: &Grid, ink: &[usize]) -> u32 {
    let noise = grid.noise();
    let mut widths: Vec<u32> = ink
        .iter()
        .filter_map(|place| grid.tiles.get(*place))
        .map(|tile| 32 * u32::from(tile.contrast()) / u32::from(tile.slope.saturating_sub(noise).max(1)))
        .collect();
    let middle = widths.len() / 2;
    if widths.is_empty() { 0 } else { *widths.select_nth_unstable(middle).1 }
}
