//! The forms in which people have pages: plain text, tables copied out of a browser, Markdown, HTML.
//!
//! Each form is a reader that cuts a text into the same [`Block`]s. A new form is a new module
//! here, and a line in [`blocks`].

mod cells;
mod html;
mod lines;
mod markdown;

use std::collections::BTreeSet;

use super::words::{Column, Language, Section};

pub(super) use cells::is_row;

/// What is wrong with a page, or worth a look, and on which line.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Fault {
    /// The line, from 1.
    pub(super) line: usize,
    /// What is wrong there and what to do.
    pub(super) message: String,
}

impl Fault {
    pub(super) fn new(line: usize, message: impl ToString) -> Self {
        Self {
            line,
            message: message.to_string(),
        }
    }
}

/// One piece of a page, in the page's order.
#[derive(Debug)]
pub(super) enum Block {
    /// The heading of a known section.
    Section(Heading),
    /// A table whose columns are known.
    Table(Table),
    /// Another table, by its line.
    Unknown(usize),
    /// Any other line that is not blank.
    Line(Line),
}

/// The heading of a section.
#[derive(Clone, Copy, Debug)]
pub(super) struct Heading {
    pub(super) section: Section,
    pub(super) language: Language,
    pub(super) line: usize,
    /// The form or a number marks it as a heading: it is no entry of a menu.
    marked: bool,
}

/// A line of text.
#[derive(Debug)]
pub(super) struct Line {
    /// The line's number, from 1.
    pub(super) number: usize,
    pub(super) text: String,
    /// True for a line that the form marks as a heading.
    pub(super) heading: bool,
}

impl Line {
    /// The line without the marks and the number of a heading.
    pub(super) fn title(&self) -> &str {
        title(&self.text)
    }
}

/// A table: its first column says what its rows are about.
#[derive(Debug)]
pub(super) struct Table {
    /// The line of its header.
    pub(super) line: usize,
    pub(super) language: Language,
    /// What its columns hold, in the page's order.
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<Row>,
}

/// A row, which has as many cells as its table has columns.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) line: usize,
    pub(super) cells: Vec<String>,
}

impl Table {
    /// The text of a row in that column; empty if the table has no such column.
    pub(super) fn cell<'a>(&self, row: &'a Row, column: Column) -> &'a str {
        let index = self.columns.iter().position(|c| *c == column);
        index.map_or("", |index| &row.cells[index])
    }
}

/// Cuts a page into its blocks. Everything is read to the end, so that all faults are reported at
/// once.
pub(super) fn blocks(text: &str) -> (Vec<Block>, Vec<Fault>) {
    let text = text.trim_start_matches('\u{feff}');
    let (blocks, faults) = match html::is_html(text) {
        true => html::blocks(text),
        false => lines::blocks(text),
    };
    (without_menus(blocks), faults)
}

/// Takes away what looks like a heading and is an entry of a menu or a table of contents: what is
/// not marked, if another one of that section is, and what has nothing below it, if another one has.
fn without_menus(blocks: Vec<Block>) -> Vec<Block> {
    let heading = |block: &Block| match block {
        Block::Section(heading) => Some(*heading),
        _ => None,
    };
    let marked: BTreeSet<_> = blocks
        .iter()
        .filter_map(heading)
        .filter(|heading| heading.marked)
        .map(|heading| heading.section)
        .collect();
    let blocks: Vec<_> = blocks
        .into_iter()
        .filter(|block| heading(block).is_none_or(|h| h.marked || !marked.contains(&h.section)))
        .collect();
    let filled: Vec<bool> = (0..blocks.len())
        .map(|at| {
            blocks
                .get(at + 1)
                .is_some_and(|next| heading(next).is_none())
        })
        .collect();
    let sections: BTreeSet<_> = blocks
        .iter()
        .zip(&filled)
        .filter(|(_, filled)| **filled)
        .filter_map(|(block, _)| heading(block))
        .map(|heading| heading.section)
        .collect();
    blocks
        .into_iter()
        .zip(filled)
        .filter(|(block, filled)| {
            heading(block).is_none_or(|h| *filled || !sections.contains(&h.section))
        })
        .map(|(block, _)| block)
        .collect()
}

/// What the columns of a table hold and in which language, by the cells of its header; otherwise what is
/// wrong with them.
fn columns(line: usize, cells: &[String]) -> Result<(Vec<Column>, Language), Vec<Fault>> {
    let key = cells.first().and_then(|key| Column::of(key));
    let language = key.map_or_else(Language::default, |(_, language)| language);
    let mut columns = Vec::new();
    let mut faults = Vec::new();
    for cell in cells {
        match Column::of(cell) {
            Some((column, _)) if columns.contains(&column) => faults.push(Fault::new(
                line,
                format_args!("the table has two columns named {cell:?}; remove one"),
            )),
            Some((column, _)) => columns.push(column),
            None => {
                let names = [Column::Required, Column::Type, Column::Description];
                let [required, kind, described] = names.map(|column| column.name(language));
                let key = &cells[0];
                faults.push(Fault::new(
                    line,
                    format_args!(
                        "{cell:?} is not a column's name; expected {required}, {kind} or {described} beside {key}"
                    ),
                ));
            }
        }
    }
    match faults.is_empty() {
        true => Ok((columns, language)),
        false => Err(faults),
    }
}

/// True if the cells are the header of a known table: its first names a key, and most others name
/// columns. A member may be called `Name`.
fn is_header<T: AsRef<str>>(cells: &[T]) -> bool {
    let mut cells = cells.iter().map(|cell| Column::of(cell.as_ref()));
    let key = cells.next().flatten();
    let (others, named) = cells.fold((0, 0), |(others, named), column| {
        (others + 1, named + usize::from(column.is_some()))
    });
    key.is_some_and(|(column, _)| column.is_key()) && named * 2 > others
}

/// A row with fewer or more cells than its table has columns.
fn miscounted(line: usize, found: usize, header: &[String]) -> Fault {
    let count = header.len();
    let expected = header.join(" | ");
    Fault::new(
        line,
        format_args!("a row of {found} cells; expected {count}: {expected}"),
    )
}

/// A heading without its marks and its number: `## 2. 输入参数`, `**2、输入参数**` and `输入参数` are
/// one.
fn title(line: &str) -> &str {
    let bare = line.trim_matches(['#', '*', '`', ' ']);
    unnumbered(bare).unwrap_or(bare)
}

/// A heading's text behind its number.
fn unnumbered(bare: &str) -> Option<&str> {
    let text = bare.trim_start_matches(|c: char| c.is_ascii_digit());
    let title = text.strip_prefix(['.', '、', '．', ')', '）'])?;
    let numbered = text.len() < bare.len() && !title.starts_with(|c: char| c.is_ascii_digit());
    numbered.then(|| title.trim_start())
}

/// True for a name of the API: letters, digits and underscores, a letter first.
pub(super) fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}
