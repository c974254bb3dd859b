//! Pages as lines: plain text, Markdown, and what a browser copies.

use super::cells::{DELIMITERS, is_closed, is_rule, split};
use super::{Block, Fault, Heading, Line, Row, Section, Table};
use super::{columns, is_header, is_name, markdown, miscounted, title};
use crate::page::words::{Column, INTRODUCTION, USED_BY};

/// Cuts a page into its blocks.
pub(super) fn blocks(text: &str) -> (Vec<Block>, Vec<Fault>) {
    let mut layout = Layout {
        lines: lines(text),
        at: 0,
        blocks: Vec::new(),
        faults: Vec::new(),
    };
    layout.read();
    (layout.blocks, layout.faults)
}

/// The lines of a page with one kind of line end and two kinds of space, trimmed.
fn lines(text: &str) -> Vec<String> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let unified = text.chars().filter_map(|c| match c {
        '\u{feff}' | '\u{200b}' => None,
        '\n' | '\t' => Some(c),
        c if c.is_whitespace() || c.is_control() => Some(' '),
        c => Some(c),
    });
    let unified: String = unified.collect();
    unified.lines().map(|line| line.trim().to_owned()).collect()
}

struct Layout {
    lines: Vec<String>,
    at: usize,
    blocks: Vec<Block>,
    faults: Vec<Fault>,
}

impl Layout {
    fn read(&mut self) {
        let mut examples = false;
        while let Some(line) = self.lines.get(self.at).cloned() {
            self.at += 1;
            let number = self.at;
            if line.starts_with("```") {
                self.fence(number, examples);
            } else if let Some((section, language)) = Section::of(title(&line)) {
                examples = section == Section::Examples;
                self.blocks.push(Block::Section(Heading {
                    section,
                    language,
                    line: number,
                    marked: title(&line) != line,
                }));
            } else if examples {
                // Examples may look like anything.
                self.line(number, line);
            } else if let Some(header) = Header::of(&line) {
                self.table(number, &header);
            } else {
                self.line(number, line);
            }
        }
    }

    fn line(&mut self, number: usize, text: String) {
        if !text.is_empty() {
            let heading = text.starts_with('#');
            let text = text.replace('\t', " ");
            self.blocks.push(Block::Line(Line {
                number,
                text,
                heading,
            }));
        }
    }

    /// Reads a code block, which says something in examples alone.
    fn fence(&mut self, opened: usize, examples: bool) {
        let rest = &self.lines[self.at..];
        let Some(length) = rest.iter().position(|line| line == "```") else {
            self.at = self.lines.len();
            self.faults.push(Fault::new(
                opened,
                "a code block is opened here and never closed; expected a line ``` after it",
            ));
            return;
        };
        for _ in 0..length {
            self.at += 1;
            if examples {
                let line = self.lines[self.at - 1].clone();
                self.line(self.at, line);
            }
        }
        self.at += 1;
    }

    fn table(&mut self, number: usize, header: &Header) {
        let columns = columns(number, &header.cells);
        let ruled = self.lines.get(self.at).is_some_and(|line| is_rule(line));
        self.at += usize::from(ruled);
        let rows = match header.delimiter {
            '\t' => self.copied_rows(),
            _ => self.rows(header),
        };
        let (columns, language) = match columns {
            Ok(columns) => columns,
            Err(faults) => return self.faults.extend(faults),
        };
        let mut table = Table {
            line: number,
            language,
            columns,
            rows: Vec::new(),
        };
        for (line, written) in rows {
            match header.row(&written) {
                Ok(cells) => table.rows.push(Row { line, cells }),
                Err(found) => self.faults.push(miscounted(line, found, &header.cells)),
            }
        }
        self.blocks.push(Block::Table(table));
    }

    /// The rows as written. A description may run over several lines: if the header is closed by a
    /// delimiter, a row goes on until it is closed too.
    fn rows(&mut self, header: &Header) -> Vec<(usize, String)> {
        let mut rows: Vec<(usize, String)> = Vec::new();
        let mut open = false;
        let mut after_blank = false;
        while let Some(line) = self.lines.get(self.at) {
            if self.ends_table(line) || (!open && line.starts_with(['`', '#'])) {
                break;
            }
            let closing = is_closed(line, header.delimiter);
            let cells = split(line, header.delimiter).len();
            let divided = cells > 1;
            if line.is_empty() {
                after_blank = true;
            } else if let Some((_, row)) = rows.last_mut().filter(|_| open)
                && !divided
            {
                row.push('\n');
                row.push_str(line);
                open = !closing;
            } else if divided || closing {
                rows.push((self.at + 1, line.clone()));
                // What looks like the end of a row that lacks its last cell opens that cell if
                // text follows.
                let opens = cells + 1 == header.cells.len() && self.continues(header);
                open = header.closed && (!closing || opens);
                after_blank = false;
            } else if after_blank || is_name(title(line)) {
                break;
            } else {
                self.faults.push(Fault::new(
                    self.at + 1,
                    format_args!(
                        "this line belongs to no row of the table; expected {} cells divided by \
                         {:?}, a section's heading, or a blank line where the table ends",
                        header.cells.len(),
                        header.delimiter
                    ),
                ));
            }
            self.at += 1;
        }
        rows
    }

