//! `cargo xtask audit`: what must hold of dependencies and features, and takes minutes or tools of
//! its own.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};

use crate::workspace;

/// The arguments of `cargo xtask audit`.
#[derive(Debug, Args)]
pub(crate) struct Audit {
    /// Only these checks; `semver` runs only if a revision is given
    only: Vec<Check>,
    /// The revision that the published crates are compared with, e.g. a release's tag
    #[arg(long, value_name = "REVISION")]
    baseline: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Check {
    /// Licences, sources and banned crates, by deny.toml
    Policy,
    /// Known weaknesses of dependencies, by the advisory database
    Advisories,
    /// Each feature of each published crate alone, and none
    Features,
    /// Calls with each TLS library, and with a client of reqwest
    Tls,
    /// The oldest versions that the manifests allow
    Bounds,
    /// Compatibility of the published crates with a revision
    Semver,
}

/// The crates that are written by hand and published.
const PUBLISHED: [&str; 15] = [
    "tencentcloud-schema",
    "tencentcloud-catalogue",
    "tencentcloud-import",
    "tencentcloud-codegen",
    "tencentcloud-macros",
    "tencentcloud-runtime",
    "tencentcloud-emulator",
    "tencentcloud-calls",
    "tencentcloud-rows",
    "tencentcloud-snippets",
    "tencentcloud-twin",
    "tencentcloud-broker",
    "tencentcloud-mcp",
    "tencentcloud-explorer",
    "tencentcloud-cli",
];

/// Features of the runtime's TLS, alone and together: several in one program must not disagree.
const TLS: [&str; 4] = [
    "rustls,webpki-roots",
    "aws-lc",
    "native-tls,webpki-roots",
    "rustls,aws-lc,native-tls,http2",
];

/// Where the tools are installed, each in the version that the checks were written for.
const TOOLS: &str = "target/tools";

impl Audit {
    /// Runs the task.
    pub(crate) fn run(self) -> Result<()> {
        let root = workspace::root();
        let all = Check::value_variants().to_vec();
        let mut passed = 0;
        for check in if self.only.is_empty() { all } else { self.only } {
            println!("==> {check:?}");
            match check {
                Check::Policy => policy(&root)?,
                Check::Advisories => advisories(&root)?,
                Check::Features => features(&root)?,
                Check::Tls => tls(&root)?,
                Check::Bounds => bounds(&root)?,
                Check::Semver => match &self.baseline {
                    Some(revision) => semver(&root, revision)?,
                    None => {
                        println!("skipped: name a revision by `--baseline REVISION`");
                        continue;
                    }
                },
            }
            passed += 1;
        }
        println!("{passed} checks passed");
        Ok(())
    }
}

fn policy(root: &Path) -> Result<()> {
    let mut deny = tool(root, "cargo-deny", "0.20.2")?;
    done(deny.args(["deny", "--locked", "check", "bans", "licenses", "sources"]))
}

/// The database is fetched from a repository that is not a crate registry.
fn advisories(root: &Path) -> Result<()> {
    let mut deny = tool(root, "cargo-deny", "0.20.2")?;
    let output = deny
        .args(["deny", "--locked", "check", "advisories"])
        .output()
        .context("cannot run cargo deny")?;
    let text = String::from_utf8_lossy(&output.stderr);
    if text.contains("failed to fetch advisory database") {
        println!("skipped: the advisory database cannot be reached from here");
        return Ok(());
    }
    eprint!("{text}");
    if !output.status.success() {
        bail!("cargo deny check advisories failed");
    }
    Ok(())
}

fn features(root: &Path) -> Result<()> {
    let mut hack = tool(root, "cargo-hack", "0.6.46")?;
    hack.args(["hack", "check", "--each-feature", "--no-dev-deps"]);
    hack.args(PUBLISHED.iter().flat_map(|name| ["--package", name]));
    done(&mut hack)
}

fn tls(root: &Path) -> Result<()> {
    for features in TLS {
        println!("--> {features}");
        let mut cargo = workspace::cargo(root);
        cargo
            .args(["test", "--locked", "--package", "tencentcloud-runtime"])
            .args(["--no-default-features", "--test", "tls", "--features"])
            .arg(format!("derive,{features}"));
        done(&mut cargo)?;
    }
    println!("--> reqwest-client");
    let mut cargo = workspace::cargo(root);
    cargo
        .args(["test", "--locked", "--package", "tencentcloud-runtime"])
        .args([
            "--no-default-features",
            "--features",
            "derive,reqwest-client",
        ])
        .args(["--test", "reqwest_client"]);
    done(&mut cargo)
}

/// Direct dependencies in their oldest versions, by a lock of its own. Only an unstable flag of
/// cargo resolves so.
fn bounds(root: &Path) -> Result<()> {
    let lock = root.join("target/audit/Cargo.lock");
    if let Some(folder) = lock.parent() {
        std::fs::create_dir_all(folder)
            .with_context(|| format!("cannot make {}", folder.display()))?;
    }
    if lock.exists() {
        std::fs::remove_file(&lock).with_context(|| format!("cannot remove {}", lock.display()))?;
    }
    let mut cargo = workspace::cargo(root);
    cargo
        .env("RUSTC_BOOTSTRAP", "1")
        .args(["check", "-Zlockfile-path", "-Zdirect-minimal-versions"])
        .args([
            "--config",
            "resolver.lockfile-path='target/audit/Cargo.lock'",
        ])
        .args(["--target-dir", "target/audit/target"])
        .args(PUBLISHED.iter().flat_map(|name| ["--package", name]));
    done(&mut cargo)
}

fn semver(root: &Path, revision: &str) -> Result<()> {
    let mut checks = tool(root, "cargo-semver-checks", "0.51.0")?;
    checks.args(["semver-checks", "--baseline-rev", revision]);
    checks.args(
        PUBLISHED
            .iter()
            .filter(|name| **name != "tencentcloud-macros")
            .flat_map(|name| ["--package", name]),
    );
    done(&mut checks)
}

/// A tool of that version, installed unless it is there.
fn tool(root: &Path, name: &str, version: &str) -> Result<Command> {
    let folder = root.join(TOOLS).join(format!("{name}-{version}"));
    let program: PathBuf = folder
        .join("bin")
        .join(format!("{name}{}", env::consts::EXE_SUFFIX));
    if !program.exists() {
        println!("installing {name} {version}, once");
        let mut cargo = workspace::cargo(root);
        cargo
            .args(["install", "--locked", "--quiet", name, "--version", version])
            .arg("--root")
            .arg(&folder)
            .arg("--target-dir")
            .arg(root.join(TOOLS).join("build"));
        done(&mut cargo)?;
    }
    let mut command = Command::new(program);
    command.current_dir(root);
    Ok(command)
}

fn done(command: &mut Command) -> Result<()> {
    let status = command
        .status()
        .with_context(|| format!("cannot run {}", command.get_program().display()))?;
    if !status.success() {
        let words: Vec<_> = command
            .get_args()
            .map(|word| word.to_string_lossy())
            .collect();
        bail!(
            "failed: {} {}",
            command.get_program().display(),
            words.join(" ")
        );
    }
    Ok(())
}
