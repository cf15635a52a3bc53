//! The picture in tiles of 16 × 16 pixels, each with its light, its dark and its steepest slope.

use crate::Picture;

/// Side of a tile in pixels. Small print is as high on a page that fills a picture of 2000 pixels.
pub(crate) const TILE: usize = 16;
/// Ink takes at least this much of the light of its paper, in percent. Noise of a phone takes less than ten.
const INK_PERCENT: u16 = 15;
/// Paper is as bright as this share of the brightest paper, in percent. Light from a window falls off to about this.
const PAPER_PERCENT: u16 = 60;
/// The tiles around ink have as light a paper, in percent; where they have not, an edge of the sheet runs.
const SAME_PAPER_PERCENT: u16 = 85;

#[derive(Clone, Copy, Default)]
pub(crate) struct Tile {
    /// Brightness that 3 in 100 pixels do not reach.
    pub low: u8,
    /// Brightness that 3 in 100 pixels exceed.
    pub high: u8,
    /// Difference of brightness over two pixels that 3 in 100 exceed.
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
    /// Row by row.
    pub tiles: Vec<Tile>,
    /// The brightness of paper: that of the lightest fifth of all tiles.
    pub white: u8,
}

impl Grid {
    pub fn of(picture: &Picture) -> Self {
        // What is left over at the right and below is less than a tile and does not count, unless it is all there is.
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

    /// Whether a tile is as bright as paper.
    pub fn is_paper(&self, tile: Tile) -> bool {
        u16::from(tile.high) * 100 >= u16::from(self.white) * PAPER_PERCENT
    }

    /// The places of tiles with something dark on paper, around which the paper goes on.
    pub fn ink(&self) -> Vec<usize> {
        let places = (1..self.rows.saturating_sub(1))
            .flat_map(|row| (1..self.columns.saturating_sub(1)).map(move |column| (column, row)));
        places
            .filter(|(column, row)| self.is_ink(*column, *row))
            .map(|(column, row)| row * self.columns + column)
            .collect()
    }

    /// The usual slope of paper on which nothing stands.
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

/// The least value that as many do not exceed.
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
