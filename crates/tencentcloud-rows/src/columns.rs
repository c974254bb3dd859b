//! Which columns a table has: those that matter, best first.

use serde_json::Value;

use crate::fold::{clean, fold};
use crate::shape::{Column, Shape, at, is_nested, rows_and_columns};

/// A column with what the rows have in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cells {
    /// The title; empty for rows whose values have no names.
    pub title: String,
    /// What is in it, a cell a row.
    pub cells: Vec<Cell>,
}

/// A value as short text without line breaks or control characters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// The text; empty for null and for what a row does not have.
    pub text: String,
    /// True for a number.
    pub number: bool,
}

impl Cells {
    fn new(title: &str, cells: Vec<Cell>) -> Self {
        let title = title.to_owned();
        Self { title, cells }
    }
}

/// Returns the columns of `rows`: those of `shape`, or else those that the rows have, best first: where
/// it is, what it is, its state, what is short, then what is long. A column that is empty in all rows is
/// left out, but for the first.
pub fn columns(rows: &[&Value], shape: &Shape) -> Vec<Cells> {
    let mut found = match shape.columns.as_slice() {
        [] => by_items(rows, shape),
        columns => columns.iter().map(|it| by_path(it, rows)).collect(),
    };
    // What no row has is no column, but for the first.
    let mut place = 0;
    found.retain(|column| {
        place += 1;
        place == 1 || column.cells.iter().any(|cell| !cell.text.is_empty())
    });
    found
}

fn by_path(column: &Column, items: &[&Value]) -> Cells {
    let cells = items.iter().map(|item| cell(at(item, &column.path)));
    Cells::new(&column.title, cells.collect())
}

/// The columns of items by their own members, best first.
fn by_items(items: &[&Value], shape: &Shape) -> Vec<Cells> {
    let (names, rows) = rows_and_columns(items);
    let count = rows.iter().map(Vec::len).max().unwrap_or_default();
    let mut columns: Vec<(Rank, Cells)> = (0..count)
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
            (rank, Cells::new(name, cells))
        })
        .collect();
    if !shape.as_given {
        order(&mut columns);
    }
    columns.into_iter().map(|(_, column)| column).collect()
}

/// Puts the columns that matter first.
fn order(columns: &mut [(Rank, Cells)]) {
    // Several members may be an id, a name or a state: one is the item's own.
    let own = |rank: Rank, stem: &str, columns: &[(Rank, Cells)]| {
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

/// Returns true for the name of a member that holds a state.
pub fn is_state(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["state", "status"].iter().any(|word| name.ends_with(word))
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
        } else if is_state(name) {
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
