//! A recording that grows, is cut off, or is put away for a new one.

use std::fs::{self, File, Metadata};
use std::io::{ErrorKind, Read, Result, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use super::entry::Source;
use super::notice::Notice;
use super::recording;
use super::store::Timeline;

/// How much is read at a time, in bytes.
const PIECE: usize = 1 << 20;
/// The longest line, in bytes: a request and its response have 10 MB each at most.
const LONGEST: usize = 32 << 20;

/// Where reading begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum From {
    Start,
    End,
}

/// A file, read as far as it was written.
#[derive(Debug)]
pub(super) struct Tail {
    path: PathBuf,
    open: Option<Open>,
    /// A file that cannot be read is told once, until it can be.
    is_told: bool,
}

#[derive(Debug)]
struct Open {
    file: File,
    /// How many bytes of it were read.
    read: u64,
    /// What was written of a line that has no end yet.
    half: Vec<u8>,
    /// True while the rest of a line is left out.
    skips: bool,
    /// How many lines were read.
    lines: u64,
    /// A line that is no record is told once a file.
    is_told: bool,
}

impl Tail {
    pub(super) fn new(path: PathBuf, from: From) -> Self {
        // What cannot be read now is told at the first look.
        let open = match from {
            From::Start => None,
            From::End => Open::at_end(&path).ok(),
        };
        Self {
            path,
            open,
            is_told: false,
        }
    }

    /// Adds the records that were written since the last time to `timeline`.
    pub(super) fn look(&mut self, timeline: &Timeline) {
        match self.read(timeline) {
            Ok(()) => self.is_told = false,
            // It is not there yet, or is put away for a new one.
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) if !self.is_told => {
                self.is_told = true;
                timeline.notice(Notice::unreadable(&self.path, &error));
            }
            Err(_) => {}
        }
    }

    fn read(&mut self, timeline: &Timeline) -> Result<()> {
        if let Some(open) = &mut self.open {
            // A file that was put away is read to its end first.
            open.read(&self.path, timeline)?;
            let now = fs::metadata(&self.path)?;
            if same(&open.file.metadata()?, &now) {
                return Ok(());
            }
            open.close(&self.path, timeline);
        }
        let open = self.open.insert(Open::at_start(&self.path)?);
        open.read(&self.path, timeline)
    }
}

impl Open {
    fn at_start(path: &Path) -> Result<Self> {
        Ok(Self {
            file: File::open(path)?,
            read: 0,
            half: Vec::new(),
            skips: false,
            lines: 0,
            is_told: false,
        })
    }

    fn at_end(path: &Path) -> Result<Self> {
        let mut open = Self::at_start(path)?;
        open.read = open.file.metadata()?.len();
        let mut last = [b'\n'];
        if let Some(before) = open.read.checked_sub(1) {
            open.file.seek(SeekFrom::Start(before))?;
            open.file.read_exact(&mut last)?;
        }
        // The half of a line is no record.
        open.skips = last != *b"\n";
        Ok(open)
    }

    fn read(&mut self, path: &Path, timeline: &Timeline) -> Result<()> {
        let length = self.file.metadata()?.len();
        if length < self.read {
            // It was cut off and begins anew.
            (self.read, self.lines, self.skips) = (0, 0, false);
            self.half.clear();
        }
        if length == self.read {
            self.take_whole_half(path, timeline);
            return Ok(());
        }
        self.file.seek(SeekFrom::Start(self.read))?;
        let mut piece = vec![0; PIECE];
        loop {
            let count = self.file.read(&mut piece)?;
            if count == 0 {
                return Ok(());
            }
            self.read += count as u64;
            self.take(&piece[..count], path, timeline);
        }
    }

    fn take(&mut self, bytes: &[u8], path: &Path, timeline: &Timeline) {
        let mut lines = bytes.split(|byte| *byte == b'\n').peekable();
        while let Some(line) = lines.next() {
            if !self.skips {
                self.half.extend_from_slice(line);
            }
            if self.half.len() > LONGEST {
                self.half.clear();
                self.skips = true;
            }
            if lines.peek().is_none() {
                return;
            }
            let whole = std::mem::take(&mut self.half);
            self.lines += 1;
            if !std::mem::take(&mut self.skips) {
                self.line(&whole, path, timeline);
            }
        }
    }

    /// Takes a last line that lacks its end: a record that is whole cannot go on.
    fn take_whole_half(&mut self, path: &Path, timeline: &Timeline) {
        if self.half.last() == Some(&b'}') && recording::read(&self.half).is_ok() {
            let whole = std::mem::take(&mut self.half);
            self.line(&whole, path, timeline);
        }
    }

    /// Takes what is left of a file that no more is written to.
    fn close(&mut self, path: &Path, timeline: &Timeline) {
        let rest = std::mem::take(&mut self.half);
        self.lines += 1;
        self.line(&rest, path, timeline);
    }

    fn line(&mut self, line: &[u8], path: &Path, timeline: &Timeline) {
        match recording::read(line) {
            Ok(None) => {}
            Ok(Some(record)) => {
                timeline.push(Source::of(&record), record);
            }
            Err(why) if !self.is_told => {
                self.is_told = true;
                let (file, line) = (path.display().to_string(), self.lines);
                timeline.notice(Notice::NoRecord { file, line, why });
            }
            Err(_) => {}
        }
    }
}

/// True if both are of one file.
#[cfg(unix)]
fn same(left: &Metadata, right: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (left.dev(), left.ino()) == (right.dev(), right.ino())
}

/// True if both are of one file, as far as it can be known.
#[cfg(not(unix))]
fn same(left: &Metadata, right: &Metadata) -> bool {
    left.created().ok() == right.created().ok()
}
