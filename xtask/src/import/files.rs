//! Packages on the disk: a wheel, or the folder that it was unpacked into.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use tencentcloud_import::official::{FILE_LIMIT, Files, Package};
use tencentcloud_import::{Error, Result as Read};

/// A package's name in the registry, and the folder that holds its code.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Kind {
    name: &'static str,
    module: &'static str,
}

/// The command line tool: actions, types and members.
pub(crate) const TCCLI: Kind = Kind {
    name: "tccli",
    module: "tccli",
};

/// The command line tool of the international site.
pub(crate) const INTERNATIONAL: Kind = Kind {
    name: "tccli-intl-en",
    module: "tccli",
};

/// The Python SDK: hosts and error codes.
pub(crate) const PYTHON: Kind = Kind {
    name: "tencentcloud-sdk-python",
    module: "tencentcloud",
};

impl Kind {
    /// The package's name in the registry.
    pub(crate) fn name(self) -> &'static str {
        self.name
    }
}

/// Opens a package at that path.
pub(crate) fn package(path: &Path, kind: Kind) -> Result<Package> {
    let origin = path.display().to_string();
    let Kind { name, module } = kind;
    let meta = fs::metadata(path).with_context(|| format!("cannot open {origin}"))?;
    if meta.is_dir() {
        let folder = Folder::of(path, module);
        return Ok(Package::unpacked(folder, &origin, name, module)?);
    }
    let bytes = fs::read(path).with_context(|| format!("cannot read {origin}"))?;
    Ok(Package::wheel(bytes, &origin, name, module)?)
}

/// The folder that holds the package's code folder.
struct Folder(PathBuf);

impl Folder {
    /// Both the folder of the whole package and its code folder are taken.
    fn of(path: &Path, module: &str) -> Self {
        let is_module =
            path.file_name().is_some_and(|last| last == module) && !path.join(module).is_dir();
        Self(match is_module {
            true => path.join(".."),
            false => path.to_owned(),
        })
    }
}

impl Files for Folder {
    fn paths(&self, prefix: &str) -> Read<Vec<String>> {
        // As in a wheel, a prefix may end within a name, and that of no file finds nothing.
        let folder = prefix.rfind('/').map_or("", |slash| &prefix[..=slash]);
        let mut found = Vec::new();
        if self.0.join(folder).is_dir() {
            walk(&self.0.join(folder), folder, &mut found)?;
        }
        found.retain(|path| path.starts_with(prefix));
        Ok(found)
    }

    fn text(&self, path: &str) -> Read<String> {
        let path = self.0.join(path);
        let size = fs::metadata(&path).map_err(Error::new)?.len();
        if size > FILE_LIMIT {
            let message = format!("the file has {size} bytes; no more than {FILE_LIMIT} are read");
            return Err(Error::new(message));
        }
        fs::read_to_string(path).map_err(Error::new)
    }
}

/// Finds the files below a folder. A package has no links: they may lead in a circle, or out of it.
fn walk(folder: &Path, prefix: &str, found: &mut Vec<String>) -> Read<()> {
    let failed =
        |error| Error::new(format_args!("cannot list {}", folder.display())).because(error);
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let kind = entry.file_type().map_err(failed)?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if kind.is_symlink() {
            let message = "is a link, which an unpacked package does not have; remove it";
            return Err(Error::new(format_args!(
                "{} {message}",
                entry.path().display()
            )));
        } else if kind.is_dir() {
            walk(&entry.path(), &format!("{name}/"), found)?;
        } else {
            found.push(name);
        }
    }
    Ok(())
}
