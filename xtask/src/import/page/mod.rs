//! `cargo xtask import page`: facts from documentation pages, as plain text or Markdown.

mod assemble;
mod facts;
mod known;
mod layout;
mod markdown;
mod member;
mod report;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::Args;

use self::assemble::Read;
use super::merge::{Source, merge};
use super::update::Target;
use crate::workspace;

/// The arguments of `cargo xtask import page`.
#[derive(Debug, Args)]
pub(crate) struct Page {
    /// The pages, each in a file of its own; those of data types may hold many types
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    target: Target,
    /// Print the description of the pages alone and change nothing
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
        let given = self.service.clone().zip(self.version.clone());
        let updates = assemble::descriptions(self.read()?, given.as_ref(), &schema)?;
        if self.print {
            for update in updates {
                print!("{}", update.to_canonical());
            }
            return Ok(());
        }
        let mut merged = Vec::new();
        for mut update in updates {
            let path = schema.description_path(&update.service, &update.version);
            let base = schema.source(&update.service, &update.version)?;
            if let Some(known) = &base {
                known::defer(&mut update, known);
            }
            let (description, differences) = merge(base.clone(), update, Source::Page);
            description.validate(&path.display().to_string())?;
            let report = report::report(&path, base.as_ref(), &description, &differences);
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

    /// Reads all pages, or tells all that is wrong with them.
    fn read(&self) -> Result<Vec<Read>> {
        let mut pages = Vec::new();
        let mut faults = Vec::new();
        for path in &self.files {
            let file = path.display().to_string();
            match facts::read(&workspace::read(path)?) {
                Ok(page) => pages.push(Read { file, page }),
                Err(found) => faults.extend(
                    found
                        .into_iter()
                        .map(|fault| format!("{file}:{}: {}", fault.line, fault.message)),
                ),
            }
        }
        if !faults.is_empty() {
            bail!("{}\nnothing was imported", faults.join("\n"));
        }
        Ok(pages)
    }
}
