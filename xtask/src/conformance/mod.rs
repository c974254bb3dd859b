//! `cargo xtask conformance`: every documented example through the generated Rust types.
//!
//! Each example answer is decoded and encoded again, and each example request is decoded and built
//! again in its own form. Both must say the same, less what `compare` deletes and counts.

mod compare;
mod examples;
mod harness;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::import::Package;
use crate::workspace::{self, SchemaDir};
use compare::Counts;
use examples::{Example, Form};

/// The arguments of `cargo xtask conformance`.
#[derive(Debug, Args)]
pub(crate) struct Conformance {
    /// The services to check; all of the schema where none is named
    services: Vec<String>,
    /// The package `tccli`: the wheel, or the folder it was unpacked into; fetched by pip where
    /// none is given
    #[arg(long, value_name = "WHEEL_OR_DIR")]
    tccli: Option<PathBuf>,
    /// Only every so many examples, chosen by the seed
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

impl Conformance {
    /// Runs the task.
    pub(crate) fn run(self) -> Result<()> {
        let root = workspace::root();
        let schema = SchemaDir(self.schema.clone().unwrap_or_else(|| root.join("schema")));
        let crates = self
            .crates
            .clone()
            .unwrap_or_else(|| root.join("crates/services"));
        let wheel = match &self.tccli {
            Some(path) => path.clone(),
            None => fetch(&schema)?,
        };
        let package = Package::open(&wheel, "tccli", "tccli")?;
        let services = if self.services.is_empty() {
            schema.services()?
        } else {
            self.services.clone()
        };
        let mut exceptions = Exceptions::read(&schema)?;
        let mut counts = Counts::default();
        let (mut passed, mut failed) = (0, 0);
        for service in &services {
            let versions = schema.corrected(service)?;
            let mut examples = examples::of(&package, &versions)?;
            if let Some(one_of) = self.sample {
                examples.retain(|example| example.number(self.seed) % one_of.max(1) == 0);
            }
            let results = harness::run(service, &crates.join(service), &versions, &examples)?;
            let mut told = Vec::new();
            for (example, result) in examples.iter().zip(&results) {
                let description = versions.iter().find(|d| d.version == example.version);
                let description = description.context("examples are of known versions")?;
                match compare::compare(description, example, result, &mut counts) {
                    Ok(()) => passed += 1,
                    Err(why) if exceptions.allows(service, example, &why) => passed += 1,
                    Err(why) => {
                        failed += 1;
                        told.push(format!(
                            "  {}\t{}\t{}: {why}",
                            example.version,
                            example.action,
                            example.slot()
                        ));
                    }
                }
            }
            println!(
                "{service}: {} examples, {} fail",
                examples.len(),
                told.len()
            );
            told.iter().for_each(|line| println!("{line}"));
        }
        println!("{counts}");
        let unused = exceptions.unused(&services);
        if self.sample.is_none() && !unused.is_empty() {
            bail!(
                "exceptions that nothing needs any more; remove them:\n  {}",
                unused.join("\n  ")
            );
        }
        println!("{passed} passed, {failed} failed");
        if failed > 0 {
            bail!("{failed} examples do not come back as they are documented");
        }
        Ok(())
    }
}

/// Fetches the pinned package by pip, once.
fn fetch(schema: &SchemaDir) -> Result<PathBuf> {
    let lock: BTreeMap<String, serde_json::Value> =
        serde_json::from_str(&workspace::read(&schema.0.join("sources.lock"))?)?;
    let version = lock
        .get("tccli")
        .and_then(|entry| entry["version"].as_str())
        .context("sources.lock does not pin tccli")?;
    let folder = workspace::root().join("target/sources");
    let wheel = folder.join(format!("tccli-{version}-py2.py3-none-any.whl"));
    if !wheel.exists() {
        let status = std::process::Command::new("python3")
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
    Ok(wheel)
}

/// Examples that contradict their own schema in a way that nothing mends: lines of service,
/// action, example, and reason, with tabs between.
struct Exceptions {
    lines: BTreeMap<(String, String, String), String>,
    used: BTreeSet<(String, String, String)>,
}

/// More exceptions than this would be a rule.
const EXCEPTIONS: usize = 300;

impl Exceptions {
    fn read(schema: &SchemaDir) -> Result<Self> {
        let path = schema.0.join("reviews/conformance.tsv");
        let text = if path.exists() {
            workspace::read(&path)?
        } else {
            String::new()
        };
        let mut lines = BTreeMap::new();
        for (index, line) in text
            .lines()
            .enumerate()
            .filter(|(_, line)| !line.starts_with('#'))
        {
            let cells: Vec<_> = line.splitn(4, '\t').collect();
            let [service, action, slot, reason] = cells[..] else {
                bail!(
                    "{}:{}: expected service, action, example and reason with tabs between",
                    path.display(),
                    index + 1
                );
            };
            lines.insert(
                (service.to_owned(), action.to_owned(), slot.to_owned()),
                reason.to_owned(),
            );
        }
        if lines.len() > EXCEPTIONS {
            bail!(
                "{} holds {} exceptions, more than {EXCEPTIONS}",
                path.display(),
                lines.len()
            );
        }
        Ok(Self {
            lines,
            used: BTreeSet::new(),
        })
    }

    fn allows(&mut self, service: &str, example: &Example, _why: &str) -> bool {
        let slot = (service.to_owned(), example.action.clone(), example.slot());
        let known = self.lines.contains_key(&slot);
        if known {
            self.used.insert(slot);
        }
        known
    }

    fn unused(&self, services: &[String]) -> Vec<String> {
        let of_these = self
            .lines
            .keys()
            .filter(|(service, ..)| services.contains(service));
        of_these
            .filter(|slot| !self.used.contains(*slot))
            .map(|(a, b, c)| format!("{a} {b} {c}"))
            .collect()
    }
}

impl Form {
    /// The form's name in slots and to the harness.
    fn name(self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::Post => "post",
            Self::Get => "get",
        }
    }
}
