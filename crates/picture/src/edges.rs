//! Whether the whole sheet lies in the picture.

use crate::grid::{Grid, Tile};

/// A side is touched where paper takes this share of it, in percent. One corner beyond the frame takes more.
const TOUCHED_PERCENT: usize = 6;
/// Writing at the frame itself, in percent of the tiles along it.
const WRITING_PERCENT: usize = 3;
/// What is darker than this share of the paper further in is no paper, in percent.
const STEP_PERCENT: u16 = 75;
/// From one tile to the next the light grows so much only where a sheet begins, in percent.
const SHEET_PERCENT: u16 = 108;

/// Where some sides of the frame show what lies around the sheet, it must not touch the others. Where none does, the picture
/// is a scan or the sheet fills it: then no writing may run into the frame.
pub(crate) fn is_cut(grid: &Grid) -> bool {
    let sides = sides(grid);
    let share = |side: &Vec<Vec<Tile>>| side.iter().filter(|line| begins_with_paper(grid, line)).count();
    let is_touched = |side: &&Vec<Vec<Tile>>| share(side) * 100 >= side.len() * TOUCHED_PERCENT;
    let touched = sides.iter().filter(is_touched).count();
    if touched < sides.len() {
        return touched > 0;
    }
    let frame = || sides.iter().flatten().filter_map(|line| line.first());
    let writing = frame().filter(|tile| tile.has_contrast() && grid.is_paper(**tile)).count();
    writing * 100 >= frame().count() * WRITING_PERCENT
}

/// Each side of the frame as lines of tiles that lead inward from it, two fifths of the way.
fn sides(grid: &Grid) -> [Vec<Vec<Tile>>; 4] {
    let (columns, rows) = (grid.columns, grid.rows);
    let (deep_x, deep_y) = ((columns * 2 / 5).max(1), (rows * 2 / 5).max(1));
    let line = |length: usize, at: &dyn Fn(usize) -> Tile| (0..length).map(at).collect::<Vec<Tile>>();
    [
        (0..columns).map(|x| line(deep_y, &|step| grid.at(x, step))).collect(),
        (0..columns).map(|x| line(deep_y, &|step| grid.at(x, rows - 1 - step))).collect(),
        (0..rows).map(|y| line(deep_x, &|step| grid.at(step, y))).collect(),
        (0..rows).map(|y| line(deep_x, &|step| grid.at(columns - 1 - step, y))).collect(),
    ]
}

/// Light that falls off leaves no step; where a table is nearly as light as the paper, the sheet begins at one.
fn begins_with_paper(grid: &Grid, line: &[Tile]) -> bool {
    let Some(first) = line.first() else { return false };
    let inner = line.iter().map(|tile| tile.high).max().unwrap_or_default();
    let steps_up = |pair: &[Tile]| {
        let [outer, inner] = [pair[0], pair[1]].map(|tile| u16::from(tile.high));
        inner * 100 >= outer * SHEET_PERCENT
    };
    grid.is_paper(*first)
        && u16::from(first.high) * 100 >= u16::from(inner) * STEP_PERCENT
        && !line.windows(2).any(steps_up)
}
