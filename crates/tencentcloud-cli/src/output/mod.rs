//! What a command prints.

use std::io::{self, Write};

use serde_json::Value;

use crate::error::{Failure, Kind};

/// Prints `value` to standard output as JSON.
///
/// # Errors
/// An output that cannot be written to.
pub(crate) fn print(value: &Value) -> Result<(), Failure> {
    let unwritten =
        |error: io::Error| Failure::new(Kind::Other, format!("standard output: {error}"));
    let mut out = io::stdout().lock();
    serde_json::to_writer_pretty(&mut out, value).map_err(|error| unwritten(error.into()))?;
    writeln!(out).map_err(unwritten)
}

/// Prints `text` to standard output as it is.
///
/// # Errors
/// An output that cannot be written to; one that nobody reads any more is none.
pub(crate) fn text(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            let told = format!("standard output: {error}");
            Err(Failure::new(Kind::Other, told))
        }
        _ => Ok(()),
    }
}

/// Returns the width of pages of text: that of the terminal, which `COLUMNS` overrides, and 80
/// columns if standard output is none.
pub(crate) fn width() -> usize {
    let set = std::env::var("COLUMNS").ok();
    let set = set.and_then(|columns| columns.parse().ok());
    let terminal = || {
        let (terminal_size::Width(width), _) = terminal_size::terminal_size_of(io::stdout())?;
        Some(usize::from(width))
    };
    set.or_else(terminal).unwrap_or(80)
}
