//! A folder with crates of a test's own. Everything here fails the test that it cannot serve.

use std::path::PathBuf;
use std::process::Command;

use tempfile::TempDir;

pub use crate::repository::root;
use crate::scratch::{Scratch, output};

/// A temporary folder that cargo works in. All share one target folder, so that dependencies are
/// built once, and nothing is taken from the network: the lock is the repository's.
#[derive(Debug)]
pub struct Workspace {
    scratch: Scratch,
    _folder: TempDir,
}

impl Workspace {
    /// Creates a folder whose root has that manifest. Builds are without debug information and
    /// increments, for a binary that runs once.
    pub fn new(manifest: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let workspace = Self {
            scratch: Scratch::at(folder.path()),
            _folder: folder,
        };
        let profile = "[profile.dev]\ndebug = false\nincremental = false\n";
        workspace.write("Cargo.toml", &format!("{manifest}\n{profile}"));
        workspace.scratch.lock().unwrap();
        workspace
    }

    /// Returns the place of a file in the folder.
    pub fn path(&self, path: &str) -> PathBuf {
        self.scratch.path(path)
    }

    /// Writes a file.
    pub fn write(&self, path: &str, text: &str) {
        self.scratch.write(path, text).unwrap();
    }

    /// Returns cargo in that folder.
    pub fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = self.scratch.cargo(arguments);
        command
            .env("CARGO_TARGET_DIR", root().join("target/outside"))
            .env("CARGO_NET_OFFLINE", "true")
            .env("CARGO_TERM_COLOR", "never");
        command
    }

    /// Runs cargo, which must succeed, and returns what it prints.
    pub fn succeed(&self, arguments: &[&str]) -> String {
        said(&mut self.cargo(arguments))
    }

    /// Runs cargo, which must fail, and returns what it reports.
    pub fn fail(&self, arguments: &[&str]) -> String {
        let output = self.cargo(arguments).output().unwrap();
        assert!(!output.status.success(), "it should fail: {output:?}");
        String::from_utf8(output.stderr).unwrap()
    }
}

/// Runs a command, which must succeed, and returns what it prints.
pub fn said(command: &mut Command) -> String {
    output(command).unwrap_or_else(|error| panic!("{error:#}"))
}
