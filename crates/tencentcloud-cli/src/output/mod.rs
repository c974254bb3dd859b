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
