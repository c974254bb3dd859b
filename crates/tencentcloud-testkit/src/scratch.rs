//! Workspaces that are written and built by the way.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use anyhow::{Context, Result, bail};

use crate::{files, repository};

/// Returns cargo in `folder`: the one that runs this process, if one does.
pub fn cargo(folder: &Path) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(folder);
    command
}

/// A folder in which cargo builds packages of a task's or test's own, on crates of the repository.
#[derive(Clone, Debug)]
pub struct Scratch(PathBuf);

impl Scratch {
    /// Uses `folder`, which need not exist.
    pub fn at(folder: impl Into<PathBuf>) -> Self {
        Self(folder.into())
    }

    /// Returns the place of a file in the folder.
    pub fn path(&self, path: impl AsRef<Path>) -> PathBuf {
        self.0.join(path)
    }

    /// Writes a file, if it is not there with that content.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn write(&self, path: impl AsRef<Path>, text: &str) -> Result<()> {
        files::write(&self.path(path), text.as_bytes()).map(drop)
    }

    /// Writes the manifest of a workspace of `members`, followed by `more`: profiles, say.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn members(&self, members: &[impl AsRef<str>], more: &str) -> Result<()> {
        let members: Vec<_> = members.iter().map(AsRef::as_ref).collect();
        let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n\n{more}");
        self.write("Cargo.toml", &manifest)
    }

    /// Copies the repository's lock, so that nothing is built in another version than there, and
    /// nothing is taken from the network.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn lock(&self) -> Result<()> {
        let lock = repository::root().join("Cargo.lock");
        fs::copy(lock, self.path("Cargo.lock")).context("cannot copy Cargo.lock")?;
        Ok(())
    }

    /// Returns cargo in the folder.
    pub fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = cargo(&self.0);
        command.args(arguments);
        command
    }
}

/// Runs a command and returns what it printed.
///
/// # Errors
/// The command cannot be run or fails; the error has what it printed.
pub fn output(command: &mut Command) -> Result<String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command.output();
    let output = output.with_context(|| format!("cannot run {program}"))?;
    if !output.status.success() {
        let folder = command.get_current_dir().unwrap_or(Path::new("."));
        let words: Vec<_> = command
            .get_args()
            .map(|word| word.to_string_lossy())
            .collect();
        bail!(
            "in {}, `{program} {}` failed:\n{}",
            folder.display(),
            words.join(" "),
            String::from_utf8_lossy(&output.stderr)
        );
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Runs a command whose output matters only if it fails.
///
/// # Errors
/// The command cannot be run or fails; the error has what it printed.
pub fn run(command: &mut Command) -> Result<()> {
    output(command).map(drop)
}
