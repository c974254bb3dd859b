//! `cargo xtask peers`: the official clients and, on request, others' programs, unchanged and at
//! pinned versions, in `target/peers`.

mod browser;

use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::workspace;

/// What a package manager reads, by file name, and what is in it: packages by checksum.
type Files = &'static [(&'static str, &'static str)];

/// What builds the packages of Python that are source alone.
const BUILD: (&str, &str) = ("build.txt", include_str!("build.txt"));
const PYTHON_FILES: Files = &[
    BUILD,
    ("requirements.txt", include_str!("requirements.txt")),
];
const LANGCHAIN_FILES: Files = &[
    BUILD,
    (
        "requirements.txt",
        include_str!("langchain/requirements.txt"),
    ),
];
const CUSTODIAN_FILES: Files = &[
    BUILD,
    (
        "requirements.txt",
        include_str!("custodian/requirements.txt"),
    ),
];
const CERTBOT_FILES: Files = &[
    BUILD,
    ("requirements.txt", include_str!("certbot/requirements.txt")),
];
const NODE_FILES: Files = &[
    ("package.json", include_str!("package.json")),
    ("package-lock.json", include_str!("package-lock.json")),
];
const CLOUDBASE_FILES: Files = &[
    ("package.json", include_str!("cloudbase/package.json")),
    (
        "package-lock.json",
        include_str!("cloudbase/package-lock.json"),
    ),
];

const BROWSER_FILES: Files = &[
    ("package.json", include_str!("browser/package.json")),
    (
        "package-lock.json",
        include_str!("browser/package-lock.json"),
    ),
];

const PYTHON: &str = if cfg!(windows) { "python" } else { "python3" };
const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };
/// Where a virtual environment has its programs.
const PROGRAMS: &str = if cfg!(windows) { "Scripts" } else { "bin" };

const PYTHON_TOOLCHAIN: Toolchain = &[(
    PYTHON,
    &["-c", "import ensurepip, sys, venv; print(sys.version)"],
)];
const NODE_TOOLCHAIN: Toolchain = &[("node", &["--version"]), (NPM, &["--version"])];

const BROWSER_TOOLCHAIN: Toolchain = &[
    (browser::PROGRAM, &["--version"]),
    ("node", &["--version"]),
    (NPM, &["--version"]),
];

/// Programs, each with arguments by which it tells its version, if it can be used.
type Toolchain = &'static [(&'static str, &'static [&'static str])];

/// The arguments of `cargo xtask peers`.
#[derive(Debug, Args)]
pub(crate) struct Peers {
    /// Installs others' programs, too (540 MB): ChatHunyuan of langchain-community, Cloud
    /// Custodian, certbot, and the libraries of the Serverless Framework and of CloudBase
    #[arg(long)]
    programs: bool,
}

impl Peers {
    /// Installs what is not installed yet and prints where each client is, a line for each. A
    /// client whose toolchain is missing is told on standard error and left out.
    pub(crate) fn run(self) -> Result<()> {
        let folder = workspace::root().join("target/peers");
        fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        // The tests of two packages may ask for the clients at the same time.
        let lock = File::create(folder.join("lock"))?;
        lock.lock().context("cannot lock target/peers")?;

        let mut result = Ok(());
        for kit in KITS {
            if kit.name == "browser" {
                browser::obtain();
            }
            let folder = folder.join(kit.name);
            match kit.prepare(&folder, !kit.only_on_request || self.programs) {
                Ok(true) => {
                    for (client, place) in kit.places {
                        let path = place
                            .iter()
                            .fold(folder.clone(), |path, part| path.join(part));
                        println!("{client}: {}", path.display());
                    }
                }
                Ok(false) => {}
                Err(error) => result = result.and(Err(error)),
            }
        }
        result
    }
}

