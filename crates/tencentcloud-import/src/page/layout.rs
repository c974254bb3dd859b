//! A page's text as sections, tables and lines, whatever its punctuation and markup.

use std::fmt;

use super::markdown;

/// What is wrong with a page, and on which line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// The line, from 1.
    pub(super) line: usize,
    /// What is wrong there and what was expected.
    pub(super) message: String,
}

impl Fault {
    pub(super) fn new(line: usize, message: impl fmt::Display) -> Self {
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
    Section(Section, usize),
    /// A table whose columns are known.
    Table(Table),
    /// Any other line that is not blank.
    Line(usize, String),
}

/// The sections that every page has under the same names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Section {
    Description,
    Input,
    Output,
    Examples,
    Resources,
    Errors,
    Types,
}

impl Section {
    const ALL: [(Self, &str); 7] = [
        (Self::Description, "接口描述"),
        (Self::Input, "输入参数"),
        (Self::Output, "输出参数"),
        (Self::Examples, "示例"),
        (Self::Resources, "开发者资源"),
        (Self::Errors, "错误码"),
        (Self::Types, "数据结构"),
    ];

    fn of(line: &str) -> Option<Self> {
        let (_, title) = heading(line);
        let named = Self::ALL.into_iter().find(|(_, name)| *name == title);
        named.map(|(section, _)| section)
    }
}

impl fmt::Display for Section {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let named = Self::ALL.into_iter().find(|(section, _)| section == self);
        f.write_str(named.map_or("", |(_, name)| name))
    }
}

/// What a table's column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    /// The name of a parameter.
    Parameter,
    /// The name of an object type's member.
    Member,
    /// An error code.
    Code,
    Required,
    Type,
    Description,
}

impl Column {
    const ALL: [(Self, &str); 6] = [
        (Self::Parameter, "参数名称"),
        (Self::Member, "名称"),
        (Self::Code, "错误码"),
        (Self::Required, "必选"),
        (Self::Type, "类型"),
        (Self::Description, "描述"),
    ];

    fn of(cell: &str) -> Option<Self> {
        let title = cell.trim_matches(['*', '`', ' ']);
        let named = Self::ALL.into_iter().find(|(_, name)| *name == title);
        named.map(|(column, _)| column)
    }

    fn is_key(self) -> bool {
        matches!(self, Self::Parameter | Self::Member | Self::Code)
    }
}

impl fmt::Display for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let named = Self::ALL.into_iter().find(|(column, _)| column == self);
        f.write_str(named.map_or("", |(_, name)| name))
    }
}

/// A table: its first column says what its rows are about.
#[derive(Debug)]
pub(super) struct Table {
    /// The line of its header.
    pub(super) line: usize,
    /// What its columns hold, in the page's order.
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<Row>,
}

/// A row, which has as many cells as its table has columns.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) line: usize,
    cells: Vec<String>,
}

impl Table {
    /// The text of a row in that column; empty where the table has no such column.
    pub(super) fn cell<'a>(&self, row: &'a Row, column: Column) -> &'a str {
        let index = self.columns.iter().position(|c| *c == column);
        index.map_or("", |index| &row.cells[index])
    }
}

/// Cuts a page into its blocks. Everything is read to the end, so that all faults are told at once.
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

