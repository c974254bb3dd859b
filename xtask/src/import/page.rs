//! `cargo xtask import page`: facts from documentation pages into `schema/`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::{Result, anyhow};
use clap::Args;
use tencentcloud_import::page::{Facts, Pages, defer};
use tencentcloud_import::{Source, facts, merge};
use tencentcloud_schema::Description;
use time::OffsetDateTime;

use super::pages;
use super::report::report;
use super::update::Target;
use crate::workspace::{self, SchemaDir};

/// The arguments of `cargo xtask import page`.
#[derive(Debug, Args)]
pub(crate) struct Page {
    /// The pages, each in a file of its own; those of data types may hold many types
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    target: Target,
    /// Print the description of the pages, with the types that they take from the schema, and change nothing
    #[arg(long)]
    print: bool,
    /// The day from which the pages are, e.g. 2026-08-21: facts of a later page stand [default:
    /// today]
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
    /// The service of pages that hold data types alone
    #[arg(long, requires = "version")]
    service: Option<String>,
    /// The API version of pages that hold data types alone
    #[arg(long, requires = "service")]
    version: Option<String>,
}

impl Page {
    /// Runs the task. Everything is read, merged and validated before the first file is written.
    pub(crate) fn run(self) -> Result<()> {
        let schema = self.target.schema();
        let read = self.read()?;
        let files = read.actions();
        let facts = facts(read, &schema)?;
        for warning in &facts.warnings {
            eprintln!("warning: {warning}");
        }
        if self.print {
            for description in facts.descriptions {
                print!("{}", description.to_canonical());
            }
            return Ok(());
        }
        let mut pages = pages::read(&schema)?;
        let mut merged = Vec::new();
        for mut update in facts.descriptions {
            let path = schema.description_path(&update.service, &update.version);
            let base = schema.source(&update.service, &update.version)?;
            if let Some(known) = &base {
                defer(&mut update, known);
            }
            let older = self.take(&files, &mut pages, &mut update);
            let (description, differences) = merge(base.clone(), update, Source::Page);
            description.validate(&path.display().to_string())?;
            let mut report = report(&path, base.as_ref(), &description, &differences);
            for line in older {
                report.push_str(&format!("  {line}\n"));
            }
            merged.push((description, report));
        }
        let descriptions: Vec<_> = merged.iter().map(|(description, _)| description).collect();
        let update = self.target.update(&descriptions)?;
        update.record()?;
        for (description, report) in &merged {
            schema.write(description)?;
            print!("{report}");
        }
        pages::write(&schema, &pages)?;
        update.print();
        Ok(())
    }

    /// Reads all files.
    fn read(&self) -> Result<Pages> {
        let mut pages = Pages::new();
        for path in &self.files {
            pages = pages.page(path.display().to_string(), &workspace::read(path)?);
        }
        if let Some((service, version)) = self.service.as_ref().zip(self.version.as_ref()) {
            pages = pages.of(service, version);
        }
        Ok(pages)
    }

    /// Takes out of the update what later pages said already, and records where the rest comes from.
    fn take(
        &self,
        files: &BTreeMap<[String; 3], String>,
        pages: &mut facts::Pages,
        update: &mut Description,
    ) -> Vec<String> {
        let (service, version) = (update.service.clone(), update.version.clone());
        pages.take(update, |action| {
            let key = [&service[..], &version, action].map(str::to_owned);
            let file = files.get(&key)?;
            let name = Path::new(file).file_name()?.to_string_lossy();
            Some(facts::Page {
                name: name.replace(char::is_whitespace, "-"),
                date: Some(self.date.clone().unwrap_or_else(today)),
            })
        })
    }
}

/// What the pages say, or all that is wrong with them.
fn facts(pages: Pages, schema: &SchemaDir) -> Result<Facts> {
    let mut known = Vec::new();
    for service in pages.services() {
        if schema.0.join("services").join(service).is_dir() {
            known.extend(schema.sources(service)?);
        }
    }
    pages
        .describe(&known)
        .map_err(|faults| anyhow!("{faults}\nnothing was imported"))
}

/// Today's date in UTC.
fn today() -> String {
    let seconds = SystemTime::UNIX_EPOCH
        .elapsed()
        .unwrap_or_default()
        .as_secs();
    let now = OffsetDateTime::from_unix_timestamp(seconds.try_into().unwrap_or_default());
    now.unwrap_or(OffsetDateTime::UNIX_EPOCH).date().to_string()
}
