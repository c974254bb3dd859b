//! Calls written to a file, answered from one, and fetched from the cloud where that is asked for.

mod forward;
mod replay;

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use crate::journal::Record;

pub(crate) use forward::{Forward, Forwarded, Upstream};
pub(crate) use replay::{Replay, Replayed};

/// A file to which calls are appended, one a line.
#[derive(Debug)]
pub(crate) struct Recorder(Mutex<File>);

impl Recorder {
    /// Opens the file, which its owner alone may read if it is made.
    ///
    /// # Errors
    /// It cannot be made or written.
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        let mut options = OpenOptions::new();
        options.create(true).append(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let at = |error: io::Error| {
            io::Error::new(
                error.kind(),
                format!("cannot record to {}: {error}", path.display()),
            )
        };
        Ok(Self(Mutex::new(options.open(path).map_err(at)?)))
    }

    /// Appends a call, whole or not at all as far as others see it.
    pub(crate) fn write(&self, record: &Record) -> io::Result<()> {
        let line = record.to_line() + "\n";
        let mut file = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        file.write_all(line.as_bytes())
    }
}
