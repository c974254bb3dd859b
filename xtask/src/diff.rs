//! `cargo xtask diff`: what changed between two descriptions, or two whole schemas.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use clap::Args;
use tencentcloud_schema::Description;
use tencentcloud_schema::diff::Report;

use crate::args::Services;
use crate::workspace::{SchemaDir, read};

/// The arguments of `cargo xtask diff`.
#[derive(Debug, Args)]
pub(crate) struct Diff {
    /// A description, or a folder in the layout of `schema/`
    old: PathBuf,
    /// The same, as it is now
    new: PathBuf,
    #[command(flatten)]
    services: Services,
    /// Leave out what changes documentation alone
    #[arg(long)]
    no_patches: bool,
}

impl Diff {
    /// Runs the task.
    pub(crate) fn run(self) -> Result<()> {
        if self.old.is_dir() != self.new.is_dir() {
            bail!(
                "{} and {} are not of one kind: give two files or two folders",
                self.old.display(),
                self.new.display()
            );
        }
        if !self.old.is_dir() {
            let parse = |path: &Path| -> Result<_> {
                Ok(Description::parse(
                    &read(path)?,
                    &path.display().to_string(),
                )?)
            };
            let (old, new) = (parse(&self.old)?, parse(&self.new)?);
            print(Report::between(&old, &new, !self.no_patches));
            return Ok(());
        }
        let (old, new) = (SchemaDir(self.old), SchemaDir(self.new));
        let mut services: BTreeSet<String> =
            old.services()?.into_iter().chain(new.services()?).collect();
        if !self.services.named().is_empty() {
            services.retain(|service| self.services.named().contains(service));
        }
        for service in &services {
            let (old, new) = (old.known(service)?, new.known(service)?);
            print(Report::new(&old, &new, !self.no_patches));
        }
        Ok(())
    }
}

fn print(report: Option<Report>) {
    if let Some(report) = report {
        print!("{report}");
    }
}
