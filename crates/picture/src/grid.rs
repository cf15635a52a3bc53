//! The picture in tiles of 16 × 16 pixels, each with its brightest and darkest value and its steepest slope.

use crate::luma::Picture;

/// Side of a tile in pixels. This is about the height of small print on a page that fills a picture of 2000 pixels.
pub(crate) const TILE: usize = 16;
/// Ink is darker than its paper by at least this share, in percent. The noise of a phone camera stays below ten.
const INK_PERCENT: u16 = 15;
/// Paper has at least this share of the brightness of the brightest paper, in percent. Light from a window falls off to
/// about this.
const PAPER_PERCENT: u16 = 60;
/// The tiles around ink have at least this share of its paper's brightness, in percent. Where they do not, the contrast
/// is an edge of the sheet.
const SAME_PAPER_PERCENT: u16 = 85;

#[derive(Clone, Copy, Default)]
pub(crate) struct Tile {
    /// The brightness that 3 in 100 pixels do not exceed.
    pub low: u8,
    /// The brightness that 3 in 100 pixels exceed.
    pub high: u8,
    /// The difference of brightness over two pixels that 3 in 100 pixels exceed.
    pub slope: u8,
}

impl Tile {
    pub fn contrast(self) -> u8 {
        self.high.saturating_sub(self.low)
    }

    pub fn has_contrast(self) -> bool {
        u16::from(self.contrast()) * 100 >= u16::from(self.high) * INK_PERCENT
    }
}

pub(crate) struct Grid {
    pub columns: usize,
    pub rows: usize,
    /// The tiles row by row.
    pub tiles: Vec<Tile>,
    /// The brightness of paper: that of the lightest fifth of all tiles.
    pub white: u8,
}

impl Grid {
    pub fn of(picture: &Picture) -> Self {
        // A remainder of less than a tile at the right and bottom is ignored, unless the picture is smaller than a
        // tile.
        let columns = (picture.width() / TILE).max(1);
        let rows = (picture.height() / TILE).max(1);
        let mut tiles = Vec::with_capacity(columns * rows);
        for row in 0..rows {
            for column in 0..columns {
                tiles.push(tile(picture, column * TILE, row * TILE));
            }
        }
        let mut lights: Vec<u8> = tiles.iter().map(|tile| tile.high).collect();
        let place = lights.len() * 4 / 5;
        let white = *lights.select_nth_unstable(place).1;
        Self { columns, rows, tiles, white }
    }

    pub fn at(&self, column: usize, row: usize) -> Tile {
        let inside = column < self.columns && row < self.rows;
        self.tiles.get(row * self.columns + column).filter(|_| inside).copied().unwrap_or_default()
    }

    /// Returns whether a tile is as bright as paper.
    pub fn is_paper(&self, tile: Tile) -> bool {
        u16::from(tile.high) * 100 >= u16::from(self.white) * PAPER_PERCENT
    }

    /// Returns the indexes of the tiles with something dark on paper that are surrounded by paper.
    pub fn ink(&self) -> Vec<usize> {
        let places = (1..self.rows.saturating_sub(1))
            .flat_map(|row| (1..self.columns.saturating_sub(1)).map(move |column| (column, row)));
        places
            .filter(|(column, row)| self.is_ink(*column, *row))
            .map(|(column, row)| row * self.columns + column)
            .collect()
    }

    /// Returns the median slope of paper without ink.
    pub fn noise(&self) -> u8 {
        let empty = self.tiles.iter().filter(|tile| self.is_paper(**tile) && !tile.has_contrast());
        let mut slopes: Vec<u8> = empty.map(|tile| tile.slope).collect();
        let middle = slopes.len() / 2;
        if slopes.is_empty() { 0 } else { *slopes.select_nth_unstable(middle).1 }
    }

    fn is_ink(&self, column: usize, row: usize) -> bool {
        let tile = self.at(column, row);
        let as_light = |other: Tile| u16::from(other.high) * 100 >= u16::from(tile.high) * SAME_PAPER_PERCENT;
        tile.has_contrast()
            && self.is_paper(tile)
            && (row - 1..=row + 1).all(|y| (column - 1..=column + 1).all(|x| as_light(self.at(x, y))))
    }
}

fn tile(picture: &Picture, left: usize, top: usize) -> Tile {
    let (mut lights, mut slopes) = ([0u16; 256], [0u16; 256]);
    let (mut pixels, mut inner) = (0, 0);
    let right = (left + TILE).min(picture.width());
    for y in top..(top + TILE).min(picture.height()) {
        let row = picture.row(y);
        let (above, below) =
            (picture.row(y.saturating_sub(1)), picture.row((y + 1).min(picture.height() - 1)));
        for x in left..right {
            let pixel = |row: &[u8], x: usize| row.get(x).copied().unwrap_or_default();
            lights[usize::from(pixel(row, x))] += 1;
            pixels += 1;
            if x > 0 && x + 1 < picture.width() {
                let across = pixel(row, x - 1).abs_diff(pixel(row, x + 1));
                let down = pixel(above, x).abs_diff(pixel(below, x));
                slopes[usize::from(across.max(down))] += 1;
                inner += 1;
            }
        }
    }
    let few = pixels * 3 / 100;
    Tile {
        low: quantile(&lights, few),
        high: quantile(&lights, pixels - few),
        slope: quantile(&slopes, inner - inner * 3 / 100),
    }
}

/// Returns the smallest value that at least `place` of the counted values do not exceed.
fn quantile(counts: &[u16; 256], place: u16) -> u8 {
    let mut seen = 0;
    for value in 0..=u8::MAX {
        seen += counts[usize::from(value)];
        if seen >= place.max(1) {
            return value;
        }
    }
    u8::MAX
}
