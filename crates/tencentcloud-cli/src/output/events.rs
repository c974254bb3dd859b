//! Events, printed when they come.

use std::io::{self, Write};

use serde_json::Value;
use tencentcloud_rows::{Shape, plain_text};

use super::options::Format;
use super::screen::Screen;
use super::{Output, budget, json, text, unwritten, yaml};
use crate::error::{self, Failure};

/// Prints events. A query finds something in each of them; as text, what it finds is written without
/// an end of line, so that the pieces of a message become the message.
pub(crate) struct EventWriter<'o> {
    output: &'o Output,
    screen: Screen,
    /// The events of a table and of CSV, which wait for the end.
    kept: Vec<Value>,
    /// True if text was written that no end of line follows yet.
    open: bool,
    /// How many bytes of events may follow, if there is a limit.
    left: Option<usize>,
    /// How many events were left out.
    cut: usize,
}

impl<'o> EventWriter<'o> {
    pub(super) fn new(output: &'o Output) -> Self {
        Self {
            output,
            screen: output.screen(),
            kept: Vec::new(),
            open: false,
            left: output.budget,
            cut: 0,
        }
    }

    /// Prints `event`.
    ///
    /// # Errors
    /// A query that cannot be evaluated, an output that cannot be written to.
    pub(crate) fn push(&mut self, event: Value) -> Result<(), Failure> {
        let found = match &self.output.query {
            Some(query) => query.search(&event)?,
            None => event,
        };
        if let Some(left) = &mut self.left {
            *left = left.saturating_sub(budget::size(&found));
            if *left == 0 {
                self.cut += 1;
                return Ok(());
            }
        }
        self.write(found)
            .and_then(|()| self.screen.show(true))
            .or_else(unwritten)
    }

    fn write(&mut self, event: Value) -> io::Result<()> {
        let screen = &mut self.screen;
        match self.output.format {
            Format::Json => json::document(screen, &event),
            Format::Ndjson => json::line(screen, &event),
            Format::Yaml => writeln!(screen, "---").and_then(|()| yaml::document(screen, &event)),
            Format::Text => self.text(&event),
            Format::Table | Format::Csv => {
                self.kept.push(event);
                Ok(())
            }
            Format::Off => Ok(()),
        }
    }

    fn text(&mut self, event: &Value) -> io::Result<()> {
        let piece = match (&self.output.query, piece_of_message(event)) {
            (Some(_), _) if event.is_array() || event.is_object() => None,
            (Some(_), _) => Some(plain_text(event)),
            (None, piece) => piece.map(str::to_owned),
        };
        match piece {
            Some(piece) => {
                self.open |= !piece.is_empty();
                write!(self.screen, "{piece}")
            }
            None => text::write(&mut self.screen, event),
        }
    }

    /// Ends the stream.
    ///
    /// # Errors
    /// An output that cannot be written to.
    pub(crate) fn finish(mut self) -> Result<(), Failure> {
        if self.cut > 0 {
            error::remark(&format!(
                "warning: the output is cut to the budget: the last {} events are left out; for the rest: {}",
                self.cut,
                self.output.again.with("--budget 0 > FILE")
            ));
        }
        let ended = match (self.open, self.kept.is_empty()) {
            (true, _) => writeln!(self.screen),
            (_, false) => {
                let events = Value::Array(std::mem::take(&mut self.kept));
                self.output
                    .write(&mut self.screen, &events, &Shape::default())
            }
            _ => Ok(()),
        };
        ended.and_then(|()| self.screen.close()).or_else(unwritten)
    }
}

/// The next piece of the message in an event of a chat: the form that all chats of the API share.
fn piece_of_message(event: &Value) -> Option<&str> {
    event.pointer("/Choices/0/Delta/Content")?.as_str()
}
