//! A page of text: headings, rows of two columns and paragraphs, wrapped at a width.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Where the second column begins.
const COLUMN: usize = 34;

/// A page of text that is made from top to bottom.
#[derive(Debug)]
pub(crate) struct Page {
    width: usize,
    text: String,
}

impl Page {
    /// Creates an empty page of `width` columns.
    pub(crate) fn new(width: usize) -> Self {
        let width = width.max(40);
        let text = String::new();
        Self { width, text }
    }

    /// Adds a heading, after an empty line.
    pub(crate) fn heading(&mut self, heading: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(heading);
        self.text.push('\n');
    }

    /// Adds lines of `text`, all of them indented.
    pub(crate) fn paragraph(&mut self, indent: usize, text: &str) {
        for line in wrap(text, self.width.saturating_sub(indent)) {
            self.line(indent, &line);
        }
    }

    /// Adds a row: `left`, and `right` in the second column, or below `left` if that is too long.
    pub(crate) fn row(&mut self, indent: usize, left: &str, right: &str) {
        let column = COLUMN.min(self.width / 2);
        self.row_at(indent, column, left, right);
    }

    /// The same with a second column of its own.
    pub(crate) fn row_at(&mut self, indent: usize, column: usize, left: &str, right: &str) {
        let mut right = wrap(right, self.width.saturating_sub(column)).into_iter();
        if indent + left.width() + 2 <= column
            && let Some(first) = right.next()
        {
            let gap = column - indent - left.width();
            self.line(indent, &format!("{left}{}{first}", " ".repeat(gap)));
        } else {
            self.line(indent, left);
        }
        for line in right {
            self.line(column, &line);
        }
    }

    /// Adds a line as it is, however long.
    pub(crate) fn line(&mut self, indent: usize, line: &str) {
        let line = format!("{}{line}", " ".repeat(indent));
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    /// Returns the text.
    pub(crate) fn finish(self) -> String {
        self.text
    }
}

/// Parts `text` into lines of at most `width` columns, at spaces or beside Chinese characters; a
/// longer word has a line of its own.
pub(crate) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for piece in pieces(text) {
        if line.width() + piece.trim_end().width() > width && !line.trim().is_empty() {
            lines.push(std::mem::take(&mut line).trim_end().to_owned());
        }
        line.push_str(piece);
    }
    if !line.trim().is_empty() {
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// The pieces of `text` between which a line may end: words with the spaces behind them, and wide
/// characters.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let wide = |c: char| c.width() == Some(2);
    let mut rest = text;
    std::iter::from_fn(move || {
        let mut chars = rest.char_indices();
        let (_, mut before) = chars.next()?;
        let end = chars
            .find(|&(_, next)| {
                let ends = (before == ' ' && next != ' ') || (wide(before) && wide(next));
                before = next;
                ends
            })
            .map_or(rest.len(), |(at, _)| at);
        let (piece, others) = rest.split_at(end);
        rest = others;
        Some(piece)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_at_spaces_and_between_wide_characters() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("verylongword x", 4), ["verylongword", "x"]);
        assert_eq!(wrap("云服务器实例", 6), ["云服务", "器实例"]);
        assert_eq!(wrap("a  b", 10), ["a  b"]);
        assert_eq!(wrap("", 10), [""; 0]);
    }

    #[test]
    fn what_is_too_long_for_its_column_has_a_line_of_its_own() {
        let mut page = Page::new(40);
        page.row(2, "short", "one two three four five six");
        page.row(2, "much-longer-than-that", "text");
        let text = page.finish();
        assert_eq!(
            text,
            "  short             one two three four\n                    five six\n  \
             much-longer-than-that\n                    text\n"
        );
    }
}
