//! Lines that several processes keep in one file.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use fd_lock::RwLock;

/// A file of lines in a folder, which its owner alone can read. Whoever writes holds a lock file beside
/// it, since a shortened file takes the place of the old one.
#[derive(Debug)]
pub(super) struct Lines {
    folder: PathBuf,
    name: &'static str,
}

impl Lines {
    /// Keeps lines in the file `name` of `folder`, which is made when it is needed.
    pub(super) fn new(folder: &Path, name: &'static str) -> Self {
        Self {
            folder: folder.to_owned(),
            name,
        }
    }

    /// Returns the whole lines, oldest first, each with its end.
    ///
    /// # Errors
    /// The file cannot be read; one that does not exist has no line.
    pub(super) fn read(&self) -> io::Result<Vec<u8>> {
        let mut bytes = match fs::read(self.path()) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(self.at("read", error)),
        };
        // Another process may be in the middle of the last one.
        let end = bytes.iter().rposition(|byte| *byte == b'\n');
        bytes.truncate(end.map_or(0, |end| end + 1));
        Ok(bytes)
    }

    /// Appends `line`, which has no end, whole or not at all. Beyond `most` bytes the oldest lines go,
    /// until an eighth is free.
    ///
    /// # Errors
    /// The file cannot be written.
    pub(super) fn append(&self, line: &str, most: u64) -> io::Result<()> {
        self.locked(|| {
            let mut file = private().append(true).read(true).open(self.path())?;
            let before = file.metadata()?.len();
            let mut text = Vec::with_capacity(line.len() + 2);
            if !ends_a_line(&mut file, before)? {
                // A process ended in the middle of a line: it must not spoil this one.
                text.push(b'\n');
            }
            text.extend_from_slice(line.as_bytes());
            text.push(b'\n');
            if let Err(error) = file.write_all(&text) {
                file.set_len(before)?;
                return Err(error);
            }
            match before + text.len() as u64 > most {
                true => self.replace(newest(&self.read()?, most - most / 8)),
                false => Ok(()),
            }
        })
    }

    /// Keeps those lines alone that `keeps` keeps; each comes without its end.
    ///
    /// # Errors
    /// The file cannot be written; then it is as it was.
    pub(super) fn retain(&self, keeps: impl Fn(&[u8]) -> bool) -> io::Result<()> {
        self.locked(|| {
            let all = self.read()?;
            let kept = all.split_inclusive(|byte| *byte == b'\n');
            let kept = kept.filter(|line| keeps(line.strip_suffix(b"\n").unwrap_or(line)));
            self.replace(&kept.collect::<Vec<_>>().concat())
        })
    }

    /// Puts a file with `bytes` in the place of the present one: at a crash it is the one or the other.
    fn replace(&self, bytes: &[u8]) -> io::Result<()> {
        let part = self.folder.join(format!("{}.part", self.name));
        match fs::remove_file(&part) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let mut file = private().create_new(true).write(true).open(&part)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(part, self.path())
    }

    /// Does `act` while no other process or thread writes.
    fn locked(&self, act: impl FnOnce() -> io::Result<()>) -> io::Result<()> {
        let done = || {
            folder(&self.folder)?;
            let lock = self.folder.join(format!("{}.lock", self.name));
            let mut lock = RwLock::new(private().write(true).open(lock)?);
            let _held = lock.write()?;
            act()
        };
        done().map_err(|error| self.at("write", error))
    }

    fn path(&self) -> PathBuf {
        self.folder.join(self.name)
    }

    fn at(&self, what: &str, error: io::Error) -> io::Error {
        let path = self.path();
        io::Error::new(
            error.kind(),
            format!("cannot {what} {}: {error}", path.display()),
        )
    }
}

/// Returns the newest of `lines` that fit into `most` bytes.
pub(super) fn newest(lines: &[u8], most: u64) -> &[u8] {
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let Some(over) = lines.len().checked_sub(most).filter(|over| *over > 0) else {
        return lines;
    };
    let end = lines[over - 1..].iter().position(|byte| *byte == b'\n');
    end.map_or(&[], |end| &lines[over + end..])
}

