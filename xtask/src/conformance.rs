//! `cargo xtask conformance`: every documented example through the generated Rust types, and every
//! documented request at the local endpoint.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};
use clap::Args;
use tencentcloud_conformance::{Exceptions, Refusals, Run, Sample};
use tencentcloud_import::official::Package;
use tencentcloud_schema::Lock;

use crate::args::{Crates, Schema, Services};
use crate::import::{INTERNATIONAL, Kind, TCCLI, package};
use crate::workspace::{self, SchemaDir};

/// The arguments of `cargo xtask conformance`.
#[derive(Debug, Args)]
pub(crate) struct Conformance {
    #[command(flatten)]
    services: Services,
    /// The package `tccli`: the wheel, or the folder it was unpacked into; fetched by pip where
    /// none is given
    #[arg(long, value_name = "WHEEL_OR_DIR")]
    tccli: Option<PathBuf>,
    /// The package `tccli-intl-en`: the wheel, or the folder it was unpacked into; fetched as well
    /// where `tccli` is, if the schema holds its facts
    #[arg(long, value_name = "WHEEL_OR_DIR", requires = "tccli")]
    intl: Option<PathBuf>,
    /// Only one of so many examples, chosen by the seed
    #[arg(long, value_name = "N")]
    sample: Option<u64>,
    /// The seed of the sample
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Only the requests, and only to the local endpoint: no generated type is built
    #[arg(long, conflicts_with = "sample")]
    requests: bool,
    #[command(flatten)]
    schema: Schema,
    #[command(flatten)]
    crates: Crates,
}

impl Conformance {
    /// Runs the task.
    pub(crate) fn run(self) -> Result<()> {
        let schema = self.schema.folder();
        let packages = self.packages(&schema)?;
        let seed = self.seed;
        let run = Run {
            packages: &packages,
            services: &self.services.of(&schema)?,
            crates: &self.crates.folder(),
            sample: self.sample.map(|one_of| Sample { one_of, seed }),
        };
        let versions = |service: &str| Ok(schema.corrected(service)?);
        let (refusals, origin) = schema.review("requests.tsv")?;
        let sent = run.send(Refusals::parse(&refusals, &origin)?, versions);
        if self.requests {
            return sent;
        }
        let (exceptions, origin) = schema.review("conformance.tsv")?;
        let exceptions = Exceptions::parse(&exceptions, &origin)?;
        // Both are reported, whatever becomes of the first.
        let checked = run.check(exceptions, versions);
        sent.and(checked)
    }
}

impl Conformance {
    /// Opens the packages that are given, or fetches those that the schema's facts come from.
    fn packages(&self, schema: &SchemaDir) -> Result<Vec<Package>> {
        if let Some(path) = &self.tccli {
            let mut packages = vec![package(path, TCCLI)?];
            if let Some(path) = &self.intl {
                packages.push(package(path, INTERNATIONAL)?);
            }
            return Ok(packages);
        }
        let lock = schema.lock()?;
        let mut packages = vec![fetch(&lock, TCCLI)?];
        if lock.package(INTERNATIONAL.name()).is_some() {
            packages.push(fetch(&lock, INTERNATIONAL)?);
        }
        Ok(packages)
    }
}

/// Fetches a pinned package by pip, once.
fn fetch(lock: &Lock, kind: Kind) -> Result<Package> {
    let name = kind.name();
    let locked = lock.package(name);
    let (version, sha256) = locked
        .and_then(|package| Some((package.version, package.sha256?)))
        .with_context(|| {
            format!("sources.lock does not pin the wheel of {name}; give the packages")
        })?;
    let folder = workspace::root().join("target/sources");
    let wheel = folder.join(format!(
        "{}-{version}-py2.py3-none-any.whl",
        name.replace('-', "_")
    ));
    if !wheel.exists() {
        let status = Command::new("python3")
            .args(["-m", "pip", "download", "--quiet", "--no-deps", "--dest"])
            .arg(&folder)
            .arg(format!("{name}=={version}"))
            .status()
            .context(
                "cannot run python3, which fetches the packages: install it, or give --tccli and --intl",
            )?;
        if !status.success() || !wheel.exists() {
            bail!("pip did not fetch {name} {version}; give the packages");
        }
    }
    let package = package(&wheel, kind)?;
    if package.sha256() != Some(&sha256[..]) {
        bail!(
            "{} is not the file that sources.lock pins; delete it and run this again",
            wheel.display()
        );
    }
    Ok(package)
}
