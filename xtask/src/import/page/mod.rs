//! `cargo xtask import page`: facts from documentation pages, as plain text or Markdown.

mod facts;
mod layout;
mod report;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::Args;
use tencentcloud_schema::{Description, FORMAT};

use super::merge::{Source, merge};
use crate::workspace::{self, SchemaDir};

/// The arguments of `cargo xtask import page`.
#[derive(Debug, Args)]
pub(crate) struct Page {
    /// The pages, each in a file of its own; those of data types may hold many types
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The folder of the descriptions; the repository's own unless given
    #[arg(long, value_name = "DIR")]
    schema: Option<PathBuf>,
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

/// A service's name and an API version.
type Key = (String, String);

/// A page and the file it was read from.
struct Read {
    file: String,
    page: facts::Page,
}

impl Page {
    /// Runs the task. Everything is read, merged and validated before the first file is written.
    pub(crate) fn run(self) -> Result<()> {
        let folder = self.schema.clone();
        let schema = SchemaDir(folder.unwrap_or_else(|| workspace::root().join("schema")));
        let updates = self.assemble(self.read()?, &schema)?;
        if self.print {
            for update in &updates {
                print!("{}", update.to_canonical());
            }
            return Ok(());
        }
        let mut reports = Vec::new();
        let mut merged = Vec::new();
        for update in updates {
            let path = schema.description_path(&update.service, &update.version);
            let base = schema.source(&update.service, &update.version)?;
            let (description, differences) = merge(base.clone(), update, Source::Page);
            description.validate(&path.display().to_string())?;
            reports.push(report::report(
                &path,
                base.as_ref(),
                &description,
                &differences,
            ));
            merged.push(description);
        }
        for (description, report) in merged.iter().zip(reports) {
            schema.write(description)?;
            print!("{report}");
        }
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

    /// One description for each service version that the pages tell of.
    fn assemble(&self, pages: Vec<Read>, schema: &SchemaDir) -> Result<Vec<Description>> {
        let known: BTreeSet<Key> = pages.iter().filter_map(|read| read.page.key()).collect();
        let mut parts: BTreeMap<Key, Parts> = BTreeMap::new();
        for read in pages {
            let key = match read.page.key() {
                Some(key) => key,
                None => self.place(&read, &known, schema)?,
            };
            parts.entry(key).or_default().add(read)?;
        }
        parts
            .into_iter()
            .map(|(key, parts)| parts.describe(key))
            .collect()
    }

    /// The service version that a page of data types belongs to.
    fn place(&self, read: &Read, known: &BTreeSet<Key>, schema: &SchemaDir) -> Result<Key> {
        if let (Some(service), Some(version)) = (&self.service, &self.version) {
            return Ok((service.clone(), version.clone()));
        }
        let host = read.page.host.as_ref().map(|host| &host.service);
        let mut keys: BTreeSet<Key> = known
            .iter()
            .filter(|(service, _)| host.is_none_or(|host| host == service))
            .cloned()
            .collect();
        if let (true, Some(service)) = (keys.is_empty(), host) {
            let versions = schema.sources(service).unwrap_or_default();
            keys.extend(versions.into_iter().map(|d| (d.service, d.version)));
        }
        match (keys.pop_first(), keys.is_empty()) {
            (Some(key), true) => Ok(key),
            (found, _) => bail!(
                "{}:1: {}; import the page of an action beside it, or give --service and --version",
                read.file,
                match (found, host) {
                    (Some(_), _) => "these data types may belong to several service versions",
                    (None, Some(_)) => "no API version of this page's service is known",
                    (None, None) => "nothing tells which service these data types belong to",
                }
            ),
        }
    }
}

impl facts::Page {
    /// The service version that the page itself names.
    fn key(&self) -> Option<Key> {
        Some((self.host.as_ref()?.service.clone(), self.version.clone()?))
    }
}

/// What the pages tell of one service version.
#[derive(Default)]
struct Parts {
    pages: Vec<Read>,
    /// Where each action and type was read.
    places: BTreeMap<String, String>,
}

impl Parts {
    fn add(&mut self, read: Read) -> Result<()> {
        let action = read
            .page
            .action
            .iter()
            .map(|(name, _)| (format!("action {name}"), 1));
        let types = read
            .page
            .types
            .iter()
            .map(|(name, (line, _))| (format!("type {name}"), *line));
        for (what, line) in action.chain(types) {
            let place = format!("{}:{line}", read.file);
            if let Some(first) = self.places.insert(what.clone(), place.clone()) {
                bail!("{place}: {what} is told by {first} too; import one of the two");
            }
        }
        self.pages.push(read);
        Ok(())
    }

    fn describe(self, (service, version): Key) -> Result<Description> {
        let mut description = Description {
            format: FORMAT,
            service,
            version,
            title: None,
            host: None,
            actions: BTreeMap::new(),
            types: BTreeMap::new(),
            errors: BTreeSet::new(),
            open: BTreeSet::new(),
        };
        for Read { page, .. } in self.pages {
            description.host = description.host.or(page
                .host
                .filter(facts::Host::is_usual)
                .map(|host| host.name));
            if let Some((name, action)) = page.action {
                description.errors.extend(action.errors.iter().cloned());
                description.actions.insert(name, action);
            }
            let types = page.types.into_iter();
            description
                .types
                .extend(types.map(|(name, (_, object))| (name, object)));
        }
        description.open = description.undefined();
        description.validate("the pages")?;
        Ok(description)
    }
}
