//! The file of profiles on the disk.

use std::fs::{self, DirBuilder};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;
use zeroize::Zeroizing;

use super::home;
use super::ini::Ini;
use crate::error::{Failure, Kind};
use crate::session::variable;

/// The file of profiles, and what is in it.
#[derive(Debug)]
pub(super) struct Store {
    pub(super) path: PathBuf,
    pub(super) ini: Ini,
}

impl Store {
    /// Opens the file that the environment names, else the user's; an absent one is empty.
    ///
    /// # Errors
    /// It cannot be read, or is no INI.
    pub(super) fn open() -> Result<Self, Failure> {
        let path = match variable("TENCENTCLOUD_CREDENTIALS_FILE") {
            Some(path) => PathBuf::from(path),
            None => home()?.join(".tencentcloud").join("credentials"),
        };
        let text = match fs::read_to_string(&path) {
            Ok(text) => Zeroizing::new(text),
            Err(error) if error.kind() == ErrorKind::NotFound => Zeroizing::default(),
            Err(error) => return Err(failed(&path, "cannot be read", &error)),
        };
        let ini = Ini::parse(&text, &path.display().to_string())?;
        Ok(Self { path, ini })
    }

    /// Writes the file: as a whole or not at all, for its owner alone.
    ///
    /// # Errors
    /// It cannot be written; what was there is as it was.
    pub(super) fn write(&self) -> Result<(), Failure> {
        let text = self.ini.text();
        replace(&self.path, text.as_bytes())
            .map_err(|error| failed(&self.path, "cannot be written", &error))
    }
}

fn failed(path: &Path, what: &str, error: &io::Error) -> Failure {
    Failure::new(Kind::Other, format!("{} {what}: {error}", path.display()))
}

/// Puts a file with `content` in the place of `path`. A link stays one, and leads to the new file.
fn replace(path: &Path, content: &[u8]) -> io::Result<()> {
    let path = match fs::canonicalize(path) {
        Ok(path) => path,
        Err(error) if error.kind() == ErrorKind::NotFound => path.to_owned(),
        Err(error) => return Err(error),
    };
    let folder = match path.parent() {
        Some(folder) if folder.as_os_str().is_empty() => Path::new("."),
        Some(folder) => folder,
        None => return Err(ErrorKind::IsADirectory.into()),
    };
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)?;
    // Readable and writable by its owner alone, from the beginning.
    let mut file = NamedTempFile::new_in(folder)?;
    file.write_all(content)?;
    file.as_file().sync_all()?;
    file.persist(&path).map_err(|error| error.error)?;
    Ok(())
}
