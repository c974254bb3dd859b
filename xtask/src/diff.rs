//! `cargo xtask diff`: what changed between two descriptions, or two whole schemas.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use clap::Args;
use tencentcloud_schema::Description;
use tencentcloud_schema::diff::{Verdict, diff, verdict};

use crate::workspace::{SchemaDir, read};

/// The arguments of `cargo xtask diff`.
#[derive(Debug, Args)]
pub(crate) struct Diff {
    /// A description, or a folder in the layout of `schema/`
    old: PathBuf,
    /// The same, as it is now
    new: PathBuf,
    /// Only these services of two folders
    services: Vec<String>,
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
            print!(
                "{}",
                report(
                    Some(&parse(&self.old)?),
                    Some(&parse(&self.new)?),
                    !self.no_patches
                )
            );
            return Ok(());
        }
        let (old, new) = (SchemaDir(self.old), SchemaDir(self.new));
        let mut services: BTreeSet<String> =
            old.services()?.into_iter().chain(new.services()?).collect();
        if !self.services.is_empty() {
            services.retain(|service| self.services.contains(service));
        }
        for service in &services {
            let of = |schema: &SchemaDir| -> Result<Vec<Description>> {
                Ok(if schema.services()?.contains(service) {
                    schema.sources(service)?
                } else {
                    Vec::new()
                })
            };
            let (before, after) = (of(&old)?, of(&new)?);
            let versions: BTreeSet<&str> = before
                .iter()
                .chain(&after)
                .map(|d| d.version.as_str())
                .collect();
            for version in versions {
                let find = |all: &'_ [Description]| all.iter().position(|d| d.version == version);
                let pair = (
                    find(&before).map(|i| &before[i]),
                    find(&after).map(|i| &after[i]),
                );
                print!("{}", report(pair.0, pair.1, !self.no_patches));
            }
        }
        Ok(())
    }
}

/// The readable report of one service version; empty where nothing changed.
pub(crate) fn report(
    old: Option<&Description>,
    new: Option<&Description>,
    patches: bool,
) -> String {
    let mut out = String::new();
    let (Some(old), Some(new)) = (old, new) else {
        let (what, description, verdict) = match (old, new) {
            (None, Some(new)) => ("a new version", new, Verdict::Minor),
            (Some(old), None) => ("no longer described", old, Verdict::Breaking),
            _ => return out,
        };
        let _ = writeln!(
            out,
            "{} {}: {verdict}: {what}",
            description.service, description.version
        );
        return out;
    };
    let changes = diff(old, new);
    let Some(verdict) = verdict(&changes) else {
        return out;
    };
    let count = |wanted| {
        changes
            .iter()
            .filter(|change| change.verdict == wanted)
            .count()
    };
    let _ = writeln!(
        out,
        "{} {}: {verdict} ({} breaking, {} additions, {} hints)",
        new.service,
        new.version,
        count(Verdict::Breaking),
        count(Verdict::Minor),
        count(Verdict::Patch),
    );
    for (wanted, title) in [
        (Verdict::Breaking, "breaking"),
        (Verdict::Minor, "added"),
        (Verdict::Patch, "hints"),
    ] {
        if wanted == Verdict::Patch && !patches {
            continue;
        }
        let mut listed = changes
            .iter()
            .filter(|change| change.verdict == wanted)
            .peekable();
        if listed.peek().is_some() {
            let _ = writeln!(out, "  {title}");
        }
        for change in listed {
            let _ = writeln!(out, "    {change}");
        }
    }
    out
}
