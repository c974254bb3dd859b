//! Tables: the response's list, as wide as the terminal.

mod columns;
mod grid;

use std::io::{self, Write};

use serde_json::Value;
use tencentcloud_rows::{Shape, at, clean, fold, is_nested, lists};

use super::screen::Screen;
use crate::paint::Paint;
pub(crate) use grid::Table;

/// Writes the list of `value` as a table, what stands beside the list below it; a response without
/// a list is a table of names and values.
pub(super) fn write(screen: &mut Screen, value: &Value, shape: &Shape) -> io::Result<()> {
    match (value, shape.list(value)) {
        (Value::Array(items), _) => grid(screen, items, shape).map(drop),
        (Value::Object(_), Some((path, items))) => {
            let hidden = grid(screen, items, shape)?;
            footer(screen, value, &path, hidden)
        }
        (Value::Object(_), None) => sections(screen, value),
        (value, _) => writeln!(screen, "{}", clean(&fold(value))),
    }
}

/// Writes a table of `items`; returns how many columns have no place in it.
fn grid(screen: &mut Screen, items: &[Value], shape: &Shape) -> io::Result<usize> {
    if items.is_empty() {
        let paint = screen.paint;
        writeln!(screen, "{}", paint.with(Paint::DIM, "nothing"))?;
        return Ok(0);
    }
    let (table, hidden) = columns::choose(items, shape, screen.width);
    let text = table.render(screen.paint, screen.width);
    screen.write_all(text.as_bytes())?;
    Ok(hidden)
}

/// A line of what stands beside the list: the number of all items, the request ID, and so on.
fn footer(screen: &mut Screen, value: &Value, path: &str, hidden: usize) -> io::Result<()> {
    let within = match path.rsplit_once('.') {
        Some((outer, _)) => at(value, outer).and_then(Value::as_object),
        None => None,
    };
    let beside = within.into_iter().chain(value.as_object()).flatten();
    let scalars = beside.filter(|(_, value)| !is_nested(value) && !value.is_null());
    let mut parts: Vec<String> = scalars
        .map(|(name, value)| format!("{name} {}", clean(&fold(value))))
        .collect();
    if hidden > 0 {
        let columns = if hidden == 1 { "column" } else { "columns" };
        parts.push(format!("{hidden} more {columns} with --output json"));
    }
    let paint = screen.paint;
    wrapped(&parts, screen.width)
        .iter()
        .try_for_each(|line| writeln!(screen, "{}", paint.with(Paint::DIM, line)))
}

/// Lines of `parts`, none wider than `width` if that can be.
fn wrapped(parts: &[String], width: Option<usize>) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for part in parts {
        match lines.last_mut() {
            Some(line)
                if width.is_none_or(|width| grid::width(line) + grid::width(part) + 3 <= width) =>
            {
                line.push_str(" · ");
                line.push_str(part);
            }
            _ => lines.push(part.clone()),
        }
    }
    lines
}

/// Writes names and values, then each list as a table of its own.
fn sections(screen: &mut Screen, value: &Value) -> io::Result<()> {
    let lists = lists(value);
    let mut pairs = Vec::new();
    flatten(value, "", &mut pairs);
    pairs.retain(|(path, _)| !lists.iter().any(|(list, _)| list == path));
    let table = Table::of_pairs(pairs);
    let text = table.render(screen.paint, screen.width);
    screen.write_all(text.as_bytes())?;
    let paint = screen.paint;
    for (path, items) in lists {
        writeln!(screen, "\n{}", paint.with(Paint::HEADING, path))?;
        grid(screen, items, &Shape::default())?;
    }
    Ok(())
}

/// Lists what is in objects by path; lists are folded.
fn flatten(value: &Value, path: &str, pairs: &mut Vec<(String, String)>) {
    match value {
        Value::Object(members) if !members.is_empty() => {
            for (name, value) in members {
                let path = match path {
                    "" => name.clone(),
                    outer => format!("{outer}.{name}"),
                };
                flatten(value, &path, pairs);
            }
        }
        value if path.is_empty() => pairs.push(("-".to_owned(), fold(value))),
        value => pairs.push((path.to_owned(), fold(value))),
    }
}
