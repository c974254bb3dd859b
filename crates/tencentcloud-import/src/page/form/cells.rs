//! Lines of text as the cells of a table.

use super::is_name;

/// What divides the cells of a line: the pipe of Markdown, its full-width twin, and the tab that
/// browsers put between the cells of a table when it is copied.
pub(super) const DELIMITERS: [char; 3] = ['|', '｜', '\t'];

/// The cells of a line: outer pipes enclose, and one after a backslash is text.
pub(super) fn split(line: &str, delimiter: char) -> Vec<String> {
    let line = line.strip_prefix(delimiter).unwrap_or(line);
    let mut cells = Vec::new();
    let mut cell = String::new();
    let mut escaped = false;
    for c in line.chars() {
        if c != delimiter {
            cell.push(c);
        } else if escaped {
            cell.pop();
            cell.push(c);
        } else {
            cells.push(cell.trim().to_owned());
            cell.clear();
        }
        escaped = c == '\\' && !escaped;
    }
    if !cell.trim().is_empty() {
        cells.push(cell.trim().to_owned());
    }
    cells
}

/// True for a line that could be a row of a table: a name or an error code is its first cell.
pub(in super::super) fn is_row(line: &str) -> bool {
    DELIMITERS.into_iter().any(|delimiter| {
        if !line.contains(delimiter) {
            return false;
        }
        let cells = split(line, delimiter);
        let key = cells
            .first()
            .map(|cell| cell.replace(['`', '*', '.', '\\'], ""));
        cells.len() > 1 && key.is_some_and(|key| is_name(&key))
    })
}

/// True if a delimiter that is not text ends the line.
pub(super) fn is_closed(line: &str, delimiter: char) -> bool {
    let before = line.strip_suffix(delimiter);
    before.is_some_and(|before| !before.ends_with('\\'))
}

/// True for the line under a table's header.
pub(super) fn is_rule(line: &str) -> bool {
    line.contains(['-', '—', '－']) && line.chars().all(|c| "|｜:-—－ \t".contains(c))
}
