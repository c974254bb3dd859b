//! Which columns a table has: those that matter and have a place.

use serde_json::Value;

use super::fold::{clean, fold};
use super::grid::{self, Cell, Table};
use crate::output::shape::{Column, Shape, at, is_nested, rows_and_columns};

/// The widest that a column may be on a terminal, but for the first one.
const WIDEST: usize = 32;

/// Makes a table of `items` with the columns of `shape`, or of those that the items have; returns how
/// many columns have no place within `width`.
pub(super) fn choose(items: &[Value], shape: &Shape, width: Option<usize>) -> (Table, usize) {
    let items: Vec<&Value> = items.iter().collect();
    let mut found = match shape.columns.as_slice() {
        [] => by_items(&items, shape),
        columns => columns.iter().map(|it| by_path(it, &items)).collect(),
    };
    // What no item has is no column, but for the first.
    let mut place = 0;
    found.retain(|column| {
        place += 1;
        place == 1 || column.cells.iter().any(|cell| !cell.text.is_empty())
    });
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

fn by_path(column: &Column, items: &[&Value]) -> grid::Column {
    let cells = items.iter().map(|item| cell(at(item, &column.path)));
    grid::Column::new(&column.title, cells.collect())
}

/// The columns of items by their own members, best first.
fn by_items(items: &[&Value], shape: &Shape) -> Vec<grid::Column> {
    let (names, rows) = rows_and_columns(items);
    let count = rows.iter().map(Vec::len).max().unwrap_or_default();
    let mut columns: Vec<(Rank, grid::Column)> = (0..count)
        .map(|place| {
            let values = rows.iter().map(|row| row.get(place).copied().flatten());
            let seen = || values.clone().flatten();
            let nested = seen().any(is_nested);
            let flags = seen().all(Value::is_boolean);
            let cells = values.map(cell).collect();
            let name = names.get(place).copied().unwrap_or_default();
            let rank = match names.is_empty() {
                true => Rank::Other,
                false if nested => Rank::Nested,
                false if flags => Rank::Flag,
                false => Rank::of(name),
            };
            (rank, grid::Column::new(name, cells))
        })
        .collect();
    if !shape.as_given {
        order(&mut columns);
    }
    columns.into_iter().map(|(_, column)| column).collect()
}

/// Puts the columns that matter first.
fn order(columns: &mut [(Rank, grid::Column)]) {
    // Several members may be an id, a name or a state: one is the item's own.
    let own = |rank: Rank, stem: &str, columns: &[(Rank, grid::Column)]| {
        let mut of_rank = (0..columns.len()).filter(|place| columns[*place].0 == rank);
        let first = of_rank.clone().next();
        let titled = |place: &usize, stem: &str| {
            let rest = columns[*place].1.title.strip_prefix(stem);
            rest.is_some_and(|rest| ["Id", "ID", "Name", "State", "Status"].contains(&rest))
        };
        let same = of_rank
            .clone()
            .find(|place| !stem.is_empty() && titled(place, stem));
        same.or_else(|| of_rank.find(|place| titled(place, "")))
            .or(first)
    };
    let id = own(Rank::Id, "", columns);
    let stem = id
        .map(|place| columns[place].1.title.clone())
        .unwrap_or_default();
    let stem = stem.trim_end_matches("Id").trim_end_matches("ID");
    for rank in [Rank::Id, Rank::Name, Rank::State] {
        let own = own(rank, stem, columns);
        for (place, (it, _)) in columns.iter_mut().enumerate() {
            if *it == rank && Some(place) != own {
                *it = Rank::Other;
            }
        }
    }
    columns.sort_by_key(|(rank, _)| *rank);
}

fn cell(value: Option<&Value>) -> Cell {
    Cell {
        text: value.map(|value| clean(&fold(value))).unwrap_or_default(),
        number: value.is_some_and(Value::is_number),
    }
}

/// How much a member matters, most first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Region,
    Id,
    Name,
    State,
    Other,
    Flag,
    Nested,
    Long,
}

impl Rank {
    fn of(name: &str) -> Self {
        let ends = |words: &[&str]| words.iter().any(|word| name.ends_with(word));
        if name == "Region" {
            Self::Region
        } else if ends(&["Id", "ID"]) {
            Self::Id
        } else if ends(&["Name"]) {
            Self::Name
        } else if grid::is_state(name) {
            Self::State
        } else if ends(&[
            "Description",
            "Desc",
            "Remark",
            "Reason",
            "Content",
            "Message",
        ]) {
            Self::Long
        } else {
            Self::Other
        }
    }
}
