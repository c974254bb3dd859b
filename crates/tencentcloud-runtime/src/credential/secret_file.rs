//! Files that hold secrets: read again when they change, and reported if others can read them.

use std::fs::{File, Metadata};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use zeroize::Zeroizing;

use super::Lookup;
use crate::{Error, Result};

/// The longest file that is read, in bytes: a token has some thousand.
const LIMIT: u64 = 1024 * 1024;

/// How old a change must be before the file's time tells it from the next one: file systems count
/// in steps of up to two seconds.
const SETTLED: Duration = Duration::from_secs(3);

/// Reads a file, without the mark that some editors put before the text.
///
/// # Errors
/// The file is there and cannot be read, is longer than 1 MiB, or is not UTF-8. None of its content
/// is shown.
pub(crate) fn read(path: &Path) -> Result<Lookup<Zeroizing<String>>> {
    Ok(open(path)?.map(|(text, about)| {
        warn_if_open(path, &about);
        text
    }))
}

/// [`read`] for a file beside one that holds secrets: others may read it.
///
/// # Errors
/// As [`read`].
pub(crate) fn read_plain(path: &Path) -> Result<Lookup<Zeroizing<String>>> {
    Ok(open(path)?.map(|(text, _)| text))
}

fn open(path: &Path) -> Result<Lookup<(Zeroizing<String>, Metadata)>> {
    let shown = path.display();
    let unread = |error| Error::credential(format!("{shown} cannot be read: {error}"));
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return Ok(Lookup::Absent(format!("{shown} is not there")));
        }
        Err(error) => return Err(unread(error)),
    };
    let about = file.metadata().map_err(unread)?;
    if about.is_dir() {
        return Err(Error::credential(format!(
            "{shown} is a folder, not a file"
        )));
    }
    // The whole length at once: a buffer that grows leaves copies behind.
    let room = usize::try_from(about.len().min(LIMIT)).unwrap_or_default() + 1;
    let mut bytes = Zeroizing::new(Vec::with_capacity(room));
    let mut limited = (&mut file).take(LIMIT + 1);
    limited.read_to_end(&mut bytes).map_err(unread)?;
    if bytes.len() as u64 > LIMIT {
        return Err(Error::credential(format!("{shown} is longer than 1 MiB")));
    }
    let text = std::str::from_utf8(&bytes)
        .map_err(|_| Error::credential(format!("{shown} is not UTF-8 text")))?;
    let text = Zeroizing::new(text.trim_start_matches('\u{feff}').to_owned());
    Ok(Lookup::Found((text, about)))
}

/// Reports a file that others can read, once in the life of the process.
#[cfg(unix)]
fn warn_if_open(path: &Path, about: &Metadata) {
    use std::os::unix::fs::PermissionsExt;

    use std::collections::HashSet;
    use std::sync::LazyLock;

    static REPORTED: LazyLock<Mutex<HashSet<PathBuf>>> = LazyLock::new(Mutex::default);
    let mode = about.permissions().mode() & 0o777;
    if mode & 0o077 == 0 {
        return;
    }
    let mut reported = REPORTED.lock().unwrap_or_else(PoisonError::into_inner);
    if reported.insert(path.to_owned()) {
        tracing::warn!(
            path = %path.display(),
            mode = format_args!("{mode:o}"),
            "others can read this file of credentials: run chmod 600 on it"
        );
    }
}

#[cfg(not(unix))]
fn warn_if_open(_path: &Path, _about: &Metadata) {}

/// A file, and what was last read from it.
#[derive(Debug)]
pub(crate) struct Watched<T> {
    path: PathBuf,
    seen: Mutex<Option<(Stamp, T)>>,
}

/// What differs when a file was changed or replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp {
    length: u64,
    changed: SystemTime,
    node: u64,
}

impl Stamp {
    /// The file's stamp, unless it changed so lately that another change could have the same one.
    fn of(about: &Metadata) -> Option<Self> {
        let changed = about.modified().ok()?;
        let age = SystemTime::now().duration_since(changed).ok()?;
        (age >= SETTLED).then_some(Self {
            length: about.len(),
            changed,
            node: node(about),
        })
    }
}

#[cfg(unix)]
fn node(about: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(about)
}

#[cfg(not(unix))]
fn node(_about: &Metadata) -> u64 {
    0
}

impl<T: Clone> Watched<T> {
    pub(crate) fn new(path: PathBuf) -> Self {
        Self {
            path,
            seen: Mutex::new(None),
        }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// What `parse` makes of the file's text, as of its last change.
    ///
    /// # Errors
    /// As [`read`], and those of `parse`.
    pub(crate) fn get(&self, parse: impl FnOnce(&str) -> Result<T>) -> Result<Lookup<T>> {
        let now = std::fs::metadata(&self.path).ok();
        let now = now.and_then(|about| Stamp::of(&about));
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if let (Some(now), Some((then, parsed))) = (now, &*seen)
            && now == *then
        {
            return Ok(Lookup::Found(parsed.clone()));
        }
        *seen = None;
        let (text, about) = match open(&self.path)? {
            Lookup::Found(found) => found,
            Lookup::Absent(why) => return Ok(Lookup::Absent(why)),
        };
        warn_if_open(&self.path, &about);
        let parsed = parse(&text)?;
        *seen = Stamp::of(&about).map(|stamp| (stamp, parsed.clone()));
        Ok(Lookup::Found(parsed))
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn age(path: &Path, by: Duration) {
        let file = File::options().write(true).open(path).unwrap();
        file.set_modified(SystemTime::now() - by).unwrap();
    }

    fn fails(path: &Path) -> String {
        let error = read(path).unwrap_err();
        assert!(error.is_auth());
        error.to_string()
    }

    #[test]
    fn a_file_that_cannot_be_read_is_named_with_the_reason() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("token");
        assert!(
            matches!(read(&path).unwrap(), Lookup::Absent(why) if why.ends_with("token is not there"))
        );
        assert!(fails(folder.path()).ends_with("is a folder, not a file"));
        fs::write(&path, b"hush\xff").unwrap();
        assert!(fails(&path).ends_with("token is not UTF-8 text"));
        fs::write(&path, vec![b'a'; LIMIT as usize + 1]).unwrap();
        assert!(fails(&path).ends_with("token is longer than 1 MiB"));
        fs::write(&path, "\u{feff}hush").unwrap();
        assert!(matches!(read(&path).unwrap(), Lookup::Found(text) if *text == "hush"));
    }

    #[test]
    fn a_file_is_parsed_again_when_it_changed_and_else_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("token");
        let watched = Watched::new(path.clone());
        let mut parses = 0;
        let mut get = |watched: &Watched<String>| {
            let parse = |text: &str| {
                parses += 1;
                Ok(text.to_owned())
            };
            let found = watched.get(parse).and_then(Lookup::or_error).ok();
            (found, parses)
        };
        assert_eq!(get(&watched), (None, 0));
        fs::write(&path, "one").unwrap();
        assert_eq!(get(&watched), (Some("one".to_owned()), 1));
        // At once, and of the same length.
        fs::write(&path, "two").unwrap();
        assert_eq!(get(&watched), (Some("two".to_owned()), 2));
        age(&path, Duration::from_secs(60));
        assert_eq!(get(&watched).1, 3);
        assert_eq!(get(&watched).1, 3);
        fs::write(&path, "six").unwrap();
        age(&path, Duration::from_secs(30));
        assert_eq!(get(&watched), (Some("six".to_owned()), 4));
        fs::remove_file(&path).unwrap();
        assert_eq!(get(&watched), (None, 4));
    }
}
