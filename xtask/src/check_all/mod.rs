//! `cargo xtask check-all`: check, clippy and documentation of every service crate.

mod watch;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use sha2::{Digest, Sha256};

use crate::args::{Crates, Services};
use crate::workspace::{self, SchemaDir};
use watch::Watch;

/// The head of the table of what each stage took; memory in MB.
const TABLE: &str = "| stage | crates | minutes | largest compiler, MB | all compilers, MB |\n\
    | --- | ---: | ---: | ---: | ---: |\n";

/// The arguments of `cargo xtask check-all`.
#[derive(Debug, Args)]
pub(crate) struct CheckAll {
    #[command(flatten)]
    services: Services,
    /// Only this stage of the three
    #[arg(long)]
    stage: Option<Stage>,
    /// Check again what passed before and has not changed since
    #[arg(long)]
    fresh: bool,
    #[command(flatten)]
    crates: Crates,
}

/// What is done to every crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
enum Stage {
    Check,
    Clippy,
    Docs,
}

impl Stage {
    const ALL: [Self; 3] = [Self::Check, Self::Clippy, Self::Docs];

    fn name(self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::Clippy => "clippy",
            Self::Docs => "docs",
        }
    }

    fn arguments(self) -> &'static [&'static str] {
        match self {
            Self::Check => &["check"],
            Self::Clippy => &["clippy"],
            Self::Docs => &["doc", "--no-deps"],
        }
    }
}

impl CheckAll {
    /// Runs the task.
    pub(crate) fn run(self) -> Result<()> {
        let root = workspace::root();
        let mut run = Run {
            crates: self.crates.folder(),
            services: self.services.of(&SchemaDir(root.join("schema")))?,
            base: runtime(&root)?,
            passed: Passed::read(&root.join("target/check-all"))?,
            failures: Vec::new(),
            table: TABLE.to_owned(),
        };
        let only = |stage: &Stage| self.stage.is_none_or(|only| only == *stage);
        for stage in Stage::ALL.into_iter().filter(only) {
            run.stage(stage, self.fresh)?;
        }
        if run.table != TABLE {
            println!("{}", run.table);
        }
        if run.failures.is_empty() {
            return Ok(());
        }
        bail!(
            "{} failures; run again to go on from here:\n{}",
            run.failures.len(),
            run.failures.join("\n")
        )
    }
}

/// A run through all stages.
struct Run {
    crates: PathBuf,
    services: Vec<String>,
    /// What all crates are compiled against.
    base: String,
    passed: Passed,
    failures: Vec<String>,
    table: String,
}

impl Run {
    /// Runs one stage for all services that it has not passed as they are.
    fn stage(&mut self, stage: Stage, fresh: bool) -> Result<()> {
        let mut open = Vec::new();
        for service in &self.services {
            let digest = digest(&self.crates.join(service), &self.base)?;
            if fresh || !self.passed.has(stage, service, &digest) {
                open.push((service.clone(), digest));
            }
        }
        if fresh {
            renew(&self.crates, stage)?;
        }
        let bar = progress(stage, open.len());
        let start = Instant::now();
        let watch = Watch::start();
        // One command looks at many crates and keeps all cores busy.
        for group in open.chunks(16) {
            bar.set_message(group[0].0.clone());
            self.group(stage, group)?;
            bar.inc(group.len() as u64);
        }
        bar.finish_and_clear();
        let peak = watch.peak();
        let minutes = start.elapsed().as_secs_f64() / 60.0;
        let skipped = self.services.len() - open.len();
        println!(
            "{}: {} crates in {minutes:.1} min, {skipped} unchanged since they passed",
            stage.name(),
            open.len(),
        );
        if !open.is_empty() {
            let _ = writeln!(
                self.table,
                "| {} | {} | {minutes:.1} | {} | {} |",
                stage.name(),
                open.len(),
                peak.one / 1_000_000,
                peak.all / 1_000_000,
            );
        }
        Ok(())
    }

    /// Runs a stage for some services together and, if that fails, for each alone, so that each
    /// says for itself what is wrong with it.
    fn group(&mut self, stage: Stage, group: &[(String, String)]) -> Result<()> {
        let error = match run(stage, &self.crates, group) {
            Ok(()) => {
                let mut passed = group.iter();
                return passed
                    .try_for_each(|(service, digest)| self.passed.add(stage, service, digest));
            }
            Err(error) => error,
        };
        if group.len() == 1 {
            let line = format!("{} of {}: {error:#}", stage.name(), group[0].0);
            self.failures.push(line);
            return Ok(());
        }
        let mut each = group.iter();
        each.try_for_each(|one| self.group(stage, std::slice::from_ref(one)))
    }
}

