//! `cargo xtask import page`: facts from documentation pages into `schema/`.

use std::path::PathBuf;

use anyhow::{Result, anyhow};
use clap::Args;
use tencentcloud_import::page::{Facts, Pages, defer};
use tencentcloud_import::{Source, merge};

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
        let facts = self.facts(&schema)?;
        for warning in &facts.warnings {
            eprintln!("warning: {warning}");
        }
        if self.print {
            for description in facts.descriptions {
                print!("{}", description.to_canonical());
            }
            return Ok(());
        }
        let mut merged = Vec::new();
        for mut update in facts.descriptions {
            let path = schema.description_path(&update.service, &update.version);
            let base = schema.source(&update.service, &update.version)?;
            if let Some(known) = &base {
                defer(&mut update, known);
            }
            let (description, differences) = merge(base.clone(), update, Source::Page);
            description.validate(&path.display().to_string())?;
            let report = report(&path, base.as_ref(), &description, &differences);
            merged.push((description, report));
        }
        let descriptions: Vec<_> = merged.iter().map(|(description, _)| description).collect();
        let update = self.target.update(&descriptions)?;
        update.record()?;
        for (description, report) in &merged {
            schema.write(description)?;
            print!("{report}");
        }
        update.print();
        Ok(())
    }

    /// Reads all pages, or reports all that is wrong with them.
    fn facts(&self, schema: &SchemaDir) -> Result<Facts> {
        let mut pages = Pages::new();
        for path in &self.files {
            pages = pages.page(path.display().to_string(), &workspace::read(path)?);
        }
        if let Some((service, version)) = self.service.as_ref().zip(self.version.as_ref()) {
            pages = pages.of(service, version);
        }
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
}
