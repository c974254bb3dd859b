//! Reading, writing and checking files.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

/// Reads a text file.
///
/// # Errors
/// The file cannot be read.
pub fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

/// Writes a file only if its content changes, and returns whether it did.
///
/// # Errors
/// The file or its folder cannot be written.
pub fn write(path: &Path, content: &[u8]) -> Result<bool> {
    if fs::read(path).is_ok_and(|old| old == content) {
        return Ok(false);
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    }
    fs::write(path, content).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(true)
}

/// Returns a checksum of the names and contents of all files in a folder.
///
/// # Errors
/// The folder cannot be read.
pub fn digest(folder: &Path) -> Result<String> {
    let mut checksum = Sha256::new();
    add(&mut checksum, folder)?;
    Ok(hexadecimal(checksum))
}

fn add(checksum: &mut Sha256, folder: &Path) -> Result<()> {
    let entries =
        fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))?;
    let paths = entries.map(|entry| entry.map(|entry| entry.path()));
    let mut paths: Vec<_> = paths.collect::<Result<_, _>>()?;
    paths.sort();
    for path in paths {
        let name = path.file_name().unwrap_or_default();
        checksum.update(name.as_encoded_bytes());
        if path.is_dir() {
            add(checksum, &path)?;
        } else {
            let content = fs::read(&path);
            checksum.update(content.with_context(|| format!("cannot read {}", path.display()))?);
        }
    }
    Ok(())
}

/// Returns a checksum as text.
pub fn hexadecimal(checksum: Sha256) -> String {
    let bytes = checksum.finalize();
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
