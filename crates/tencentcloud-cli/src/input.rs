//! Files that a command reads.

use std::io::{self, Read};
use std::path::Path;

use crate::error::{Failure, Kind};

/// Reads a text file; `-` is standard input.
///
/// # Errors
/// It cannot be read, or is not UTF-8.
pub(crate) fn file(path: &Path) -> Result<String, Failure> {
    let mut text = String::new();
    let read = match path.to_str() {
        Some("-") => io::stdin().lock().read_to_string(&mut text),
        _ => std::fs::File::open(path).and_then(|mut file| file.read_to_string(&mut text)),
    };
    match read {
        Ok(_) => Ok(text),
        Err(error) => Err(Failure::new(
            Kind::Other,
            format!("{} cannot be read: {error}", path.display()),
        )),
    }
}
