//! The workspaces under `target/bench/` that the measured crates are dependencies of.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::Crates;
use super::programs::Program;
use super::wrapper::{Probe, Record};
use crate::workspace;

/// Whose crates a workspace builds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Ours,
    Aws,
}

impl Side {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::Aws => "aws",
        }
    }
}

/// How a crate is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    Check,
    Debug,
    Release,
}

impl Mode {
    pub(super) const ALL: [Self; 3] = [Self::Check, Self::Debug, Self::Release];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::Debug => "debug",
            Self::Release => "release",
        }
    }

    fn cargo(self) -> &'static [&'static str] {
        match self {
            Self::Check => &["check"],
            Self::Debug => &["build"],
            Self::Release => &["build", "--release"],
        }
    }
}

/// A workspace of small programs.
#[derive(Debug)]
pub(super) struct Scratch {
    pub(super) side: Side,
    folder: PathBuf,
}

/// What cargo's defaults give a user, less the symbols of what is shipped.
const PROFILE: &str = "[profile.release]\nstrip = true\n";

impl Scratch {
    /// Lays out the workspace of one side with those programs.
    pub(super) fn new(side: Side, programs: &[&Program<'_>], crates: &Crates) -> Result<Self> {
        let root = workspace::root();
        let folder = root.join("target/bench").join(side.name());
        let members: Vec<_> = programs.iter().map(|p| p.package()).collect();
        let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n\n{PROFILE}");
        workspace::write(&folder.join("Cargo.toml"), manifest.as_bytes())?;
        let services = match &crates.crates {
            Some(folder) => folder
                .canonicalize()
                .with_context(|| format!("no folder {}", folder.display()))?,
            None => root.join("crates/services"),
        };
        for program in programs {
            let dependency = match side {
                Side::Ours => {
                    let path = services.join(program.service);
                    if !path.join("Cargo.toml").exists() {
                        bail!(
                            "no crate {}: generate it by `cargo xtask codegen --out DIR {}` and name the folder by `--crates DIR`",
                            path.display(),
                            program.service
                        );
                    }
                    format!("path = {path:?}")
                }
                Side::Aws => format!("version = \"={}\"", program.version),
            };
            let package = program.package();
            let manifest = format!(
                "[package]\nname = \"{package}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
                 [dependencies]\n{} = {{ {dependency} }}\n\
                 tokio = {{ version = \"1\", features = [\"macros\", \"rt\"] }}\n",
                program.dependency()
            );
            let place = folder.join(&package);
            workspace::write(&place.join("Cargo.toml"), manifest.as_bytes())?;
            workspace::write(&place.join("src/main.rs"), program.source().as_bytes())?;
        }
        let lock = folder.join("Cargo.lock");
        if side == Side::Ours {
            fs::copy(root.join("Cargo.lock"), &lock).context("cannot copy Cargo.lock")?;
        }
        let scratch = Self { side, folder };
        run(scratch.cargo(&["fetch"]).arg("--quiet"))?;
        Ok(scratch)
    }

    /// A cargo command in the workspace. Nothing of a former build helps the measured one.
    fn cargo(&self, words: &[&str]) -> Command {
        let mut cargo = workspace::cargo(&self.folder);
        cargo
            .args(words)
            .env("CARGO_TARGET_DIR", self.folder.join("target"))
            .env("CARGO_INCREMENTAL", "0");
        cargo
    }

    fn build(&self, package: &str, mode: Mode) -> Command {
        let mut cargo = self.cargo(mode.cargo());
        cargo.args(["--quiet", "--offline", "--package", package]);
        cargo
    }

    /// Builds a package with all that it depends on.
    pub(super) fn prepare(&self, package: &str, mode: Mode) -> Result<()> {
        run(&mut self.build(package, mode))
    }

    /// Builds the one package again, everything that it depends on being built.
    pub(super) fn measure(
        &self,
        package: &str,
        mode: Mode,
        passes: Option<&Path>,
    ) -> Result<Record> {
        let mut clean = self.cargo(&["clean", "--quiet", "--offline", "--package", package]);
        if mode == Mode::Release {
            clean.arg("--release");
        }
        run(&mut clean)?;
        Probe {
            name: &package.replace('-', "_"),
            records: &self.folder.join("records"),
            passes,
        }
        .run(&mut self.build(package, mode))
    }

    /// Builds a program and all that it depends on, from nothing.
    pub(super) fn build_cold(&self, package: &str) -> Result<f64> {
        let target = self.cold();
        if target.exists() {
            fs::remove_dir_all(&target)
                .with_context(|| format!("cannot remove {}", target.display()))?;
        }
        let start = std::time::Instant::now();
        run(self
            .build(package, Mode::Release)
            .env("CARGO_TARGET_DIR", &target))?;
        Ok(start.elapsed().as_secs_f64())
    }

    fn cold(&self) -> PathBuf {
        self.folder.join("cold")
    }

    /// The size of a program's release build.
    pub(super) fn size(&self, package: &str, cold: bool) -> Result<u64> {
        let target = if cold {
            self.cold()
        } else {
            self.folder.join("target")
        };
        let path = target
            .join("release")
            .join(format!("{package}{}", env::consts::EXE_SUFFIX));
        let file = fs::metadata(&path).with_context(|| format!("no {}", path.display()))?;
        Ok(file.len())
    }

    /// How many crates a program's build takes, itself and build dependencies included.
    pub(super) fn crates_in_tree(&self, package: &str) -> Result<usize> {
        let mut tree = self.cargo(&["tree", "--offline", "--prefix", "none", "--edges"]);
        tree.args(["normal,build", "--format", "{p}", "--package", package]);
        let text = output(&mut tree)?;
        let mut lines: Vec<_> = text
            .lines()
            .map(|line| line.trim_end_matches(" (*)"))
            .filter(|line| !line.is_empty())
            .collect();
        lines.sort_unstable();
        lines.dedup();
        Ok(lines.len())
    }

    /// The folder of a package's source, and its version.
    pub(super) fn source(&self, package: &str) -> Result<(PathBuf, String)> {
        let text = output(&mut self.cargo(&["metadata", "--offline", "--format-version", "1"]))?;
        let metadata: Value = serde_json::from_str(&text).context("cargo metadata")?;
        let found = metadata["packages"]
            .as_array()
            .into_iter()
            .flatten()
            .find(|entry| entry["name"] == package)
            .with_context(|| format!("cargo knows no package {package}"))?;
        let manifest = Path::new(found["manifest_path"].as_str().unwrap_or_default());
        let folder = manifest.parent().unwrap_or(manifest).join("src");
        let version = found["version"].as_str().unwrap_or_default();
        Ok((folder, version.to_owned()))
    }
}

/// Runs a command, and gives what it printed.
fn output(command: &mut Command) -> Result<String> {
    let output = command.output().context("cannot run cargo")?;
    if !output.status.success() {
        let folder = command.get_current_dir().unwrap_or(Path::new("."));
        let words: Vec<_> = command
            .get_args()
            .map(|word| word.to_string_lossy())
            .collect();
        bail!(
            "in {}, `cargo {}` failed:\n{}",
            folder.display(),
            words.join(" "),
            String::from_utf8_lossy(&output.stderr)
        );
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Runs a command whose output matters only where it fails.
pub(super) fn run(command: &mut Command) -> Result<()> {
    output(command).map(drop)
}
