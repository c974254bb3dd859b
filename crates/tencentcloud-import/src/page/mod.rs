//! Facts from documentation pages, as plain text or Markdown.

mod assemble;
mod facts;
mod known;
mod layout;
mod markdown;
mod member;
#[cfg(test)]
mod tests;

use std::fmt::{self, Display};

use tencentcloud_schema::Description;

use self::assemble::Read;
use crate::error::Result;

pub use known::defer;

/// What is wrong with a page, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The file that the page was read from, as the caller named it.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong there and what was expected.
    pub message: String,
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

/// Pages that are read together: of actions, of data types, or of both.
#[derive(Debug, Default)]
pub struct Pages(Vec<Read>);

impl Pages {
    /// Reads pages, each given as the name of its file and its text.
    ///
    /// # Errors
    /// All faults of all pages.
    pub fn read<'a>(
        pages: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, Vec<Fault>> {
        let mut read = Vec::new();
        let mut faults = Vec::new();
        for (file, text) in pages {
            match facts::read(text) {
                Ok(page) => read.push(Read {
                    file: file.to_owned(),
                    page,
                }),
                Err(found) => faults.extend(found.into_iter().map(|fault| Fault {
                    file: file.to_owned(),
                    line: fault.line,
                    message: fault.message,
                })),
            }
        }
        match faults.is_empty() {
            true => Ok(Self(read)),
            false => Err(faults),
        }
    }

    /// Puts the pages together: one description for each service version that they tell of.
    ///
    /// Pages that hold data types alone belong to the service and version that are `given`,
    /// otherwise to the one that the other pages name or that is `known`. `known` returns all
    /// versions of a service that the caller holds.
    ///
    /// # Errors
    /// Nothing tells which service version a page belongs to, two pages tell of one action or type,
    /// or the description is not valid.
    pub fn descriptions(
        self,
        given: Option<(&str, &str)>,
        known: &dyn Fn(&str) -> Result<Vec<Description>>,
    ) -> Result<Vec<Description>> {
        assemble::descriptions(self.0, given, known)
    }
}