/// True if nothing is in `file` or its last byte, at `length`, ends a line.
fn ends_a_line(file: &mut File, length: u64) -> io::Result<bool> {
    if length == 0 {
        return Ok(true);
    }
    let mut last = [0];
    file.seek(SeekFrom::Start(length - 1))?;
    file.read_exact(&mut last)?;
    Ok(last == *b"\n")
}

/// Makes a folder that its owner alone can read.
fn folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Options for a file that its owner alone can read, which is made if there is none.
fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAME: &str = "lines.jsonl";

    fn text(lines: &Lines) -> String {
        String::from_utf8(lines.read().unwrap()).unwrap()
    }

    #[test]
    fn a_line_that_a_crash_cut_off_spoils_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let lines = Lines::new(folder.path(), NAME);
        lines.append("one", 100).unwrap();
        let mut file = OpenOptions::new().append(true).open(lines.path()).unwrap();
        file.write_all(b"tw").unwrap();
        assert_eq!(text(&lines), "one\n");
        lines.append("three", 100).unwrap();
        assert_eq!(text(&lines), "one\ntw\nthree\n");
    }

    #[test]
    fn beyond_the_bound_the_oldest_lines_go() {
        let folder = tempfile::tempdir().unwrap();
        let lines = Lines::new(folder.path(), NAME);
        for number in 0..1_000 {
            lines.append(&format!("line {number:04}"), 200).unwrap();
            let text = text(&lines);
            assert!(text.len() <= 200, "{}", text.len());
            assert!(text.ends_with(&format!("line {number:04}\n")));
            assert!(text.lines().all(|line| line.len() == 9), "{text}");
        }
        // 200 less an eighth holds 17 lines, and 20 fit before the next ones go.
        assert!((17..=20).contains(&text(&lines).lines().count()));
    }

    #[test]
    fn a_crash_while_the_file_is_shortened_loses_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let lines = Lines::new(folder.path(), NAME);
        lines.append("one", 100).unwrap();
        // What a process leaves that ended before the new file had its name.
        fs::write(folder.path().join("lines.jsonl.part"), "o").unwrap();
        assert_eq!(text(&lines), "one\n");
        lines.append("two", 100).unwrap();
        lines.retain(|line| line != b"one").unwrap();
        assert_eq!(text(&lines), "two\n");
    }

    #[test]
    fn several_writers_lose_no_line_of_each_other() {
        let folder = tempfile::tempdir().unwrap();
        std::thread::scope(|scope| {
            for writer in 0..4 {
                let folder = folder.path();
                scope.spawn(move || {
                    // A file of its own, as another process has.
                    let lines = Lines::new(folder, NAME);
                    for number in 0..50 {
                        lines
                            .append(&format!("{writer} {number}"), 1 << 20)
                            .unwrap();
                        if number % 10 == 9 {
                            lines.append("passing", 1 << 20).unwrap();
                            lines.retain(|line| line != b"passing").unwrap();
                        }
                    }
                });
            }
        });
        let text = text(&Lines::new(folder.path(), NAME));
        for writer in 0..4 {
            let own = text
                .lines()
                .filter(|line| line.starts_with(&writer.to_string()));
            let expected: Vec<_> = (0..50).map(|number| format!("{writer} {number}")).collect();
            assert_eq!(own.collect::<Vec<_>>(), expected);
        }
        assert_eq!(text.lines().count(), 200);
    }

    #[cfg(unix)]
    #[test]
    fn the_owner_alone_can_read_what_is_kept() {
        use std::os::unix::fs::PermissionsExt;

        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("made");
        let lines = Lines::new(&inner, NAME);
        lines.append("one", 100).unwrap();
        lines.retain(|_| true).unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&inner), 0o700);
        assert_eq!(mode(&lines.path()), 0o600);
    }
}
