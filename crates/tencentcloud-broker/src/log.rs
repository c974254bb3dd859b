//! The log of what was asked, decided and sent: lines of JSON, each with the hash of the line before.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use fd_lock::RwLock;
use serde::Serialize;
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::request::Asked;

/// How much of the end of the file is read for its last line, in bytes: no line is longer.
const TAIL: u64 = 16 << 10;

/// The log of a broker. A file that several processes of a user append to, or none.
#[derive(Debug)]
pub(crate) struct Log {
    path: Option<PathBuf>,
}

/// What happened. No parameter and no secret is in it.
#[derive(Debug, Serialize)]
pub(crate) struct Event<'a> {
    /// What: `asked`, `allowed`, `denied`, `approved`, `refused`, `expired`, `sent`.
    pub(crate) event: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) approval: Option<&'a str>,
    /// The digest of the request.
    pub(crate) digest: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) agent: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) account: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) service: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) action: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) region: Option<&'a str>,
    /// The rule, the place, the reason, or the outcome.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) note: Option<&'a str>,
}

impl<'a> Event<'a> {
    /// Creates an event of the request of `asked`.
    pub(crate) fn of(event: &'a str, asked: &'a Asked) -> Self {
        let request = &asked.request;
        Self {
            event,
            approval: asked.approval.as_ref().map(|id| id.as_str()),
            digest: request.digest().to_string(),
            agent: asked.agent.as_deref(),
            account: Some(&request.account),
            service: Some(&request.service),
            action: Some(request.action()),
            region: request.region(),
            note: None,
        }
    }

    /// Adds a note.
    pub(crate) fn note(mut self, note: &'a str) -> Self {
        self.note = Some(note);
        self
    }
}

impl Log {
    /// Opens the log at `path`, which is made for its owner alone if it does not exist.
    ///
    /// # Errors
    /// It cannot be made.
    pub(crate) fn open(path: Option<PathBuf>) -> io::Result<Self> {
        if let Some(path) = &path {
            if let Some(folder) = path.parent() {
                std::fs::create_dir_all(folder)?;
            }
            file(path)?;
        }
        Ok(Self { path })
    }

    /// Returns where it is, if it is kept.
    pub(crate) fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Appends `event` at the time `now`.
    ///
    /// # Errors
    /// The file cannot be written.
    pub(crate) fn append(&self, event: &Event<'_>, now: SystemTime) -> io::Result<()> {
        let Some(path) = &self.path else {
            return Ok(());
        };
        // Several processes may append: the line before is read under the lock.
        let mut lock = RwLock::new(file(path)?);
        let mut file = lock.write()?;
        let length = file.seek(SeekFrom::End(0))?;
        file.seek(SeekFrom::Start(length.saturating_sub(TAIL)))?;
        let mut tail = Vec::new();
        file.read_to_end(&mut tail)?;
        let before = tail.strip_suffix(b"\n").unwrap_or(&tail);
        let last = before
            .rsplit(|byte| *byte == b'\n')
            .next()
            .unwrap_or_default();
        let mut line = Map::new();
        let at = OffsetDateTime::from(now).format(&Rfc3339);
        line.insert("time".to_owned(), at.map_err(io::Error::other)?.into());
        if let Value::Object(members) = serde_json::to_value(event)? {
            line.extend(members);
        }
        line.insert("before".to_owned(), hash(last).into());
        let mut text = serde_json::to_string(&line)?;
        text.push('\n');
        // A line that a crash cut short ends here, so that it spoils no other.
        if !tail.is_empty() && !tail.ends_with(b"\n") {
            text.insert(0, '\n');
        }
        file.write_all(text.as_bytes())?;
        file.flush()
    }
}

/// Checks the log at `path`: that each line has the hash of the one before. Returns the number of its lines.
///
/// A log from which the last lines were taken away is in order: compare the number, or the last line, with
/// what was noted elsewhere.
///
/// # Errors
/// The file cannot be read, or the number of the first line, from 1, that does not follow the one before.
pub fn verify_log(path: impl AsRef<Path>) -> io::Result<usize> {
    let text = std::fs::read(path)?;
    let text = text.strip_suffix(b"\n").unwrap_or(&text);
    if text.is_empty() {
        return Ok(0);
    }
    let mut before: &[u8] = b"";
    let mut count = 0;
    for line in text.split(|byte| *byte == b'\n') {
        count += 1;
        let parsed: Value = serde_json::from_slice(line).unwrap_or_default();
        if parsed["before"] != *hash(before) {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                format!(
                    "line {count} does not follow the line before it: one of both was changed, added or taken away"
                ),
            ));
        }
        before = line;
    }
    Ok(count)
}

fn hash(line: &[u8]) -> String {
    let hash = Sha256::digest(line);
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.create(true).read(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