    /// The rows of a table that a browser copied: a line without a tab goes on with the description
    /// before it. What follows the last row is left.
    fn copied_rows(&mut self) -> Vec<(usize, String)> {
        let mut rows: Vec<(usize, String)> = Vec::new();
        // Lines that belong to the last row if another one follows.
        let mut pending = String::new();
        let mut blank = false;
        let mut end = self.at;
        for at in self.at..self.lines.len() {
            let line = &self.lines[at];
            if self.ends_table(line) || self.introduces_type(at) {
                break;
            }
            if line.contains('\t') {
                if let Some((_, row)) = rows.last_mut() {
                    row.push_str(&pending);
                }
                pending.clear();
                rows.push((at + 1, line.clone()));
                blank = false;
                end = at + 1;
            } else if line.is_empty() {
                blank = true;
            } else if let Some((_, row)) = rows.last_mut() {
                pending.push('\n');
                pending.push_str(line);
                if !blank {
                    row.push_str(&pending);
                    pending.clear();
                    end = at + 1;
                }
            } else {
                break;
            }
        }
        self.at = end;
        rows
    }

    fn ends_table(&self, line: &str) -> bool {
        Section::of(title(line)).is_some() || Header::of(line).is_some()
    }

    /// True for a name that the line follows which says which actions use the type.
    fn introduces_type(&self, at: usize) -> bool {
        is_name(title(&self.lines[at])) && {
            let following = self.lines[at + 1..].iter().take(INTRODUCTION);
            let mut following = following.take_while(|line| !line.contains('\t'));
            following.any(|line| USED_BY.is_match(line))
        }
    }

    /// True if the next line is text that can only belong to the row before it.
    fn continues(&self, header: &Header) -> bool {
        self.lines.get(self.at + 1).is_some_and(|next| {
            !next.is_empty()
                && !next.starts_with(['`', '#'])
                && Section::of(title(next)).is_none()
                && split(next, header.delimiter).len() == 1
                && !is_name(title(next))
        })
    }
}

/// How a table is written.
struct Header {
    delimiter: char,
    /// Rows begin with the delimiter: Markdown, whose marks are not part of the text.
    markdown: bool,
    /// Rows end with the delimiter.
    closed: bool,
    cells: Vec<String>,
}

impl Header {
    fn of(line: &str) -> Option<Self> {
        let delimiter = DELIMITERS.into_iter().find(|d| line.contains(*d))?;
        let cells: Vec<_> = split(line, delimiter)
            .iter()
            .map(|cell| markdown::plain(cell))
            .collect();
        is_header(&cells).then(|| Self {
            delimiter,
            markdown: line.starts_with(delimiter),
            closed: is_closed(line, delimiter),
            cells,
        })
    }

    /// The cells of a row, or how many it has if they are too few. What is too much belongs to the
    /// description, which is last and may hold a delimiter.
    fn row(&self, written: &str) -> Result<Vec<String>, usize> {
        let mut cells = split(written, self.delimiter);
        let count = self.cells.len();
        let last = self.cells.last().and_then(|cell| Column::of(cell));
        let described = last.is_some_and(|(column, _)| column == Column::Description);
        if cells.len() > count && described {
            let rest = cells.split_off(count - 1);
            cells.push(rest.join(&self.delimiter.to_string()));
        }
        // Rows of this table are not closed: the delimiter at the end opens an empty cell.
        let opened = !self.closed && is_closed(written, self.delimiter);
        // A browser leaves out the tab before an empty description.
        let copied = self.delimiter == '\t' && described;
        if cells.len() + 1 == count && (opened || copied) {
            cells.push(String::new());
        }
        if cells.len() != count {
            return Err(cells.len());
        }
        if self.markdown {
            cells = cells.iter().map(|cell| markdown::plain(cell)).collect();
        }
        Ok(cells)
    }
}
