//! `cargo xtask fuzz`: makes up bytes for the targets in `fuzz/`, by libFuzzer with the address
//! sanitizer.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::workspace;

/// The targets, each a program of the package and a folder of the corpus.
const TARGETS: [&str; 9] = [
    "decoder", "derive", "endpoint", "events", "filter", "ini", "page", "paste", "signer",
];

/// What libFuzzer is fed by: counters at each edge, the program counters behind them, and what is
/// compared with what.
const FLAGS: &str = "--cfg fuzzing -Zsanitizer=address -Cdebug-assertions -Cdebuginfo=line-tables-only \
     -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
     -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
     -Cllvm-args=-sanitizer-coverage-pc-table -Cllvm-args=-sanitizer-coverage-trace-compares \
     -Ccodegen-units=1";

/// The arguments of `cargo xtask fuzz`.
#[derive(Debug, Args)]
pub(crate) struct Fuzz {
    /// Only these targets; all by default
    #[arg(value_parser = TARGETS)]
    only: Vec<String>,
    /// How long each target runs
    #[arg(long, default_value_t = 60)]
    seconds: u32,
    /// Keep what is new and small in `fuzz/corpus`, where tests replay it
    #[arg(long)]
    keep: bool,
}

impl Fuzz {
    /// Runs the task.
    pub(crate) fn run(self) -> Result<()> {
        let triple = triple()?;
        let folder = workspace::root().join("target/fuzz");
        let targets = TARGETS
            .into_iter()
            .filter(|target| self.only.is_empty() || self.only.iter().any(|only| only == target));
        let targets: Vec<_> = targets.collect();
        build(&targets, &triple, &folder)?;
        for target in targets {
            let program = folder.join(&triple).join("release").join(target);
            self.fuzz(target, &program, &folder)?;
        }
        Ok(())
    }

    fn fuzz(&self, target: &str, program: &Path, folder: &Path) -> Result<()> {
        let seeds = workspace::root().join("fuzz/corpus").join(target);
        let found = folder.join("corpus").join(target);
        fs::create_dir_all(&found)?;
        let artifacts = format!("{}/", folder.join("failed").join(target).display());
        fs::create_dir_all(&artifacts)?;
        let mut run = Command::new(program);
        run.arg(format!("-artifact_prefix={artifacts}"));
        run.arg(format!("-max_total_time={}", self.seconds));
        run.args([
            "-timeout=20",
            "-rss_limit_mb=3000",
            "-print_final_stats=1",
            "-verbosity=0",
        ]);
        println!("{target}: {} s", self.seconds);
        run.arg(&found).arg(&seeds);
        if target == "page" {
            run.arg(workspace::root().join("crates/tencentcloud-import/tests/pages/forms"));
        }
        let status = run.stdout(Stdio::inherit()).status();
        if !status
            .with_context(|| format!("cannot run {target}"))?
            .success()
        {
            bail!("{target} fails: the bytes are in {artifacts}");
        }
        if self.keep {
            let mut merge = Command::new(program);
            merge.args(["-merge=1", "-verbosity=0", "-max_len=2048"]);
            let status = merge.arg(&seeds).arg(&found).status();
            if !status
                .with_context(|| format!("cannot run {target}"))?
                .success()
            {
                bail!("what {target} found cannot be merged");
            }
        }
        Ok(())
    }
}

/// Builds the targets. The sanitizer is a flag of unstable compilers, which is let through here and
/// nowhere else.
fn build(targets: &[&str], triple: &str, folder: &Path) -> Result<()> {
    let mut cargo = workspace::cargo(&workspace::root());
    cargo.args([
        "build",
        "--release",
        "--package=tencentcloud-fuzz",
        "--features=libfuzzer",
    ]);
    cargo.arg(format!("--target={triple}"));
    for target in targets {
        cargo.arg(format!("--bin={target}"));
    }
    cargo.env("RUSTC_BOOTSTRAP", "1");
    cargo.env("RUSTFLAGS", FLAGS);
    cargo.env("CARGO_TARGET_DIR", folder);
    match cargo.status().context("cannot run cargo")?.success() {
        true => Ok(()),
        false => bail!("the targets cannot be built: libFuzzer needs a C++ compiler"),
    }
}

/// The compiler's own platform. Named, it keeps the flags from build scripts and macros.
fn triple() -> Result<String> {
    let output = Command::new("rustc").arg("-vV").output();
    let output = output.context("cannot run rustc")?;
    let text = String::from_utf8_lossy(&output.stdout);
    let host = text.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).context("rustc names no host")
}
