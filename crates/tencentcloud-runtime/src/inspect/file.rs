//! A file that several processes append lines to, bounded in size.

use std::ffi::OsString;
use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::{Error, Result};

/// After what time another process is taken to have died while it renamed the file.
const PATIENCE: Duration = Duration::from_secs(10);

/// A file that lines are appended to, each whole by one write.
#[derive(Debug)]
pub(super) struct File {
    file: fs::File,
    path: PathBuf,
    limit: u64,
    /// True if the last line may have broken off.
    broken: bool,
    /// True once a failure was reported.
    reported: bool,
}

impl File {
    /// Opens `path`, which is renamed once it has `limit` bytes.
    ///
    /// # Errors
    /// It cannot be made or written; the error says what to do.
    pub(super) fn open(path: &Path, limit: u64) -> Result<Self> {
        let path = std::path::absolute(path).map_err(|error| unusable(path, &error))?;
        Ok(Self {
            file: append(&path).map_err(|error| unusable(&path, &error))?,
            path,
            limit,
            broken: false,
            reported: false,
        })
    }

    /// Appends a line, or leaves it out: a call never fails for it. The first failure is reported.
    pub(super) fn append(&mut self, line: &[u8]) {
        if let Err(error) = self.try_append(line)
            && !std::mem::replace(&mut self.reported, true)
        {
            let path = self.path.display();
            tracing::warn!(
                %path,
                %error,
                "calls are not recorded: free the disk, or set TENCENTCLOUD_INSPECT to another file"
            );
        }
    }

    fn try_append(&mut self, line: &[u8]) -> io::Result<()> {
        let about = self.file.metadata()?;
        if about.len() >= self.limit || is_deleted(&about) {
            self.renew()?;
        }
        if self.broken {
            // An end of its own for the line before.
            let _ = self.file.write(b"\n")?;
        }
        let written = self.file.write(line)?;
        self.broken = written < line.len();
        match self.broken {
            true => Err(ErrorKind::WriteZero.into()),
            false => Ok(()),
        }
    }

    /// Goes on in a new file. Of several processes one renames the full one; the others find it renamed.
    fn renew(&mut self) -> io::Result<()> {
        let lock = beside(&self.path, ".lock");
        let is_full = || fs::metadata(&self.path).is_ok_and(|about| about.len() >= self.limit);
        if is_full() {
            match OpenOptions::new().write(true).create_new(true).open(&lock) {
                Ok(_) => {
                    let renamed = match is_full() {
                        true => fs::rename(&self.path, beside(&self.path, ".1")),
                        false => Ok(()),
                    };
                    fs::remove_file(&lock)?;
                    renamed?;
                }
                // Another process is about to; the next line finds the new file.
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                    let about = fs::metadata(&lock).and_then(|about| about.modified());
                    let age = about.ok().and_then(|time| time.elapsed().ok());
                    if age.is_some_and(|age| age > PATIENCE) {
                        fs::remove_file(&lock)?;
                    }
                    return Ok(());
                }
                Err(error) => return Err(error),
            }
        }
        self.file = append(&self.path)?;
        self.broken = false;
        Ok(())
    }
}

/// Opens a file to append to; made, its owner alone may read it.
fn append(path: &Path) -> io::Result<fs::File> {
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// True for an open file that has no name any more.
#[cfg(unix)]
fn is_deleted(about: &fs::Metadata) -> bool {
    std::os::unix::fs::MetadataExt::nlink(about) == 0
}

#[cfg(not(unix))]
fn is_deleted(_: &fs::Metadata) -> bool {
    false
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(ending);
    name.into()
}

/// What is wrong with a path, and what to do.
fn unusable(path: &Path, error: &io::Error) -> Error {
    let folder = path.parent().filter(|folder| !folder.is_dir());
    let what = match folder {
        Some(folder) => format!("the folder {} does not exist: make it", folder.display()),
        None if path.is_dir() => "it is a folder: name a file in it".to_owned(),
        None => format!("{error}: name a file that this user may write"),
    };
    let path = path.display();
    Error::request(format!("calls cannot be recorded to {path}: {what}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(path: &Path) -> Vec<String> {
        let text = fs::read_to_string(path).unwrap_or_default();
        text.lines().map(str::to_owned).collect()
    }

    #[test]
    fn a_full_file_is_renamed_by_one_and_left_by_all() {
        let folder = tempfile::tempdir().unwrap();
        let (path, old) = (folder.path().join("calls"), folder.path().join("calls.1"));
        let open = || File::open(&path, 20).unwrap();
        let (mut one, mut other) = (open(), open());
        one.append(b"one-1\n");
        other.append(b"other-1\n");
        one.append(b"one-2\n");
        assert_eq!(lines(&path), ["one-1", "other-1", "one-2"]);
        one.append(b"one-3\n");
        other.append(b"other-2\n");
        assert_eq!(lines(&old), ["one-1", "other-1", "one-2"]);
        assert_eq!(lines(&path), ["one-3", "other-2"]);
        let entries = fs::read_dir(folder.path()).unwrap();
        assert_eq!(entries.count(), 2);
    }

    #[test]
    fn many_threads_lose_no_line_while_files_are_renamed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("calls");
        std::thread::scope(|scope| {
            for thread in 0..4 {
                let mut file = File::open(&path, 60_000).unwrap();
                scope.spawn(move || {
                    for number in 0..1000 {
                        file.append(format!("{thread} {number:020}\n").as_bytes());
                    }
                });
            }
        });
        let mut all = lines(&beside(&path, ".1"));
        all.extend(lines(&path));
        assert_eq!(all.len(), 4000);
        assert!(all.iter().all(|line| line.len() == 22));
        let second = all.iter().filter(|line| line.starts_with("2 "));
        assert!(second.is_sorted());
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_was_deleted_is_made_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("calls");
        let mut file = File::open(&path, 1000).unwrap();
        file.append(b"one\n");
        fs::remove_file(&path).unwrap();
        file.append(b"two\n");
        assert_eq!(lines(&path), ["two"]);
    }

    #[test]
    fn what_a_process_left_that_died_while_it_renamed_is_no_end() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("calls");
        let lock = fs::File::create(beside(&path, ".lock")).unwrap();
        let mut file = File::open(&path, 3).unwrap();
        file.append(b"one\n");
        file.append(b"two\n");
        assert_eq!(lines(&path), ["one", "two"]);
        let long_ago = std::time::SystemTime::now() - PATIENCE * 2;
        lock.set_modified(long_ago).unwrap();
        file.append(b"three\n");
        file.append(b"four\n");
        assert_eq!(lines(&path), ["four"]);
    }
}
