//! A folder of descriptions in the layout of `schema/`, with overlays, reviews and the lock
//! of its sources.

use std::fmt::Display;
use std::fs;
use std::path::{Path, PathBuf};

use crate::description::Description;
use crate::error::{Error, Problem};
use crate::lock::Lock;
use crate::overlay::Overlay;
use crate::resource::{ResourceOverlay, Resources};
use crate::titles::Titles;

/// A folder in the layout that `schema/README.md` explains: `services/<service>/<version>.json`,
/// `overlays/<service>.json`, `titles.json`, `reviews/` and `sources.lock`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folder(
    /// The folder's path. It need not exist.
    pub PathBuf,
);

impl Folder {
    /// Returns the path of the description of `version` of `service`.
    pub fn description_path(&self, service: &str, version: &str) -> PathBuf {
        self.service_path(service).join(format!("{version}.json"))
    }

    fn service_path(&self, service: &str) -> PathBuf {
        self.0.join("services").join(service)
    }

    /// Lists the names of all services, sorted.
    ///
    /// # Errors
    /// There is no folder `services`, or it cannot be read.
    pub fn services(&self) -> Result<Vec<String>, Error> {
        let mut names = Vec::new();
        for path in list(&self.0.join("services"))? {
            if path.is_dir() {
                let name = path.file_name().unwrap_or_default();
                names.push(name.to_string_lossy().into_owned());
            }
        }
        Ok(names)
    }

    /// Reads the description of `version` of `service` as the sources gave it; `None` if there is
    /// none.
    ///
    /// # Errors
    /// The file cannot be read or is not a description.
    pub fn source(&self, service: &str, version: &str) -> Result<Option<Description>, Error> {
        let path = self.description_path(service, version);
        path.exists().then(|| description(&path)).transpose()
    }

    /// Reads all versions of `service`, oldest first, as the sources gave them.
    ///
    /// # Errors
    /// There is no such service, or a file cannot be read or is not a description.
    pub fn sources(&self, service: &str) -> Result<Vec<Description>, Error> {
        let mut paths = list(&self.service_path(service))?;
        paths.retain(|path| path.extension().is_some_and(|e| e == "json"));
        paths.iter().map(|path| description(path)).collect()
    }

    /// Reads all versions of `service` as [`Folder::sources`] does; none if there is no such
    /// service.
    ///
    /// # Errors
    /// A file cannot be read or is not a description.
    pub fn known(&self, service: &str) -> Result<Vec<Description>, Error> {
        match self.service_path(service).is_dir() {
            true => self.sources(service),
            false => Ok(Vec::new()),
        }
    }

    /// Reads the newest version of `service` as the sources gave it.
    ///
    /// # Errors
    /// There is no version of it, or a file cannot be read or is not a description.
    pub fn newest(&self, service: &str) -> Result<Description, Error> {
        let newest = self.sources(service)?.pop();
        newest.ok_or_else(|| failed(&self.service_path(service), "there is no version"))
    }

    /// Reads all versions of `service`, oldest first, with its names and its overlay applied.
    ///
    /// # Errors
    /// A file cannot be read or has another form, or names or overlay do not apply.
    pub fn corrected(&self, service: &str) -> Result<Vec<Description>, Error> {
        let mut versions = self.sources(service)?;
        if let Some((titles, origin)) = self.titles()? {
            for version in &mut versions {
                titles.apply(version, &origin)?;
            }
        }
        let Some((overlay, origin)) = self.overlay(service)? else {
            return Ok(versions);
        };
        let corrected = versions.iter().map(|d| overlay.apply(d, &origin));
        corrected.collect()
    }

    /// Reads the names of services, with the path that they have in errors; `None` if there are none.
    ///
    /// # Errors
    /// The file cannot be read or has another form.
    pub fn titles(&self) -> Result<Option<(Titles, String)>, Error> {
        let path = self.0.join("titles.json");
        if !path.exists() {
            return Ok(None);
        }
        let origin = path.display().to_string();
        let titles = Titles::parse(&read(&path)?, &origin)?;
        Ok(Some((titles, origin)))
    }

    /// Reads the overlay of `service`, with the path that it has in errors; `None` if there is none.
    ///
    /// # Errors
    /// The file cannot be read or is not an overlay.
    pub fn overlay(&self, service: &str) -> Result<Option<(Overlay, String)>, Error> {
        let path = self.0.join("overlays").join(format!("{service}.json"));
        if !path.exists() {
            return Ok(None);
        }
        let origin = path.display().to_string();
        let overlay = Overlay::parse(&read(&path)?, &origin)?;
        Ok(Some((overlay, origin)))
    }

