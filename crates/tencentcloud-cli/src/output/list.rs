//! Lists whose items come one after the other.

use std::io::{self, Write};

use serde_json::{Map, Value};
use tencentcloud_rows::Shape;

use super::options::Format;
use super::screen::Screen;
use super::{Output, budget, json, unwritten, yaml};
use crate::error::Failure;

/// Prints a list. JSON, YAML and a JSON text a line are printed item by item; a table, text and CSV
/// have columns that depend on all items, and a query sees the whole list: they wait for the end.
pub(crate) struct ListWriter<'o> {
    output: &'o Output,
    shape: Shape,
    kept: Vec<Value>,
    screen: Option<Screen>,
    /// How many bytes the kept items may take, if there is a limit and no query that sees the whole list.
    left: Option<usize>,
}

impl<'o> ListWriter<'o> {
    pub(super) fn new(output: &'o Output, shape: Shape) -> Self {
        let streams = matches!(output.format, Format::Json | Format::Ndjson | Format::Yaml);
        let now = streams && output.query.is_none() && output.budget.is_none() && !output.compact;
        Self {
            output,
            shape,
            kept: Vec::new(),
            screen: now.then(|| output.screen()),
            left: output.budget.filter(|_| output.query.is_none()),
        }
    }

    /// True if items are printed as they come.
    pub(crate) fn is_live(&self) -> bool {
        self.screen.is_some()
    }

    /// True if no more items would be printed than came so far.
    pub(crate) fn is_full(&self) -> bool {
        self.left == Some(0)
    }

    /// Prints `item`, or keeps it for the end.
    ///
    /// # Errors
    /// An output that cannot be written to.
    pub(crate) fn push(&mut self, item: Value) -> Result<(), Failure> {
        let Some(screen) = &mut self.screen else {
            if let Some(left) = &mut self.left {
                *left = left.saturating_sub(budget::size(&item));
            }
            self.kept.push(item);
            return Ok(());
        };
        let first = self.kept.is_empty();
        if first {
            // One is remembered: the list is not empty.
            self.kept.push(Value::Null);
        }
        write(screen, self.output.format, &item, first)
            .and_then(|()| screen.show(false))
            .or_else(unwritten)
    }

    /// Ends the list.
    ///
    /// # Errors
    /// A query that cannot be evaluated, an output that cannot be written to.
    pub(crate) fn finish(self) -> Result<(), Failure> {
        self.end(false)
    }

    /// As [`finish`](Self::finish), for a list that is [full](Self::is_full) and may have more items.
    ///
    /// # Errors
    /// As there.
    pub(crate) fn stop(self) -> Result<(), Failure> {
        self.end(true)
    }

    fn end(self, stopped: bool) -> Result<(), Failure> {
        let Some(mut screen) = self.screen else {
            let list = Value::Array(self.kept);
            // A query for one response of the action is as good for all of them.
            let path = self.shape.items.as_deref().filter(|path| {
                let first = path.split('.').next().unwrap_or_default();
                let query = self.output.query.as_ref();
                query.is_some_and(|query| query.begins_with(first))
            });
            let value = match path {
                Some(path) => within(list, path),
                None => list,
            };
            return self.output.print_all(value, &self.shape, stopped);
        };
        let ended = match (self.output.format, self.kept.is_empty()) {
            (Format::Json | Format::Yaml, true) => writeln!(screen, "[]"),
            (Format::Json, false) => writeln!(screen, "\n]"),
            _ => Ok(()),
        };
        ended.and_then(|()| screen.close()).or_else(unwritten)
    }
}

/// An object that has `list` at `path`.
fn within(list: Value, path: &str) -> Value {
    let names = path.rsplit('.');
    names.fold(list, |inner, name| {
        Value::Object(Map::from_iter([(name.to_owned(), inner)]))
    })
}

fn write(screen: &mut Screen, format: Format, item: &Value, first: bool) -> io::Result<()> {
    match format {
        Format::Yaml => yaml::item(screen, item),
        Format::Json => {
            let mut text = Vec::new();
            json::indented(&mut text, screen.paint, item)?;
            // No text in JSON has an end of line in it: each of them is one of the indent.
            let text = String::from_utf8_lossy(&text).replace('\n', &format!("\n{}", json::INDENT));
            write!(
                screen,
                "{}{}{text}",
                if first { "[\n" } else { ",\n" },
                json::INDENT
            )
        }
        _ => json::line(screen, item),
    }
}
