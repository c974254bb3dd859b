//! Text in columns.

use tencentcloud_rows::{Cell, Cells, clean, is_state};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::paint::Paint;

/// The space between two columns.
pub(super) const GAP: usize = 2;

/// A table: columns with a title each.
#[derive(Debug, Default)]
pub(crate) struct Table {
    columns: Vec<Column>,
    /// True if the first column names what the second one says.
    pairs: bool,
}

#[derive(Debug)]
pub(super) struct Column {
    pub(super) title: String,
    pub(super) cells: Vec<Cell>,
    /// How many places of the terminal a cell has at most.
    pub(super) width: usize,
    numbers: bool,
    states: bool,
}

impl Column {
    /// A column that is as wide as its widest cell.
    pub(super) fn new(column: Cells) -> Self {
        let Cells { title, cells } = column;
        let widths = cells.iter().map(|cell| width(&cell.text));
        let number = |cell: &Cell| cell.number || cell.text.is_empty();
        Self {
            width: widths.max().unwrap_or_default().max(width(&title)),
            numbers: cells.iter().any(|cell| cell.number) && cells.iter().all(number),
            states: is_state(&title),
            title,
            cells,
        }
    }
}

impl Table {
    pub(super) fn of_columns(columns: Vec<Column>) -> Self {
        Self {
            columns,
            pairs: false,
        }
    }

    /// Makes a table of names and what they stand for.
    pub(crate) fn of_pairs(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        let cell = |text: String| Cell {
            text: clean(&text),
            number: false,
        };
        let (names, values) = pairs
            .into_iter()
            .map(|(name, value)| (cell(name), cell(value)))
            .unzip();
        Self {
            columns: [names, values]
                .map(|cells| {
                    Column::new(Cells {
                        cells,
                        ..Cells::default()
                    })
                })
                .into(),
            pairs: true,
        }
    }

    /// Returns the table as text, no line wider than `limit`.
    pub(crate) fn render(&self, paint: Paint, limit: Option<usize>) -> String {
        let mut out = String::new();
        if self.columns.iter().any(|column| !column.title.is_empty()) {
            let titles = self.columns.iter().map(|column| {
                let title = fitted(&column.title, column.width);
                let styled = paint.with(Paint::HEADING, &title);
                (column, title, styled)
            });
            line(&mut out, titles, limit);
            let whole: usize = self.columns.iter().map(|column| column.width + GAP).sum();
            let whole = whole.saturating_sub(GAP).min(limit.unwrap_or(usize::MAX));
            out.push_str(&paint.with(Paint::DIM, "─".repeat(whole)));
            out.push('\n');
        }
        let rows = self.columns.iter().map(|column| column.cells.len()).max();
        for row in 0..rows.unwrap_or_default() {
            let cells = self.columns.iter().enumerate().map(|(place, column)| {
                let text = column.cells.get(row).map_or("", |cell| &cell.text);
                let text = fitted(text, self.room(place, limit));
                let styled = match (self.pairs, place) {
                    (true, 0) => paint.with(Paint::NAME, &text),
                    _ if column.states => state(paint, &text),
                    _ => text.clone(),
                };
                (column, text, styled)
            });
            line(&mut out, cells, limit);
        }
        out
    }

    /// The width of a column: of the last one of pairs, what the first leaves.
    fn room(&self, place: usize, limit: Option<usize>) -> usize {
        let column = &self.columns[place];
        match limit {
            Some(limit) if self.pairs && place > 0 => {
                limit.saturating_sub(self.columns[0].width + GAP).max(8)
            }
            _ => column.width,
        }
    }
}

/// Writes cells with their plain and their styled text; nothing follows the last one.
fn line<'c>(
    out: &mut String,
    cells: impl Iterator<Item = (&'c Column, String, String)>,
    limit: Option<usize>,
) {
    let mut pending = 0;
    let mut used = 0;
    for (column, plain, styled) in cells {
        let (own, room) = (width(&plain), column.width);
        let pad = room.saturating_sub(own);
        let before = if column.numbers { pad } else { 0 };
        if own > 0 && limit.is_none_or(|limit| used + pending + before < limit) {
            out.push_str(&" ".repeat(pending + before));
            out.push_str(&styled);
            used += pending + before + own;
            pending = pad - before + GAP;
        } else {
            pending += room + GAP;
        }
    }
    out.push('\n');
}

/// How many places of a terminal `text` takes: two for each wide character.
pub(super) fn width(text: &str) -> usize {
    text.width()
}

/// Returns as much of `text` as fits into `room`, with an ellipsis if that is not all.
fn fitted(text: &str, room: usize) -> String {
    if width(text) <= room {
        return text.to_owned();
    }
    let mut used = 1;
    let fits = |c: &char| {
        used += c.width().unwrap_or_default();
        used <= room
    };
    let mut cut: String = text.chars().take_while(fits).collect();
    cut.push('…');
    cut
}

/// A state in the colour of what it means.
fn state(paint: Paint, text: &str) -> String {
    let lower = text.to_ascii_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    let style = if has(&[
        "fail",
        "error",
        "abnormal",
        "unavail",
        "unhealthy",
        "isolat",
        "expired",
    ]) {
        Paint::BAD
    } else if has(&[
        "running", "normal", "avail", "active", "success", "succeed", "healthy", "online", "enable",
    ]) && !has(&["inactive"])
    {
        Paint::GOOD
    } else if has(&[
        "stopped", "closed", "deleted", "inactive", "disable", "offline", "shutdown",
    ]) {
        Paint::DIM
    } else if has(&["ing"]) {
        Paint::PASSING
    } else {
        return text.to_owned();
    };
    paint.with(style, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_characters_take_two_places() {
        assert_eq!(width("广州三区"), 8);
        assert_eq!(fitted("广州三区", 8), "广州三区");
        assert_eq!(fitted("广州三区", 7), "广州三…");
        assert_eq!(fitted("广州三区", 6), "广州…");
        assert_eq!(fitted("abc", 1), "…");
        let pairs = [("广州", "x"), ("a", "y")].map(|(a, b)| (a.to_owned(), b.to_owned()));
        let text = Table::of_pairs(pairs).render(Paint::default(), Some(80));
        assert_eq!(text, "广州  x\na     y\n");
    }
}