    /// Returns the path of the resources of `service`.
    pub fn resources_path(&self, service: &str) -> PathBuf {
        self.0.join("resources").join(format!("{service}.json"))
    }

    /// Lists the names of the services that have resources, sorted.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn resourceful(&self) -> Result<Vec<String>, Error> {
        let folder = self.0.join("resources");
        if !folder.is_dir() {
            return Ok(Vec::new());
        }
        let paths = list(&folder)?.into_iter();
        let files = paths.filter(|path| path.extension().is_some_and(|e| e == "json"));
        let names = files.filter_map(|path| Some(path.file_stem()?.to_string_lossy().into_owned()));
        Ok(names.collect())
    }

    /// Reads the resources of `service`; `None` if it has none.
    ///
    /// # Errors
    /// The file cannot be read or has another form.
    pub fn resources(&self, service: &str) -> Result<Option<Resources>, Error> {
        let path = self.resources_path(service);
        let read = || Resources::parse(&read(&path)?, &path.display().to_string());
        path.exists().then(read).transpose()
    }

    /// Reads the overlay of the resources of `service`, with the path that it has in errors; `None`
    /// if there is none.
    ///
    /// # Errors
    /// The file cannot be read or is not an overlay.
    pub fn resource_overlay(
        &self,
        service: &str,
    ) -> Result<Option<(ResourceOverlay, String)>, Error> {
        let folder = self.0.join("resources").join("overlays");
        let path = folder.join(format!("{service}.json"));
        if !path.exists() {
            return Ok(None);
        }
        let origin = path.display().to_string();
        let overlay = ResourceOverlay::parse(&read(&path)?, &origin)?;
        Ok(Some((overlay, origin)))
    }

    /// Reads the reviewed list `name`, e.g. `paging.tsv`, and returns its text with the path that it
    /// has in errors. A list that does not exist is empty.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn review(&self, name: &str) -> Result<(String, String), Error> {
        let path = self.0.join("reviews").join(name);
        let text = match path.exists() {
            true => read(&path)?,
            false => String::new(),
        };
        Ok((text, path.display().to_string()))
    }

    /// Reads the lock of the sources; a folder without one has recorded nothing yet.
    ///
    /// # Errors
    /// The file cannot be read or is not a lock.
    pub fn lock(&self) -> Result<Lock, Error> {
        let path = self.lock_path();
        match path.exists() {
            true => Lock::parse(&read(&path)?, &path.display().to_string()),
            false => Ok(Lock::default()),
        }
    }

    /// Writes the lock of the sources, and returns whether its file changed.
    ///
    /// # Errors
    /// The file or its folder cannot be written.
    pub fn write_lock(&self, lock: &Lock) -> Result<bool, Error> {
        write(&self.lock_path(), &lock.to_text())
    }

    fn lock_path(&self) -> PathBuf {
        self.0.join("sources.lock")
    }

    /// Writes a description in its canonical form, and returns whether its file changed.
    ///
    /// # Errors
    /// The file or its folder cannot be written.
    pub fn write(&self, description: &Description) -> Result<bool, Error> {
        let path = self.description_path(&description.service, &description.version);
        write(&path, &description.to_canonical())
    }
}

/// Writes a file that changed.
fn write(path: &Path, text: &str) -> Result<bool, Error> {
    if fs::read(path).is_ok_and(|old| old == text.as_bytes()) {
        return Ok(false);
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|e| failed(folder, e))?;
    }
    fs::write(path, text).map_err(|e| failed(path, e))?;
    Ok(true)
}

fn description(path: &Path) -> Result<Description, Error> {
    Description::parse(&read(path)?, &path.display().to_string())
}

fn read(path: &Path) -> Result<String, Error> {
    fs::read_to_string(path).map_err(|error| failed(path, format!("cannot be read: {error}")))
}

/// What a folder holds, sorted.
fn list(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let failed = |error| failed(folder, format!("cannot be listed: {error}"));
    let entries = fs::read_dir(folder).map_err(failed)?;
    let paths = entries.map(|entry| entry.map(|entry| entry.path()));
    let mut paths: Vec<_> = paths.collect::<Result<_, _>>().map_err(failed)?;
    paths.sort();
    Ok(paths)
}

fn failed(path: &Path, why: impl Display) -> Error {
    Error::new(&path.display().to_string(), vec![Problem::new("", why)])
}