/// Makes cargo take every service for changed, and builds what they stand on.
fn renew(crates: &Path, stage: Stage) -> Result<()> {
    for words in [&["clean"], stage.arguments()] {
        let status = cargo(crates)
            .args(words)
            .args(["--quiet", "--package", "tencentcloud-runtime"])
            .status();
        if !status.context("cannot run cargo")?.success() {
            bail!("cargo {} failed for tencentcloud-runtime", words[0]);
        }
    }
    Ok(())
}

/// Cargo among the services. Nothing is kept for builds after a change: that is gigabytes, and
/// would hide what a crate takes.
fn cargo(crates: &Path) -> Command {
    let mut command = workspace::cargo(crates);
    command.env("CARGO_INCREMENTAL", "0");
    command
}

fn progress(stage: Stage, count: usize) -> ProgressBar {
    let bar = ProgressBar::new(count as u64);
    let style = ProgressStyle::with_template(
        "{prefix:>6} {wide_bar} {pos}/{len} {msg} {elapsed} (about {eta} left)",
    );
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar.set_prefix(stage.name());
    bar.enable_steady_tick(Duration::from_secs(1));
    bar
}

fn run(stage: Stage, crates: &Path, group: &[(String, String)]) -> Result<()> {
    let mut command = cargo(crates);
    command.args(stage.arguments()).arg("--quiet");
    for (service, _) in group {
        command.arg("-p").arg(format!("tencentcloud-{service}"));
    }
    let target = workspace::root().join("target");
    // A folder that is thrown away at once: what is documented together is indexed together, and
    // an index of all crates would be written anew with each.
    let docs = target.join("check-all-docs");
    match stage {
        Stage::Clippy => {
            command.args(["--", "--deny", "warnings"]);
        }
        Stage::Docs => {
            command
                .env("RUSTDOCFLAGS", "--deny warnings")
                .env("CARGO_BUILD_BUILD_DIR", &target)
                .env("CARGO_TARGET_DIR", &docs);
        }
        Stage::Check => {}
    }
    let output = command
        .stdin(Stdio::null())
        .output()
        .context("cannot run cargo")?;
    if docs.exists() {
        fs::remove_dir_all(&docs).with_context(|| format!("cannot remove {}", docs.display()))?;
    }
    if !output.status.success() {
        let text = String::from_utf8_lossy(&output.stderr);
        let first: Vec<_> = text
            .lines()
            .skip_while(|line| !line.starts_with("error"))
            .take(12)
            .collect();
        bail!("{}", first.join("\n"));
    }
    Ok(())
}

/// What all service crates are compiled against, in one line.
fn runtime(root: &Path) -> Result<String> {
    let crates = ["tencentcloud-macros", "tencentcloud-runtime"];
    let digests = crates.map(|name| workspace::digest(&root.join("crates").join(name).join("src")));
    let digests: Vec<_> = digests.into_iter().collect::<Result<_>>()?;
    Ok(digests.concat())
}

/// What a crate's sources and what they stand on are, in one line.
fn digest(folder: &Path, base: &str) -> Result<String> {
    if !folder.exists() {
        bail!(
            "no crate at {}: run `cargo xtask codegen`",
            folder.display()
        );
    }
    let mut checksum = Sha256::new();
    checksum.update(base);
    checksum.update(workspace::digest(folder)?);
    Ok(workspace::hexadecimal(checksum))
}

/// What passed before: a line each in a file below `target/`.
struct Passed {
    path: PathBuf,
    lines: BTreeMap<String, String>,
}

impl Passed {
    fn read(path: &Path) -> Result<Self> {
        let text = fs::read_to_string(path).unwrap_or_default();
        let lines = text.lines().filter_map(|line| line.rsplit_once(' '));
        Ok(Self {
            path: path.to_path_buf(),
            lines: lines
                .map(|(slot, digest)| (slot.to_owned(), digest.to_owned()))
                .collect(),
        })
    }

    fn has(&self, stage: Stage, service: &str, digest: &str) -> bool {
        self.lines
            .get(&format!("{} {service}", stage.name()))
            .is_some_and(|known| known == digest)
    }

    fn add(&mut self, stage: Stage, service: &str, digest: &str) -> Result<()> {
        self.lines
            .insert(format!("{} {service}", stage.name()), digest.to_owned());
        let lines: Vec<_> = self
            .lines
            .iter()
            .map(|(slot, digest)| format!("{slot} {digest}\n"))
            .collect();
        workspace::write(&self.path, lines.concat().as_bytes())?;
        Ok(())
    }
}
