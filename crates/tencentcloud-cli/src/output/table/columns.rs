//! Which columns a table shows: those that have a place.

use serde_json::Value;
use tencentcloud_rows::Shape;

use super::grid::{self, Table};

/// The widest that a column may be on a terminal, but for the first one.
const WIDEST: usize = 32;

/// Makes a table of `items` with the columns of `shape`, or of those that the items have; returns how
/// many columns have no place within `width`.
pub(super) fn choose(items: &[Value], shape: &Shape, width: Option<usize>) -> (Table, usize) {
    let items: Vec<&Value> = items.iter().collect();
    let found = tencentcloud_rows::columns(&items, shape).into_iter();
    let mut found: Vec<_> = found.map(grid::Column::new).collect();
    let total = found.len();
    if let Some(width) = width {
        fit(&mut found, width);
    }
    let hidden = total - found.len();
    (Table::of_columns(found), hidden)
}

/// How many columns say what an item is: they are there on a narrow terminal, too.
const ESSENTIAL: usize = 3;

/// The narrowest that an essential column becomes.
const NARROWEST: usize = 8;

/// Keeps the columns that fit into `width`, best first.
fn fit(columns: &mut Vec<grid::Column>, width: usize) {
    for column in columns.iter_mut().skip(1) {
        column.width = column.width.min(WIDEST);
    }
    let essential = columns.len().min(ESSENTIAL);
    let (first, rest) = match columns[..essential].split_first_mut() {
        Some(parts) => parts,
        None => return,
    };
    first.width = first.width.min(width);
    let used = |rest: &[grid::Column]| rest.iter().map(|it| it.width + grid::GAP).sum::<usize>();
    while first.width + used(rest) > width
        && let Some(widest) = rest.iter_mut().max_by_key(|column| column.width)
        && widest.width > NARROWEST
    {
        widest.width -= 1;
    }
    let mut left = width;
    let mut gap = 0;
    columns.retain(|column| {
        let fits = column.width + gap <= left;
        if fits {
            left -= column.width + gap;
            gap = grid::GAP;
        }
        fits
    });
}
