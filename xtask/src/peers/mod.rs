//! `cargo xtask peers`: the official clients, unchanged and at pinned versions, in `target/peers`.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::workspace;

/// From the Python package registry, by checksum: the SDK, the command line tool, and all that they
/// need.
const PYTHON_FILES: &[(&str, &str)] = &[
    ("build.txt", include_str!("build.txt")),
    ("requirements.txt", include_str!("requirements.txt")),
];

/// From the Node package registry, by checksum.
const NODE_FILES: &[(&str, &str)] = &[
    ("package.json", include_str!("package.json")),
    ("package-lock.json", include_str!("package-lock.json")),
];

const PYTHON: &str = if cfg!(windows) { "python" } else { "python3" };
const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };
/// Where a virtual environment has its programs.
const PROGRAMS: &str = if cfg!(windows) { "Scripts" } else { "bin" };

/// The arguments of `cargo xtask peers`.
#[derive(Debug, Args)]
pub(crate) struct Peers {}

impl Peers {
    /// Installs what is not installed yet and prints where each client is, a line for each. A
    /// client whose toolchain is missing is told on standard error and left out.
    pub(crate) fn run(self) -> Result<()> {
        let folder = workspace::root().join("target/peers");
        fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        // The tests of two packages may ask for the clients at the same time.
        let lock = File::create(folder.join("lock"))?;
        lock.lock().context("cannot lock target/peers")?;

        let python = Kit {
            clients: "the Python SDK and tccli",
            toolchain: &[(
                PYTHON,
                &["-c", "import ensurepip, sys, venv; print(sys.version)"],
            )],
            folder: folder.join("python"),
            files: PYTHON_FILES,
            install: install_python,
        };
        let node = Kit {
            clients: "the Node SDK",
            toolchain: &[("node", &["--version"]), (NPM, &["--version"])],
            folder: folder.join("node"),
            files: NODE_FILES,
            install: install_node,
        };
        let (has_python, has_node) = (python.prepare(), node.prepare());
        if matches!(has_python, Ok(true)) {
            let programs = python.folder.join(PROGRAMS);
            println!("python: {}", programs.join("python").display());
            println!("tccli: {}", programs.join("tccli").display());
        }
        if matches!(has_node, Ok(true)) {
            let modules = node.folder.join("node_modules");
            println!("node: {}", modules.display());
        }
        has_python.and(has_node).map(drop)
    }
}

/// Clients that one toolchain installs and runs.
struct Kit {
    clients: &'static str,
    /// Programs, each with arguments by which it tells its version, if it can be used.
    toolchain: &'static [(&'static str, &'static [&'static str])],
    folder: PathBuf,
    /// What is installed, as its package manager reads it, by file name.
    files: &'static [(&'static str, &'static str)],
    install: fn(&Path) -> Result<()>,
}

impl Kit {
    /// Sees to it that the clients are there; `false` where their toolchain is missing.
    fn prepare(&self) -> Result<bool> {
        let mut stamp = self.folder.display().to_string();
        for (_, text) in self.files {
            stamp.push_str(&format!("\n{text}"));
        }
        for (tool, arguments) in self.toolchain {
            match version(tool, arguments) {
                Ok(version) => stamp.push_str(&format!("\n{tool} {version}")),
                Err(why) => {
                    eprintln!("{} left out: {tool} cannot be used: {why}", self.clients);
                    return Ok(false);
                }
            }
        }
        // Written last, and of all that the installation depends on.
        let stamped = self.folder.join("stamp");
        if fs::read_to_string(&stamped).is_ok_and(|old| old == stamp) {
            return Ok(true);
        }
        eprintln!("installing {} in {}", self.clients, self.folder.display());
        if self.folder.exists() {
            fs::remove_dir_all(&self.folder)
                .with_context(|| format!("cannot empty {}", self.folder.display()))?;
        }
        fs::create_dir_all(&self.folder)?;
        for (name, text) in self.files {
            workspace::write(&self.folder.join(name), text.as_bytes())?;
        }
        (self.install)(&self.folder).with_context(|| format!("cannot install {}", self.clients))?;
        workspace::write(&stamped, stamp.as_bytes())?;
        Ok(true)
    }
}

/// What a program of the toolchain says of itself, else why it cannot be used.
fn version(tool: &str, arguments: &[&str]) -> Result<String, String> {
    match Command::new(tool).args(arguments).output() {
        Ok(output) if output.status.success() => Ok(text(&output.stdout)),
        Ok(output) => Err(text(&output.stderr)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err("it is not installed".into()),
        Err(error) => Err(error.to_string()),
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim().to_owned()
}

fn install_python(folder: &Path) -> Result<()> {
    run(Command::new(PYTHON).args(["-m", "venv"]).arg(folder))?;
    // Without --no-compile, 262 services are compiled of which the tests import four. Without
    // --no-build-isolation, what builds a package would come without a checksum.
    let pip = [
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-input",
        "--no-compile",
        "--no-deps",
        "--require-hashes",
        "--no-build-isolation",
        "--requirement",
    ];
    for (name, _) in PYTHON_FILES {
        let python = folder.join(PROGRAMS).join("python");
        run(Command::new(python).args(pip).arg(folder.join(name)))?;
    }
    Ok(())
}

fn install_node(folder: &Path) -> Result<()> {
    // Told by --prefix, npm does not look for a package of ours further up.
    let npm = [
        "ci",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
    ];
    run(Command::new(NPM).args(npm).arg("--prefix").arg(folder))
}

fn run(command: &mut Command) -> Result<()> {
    let status = command
        .status()
        .with_context(|| format!("cannot run {command:?}"))?;
    if !status.success() {
        bail!("{command:?} ended with {status}");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    #[test]
    fn every_python_package_has_a_checksum() {
        for (name, text) in PYTHON_FILES {
            let text = text.replace("\\\n", " ");
            let packages: Vec<_> = text.lines().filter(|line| !line.starts_with('#')).collect();
            assert!(!packages.is_empty(), "{name}");
            for package in packages {
                assert!(package.contains("=="), "{name}: {package}");
                assert!(package.contains("--hash=sha256:"), "{name}: {package}");
            }
        }
    }

    #[test]
    fn every_node_package_has_a_checksum() {
        let lock: Value = serde_json::from_str(NODE_FILES[1].1).unwrap();
        let packages = lock["packages"].as_object().unwrap();
        assert!(packages.len() > 10);
        for (name, package) in packages.iter().filter(|(name, _)| !name.is_empty()) {
            let integrity = package["integrity"].as_str().unwrap_or_default();
            assert!(integrity.starts_with("sha512-"), "{name}: {integrity}");
        }
    }
}
