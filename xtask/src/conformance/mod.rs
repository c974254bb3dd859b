//! `cargo xtask conformance`: every documented example through the generated Rust types.
//!
//! Each example answer is decoded and encoded again, and each example request is decoded and built
//! again in its own form. Both must say the same, less what [`compare`] deletes and counts.

mod compare;
mod counts;
mod examples;
mod exceptions;
mod harness;

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};
use clap::Args;
use tencentcloud_import::official::Package;
use tencentcloud_schema::Description;

use crate::import::{Lock, TCCLI, package};
use crate::workspace::{self, SchemaDir};
use counts::Counts;
use examples::Example;
use exceptions::Exceptions;
use harness::{Harness, Outcome, Program};

/// The arguments of `cargo xtask conformance`.
#[derive(Debug, Args)]
pub(crate) struct Conformance {
    /// The services to check; all of the schema where none is named
    services: Vec<String>,
    /// The package `tccli`: the wheel, or the folder it was unpacked into; fetched by pip where
    /// none is given
    #[arg(long, value_name = "WHEEL_OR_DIR")]
    tccli: Option<PathBuf>,
    /// Only one of so many examples, chosen by the seed
    #[arg(long, value_name = "N")]
    sample: Option<u64>,
    /// The seed of the sample
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The schema to read instead of the project's own
    #[arg(long, value_name = "DIR")]
    schema: Option<PathBuf>,
    /// The folder of the service crates [default: crates/services]
    #[arg(long, value_name = "DIR")]
    crates: Option<PathBuf>,
}

/// So many programs are built together: two processors stay busy, and what is done is kept when
/// the run is stopped.
const BATCH: usize = 8;

/// One service with all that is known of its examples.
struct Case<'a> {
    service: &'a str,
    versions: Vec<Description>,
    examples: Vec<Example>,
    program: Program,
}

impl Conformance {
    /// Runs the task.
    pub(crate) fn run(self) -> Result<()> {
        let root = workspace::root();
        let schema = SchemaDir(self.schema.clone().unwrap_or_else(|| root.join("schema")));
        let crates = self
            .crates
            .clone()
            .unwrap_or_else(|| root.join("crates/services"));
        let package = match &self.tccli {
            Some(path) => package(path, TCCLI)?,
            None => fetch(&schema)?,
        };
        let services = match &self.services[..] {
            [] => schema.services()?,
            named => named.to_vec(),
        };
        let harness = Harness::new()?;
        let mut report = Report {
            exceptions: Exceptions::read(&schema)?,
            counts: Counts::default(),
            passed: 0,
            failed: 0,
        };
        let mut done = 0;
        for batch in services.chunks(BATCH) {
            let mut cases = Vec::new();
            for service in batch {
                let versions = schema.corrected(service)?;
                let mut examples = examples::of(&package, &versions, &mut report.counts)?;
                if let Some(one_of) = self.sample {
                    examples.retain(|example| example.number(self.seed) % one_of.max(1) == 0);
                }
                let program =
                    harness.program(service, &crates.join(service), &versions, &examples)?;
                cases.push(Case {
                    service,
                    versions,
                    examples,
                    program,
                });
            }
            let kept: Vec<_> = cases
                .iter()
                .map(|case| harness.kept(&case.program))
                .collect();
            let changed: Vec<_> = cases
                .iter()
                .zip(&kept)
                .filter(|(_, kept)| kept.is_none())
                .map(|(case, _)| &case.program)
                .collect();
            if !changed.is_empty() {
                harness.build(&changed)?;
            }
            for (case, kept) in cases.iter().zip(kept) {
                let outcomes = match kept {
                    Some(outcomes) => outcomes,
                    None => harness.run(&case.program)?,
                };
                done += 1;
                print!("[{done}/{}] ", services.len());
                report.add(case, &outcomes)?;
            }
        }
        report.print(&services, self.sample.is_some())
    }
}

/// What was found.
struct Report {
    exceptions: Exceptions,
    counts: Counts,
    passed: usize,
    failed: usize,
}

impl Report {
    /// Compares what came back of a service's examples, and prints what differs.
    fn add(&mut self, case: &Case<'_>, outcomes: &[Outcome]) -> Result<()> {
        let mut told = Vec::new();
        let mut failed = 0;
        for (example, outcome) in case.examples.iter().zip(outcomes) {
            let mut versions = case.versions.iter();
            let description = versions
                .find(|description| description.version == example.version)
                .context("examples are of the schema's versions")?;
            let mut found = compare::compare(description, example, outcome, &mut self.counts);
            found.retain(|difference| {
                !self
                    .exceptions
                    .allow(case.service, example, &difference.path)
            });
            failed += usize::from(!found.is_empty());
            for difference in found {
                told.push(format!(
                    "{}\t{}\t{}\t{}\t{}",
                    case.service,
                    example.action,
                    example.slot(),
                    difference.path,
                    difference.what
                ));
            }
        }
        println!(
            "{}: {} passed, {failed} failed",
            case.service,
            outcomes.len() - failed
        );
        told.iter().for_each(|line| println!("{line}"));
        self.passed += outcomes.len() - failed;
        self.failed += failed;
        Ok(())
    }

    /// Prints the sums; an error where anything failed or an exception was not needed.
    fn print(self, services: &[String], sampled: bool) -> Result<()> {
        print!("{}", self.counts);
        println!("{:>7} exceptions", self.exceptions.used());
        let unused = self.exceptions.unused(services);
        println!("{} passed, {} failed", self.passed, self.failed);
        if self.failed > 0 {
            bail!(
                "{} examples do not come back as they are documented",
                self.failed
            );
        }
        if !sampled && !unused.is_empty() {
            bail!(
                "reviews/conformance.tsv has exceptions that nothing needs any more; remove them:\n  {}",
                unused.join("\n  ")
            );
        }
        Ok(())
    }
}

/// Fetches the pinned package by pip, once.
fn fetch(schema: &SchemaDir) -> Result<Package> {
    let lock = Lock::read(schema)?;
    let (version, sha256) = lock
        .wheel("tccli")
        .context("sources.lock does not pin the wheel of tccli; give --tccli")?;
    let folder = workspace::root().join("target/sources");
    let wheel = folder.join(format!("tccli-{version}-py2.py3-none-any.whl"));
    if !wheel.exists() {
        let status = Command::new("python3")
            .args(["-m", "pip", "download", "--quiet", "--no-deps", "--dest"])
            .arg(&folder)
            .arg(format!("tccli=={version}"))
            .status()
            .context(
                "cannot run python3, which fetches the package: install it, or give --tccli",
            )?;
        if !status.success() || !wheel.exists() {
            bail!("pip did not fetch tccli {version}; give --tccli");
        }
    }
    let package = package(&wheel, TCCLI)?;
    if package.sha256() != Some(sha256) {
        bail!(
            "{} is not the file that sources.lock pins; delete it and run this again",
            wheel.display()
        );
    }
    Ok(package)
}
