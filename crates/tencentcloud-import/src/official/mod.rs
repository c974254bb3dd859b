//! The whole catalogue from the vendor's two Python packages.

mod files;
mod package;
mod python;
mod tccli;
mod version;
mod wheel;

use std::collections::BTreeMap;

use tencentcloud_schema::Description;

use crate::error::Result;

pub use files::{FILE_LIMIT, Files};
pub use package::Package;
pub use version::Version;

/// One service version as the packages tell it.
#[derive(Debug)]
pub struct Told {
    /// Its facts.
    pub description: Description,
    /// What the package says in sentences, by the place in the description that it is about.
    pub prose: BTreeMap<String, String>,
}

/// Lists every service version in the package `tccli`, sorted.
///
/// # Errors
/// The package cannot be read.
pub fn versions(tccli: &Package) -> Result<Vec<Version>> {
    tccli::versions(tccli)
}

/// Returns the name that a service version has in the credential scope, from the package
/// `tencentcloud-sdk-python`.
///
/// # Errors
/// The package cannot be read or does not name it.
pub fn service(python: &Package, version: &Version) -> Result<String> {
    Ok(python::facts(python, version)?.service)
}

/// Reads one service version: actions, types and members from `tccli`, host, scope and error codes
/// from `tencentcloud-sdk-python`.
///
/// # Errors
/// A package cannot be read or does not have the expected form.
pub fn read(tccli: &Package, python: &Package, version: &Version) -> Result<Told> {
    let facts = python::facts(python, version)?;
    let (description, prose) = tccli::description(tccli, version, facts)?;
    Ok(Told {
        description,
        prose: prose.0,
    })
}
