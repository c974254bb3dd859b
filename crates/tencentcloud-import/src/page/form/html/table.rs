//! A table of HTML, cell by cell.

use html5gum::StartTag;

use super::super::{Block, Fault, Row, Table, columns, is_header, miscounted};

/// So many columns a cell may span, and so many a table may have.
const WIDEST: usize = 64;
/// The most rows that a cell may span, and the longest text that is repeated in all of them: a small
/// page must not become a large one.
const HIGHEST: usize = 100;
const LONGEST: usize = 1000;
/// The header is among the first so many rows.
const HEADERS: usize = 3;

/// A table that is being read.
#[derive(Debug)]
pub(super) struct Grid {
    line: usize,
    rows: Vec<Cells>,
    row: Option<Cells>,
    cell: Option<Cell>,
    /// By column, what a cell above spans: how many more rows, and its text.
    spanned: Vec<Option<(usize, String)>>,
}

/// A row as the page has it.
#[derive(Debug)]
struct Cells {
    line: usize,
    texts: Vec<String>,
    /// One cell spans all of the row.
    note: bool,
}

#[derive(Debug)]
struct Cell {
    text: String,
    columns: usize,
    rows: usize,
}

impl Grid {
    pub(super) fn new(line: usize) -> Self {
        Self {
            line,
            rows: Vec::new(),
            row: None,
            cell: None,
            spanned: Vec::new(),
        }
    }

    /// The line on which the table begins.
    pub(super) fn line(&self) -> usize {
        self.line
    }

    /// The text of the cell that is open.
    pub(super) fn cell(&mut self) -> Option<&mut String> {
        self.cell.as_mut().map(|cell| &mut cell.text)
    }

    pub(super) fn start_row(&mut self, line: usize) {
        self.end_row();
        self.row = Some(Cells {
            line,
            texts: Vec::new(),
            note: false,
        });
    }

    pub(super) fn start_cell(&mut self, line: usize, tag: &StartTag<usize>) {
        self.end_cell();
        if self.row.is_none() {
            self.start_row(line);
        }
        let span = |name: &[u8], most: usize| {
            let value = tag.attributes.get(name);
            let number = value.and_then(|value| std::str::from_utf8(value).ok()?.parse().ok());
            number.unwrap_or(1).clamp(1, most)
        };
        self.cell = Some(Cell {
            text: String::new(),
            columns: span(b"colspan", WIDEST),
            rows: span(b"rowspan", HIGHEST),
        });
    }

    pub(super) fn end_cell(&mut self) {
        let Some(cell) = self.cell.take() else {
            return;
        };
        self.fill();
        let Some(row) = &mut self.row else { return };
        row.note = row.texts.is_empty() && cell.columns > 1;
        let text = cell.text.trim().to_owned();
        let columns = cell.columns.min(WIDEST.saturating_sub(row.texts.len()));
        for index in 0..columns {
            let text = if index == 0 {
                text.clone()
            } else {
                String::new()
            };
            let column = row.texts.len();
            if cell.rows > 1 && text.len() <= LONGEST {
                self.spanned
                    .resize(self.spanned.len().max(column + 1), None);
                self.spanned[column] = Some((cell.rows - 1, text.clone()));
            }
            row.texts.push(text);
        }
    }

    /// Adds the cells of this row that began in a row above.
    fn fill(&mut self) {
        let Some(row) = &mut self.row else { return };
        while let Some(span) = self.spanned.get_mut(row.texts.len())
            && let Some((left, text)) = span
        {
            row.texts.push(text.clone());
            *left -= 1;
            if *left == 0 {
                *span = None;
            }
        }
    }

    pub(super) fn end_row(&mut self) {
        self.end_cell();
        self.fill();
        if let Some(row) = self.row.take()
            && row.texts.iter().any(|text| !text.is_empty())
        {
            self.rows.push(row);
        }
    }

    /// The table, and what is wrong with it.
    pub(super) fn finish(mut self) -> (Block, Vec<Fault>) {
        self.end_row();
        let Some(at) = self
            .rows
            .iter()
            .take(HEADERS)
            .position(|row| is_header(&row.texts))
        else {
            return (Block::Unknown(self.line), Vec::new());
        };
        let header = self.rows.remove(at);
        let (columns, language) = match columns(header.line, &header.texts) {
            Ok(columns) => columns,
            Err(faults) => return (Block::Unknown(self.line), faults),
        };
        let mut faults = Vec::new();
        let mut rows = Vec::new();
        for row in self.rows.into_iter().skip(at) {
            let found = row.texts.len();
            if found == columns.len() && !row.note {
                rows.push(Row {
                    line: row.line,
                    cells: row.texts,
                });
            } else if !row.note {
                faults.push(miscounted(row.line, found, &header.texts));
            }
        }
        let table = Table {
            line: header.line,
            language,
            columns,
            rows,
        };
        (Block::Table(table), faults)
    }
}
