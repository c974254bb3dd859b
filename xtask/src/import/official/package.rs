//! A Python package as files: a wheel, read in process, or the folder that it was unpacked into.

use std::cell::RefCell;
use std::fs;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};
use zip::ZipArchive;

use crate::workspace;

/// One Python package, of which only the files that are asked for are read.
pub(crate) struct Package {
    name: &'static str,
    version: String,
    sha256: Option<String>,
    origin: PathBuf,
    files: Files,
}

enum Files {
    Wheel(RefCell<ZipArchive<Cursor<Vec<u8>>>>),
    /// The folder that holds the package's module folder.
    Folder(PathBuf),
}

impl Package {
    /// Opens the package of that name, whose code stands in the folder `module`.
    pub(crate) fn open(path: &Path, name: &'static str, module: &str) -> Result<Self> {
        let meta = fs::metadata(path).with_context(|| format!("cannot open {}", path.display()))?;
        let package = if meta.is_dir() {
            Self::folder(path, name, module)?
        } else {
            Self::wheel(path, name)?
        };
        if package.paths(&format!("{module}/"))?.is_empty() {
            bail!(
                "{} does not hold the package {name}: it has no folder {module}",
                path.display()
            );
        }
        Ok(package)
    }

    fn wheel(path: &Path, name: &'static str) -> Result<Self> {
        let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        let sha256 = workspace::hexadecimal(Sha256::new_with_prefix(&bytes));
        let archive = ZipArchive::new(Cursor::new(bytes))
            .with_context(|| format!("{} is not a wheel", path.display()))?;
        let mut package = Self {
            name,
            version: String::new(),
            sha256: Some(sha256),
            origin: path.to_owned(),
            files: Files::Wheel(RefCell::new(archive)),
        };
        let metadata = package
            .paths("")?
            .into_iter()
            .find(|path| path.ends_with(".dist-info/METADATA"))
            .with_context(|| format!("{} has no METADATA: not a wheel", path.display()))?;
        let metadata = package.text(&metadata)?;
        let field = |key: &str| {
            metadata
                .lines()
                .find_map(|line| line.strip_prefix(key)?.strip_prefix(": "))
                .map(str::trim)
        };
        if field("Name") != Some(name) {
            bail!(
                "{} is the package {}; expected {name}",
                path.display(),
                field("Name").unwrap_or("without a name")
            );
        }
        package.version = field("Version")
            .with_context(|| format!("{} does not tell its version", path.display()))?
            .to_owned();
        Ok(package)
    }

    fn folder(path: &Path, name: &'static str, module: &str) -> Result<Self> {
        let is_module =
            path.file_name().is_some_and(|last| last == module) && !path.join(module).is_dir();
        let root = if is_module {
            path.join("..")
        } else {
            path.to_owned()
        };
        let mut package = Self {
            name,
            version: String::new(),
            sha256: None,
            origin: path.to_owned(),
            files: Files::Folder(root),
        };
        let code = package
            .text(&format!("{module}/__init__.py"))
            .with_context(|| format!("{} does not hold the package {name}", path.display()))?;
        package.version = code
            .lines()
            .find_map(|line| line.strip_prefix("__version__ = "))
            .map(|value| value.trim().trim_matches(['\'', '"']).to_owned())
            .with_context(|| {
                format!(
                    "{module}/__init__.py in {} does not tell its version",
                    path.display()
                )
            })?;
        Ok(package)
    }

    /// The package's name in the registry.
    pub(super) fn name(&self) -> &'static str {
        self.name
    }

    /// The package's version.
    pub(super) fn version(&self) -> &str {
        &self.version
    }

    /// The wheel's checksum in hexadecimal; none for a folder, which anyone may have edited.
    pub(crate) fn sha256(&self) -> Option<&str> {
        self.sha256.as_deref()
    }

    /// Name and version, as a message says them.
    pub(crate) fn title(&self) -> String {
        format!("{} {}", self.name, self.version)
    }

    /// The place of one of its files, as a message says it.
    pub(crate) fn place(&self, path: &str) -> String {
        format!("{}: {path}", self.origin.display())
    }

    /// The paths of its files that begin with `prefix`, sorted, with `/` between folders.
    pub(crate) fn paths(&self, prefix: &str) -> Result<Vec<String>> {
        let mut paths: Vec<String> = match &self.files {
            Files::Wheel(archive) => {
                let archive = archive.borrow();
                let mut found = Vec::new();
                for name in archive.file_names() {
                    let name = name?;
                    if name.starts_with(prefix) {
                        found.push(name.into_owned());
                    }
                }
                found
            }
            Files::Folder(root) => {
                let mut found = Vec::new();
                walk(&root.join(prefix), prefix, &mut found)?;
                found
            }
        };
        paths.sort();
        Ok(paths)
    }

    /// The text of one of its files, or an error where it has no such file.
    pub(crate) fn text(&self, path: &str) -> Result<String> {
        let read = || -> Result<String> {
            match &self.files {
                Files::Wheel(archive) => {
                    let mut text = String::new();
                    archive
                        .borrow_mut()
                        .by_name(path)?
                        .read_to_string(&mut text)?;
                    Ok(text)
                }
                Files::Folder(root) => Ok(fs::read_to_string(root.join(path))?),
            }
        };
        read().with_context(|| format!("cannot read {}", self.place(path)))
    }
}

fn walk(folder: &Path, prefix: &str, found: &mut Vec<String>) -> Result<()> {
    let entries =
        fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))?;
    for entry in entries {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            walk(&entry.path(), &format!("{name}/"), found)?;
        } else {
            found.push(name);
        }
    }
    Ok(())
}
