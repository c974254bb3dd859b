//! `tcloud import`: documentation pages as a description.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use tencentcloud_catalogue::service;
use tencentcloud_import::page::Pages;

use crate::error::{self, Failure, Kind};
use crate::{input, output};

/// Prints the description, in JSON, of the actions on saved documentation pages
///
/// A page is text, Markdown or HTML, in Chinese or English, saved from the browser; nothing is
/// fetched. What it refers to and does not have, such as the types of the data types page, is taken
/// from the other pages and then from the catalogue. `tcloud emulator --description` serves the
/// result, and include_api! makes Rust of it.
#[derive(Debug, Args)]
pub(crate) struct Import {
    /// The pages, each in a file of its own; `-` is standard input
    #[arg(required = true, value_name = "PAGE")]
    pages: Vec<PathBuf>,
    /// The service of pages that hold data types alone
    #[arg(long, requires = "api_version", value_name = "SERVICE")]
    service: Option<String>,
    /// The API version of pages that hold data types alone
    #[arg(long, requires = "service", value_name = "VERSION")]
    api_version: Option<String>,
}

impl Import {
    /// Runs the command.
    ///
    /// # Errors
    /// A page that cannot be read, with everything that is wrong with it.
    pub(crate) fn run(&self) -> Result<ExitCode, Failure> {
        let mut pages = Pages::new();
        for path in &self.pages {
            pages = pages.page(path.display().to_string(), &input::file(path)?);
        }
        if let Some((service, version)) = self.service.as_ref().zip(self.api_version.as_ref()) {
            pages = pages.of(service, version);
        }
        let mut known = Vec::new();
        for name in pages.services() {
            if let Some(service) = service(name)? {
                known.extend(service.descriptions());
            }
        }
        let facts = pages
            .describe(&known)
            .map_err(|faults| Failure::new(Kind::Other, faults.to_string()))?;
        for warning in &facts.warnings {
            error::remark(&format!("warning: {warning}"));
        }
        for description in facts.descriptions {
            output::text(&description.to_canonical())?;
        }
        Ok(ExitCode::SUCCESS)
    }
}
