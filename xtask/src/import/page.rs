//! `cargo xtask import page`: facts from documentation pages, as plain text or Markdown.

use std::path::PathBuf;

use anyhow::{Result, anyhow};
use clap::Args;
use tencentcloud_import::page::{Pages, defer};
use tencentcloud_import::{Error, Source, merge};

use super::report::report;
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
        let given = self.service.as_deref().zip(self.version.as_deref());
        let known = |service: &str| match schema.0.join("services").join(service).is_dir() {
            true => schema
                .sources(service)
                .map_err(|e| Error::new(format_args!("{e:#}"))),
            false => Ok(Vec::new()),
        };
        let updates = self.read()?.descriptions(given, &known)?;
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

    /// Reads all pages, or tells all that is wrong with them.
    fn read(&self) -> Result<Pages> {
        let files = self.files.iter();
        let texts: Vec<(String, String)> = files
            .map(|path| Ok((path.display().to_string(), workspace::read(path)?)))
            .collect::<Result<_>>()?;
        let pages = texts.iter().map(|(file, text)| (&file[..], &text[..]));
        Pages::read(pages).map_err(|faults| {
            let lines: Vec<_> = faults.iter().map(ToString::to_string).collect();
            anyhow!("{}\nnothing was imported", lines.join("\n"))
        })
    }
}