const KITS: &[Kit] = &[
    Kit {
        name: "python",
        clients: "the Python SDK and tccli",
        only_on_request: false,
        toolchain: PYTHON_TOOLCHAIN,
        files: PYTHON_FILES,
        install: install_python,
        places: &[
            ("python", &[PROGRAMS, "python"]),
            ("tccli", &[PROGRAMS, "tccli"]),
        ],
    },
    Kit {
        name: "node",
        clients: "the Node SDK",
        only_on_request: false,
        toolchain: NODE_TOOLCHAIN,
        files: NODE_FILES,
        install: install_node,
        places: &[("node", &["node_modules"])],
    },
    Kit {
        name: "browser",
        clients: "what drives a browser",
        only_on_request: false,
        toolchain: BROWSER_TOOLCHAIN,
        files: BROWSER_FILES,
        install: install_node,
        places: &[("browser", &["node_modules"])],
    },
    Kit {
        name: "langchain",
        clients: "ChatHunyuan of langchain-community",
        only_on_request: true,
        toolchain: PYTHON_TOOLCHAIN,
        files: LANGCHAIN_FILES,
        install: install_python,
        places: &[("langchain", &[PROGRAMS, "python"])],
    },
    Kit {
        name: "custodian",
        clients: "Cloud Custodian",
        only_on_request: true,
        toolchain: PYTHON_TOOLCHAIN,
        files: CUSTODIAN_FILES,
        install: install_python,
        places: &[("custodian", &[PROGRAMS, "python"])],
    },
    Kit {
        name: "certbot",
        clients: "certbot",
        only_on_request: true,
        toolchain: PYTHON_TOOLCHAIN,
        files: CERTBOT_FILES,
        install: install_python,
        places: &[("certbot", &[PROGRAMS, "python"])],
    },
    Kit {
        name: "cloudbase",
        clients: "tencent-component-toolkit and @cloudbase/manager-node",
        only_on_request: true,
        toolchain: NODE_TOOLCHAIN,
        files: CLOUDBASE_FILES,
        install: install_node,
        places: &[("cloudbase", &["node_modules"])],
    },
];

/// Clients that one toolchain installs and runs.
struct Kit {
    /// Of its folder.
    name: &'static str,
    clients: &'static str,
    /// Whether it is installed only by `--programs`.
    only_on_request: bool,
    toolchain: Toolchain,
    files: Files,
    install: fn(&Path, Files) -> Result<()>,
    /// Where each client is, below the folder.
    places: &'static [(&'static str, &'static [&'static str])],
}

impl Kit {
    /// Sees to it that the clients are there; `false` where their toolchain is missing, or where
    /// they are not there and nobody asked for them.
    fn prepare(&self, folder: &Path, install: bool) -> Result<bool> {
        let mut stamp = folder.display().to_string();
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
        let stamped = folder.join("stamp");
        if fs::read_to_string(&stamped).is_ok_and(|old| old == stamp) {
            return Ok(true);
        }
        if !install {
            eprintln!(
                "{} left out: `cargo xtask peers --programs` installs them",
                self.clients
            );
            return Ok(false);
        }
        eprintln!("installing {} in {}", self.clients, folder.display());
        if folder.exists() {
            fs::remove_dir_all(folder)
                .with_context(|| format!("cannot empty {}", folder.display()))?;
        }
        fs::create_dir_all(folder)?;
        for (name, text) in self.files {
            workspace::write(&folder.join(name), text.as_bytes())?;
        }
        (self.install)(folder, self.files)
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

fn install_python(folder: &Path, files: Files) -> Result<()> {
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
    for (name, _) in files {
        let python = folder.join(PROGRAMS).join("python");
        run(Command::new(python).args(pip).arg(folder.join(name)))?;
    }
    Ok(())
}

fn install_node(folder: &Path, _: Files) -> Result<()> {
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

    fn files(name: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
        let named = KITS.iter().flat_map(move |kit| {
            let files = kit
                .files
                .iter()
                .filter(move |(file, _)| file.ends_with(name));
            files.map(move |(_, text)| (kit.name, *text))
        });
        assert!(named.clone().count() > 1, "{name}");
        named
    }

    #[test]
    fn every_python_package_has_a_checksum() {
        for (kit, text) in files(".txt") {
            let text = text.replace("\\\n", " ");
            let packages: Vec<_> = text.lines().filter(|line| !line.starts_with('#')).collect();
            assert!(!packages.is_empty(), "{kit}");
            for package in packages {
                assert!(package.contains("=="), "{kit}: {package}");
                assert!(package.contains("--hash=sha256:"), "{kit}: {package}");
            }
        }
    }

    #[test]
    fn every_node_package_has_a_checksum() {
        for (kit, text) in files("package-lock.json") {
            let lock: Value = serde_json::from_str(text).unwrap();
            let packages = lock["packages"].as_object().unwrap();
            assert!(packages.len() > 2, "{kit}");
            for (name, package) in packages.iter().filter(|(name, _)| !name.is_empty()) {
                let integrity = package["integrity"].as_str().unwrap_or_default();
                assert!(
                    integrity.starts_with("sha512-"),
                    "{kit}: {name}: {integrity}"
                );
            }
        }
    }
}
