//! Detects whether the sheet runs over the edge of the picture.

use crate::grid::{Grid, Tile};

/// A side of the frame is touched if at least this share of it is paper, in percent. A single corner of the sheet
/// beyond the frame already covers more.
const TOUCHED_PERCENT: usize = 6;
/// Writing runs into the frame if at least this share of the tiles along it has ink, in percent.
const WRITING_PERCENT: usize = 3;
/// A tile that is darker than this share of the brightest tile further in is not paper, in percent.
const STEP_PERCENT: u16 = 75;
/// A sheet begins where a tile has at least this brightness relative to the tile outside it, in percent.
const SHEET_PERCENT: u16 = 108;

/// Returns whether the sheet runs over the frame. If some sides of the frame show the surroundings of the sheet, it
/// must not touch the other sides. If none does, the picture is a scan or the sheet fills it; then it is cut if writing
/// runs into the frame.
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

/// Returns each side of the frame as lines of tiles that lead inward from it, over two fifths of the picture.
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

/// Returns whether a line begins with paper. Light that falls off gradually leaves no step; on a table that is nearly
/// as light as the paper, the sheet begins with a step.
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
