//! What the pixels of a photographed page tell: too dark, blurred, empty, cut off, too small, or taken before.
//!
//! | module | what it answers |
//! |---|---|
//! | [`Picture`], [`push_luma`] | a picture as brightness alone, made from the browser's RGBA |
//! | [`look`] | everything at once: the [`Look`] of a picture |
//! | [`PhotoAdvice`] | what can be found, and which of it makes a page unreadable |
//! | [`Print`] | a hash that stays nearly the same when a picture is scaled, brightened or encoded anew |
//! | [`pdf`] | how many pages a PDF has, where its bytes say it openly |
//!
//! Brightness is luma from 0 (black) to 255 (white), gamma-coded as in the file. Lengths are pixels. Integers only. Nothing
//! here panics or does IO; memory beside the picture is seven bytes for each 16 × 16 pixels.
//!
//! Deliberately absent: reading of text, finding of faces, and any correction of the picture. What is found is advice for
//! the person who took the photo.

mod edges;
mod grid;
pub mod pdf;
mod print;

use grid::Grid;

pub use print::Print;

/// Below this brightness of its paper a photo is too dark. A page in a lit room has 150 and more.
const DARK: u8 = 72;
/// Below this share of tiles with ink, in thousandths, nothing stands on a page. Three lines of text have some ten.
const BLANK_THOUSANDTHS: usize = 3;
/// A page whose longer side is shorter has too few pixels for the small print of a passport.
const LONG_SIDE: u32 = 800;
/// The same for its shorter side.
const SHORT_SIDE: u32 = 500;

/// A picture as brightness, row by row from the top.
#[derive(Clone, Copy)]
pub struct Picture<'a> {
    width: u32,
    height: u32,
    luma: &'a [u8],
}

impl<'a> Picture<'a> {
    /// `None` unless there is one byte for each pixel, and one pixel at least.
    pub fn new(width: u32, height: u32, luma: &'a [u8]) -> Option<Self> {
        let fits = u64::from(width) * u64::from(height) == luma.len() as u64;
        (fits && !luma.is_empty()).then_some(Self { width, height, luma })
    }

    /// In pixels.
    pub fn width(&self) -> usize {
        self.width as usize
    }

    /// In pixels.
    pub fn height(&self) -> usize {
        self.height as usize
    }

    /// Whether all pixels are alike: what a canvas gives that the browser could not draw into.
    pub fn is_uniform(&self) -> bool {
        self.luma.windows(2).all(|pair| pair[0] == pair[1])
    }

    fn longer_side(&self) -> u32 {
        self.width.max(self.height)
    }

    fn row(&self, y: usize) -> &'a [u8] {
        self.luma.get(y * self.width()..(y + 1) * self.width()).unwrap_or_default()
    }
}

/// Appends the brightness of pixels in RGBA, by the weights of ITU-R BT.601. Transparency does not count.
pub fn push_luma(rgba: &[u8], luma: &mut Vec<u8>) {
    luma.extend(rgba.chunks_exact(4).map(|pixel| {
        let [red, green, blue] = [pixel[0], pixel[1], pixel[2]].map(u32::from);
        u8::try_from((77 * red + 150 * green + 29 * blue) >> 8).unwrap_or(u8::MAX)
    }));
}

/// What can be said about a photographed page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhotoAdvice {
    /// The paper is darker than [72](DARK) of 255.
    Dark,
    /// The strokes on the paper are as wide as blur makes them.
    Blurred,
    /// Nothing stands on the paper.
    Blank,
    /// The paper goes on beyond the frame.
    Cut,
    /// Too few pixels.
    Small,
}

impl PhotoAdvice {
    /// All there are, the weightiest first.
    pub const ALL: [Self; 5] = [Self::Dark, Self::Blurred, Self::Blank, Self::Cut, Self::Small];

    /// Whether the page cannot be read for it. The rest is worth a look, and may be as it should be.
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

/// What a picture looks like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// In the order of [`PhotoAdvice::ALL`].
    pub advice: Vec<PhotoAdvice>,
    /// By which the same picture is known again.
    pub print: Print,
}

impl Look {
    /// As a line of ASCII: the print in hexadecimal, then a letter for each advice.
    pub fn write(&self) -> String {
        let mut line = self.print.write();
        line.extend(self.advice.iter().map(|advice| advice.letter()));
        line
    }

    /// Reads what [`Look::write`] wrote.
    pub fn parse(line: &str) -> Option<Self> {
        let (print, letters) = line.split_at_checked(Print::DIGITS)?;
        let known = |letter| PhotoAdvice::ALL.into_iter().find(|advice| advice.letter() == letter);
        Some(Self { print: Print::parse(print)?, advice: letters.chars().map(known).collect::<Option<_>>()? })
    }
}

/// Looks at a picture as it is to be sent.
///
/// Dark pictures are not looked at for blur and emptiness, since noise passes for ink in them; empty ones have nothing to be
/// blurred.
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

/// How many sixteenths of a pixel an edge may take from paper to ink. What a page shows on it shrinks with the picture, and
/// so does the blur that it bears; no edge is sharper than two pixels.
fn sharp_enough(longer_side: u32) -> u32 {
    16 * 11 / 4 + 16 * longer_side / 600
}

/// How far the usual stroke takes from paper to ink at its steepest, in sixteenths of a pixel: contrast through slope.
///
/// The variance of the Laplacian, which is the common measure, grows with noise as with sharpness. A slope across the whole
/// contrast hardly does, and what noise adds to it is known from the paper on which nothing stands.
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
