//! `cargo xtask import facts`: error codes, Region and rate of many actions, from a file.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::Args;
use sha2::{Digest, Sha256};
use tencentcloud_import::facts;
use tencentcloud_schema::{Lock, LockedFacts};

use super::pages;
use super::update::Target;
use crate::workspace;

/// The arguments of `cargo xtask import facts`.
#[derive(Debug, Args)]
pub(crate) struct Facts {
    /// The file: JSON in the form that `schema/README.md` describes
    file: PathBuf,
    /// Where the facts come from, in words, for `sources.lock` [default: what it says of a file of
    /// that name]
    #[arg(long, value_name = "TEXT")]
    origin: Option<String>,
    /// The day from which facts without a page are, e.g. 2026-08-21 [default: what `sources.lock`
    /// says, else unknown, which is older than any day]
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
    #[command(flatten)]
    target: Target,
}

impl Facts {
    /// Runs the task. Everything is read, merged and validated before the first file is written.
    pub(crate) fn run(self) -> Result<()> {
        let schema = self.target.schema();
        let text = workspace::read(&self.file)?;
        let facts = facts::Facts::parse(&text, &self.file.display().to_string())?;
        let name = self.file.file_name().context("expected a file")?;
        let name = name.to_string_lossy().into_owned();
        let mut lock = schema.lock()?;
        let entry = self.entry(&lock, &name, &text)?;
        let mut pages = pages::read(&schema)?;
        let mut descriptions = Vec::new();
        let (mut actions, mut codes, mut unknown, mut differences) = (0, 0, 0, 0);
        for (service, version) in facts.versions() {
            let Some(mut description) = schema.source(service, version)? else {
                println!("{service} {version}: the schema has no such version");
                continue;
            };
            let merged = facts.merge(&mut description, &mut pages, entry.date.as_deref());
            let path = schema.description_path(service, version);
            description.validate(&path.display().to_string())?;
            let at = format!("{service} {version}");
            for code in &merged.codes {
                println!("{at}: the code {code} is new");
            }
            for action in &merged.unknown {
                println!("{at}: the schema has no action {action}");
            }
            for difference in &merged.differences {
                println!("{at}: {difference}");
            }
            actions += merged.actions;
            codes += merged.codes.len();
            unknown += merged.unknown.len();
            differences += merged.differences.len();
            descriptions.push(description);
        }
        let update = self
            .target
            .update(&descriptions.iter().collect::<Vec<_>>())?;
        update.record()?;
        for description in &descriptions {
            schema.write(description)?;
        }
        pages::write(&schema, &pages)?;
        lock.record_facts(&name, &entry);
        schema.write_lock(&lock)?;
        update.print();
        println!(
            "{actions} actions changed, {codes} codes are new, {unknown} actions are unknown, {differences} facts differ"
        );
        Ok(())
    }

    /// What `sources.lock` is to say of the file.
    fn entry(&self, lock: &Lock, name: &str, text: &str) -> Result<LockedFacts> {
        let known = lock.facts(name);
        let origin = self
            .origin
            .clone()
            .or_else(|| known.as_ref().map(|known| known.origin.clone()));
        let Some(origin) = origin else {
            bail!("sources.lock knows no file {name}: say with --origin where its facts come from");
        };
        Ok(LockedFacts {
            origin,
            date: self
                .date
                .clone()
                .or_else(|| known.and_then(|known| known.date)),
            sha256: workspace::hexadecimal(Sha256::new_with_prefix(text)),
        })
    }
}
