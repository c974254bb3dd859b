//! A folder with crates of a test's own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// The root of the repository.
pub(crate) fn root() -> &'static Path {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().expect("xtask stands in the repository")
}

/// A temporary folder that cargo works in. All share one target folder, so that dependencies are
/// built once, and nothing is taken from the network: the lock is the repository's.
pub(crate) struct Workspace {
    folder: TempDir,
}

impl Workspace {
    /// A folder whose root has that manifest. Builds are without debug information and increments,
    /// for a binary that runs once.
    pub(crate) fn new(manifest: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let workspace = Self { folder };
        let profile = "[profile.dev]\ndebug = false\nincremental = false\n";
        workspace.write("Cargo.toml", &format!("{manifest}\n{profile}"));
        fs::copy(root().join("Cargo.lock"), workspace.path("Cargo.lock")).unwrap();
        workspace
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Cargo in that folder.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Command {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("outside");
        let mut command = Command::new(env!("CARGO"));
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env("CARGO_TARGET_DIR", target)
            .env("CARGO_NET_OFFLINE", "true")
            .env("CARGO_TERM_COLOR", "never");
        command
    }

    /// What cargo prints where it succeeds.
    pub(crate) fn succeed(&self, arguments: &[&str]) -> String {
        said(&mut self.cargo(arguments))
    }

    /// What cargo says where it fails.
    pub(crate) fn fail(&self, arguments: &[&str]) -> String {
        let output = self.cargo(arguments).output().unwrap();
        assert!(!output.status.success(), "it should fail: {output:?}");
        String::from_utf8(output.stderr).unwrap()
    }
}

/// What a command prints; it must succeed.
pub(crate) fn said(command: &mut Command) -> String {
    let Output {
        status,
        stdout,
        stderr,
    } = command.output().unwrap();
    let stderr = String::from_utf8_lossy(&stderr);
    assert!(status.success(), "{command:?} failed:\n{stderr}");
    String::from_utf8(stdout).unwrap()
}
