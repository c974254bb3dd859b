//! What a command prints: the formats, and what all of them share.

mod budget;
mod events;
mod fitted;
mod json;
mod list;
mod options;
mod progress;
mod screen;
mod table;
mod text;
mod yaml;

use std::io::{self, Write};

use serde_json::Value;
use tencentcloud_rows::{Query, Shape, write_csv};

pub(crate) use events::EventWriter;
pub(crate) use list::ListWriter;
pub(crate) use options::{Format, Options};
pub(crate) use progress::Progress;

use crate::again::Again;
use crate::agent;
use crate::error::{Failure, Kind};
use screen::Screen;

/// Prints `value` to standard output as JSON, whatever the options say.
///
/// # Errors
/// An output that cannot be written to.
pub(crate) fn print(value: &Value) -> Result<(), Failure> {
    let mut screen = Screen::open(None, false);
    let written = match agent::runs() {
        true => json::line(&mut screen, value),
        false => json::document(&mut screen, value),
    };
    written.and_then(|()| screen.close()).or_else(unwritten)
}

/// Prints `text` to standard output as it is.
///
/// # Errors
/// An output that cannot be written to.
pub(crate) fn text(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    written.or_else(unwritten)
}

/// Prints `text` and a line break to standard output.
///
/// # Errors
/// As [`text()`].
pub(crate) fn line(text: &str) -> Result<(), Failure> {
    self::text(&format!("{text}\n"))
}

/// Returns the width of pages of text: that of the terminal, which `COLUMNS` overrides, and 80
/// columns if standard output is none.
pub(crate) fn width() -> usize {
    screen::width().unwrap_or(screen::WIDTH)
}

/// How a command prints: the format, the query, colours and the pager.
#[derive(Debug)]
pub(crate) struct Output {
    format: Format,
    query: Option<Query>,
    color: Option<clap::ColorChoice>,
    pager: bool,
    /// How many bytes are printed at most, if there is a limit.
    budget: Option<usize>,
    /// True if JSON takes one line.
    compact: bool,
    again: Again,
}

/// How many bytes an agent gets by default.
const BUDGET: usize = 32 << 10;

impl Output {
    /// Reads `options`; the format defaults to `preferred`, or else to JSON.
    ///
    /// # Errors
    /// A query that is none, with the place.
    pub(crate) fn of(options: &Options, preferred: Option<Format>) -> Result<Self, Failure> {
        let query = options.query.as_deref().map(Query::compile).transpose()?;
        Ok(Self {
            format: options.output.or(preferred).unwrap_or_default(),
            query,
            color: options.color,
            pager: options.pager && !agent::runs(),
            budget: match options.budget {
                Some(bytes) => Some(bytes).filter(|bytes| *bytes > 0),
                None => agent::runs().then_some(BUDGET),
            },
            compact: agent::runs(),
            again: Again::default(),
        })
    }

    /// Sets the command that what is cut can be got by.
    pub(crate) fn again(mut self, again: Again) -> Self {
        self.again = again;
        self
    }

    /// Prints `value`, a response of that `shape`, or what the query finds in it.
    ///
    /// # Errors
    /// A query that cannot be evaluated, an output that cannot be written to.
    pub(crate) fn print(&self, value: Value, shape: &Shape) -> Result<(), Failure> {
        self.print_all(value, shape, false)
    }

    /// As [`print`](Self::print); `stopped` is true for a list of which no more was read than the budget takes.
    fn print_all(&self, value: Value, shape: &Shape, stopped: bool) -> Result<(), Failure> {
        let found = match &self.query {
            Some(query) => {
                let as_given = query.names_members();
                let shape = Shape {
                    as_given,
                    ..Shape::default()
                };
                Some((query.search(&value)?, shape))
            }
            None => None,
        };
        let (value, shape) = match &found {
            Some((value, shape)) => (value, shape),
            None => (&value, shape),
        };
        let mut screen = self.screen();
        let written = match self.budget {
            Some(limit) => self.write_within(&mut screen, value, shape, (limit, stopped)),
            None => self.write(&mut screen, value, shape),
        };
        let written = written.and_then(|()| screen.close());
        written.or_else(unwritten)
    }

    /// Begins a list whose items are printed as they come, where the format allows that.
    pub(crate) fn list(&self, shape: Shape) -> ListWriter<'_> {
        ListWriter::new(self, shape)
    }

    /// Begins a stream of events, each of which is printed when it comes.
    pub(crate) fn events(&self) -> EventWriter<'_> {
        EventWriter::new(self)
    }

    fn screen(&self) -> Screen {
        Screen::open(self.color, self.pager)
    }

    fn write(&self, screen: &mut Screen, value: &Value, shape: &Shape) -> io::Result<()> {
        match self.format {
            Format::Json if self.compact => json::line(screen, value),
            Format::Json => json::document(screen, value),
            Format::Ndjson => shape
                .rows(value)
                .iter()
                .try_for_each(|row| json::line(screen, row)),
            Format::Yaml => yaml::document(screen, value),
            Format::Text => text::write(screen, value),
            Format::Csv => write_csv(screen, value, shape),
            Format::Table => table::write(screen, value, shape),
            Format::Off => Ok(()),
        }
    }
}

/// Makes a failure of an output that cannot be written to. One whose reader has closed it is the
/// end of the command, and nothing to report: `| head` does so.
fn unwritten<T>(error: io::Error) -> Result<T, Failure> {
    let kind = match error.kind() {
        io::ErrorKind::BrokenPipe => Kind::Closed,
        _ => Kind::Other,
    };
    Err(Failure::new(kind, format!("standard output: {error}")))
}
