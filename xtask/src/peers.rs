//! `cargo xtask peers`: the official clients, unchanged and at pinned versions, in `target/peers`.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::workspace;

/// From the Python package registry: the SDK, the command line tool, and all that they need.
const PYTHON_PINS: &[&str] = &[
    "tencentcloud-sdk-python==3.1.195",
    "tccli==3.1.189.1",
    "certifi==2026.10.18",
    "charset-normalizer==3.5.2",
    "cos-python-sdk-v5==1.9.44",
    "crcmod==1.7",
    "idna==3.20",
    "jmespath==1.1.0",
    "pycryptodome==4.4.0",
    "requests==2.34.2",
    "six==1.17.0",
    "urllib3==2.8.0",
    "xmltodict==1.0.4",
];

/// From the Node package registry.
const NODE_PINS: &[&str] = &["tencentcloud-sdk-nodejs@4.1.313"];

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
            pins: PYTHON_PINS,
            install: install_python,
        };
        let node = Kit {
            clients: "the Node SDK",
            toolchain: &[("node", &["--version"]), (NPM, &["--version"])],
            folder: folder.join("node"),
            pins: NODE_PINS,
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
    pins: &'static [&'static str],
    install: fn(&Path, &[&str]) -> Result<()>,
}

impl Kit {
    /// Sees to it that the clients are there; `false` where their toolchain is missing.
    fn prepare(&self) -> Result<bool> {
        let mut stamp = format!("{}\n{}", self.folder.display(), self.pins.join("\n"));
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
        (self.install)(&self.folder, self.pins)
            .with_context(|| format!("cannot install {}", self.clients))?;
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

fn install_python(folder: &Path, pins: &[&str]) -> Result<()> {
    run(Command::new(PYTHON).args(["-m", "venv"]).arg(folder))?;
    // Without --no-compile, 262 services are compiled of which the tests import four.
    let pip = [
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-input",
        "--no-compile",
    ];
    let python = folder.join(PROGRAMS).join("python");
    run(Command::new(python).args(pip).args(pins))
}

fn install_node(folder: &Path, pins: &[&str]) -> Result<()> {
    // Told by --prefix, npm does not look for a package of ours further up.
    let npm = [
        "install",
        "--no-save",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
    ];
    run(Command::new(NPM)
        .args(npm)
        .arg("--prefix")
        .arg(folder)
        .args(pins))
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
