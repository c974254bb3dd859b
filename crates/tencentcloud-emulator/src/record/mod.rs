//! Calls written to a file, answered from one, and fetched from the cloud where that is asked for.

mod carrier;
mod forward;
mod replay;

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::journal::Record;

pub use carrier::{Carrier, CarryError};
pub(crate) use forward::{Body, Forward, Forwarded, Onward, Others, Place, Upstream};
pub(crate) use replay::{Replay, Replayed};

/// A file to which calls are appended, one a line.
#[derive(Debug)]
pub(crate) struct Recorder {
    file: Mutex<File>,
    path: PathBuf,
    /// How many calls could not be written.
    lost: AtomicU64,
}

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
        Ok(Self {
            file: Mutex::new(options.open(path).map_err(at)?),
            path: path.to_owned(),
            lost: AtomicU64::new(0),
        })
    }

    /// Appends a call, whole or not at all. Returns what to report if it is the first that could not
    /// be written.
    pub(crate) fn write(&self, record: &Record) -> Option<String> {
        let line = record.to_line() + "\n";
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let error = append(&mut file, line.as_bytes()).err()?;
        let first = self.lost.fetch_add(1, Ordering::Relaxed) == 0;
        let path = self.path.display();
        first.then(|| format!("calls cannot be recorded to {path} and are left out: {error}"))
    }

    /// Returns how many calls could not be written.
    pub(crate) fn lost(&self) -> u64 {
        self.lost.load(Ordering::Relaxed)
    }
}

/// Appends bytes, or nothing: a line that breaks off would spoil the next one.
fn append(file: &mut File, bytes: &[u8]) -> io::Result<()> {
    let mut written = 0;
    while written < bytes.len() {
        match file.write(&bytes[written..]) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(more) => written += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => {
                if written > 0 {
                    let length = file.metadata()?.len();
                    file.set_len(length.saturating_sub(written as u64))?;
                }
                return Err(error);
            }
        }
    }
    Ok(())
}
