//! The folder of saved requests.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tencentcloud_calls::saved::{Saved, Variables};

use super::name::{ENVIRONMENTS, Name};

/// The most requests that are listed.
const MOST: usize = 2_000;
/// The largest file that is read, in bytes.
const LARGEST: u64 = 10 << 20;

/// The folder of saved requests. Links in it are not followed: they could lead out of it.
#[derive(Debug)]
pub(crate) struct Folder(PathBuf);

/// A saved request, or why it cannot be read.
#[derive(Debug)]
pub(super) struct Listed {
    pub(super) name: Name,
    pub(super) request: Result<Saved, String>,
}

impl Folder {
    /// Keeps requests in the folder `path`, which is made when it is needed.
    pub(crate) fn new(path: PathBuf) -> Self {
        Self(path)
    }

    /// Returns where it is.
    pub(super) fn path(&self) -> &Path {
        &self.0
    }

    /// Returns all requests, sorted by name.
    pub(super) fn list(&self) -> Vec<Listed> {
        let listed = self.names().into_iter().map(|name| Listed {
            request: self.read(&name).map_err(|error| error.to_string()),
            name,
        });
        listed.collect()
    }

    /// Returns the names of all requests, sorted.
    pub(crate) fn names(&self) -> Vec<Name> {
        let mut names = Vec::new();
        let mut waiting = vec![String::new()];
        while let Some(folder) = waiting.pop() {
            let Ok(entries) = fs::read_dir(self.0.join(&folder)) else {
                continue;
            };
            for entry in entries.flatten() {
                let (Ok(kind), Ok(own)) = (entry.file_type(), entry.file_name().into_string())
                else {
                    continue;
                };
                let path = match folder.as_str() {
                    "" => own,
                    folder => format!("{folder}/{own}"),
                };
                if kind.is_dir() {
                    // What cannot be in a name cannot be a folder of one.
                    waiting.extend(Name::read(&format!("{path}/x")).map(|_| path));
                } else if kind.is_file() && path.ends_with(".json") && names.len() < MOST {
                    names.extend(Name::read(&path));
                }
            }
        }
        names.sort();
        names
    }

    /// Reads a request.
    ///
    /// # Errors
    /// There is none of that name, or it is no request.
    pub(super) fn read(&self, name: &Name) -> io::Result<Saved> {
        let path = self.inside(name)?;
        if fs::metadata(&path)?.len() > LARGEST {
            return Err(io::Error::other(format!("{name} is larger than a request")));
        }
        let text = fs::read_to_string(path)?;
        Saved::read(&text, &format!("{name}.json")).map_err(|error| io::Error::other(error.message))
    }

    /// Saves a request under a name that no other one has, unless it may `replace` that.
    ///
    /// # Errors
    /// The name is taken, or the folder cannot be written.
    pub(super) fn save(&self, name: &Name, request: &Saved, replace: bool) -> io::Result<()> {
        let path = self.inside(name)?;
        if !replace && path.exists() {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        write(&path, &request.to_text())
    }

    /// Gives a request another name, which no other one has.
    ///
    /// # Errors
    /// The name is taken, or the folder cannot be written.
    pub(super) fn rename(&self, name: &Name, to: &Name) -> io::Result<()> {
        let (from, target) = (self.inside(name)?, self.inside(to)?);
        if target.exists() {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        fs::create_dir_all(target.parent().unwrap_or(&self.0))?;
        fs::rename(from, target)?;
        self.tidy(name);
        Ok(())
    }

    /// Deletes a request, and the folders that it leaves empty.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub(super) fn delete(&self, name: &Name) -> io::Result<()> {
        fs::remove_file(self.inside(name)?)?;
        self.tidy(name);
        Ok(())
    }

    /// Returns the environments of a folder as text; empty if there are none.
    ///
    /// # Errors
    /// The file cannot be read.
    pub(super) fn environments(&self, folder: &str) -> io::Result<String> {
        let text = self.beside(folder).and_then(fs::read_to_string);
        match text {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(String::new()),
            text => text,
        }
    }

    /// Replaces the environments of a folder.
    ///
    /// # Errors
    /// `text` has none, or the folder cannot be written.
    pub(super) fn set_environments(&self, folder: &str, text: &str) -> io::Result<()> {
        Variables::environments(text, ENVIRONMENTS)
            .map_err(|error| io::Error::other(error.message))?;
        write(&self.beside(folder)?, text)
    }

    /// Returns the file of environments of a folder.
    fn beside(&self, folder: &str) -> io::Result<PathBuf> {
        let name = match folder {
            "" => Name::read("x"),
            folder => Name::read(&format!("{folder}/x")),
        };
        let name = name.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.inside(&name)?.with_file_name(ENVIRONMENTS))
    }

    /// Returns where a request is, unless a link is on the way there.
    fn inside(&self, name: &Name) -> io::Result<PathBuf> {
        let path = name.path(&self.0);
        let mut on_the_way: Vec<&Path> = path.ancestors().take_while(|at| *at != self.0).collect();
        let beside = path.with_file_name(ENVIRONMENTS);
        on_the_way.push(&beside);
        for at in on_the_way {
            let is_link = fs::symlink_metadata(at).is_ok_and(|found| found.is_symlink());
            if is_link {
                let told = format!("{} is a link, which is not followed", at.display());
                return Err(io::Error::other(told));
            }
        }
        Ok(path)
    }

    /// Removes the folders of a name that are empty.
    fn tidy(&self, name: &Name) {
        let path = name.path(&self.0);
        let folders = path.ancestors().skip(1).take_while(|at| *at != self.0);
        for folder in folders {
            // One that is not empty stays, and so do those around it.
            if fs::remove_dir(folder).is_err() {
                break;
            }
        }
    }
}

/// Writes a file that is whole before it has its name.
fn write(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let part = path.with_extension("json.part");
    match fs::remove_file(&part) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&part)?;
    file.write_all(text.as_bytes())?;
    fs::rename(part, path)
}
