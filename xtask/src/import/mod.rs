//! `cargo xtask import`: facts about the API from its sources into `schema/`.

mod facts;
mod files;
mod official;
mod page;
mod pages;
mod report;
mod resources;
mod update;

use clap::{Args, Subcommand};

pub(crate) use files::{INTERNATIONAL, Kind, PYTHON, TCCLI, package};

/// The arguments of `cargo xtask import`.
#[derive(Debug, Args)]
pub(crate) struct Import {
    #[command(subcommand)]
    source: Source,
}

#[derive(Debug, Subcommand)]
enum Source {
    /// Read documentation pages of actions or data types, as text, Markdown or saved HTML
    Page(page::Page),
    /// Read the official packages: tccli and tccli-intl-en for the actions, the Python SDK for the
    /// error codes
    Official(official::Official),
    /// Read a file of facts: error codes, Region and rate of many actions
    Facts(facts::Facts),
    /// Write which actions make, list, change and end what, from the schema itself
    Resources(resources::Import),
}

impl Import {
    /// Runs the task.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        match self.source {
            Source::Page(task) => task.run(),
            Source::Official(task) => task.run(),
            Source::Facts(task) => task.run(),
            Source::Resources(task) => task.run(),
        }
    }
}