/// The lines of a page with one kind of line end and one kind of space, trimmed.
fn lines(text: &str) -> Vec<String> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let unified = text.chars().filter_map(|c| match c {
        '\u{feff}' | '\u{200b}' => None,
        '\n' => Some('\n'),
        c if c.is_whitespace() => Some(' '),
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
                self.skip_fence(number);
            } else if let Some(section) = Section::of(&line) {
                examples = section == Section::Examples;
                self.blocks.push(Block::Section(section, number));
            } else if examples {
                // Nothing is read from examples, and they may look like anything.
            } else if let Some(header) = Header::of(&line) {
                self.table(number, &header);
            } else if !line.is_empty() {
                self.blocks.push(Block::Line(number, line));
            }
        }
    }

    fn skip_fence(&mut self, opened: usize) {
        let closing = self.lines[self.at..].iter().position(|line| line == "```");
        match closing {
            Some(offset) => self.at += offset + 1,
            None => {
                self.at = self.lines.len();
                self.faults.push(Fault::new(
                    opened,
                    "a code block is opened here and never closed; expected a line ``` after it",
                ));
            }
        }
    }

    fn table(&mut self, number: usize, header: &Header) {
        let mut columns = Vec::new();
        for cell in header.cells.iter() {
            match Column::of(cell) {
                Some(column) if columns.contains(&column) => self.faults.push(Fault::new(
                    number,
                    format_args!("the table has two columns named {cell:?}"),
                )),
                Some(column) => columns.push(column),
                None => self.faults.push(Fault::new(
                    number,
                    format_args!(
                        "{cell:?} is not a column's name; expected 必选, 类型 or 描述 beside {}",
                        header.cells[0]
                    ),
                )),
            }
        }
        let ruled = self.lines.get(self.at).is_some_and(|line| is_rule(line));
        self.at += usize::from(ruled);
        let rows = self.rows(header);
        if columns.len() != header.cells.len() {
            return;
        }
        let mut table = Table {
            line: number,
            columns,
            rows: Vec::new(),
        };
        for (line, written) in rows {
            match header.row(&written) {
                Ok(cells) => table.rows.push(Row { line, cells }),
                Err(found) => self.faults.push(Fault::new(
                    line,
                    format_args!(
                        "a row of {found} cells; expected {}: {}",
                        header.cells.len(),
                        header.cells.join(" | ")
                    ),
                )),
            }
        }
        self.blocks.push(Block::Table(table));
    }

    /// The rows as written. A description may run over several lines: where the header is closed
    /// by a delimiter, a row goes on until it is closed too.
    fn rows(&mut self, header: &Header) -> Vec<(usize, String)> {
        let mut rows: Vec<(usize, String)> = Vec::new();
        let mut open = false;
        let mut after_blank = false;
        while let Some(line) = self.lines.get(self.at) {
            let ends = Section::of(line).is_some() || Header::of(line).is_some();
            if ends || (!open && line.starts_with(['`', '#'])) {
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
                // What looks like the end of a row that lacks its last cell opens that cell where
                // text follows.
                let opens = cells + 1 == header.cells.len() && self.continues(header);
                open = header.closed && (!closing || opens);
                after_blank = false;
            } else if after_blank || type_name(line).is_some() {
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

    /// Whether the next line is text that can only belong to the row before it.
    fn continues(&self, header: &Header) -> bool {
        self.lines.get(self.at + 1).is_some_and(|next| {
            !next.is_empty()
                && !next.starts_with(['`', '#'])
                && Section::of(next).is_none()
                && split(next, header.delimiter).len() == 1
                && type_name(next).is_none()
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
        let delimiter = ['|', '｜'].into_iter().find(|d| line.contains(*d))?;
        let cells = split(line, delimiter);
        let keyed = Column::of(cells.first()?)?.is_key();
        (keyed && cells.len() > 1).then(|| Self {
            delimiter,
            markdown: line.starts_with(delimiter),
            closed: is_closed(line, delimiter),
            cells: cells.iter().map(|cell| markdown::plain(cell)).collect(),
        })
    }

    /// The cells of a row, or how many it has where they are too few. What is too much belongs
    /// to the description, which stands last and may hold a delimiter.
    fn row(&self, written: &str) -> Result<Vec<String>, usize> {
        let mut cells = split(written, self.delimiter);
        let count = self.cells.len();
        let described = self.cells.last().and_then(|cell| Column::of(cell));
        if cells.len() > count && described == Some(Column::Description) {
            let rest = cells.split_off(count - 1);
            cells.push(rest.join(&self.delimiter.to_string()));
        }
        if !self.closed && cells.len() + 1 == count && is_closed(written, self.delimiter) {
            // Rows of this table are not closed: the delimiter at the end opens an empty cell.
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

/// The cells of a line: outer delimiters enclose, and one after a backslash is text.
fn split(line: &str, delimiter: char) -> Vec<String> {
    let line = line.strip_prefix(delimiter).unwrap_or(line);
    let mut cells = vec![String::new()];
    let mut escaped = false;
    for c in line.chars() {
        match (c, cells.last_mut()) {
            (c, Some(cell)) if c == delimiter && escaped => {
                cell.pop();
                cell.push(c);
            }
            (c, _) if c == delimiter => cells.push(String::new()),
            (c, Some(cell)) => cell.push(c),
            (_, None) => {}
        }
        escaped = c == '\\' && !escaped;
    }
    if cells.last().is_some_and(|cell| cell.trim().is_empty()) {
        cells.pop();
    }
    cells.iter().map(|cell| cell.trim().to_owned()).collect()
}

/// True for a line that could be a row of a table: a name or an error code is its first cell.
pub(super) fn is_row(line: &str) -> bool {
    ['|', '｜'].into_iter().any(|delimiter| {
        let cells = split(line, delimiter);
        let key = cells
            .first()
            .map(|cell| cell.replace(['`', '*', '.', '\\'], ""));
        cells.len() > 1 && key.is_some_and(|key| is_name(&key))
    })
}

/// True where a delimiter ends the line that is not text.
fn is_closed(line: &str, delimiter: char) -> bool {
    let before = line.strip_suffix(delimiter);
    before.is_some_and(|before| !before.ends_with('\\'))
}

/// True for the line under a table's header.
fn is_rule(line: &str) -> bool {
    line.contains(['-', '—', '－']) && line.chars().all(|c| "|｜:-—－ ".contains(c))
}

/// A heading without its marks: `## 2. 输入参数`, `**2、输入参数**` and `输入参数` are one. The first
/// is true where the line is a Markdown heading.
pub(super) fn heading(line: &str) -> (bool, &str) {
    let bare = line.trim_matches(['#', '*', '`', ' ']);
    let text = bare.trim_start_matches(|c: char| c.is_ascii_digit());
    let title = match text.strip_prefix(['.', '、', '．', ')', '）']) {
        Some(title)
            if text.len() < bare.len() && !title.starts_with(|c: char| c.is_ascii_digit()) =>
        {
            title.trim_start()
        }
        _ => bare,
    };
    (line.starts_with('#'), title)
}

/// The name of an object type, where the line holds nothing else.
pub(super) fn type_name(line: &str) -> Option<&str> {
    let (_, title) = heading(line);
    is_name(title).then_some(title)
}

/// True for a name of the API: letters, digits and underscores, a letter first.
pub(super) fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}
