//! `cargo xtask conformance`: every documented example through the generated Rust types.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};
use clap::Args;
use tencentcloud_conformance::{Exceptions, Run, Sample};
use tencentcloud_import::official::Package;

use crate::args::{Crates, Schema, Services};
use crate::import::{Lock, TCCLI, package};
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
    /// Only one of so many examples, chosen by the seed
    #[arg(long, value_name = "N")]
    sample: Option<u64>,
    /// The seed of the sample
    #[arg(long, default_value_t = 1)]
    seed: u64,
    #[command(flatten)]
    schema: Schema,
    #[command(flatten)]
    crates: Crates,
}

impl Conformance {
    /// Runs the task.
    pub(crate) fn run(self) -> Result<()> {
        let schema = self.schema.folder();
        let package = match &self.tccli {
            Some(path) => package(path, TCCLI)?,
            None => fetch(&schema)?,
        };
        let seed = self.seed;
        let run = Run {
            package: &package,
            services: &self.services.of(&schema)?,
            crates: &self.crates.folder(),
            sample: self.sample.map(|one_of| Sample { one_of, seed }),
        };
        let (exceptions, origin) = schema.review("conformance.tsv")?;
        let exceptions = Exceptions::parse(&exceptions, &origin)?;
        run.check(exceptions, |service| Ok(schema.corrected(service)?))
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
    if package.sha256() != Some(&sha256[..]) {
        bail!(
            "{} is not the file that sources.lock pins; delete it and run this again",
            wheel.display()
        );
    }
    Ok(package)
}
