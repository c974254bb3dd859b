//! Facts from documentation pages: plain text, tables copied out of a browser, Markdown and saved
//! HTML, in Chinese and in English.
//!
//! [`Pages`] reads them; the crate's page shows it.
//!
//! # Where what is
//! A page's words are in `words`, its forms in `form`, what its tables mean in `read`. `example`
//! holds a page's examples against its tables, `typo` knows mistyped types, and `assemble` puts pages
//! together.

mod assemble;
mod example;
mod facts;
mod form;
mod known;
mod read;
#[cfg(test)]
mod tests;
mod typo;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Display};

use tencentcloud_schema::Description;

use self::assemble::Read;

pub use known::{complete, defer};

/// Pages that are read together: of actions, of data types, or of both.
#[derive(Debug, Default)]
pub struct Pages {
    read: Vec<Read>,
    given: Option<(String, String)>,
}

/// The facts of pages that were read together.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Facts {
    /// A description of each service version, sorted by service and version.
    pub descriptions: Vec<Description>,
    /// What contradicts itself in a page and is no reason to refuse it, such as an example that
    /// does not fit its own table.
    pub warnings: Vec<Fault>,
    /// Types that a page names and nothing defines.
    pub open: Vec<OpenType>,
}

/// A type that a page names and nothing defines.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OpenType {
    /// The service.
    pub service: String,
    /// The API version.
    pub version: String,
    /// The type's name.
    pub name: String,
    /// The page, as the caller named it.
    pub file: String,
    /// The first line that names the type, from 1.
    pub line: usize,
}

/// Something wrong with a page, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fault {
    /// The page, as the caller named it.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong there and what to do.
    pub message: String,
}

/// All that is wrong with pages that were read together, in their order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Faults(Vec<Fault>);

impl Pages {
    /// Creates an empty set of pages.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a page by the name of its file, which faults show, and its `text`.
    ///
    /// The text says which form it has: HTML begins with a tag, and anything else is lines of text or
    /// Markdown.
    #[must_use]
    pub fn page(mut self, file: impl Into<String>, text: &str) -> Self {
        self.read.push(Read::new(file.into(), text));
        self
    }

    /// Sets the service and API version of pages that hold data types alone. Defaults to the ones
    /// that the other pages name, or to the only known version of the service.
    #[must_use]
    pub fn of(mut self, service: impl Into<String>, version: impl Into<String>) -> Self {
        self.given = Some((service.into(), version.into()));
        self
    }

    /// Returns the services that the pages name, for looking up what is known of them.
    pub fn services(&self) -> BTreeSet<&str> {
        let hosts = self.read.iter().filter_map(|read| read.page.host.as_ref());
        let given = self.given.iter().map(|(service, _)| service.as_str());
        hosts
            .map(|host| host.service.as_str())
            .chain(given)
            .collect()
    }

    /// Returns the actions that the pages describe, by service, API version and name, and the file of
    /// each.
    pub fn actions(&self) -> BTreeMap<[String; 3], String> {
        let pages = self.read.iter().filter_map(|read| {
            let (service, version) = read.page.key()?;
            let action = read.page.action.as_ref()?.name.clone();
            Some(([service, version, action], read.file.clone()))
        });
        pages.collect()
    }

    /// Puts the pages together.
    ///
    /// `known` are descriptions that exist already: types that the pages name and do not define
    /// are taken from the one of the same service and version.
    ///
    /// # Errors
    /// All faults of all pages.
    pub fn describe(self, known: &[Description]) -> Result<Facts, Faults> {
        assemble::describe(self.read, self.given, known)
    }
}

impl Faults {
    /// Returns the faults.
    pub fn as_slice(&self) -> &[Fault] {
        &self.0
    }
}

impl IntoIterator for Faults {
    type Item = Fault;
    type IntoIter = std::vec::IntoIter<Fault>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            file,
            line,
            message,
        } = self;
        write!(f, "{file}:{line}: {message}")
    }
}

impl Display for Faults {
    /// Writes a line for each fault.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, fault) in self.0.iter().enumerate() {
            let end = if index == 0 { "" } else { "\n" };
            write!(f, "{end}{fault}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Faults {}
