//! The workspaces under `target/bench/` that the measured crates are dependencies of.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;
use tencentcloud_testkit::scratch::{Scratch as Workspace, output, run};

use super::case::Mode;
use super::programs::Program;
use super::side::Side;
use super::wrapper::{Probe, Record};
use crate::args::Crates;
use crate::workspace;

/// A workspace of small programs.
#[derive(Debug)]
pub(super) struct Scratch {
    pub(super) side: Side,
    workspace: Workspace,
}

/// What cargo's defaults give a user, less the symbols of what is shipped.
const PROFILE: &str = "[profile.release]\nstrip = true\n";

impl Scratch {
    /// Lays out the workspace of one side with those programs.
    pub(super) fn new(side: Side, programs: &[&Program<'_>], crates: &Crates) -> Result<Self> {
        let workspace = Workspace::at(workspace::root().join("target/bench").join(side.name()));
        let members: Vec<_> = programs.iter().map(|p| p.package()).collect();
        workspace.members(&members, PROFILE)?;
        let services = crates.folder();
        let services = services
            .canonicalize()
            .with_context(|| format!("no folder {}", services.display()))?;
        for program in programs {
            let dependency = dependency(side, program, &services)?;
            let package = program.package();
            let manifest = format!(
                "[package]\nname = \"{package}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
                 [dependencies]\n{} = {{ {dependency} }}\n\
                 tokio = {{ version = \"1\", features = [\"macros\", \"rt\"] }}\n",
                program.dependency()
            );
            workspace.write(format!("{package}/Cargo.toml"), &manifest)?;
            workspace.write(format!("{package}/src/main.rs"), &program.source())?;
        }
        if side == Side::Ours {
            workspace.lock()?;
        }
        let scratch = Self { side, workspace };
        run(scratch.cargo(&["fetch"]).arg("--quiet"))?;
        Ok(scratch)
    }

    /// A cargo command in the workspace. Nothing of a former build helps the measured one.
    fn cargo(&self, words: &[&str]) -> Command {
        let mut cargo = self.workspace.cargo(words);
        cargo
            .env("CARGO_TARGET_DIR", self.workspace.path("target"))
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
            records: &self.workspace.path("records"),
            passes,
        }
        .run(&mut self.build(package, mode))
    }

    /// The size of a program's release build.
    pub(super) fn size(&self, package: &str) -> Result<u64> {
        let target = self.workspace.path("target");
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

/// Where a program's dependency comes from, as its manifest says it.
fn dependency(side: Side, program: &Program<'_>, services: &Path) -> Result<String> {
    if side == Side::Aws {
        return Ok(format!("version = \"={}\"", program.version));
    }
    let path = services.join(program.service);
    if !path.join("Cargo.toml").exists() {
        bail!(
            "no crate {}: generate it by `cargo xtask codegen --out DIR {}` and name the folder by `--crates DIR`",
            path.display(),
            program.service
        );
    }
    Ok(format!("path = {path:?}"))
}
