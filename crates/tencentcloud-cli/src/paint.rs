//! Colours: when there are any, and which.

use std::fmt::Display;
use std::io;

use anstream::AutoStream;
use anstyle::{AnsiColor, Style};
use clap::ColorChoice;

use crate::agent;

/// Styles text, or leaves it as it is.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Paint {
    on: bool,
}

impl Paint {
    /// Names of members and columns.
    pub(crate) const NAME: Style = AnsiColor::Cyan.on_default();
    /// Text values.
    pub(crate) const TEXT: Style = AnsiColor::Green.on_default();
    /// Numbers and truth values.
    pub(crate) const NUMBER: Style = AnsiColor::Yellow.on_default();
    /// What matters less than the rest.
    pub(crate) const DIM: Style = Style::new().dimmed();
    /// Headings.
    pub(crate) const HEADING: Style = Style::new().bold();
    /// A state in which something works.
    pub(crate) const GOOD: Style = AnsiColor::Green.on_default();
    /// A state on the way to another.
    pub(crate) const PASSING: Style = AnsiColor::Yellow.on_default();
    /// Errors, and states in which something does not work.
    pub(crate) const BAD: Style = AnsiColor::Red.on_default();

    fn new(on: bool) -> Self {
        Self { on }
    }

    /// Returns `text` in `style`.
    pub(crate) fn with(self, style: Style, text: impl Display) -> String {
        match self.on {
            true => format!("{style}{text}{style:#}"),
            false => text.to_string(),
        }
    }

    /// Returns the sequence that begins `style`, and the one that ends it.
    pub(crate) fn around(self, style: Style) -> (String, String) {
        match self.on {
            true => (style.to_string(), format!("{style:#}")),
            false => Default::default(),
        }
    }
}

/// Decides on colours for standard output by `--color`, NO_COLOR, CLICOLOR_FORCE and the terminal.
pub(crate) fn output(color: Option<ColorChoice>) -> Paint {
    decide(color, || AutoStream::choice(&io::stdout()))
}

/// Decides on colours for standard error.
pub(crate) fn errors(color: Option<ColorChoice>) -> Paint {
    decide(color, || AutoStream::choice(&io::stderr()))
}

fn decide(color: Option<ColorChoice>, of_stream: impl Fn() -> anstream::ColorChoice) -> Paint {
    Paint::new(match color {
        Some(ColorChoice::Always) => true,
        Some(ColorChoice::Never) => false,
        // Escape sequences say nothing to an agent.
        Some(ColorChoice::Auto) | None if agent::runs() => false,
        Some(ColorChoice::Auto) | None => of_stream() != anstream::ColorChoice::Never,
    })
}
