//! A Python package as files: a wheel, read in process, or files that the caller holds.

use std::fmt;

use sha2::{Digest, Sha256};

use super::files::Files;
use super::wheel::Wheel;
use crate::error::{Context, Result, bail};

/// A Python package, of which only the files that are asked for are read.
pub struct Package {
    name: &'static str,
    version: String,
    sha256: Option<String>,
    origin: String,
    files: Box<dyn Files>,
}

impl fmt::Debug for Package {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Package")
            .field("name", &self.name)
            .field("version", &self.version)
            .field("origin", &self.origin)
            .finish_non_exhaustive()
    }
}

impl Package {
    /// Opens a wheel of the package `name`, whose code is in the folder `module`. `origin` is where
    /// the wheel was found, for messages.
    ///
    /// # Errors
    /// The bytes are no wheel, or one of another package.
    pub fn wheel(bytes: Vec<u8>, origin: &str, name: &'static str, module: &str) -> Result<Self> {
        let checksum = Sha256::digest(&bytes);
        let sha256 = checksum.iter().map(|byte| format!("{byte:02x}")).collect();
        let wheel = Wheel::open(bytes).context(|| format!("{origin} is not a wheel"))?;
        let mut package = Self {
            name,
            version: String::new(),
            sha256: Some(sha256),
            origin: origin.to_owned(),
            files: Box::new(wheel),
        };
        let paths = package.paths("")?;
        let metadata = paths
            .iter()
            .find(|path| path.ends_with(".dist-info/METADATA"));
        let Some(metadata) = metadata else {
            bail!("{origin} has no METADATA: not a wheel");
        };
        let metadata = package.text(metadata)?;
        let field = |key: &str| {
            metadata
                .lines()
                .find_map(|line| line.strip_prefix(key)?.strip_prefix(": "))
                .map(str::trim)
        };
        if field("Name") != Some(name) {
            bail!(
                "{origin} is the package {}; expected {name}",
                field("Name").unwrap_or("without a name")
            );
        }
        package.version = match field("Version") {
            Some(version) => version.to_owned(),
            None => bail!("{origin} does not state its version"),
        };
        package.holding(module)
    }

    /// Opens the files of the unpacked package `name`, whose code is in the folder `module`.
    /// `origin` is where they were found, for messages.
    ///
    /// # Errors
    /// The files are not those of the package.
    pub fn unpacked(
        files: impl Files + 'static,
        origin: &str,
        name: &'static str,
        module: &str,
    ) -> Result<Self> {
        let mut package = Self {
            name,
            version: String::new(),
            sha256: None,
            origin: origin.to_owned(),
            files: Box::new(files),
        };
        let code = package
            .text(&format!("{module}/__init__.py"))
            .context(|| format!("{origin} does not hold the package {name}"))?;
        let version = code
            .lines()
            .find_map(|line| line.strip_prefix("__version__ = "));
        package.version = match version {
            Some(value) => value.trim().trim_matches(['\'', '"']).to_owned(),
            None => bail!("{module}/__init__.py in {origin} does not state its version"),
        };
        package.holding(module)
    }

    fn holding(self, module: &str) -> Result<Self> {
        if self.paths(&format!("{module}/"))?.is_empty() {
            bail!(
                "{} does not hold the package {}: it has no folder {module}",
                self.origin,
                self.name
            );
        }
        Ok(self)
    }

    /// Returns the package's name in the registry.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Returns the package's version.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Returns the wheel's SHA-256 in hexadecimal; none for unpacked files, which anyone may have
    /// edited.
    pub fn sha256(&self) -> Option<&str> {
        self.sha256.as_deref()
    }

    /// Returns name and version, as a message says them.
    pub fn title(&self) -> String {
        format!("{} {}", self.name, self.version)
    }

    /// Returns the place of the file with that path, as a message says it.
    pub fn place(&self, path: &str) -> String {
        format!("{}: {path}", self.origin)
    }

    /// Returns the paths of the files that begin with `prefix`, sorted, with `/` between folders.
    ///
    /// # Errors
    /// The files cannot be listed.
    pub fn paths(&self, prefix: &str) -> Result<Vec<String>> {
        let mut paths = self.files.paths(prefix)?;
        paths.sort();
        Ok(paths)
    }

    /// Returns the text of the file with that path.
    ///
    /// # Errors
    /// There is no such file, or it is no text.
    pub fn text(&self, path: &str) -> Result<String> {
        let read = self.files.text(path);
        read.context(|| format!("cannot read {}", self.place(path)))
    }
}
