//! The whole catalogue from the vendor's Python packages.

mod examples;
mod files;
mod package;
mod python;
mod sites;
mod tccli;
mod title;
mod version;
mod wheel;

use std::collections::BTreeMap;

use tencentcloud_schema::{Description, Site};

use crate::error::Result;

pub use files::{FILE_LIMIT, Files};
pub use package::Package;
pub use sites::Disagreement;
pub use version::Version;

/// The packages that an import reads.
#[derive(Debug)]
pub struct Packages {
    /// `tccli`: actions, types and members of the Chinese site.
    pub tccli: Package,
    /// `tccli-intl-en`: those of the international site, in English. `None` leaves unknown which
    /// site offers an action.
    pub international: Option<Package>,
    /// `tencentcloud-sdk-python`: hosts and error codes.
    pub errors: Package,
    /// The site whose definition stands where the two differ.
    pub first: Site,
}

/// The facts of one service version in the packages.
#[derive(Debug)]
pub struct VersionFacts {
    /// What the schema holds.
    pub description: Description,
    /// What the packages say in sentences, by the place in the description that it is about.
    pub prose: BTreeMap<String, String>,
    /// Where the two sites define the same thing differently.
    pub disagreements: Vec<Disagreement>,
}

/// Returns what the command line tool's `api.json` of a service version says in sentences, by the
/// place in the description that it is about, e.g. `actions.DescribeZones`,
/// `actions.DescribeZones.request.Filters` or `types.Filter.Name`. `origin` is where the text is
/// from, for messages.
///
/// # Errors
/// The text does not have the expected form.
pub fn prose(text: &str, origin: &str) -> Result<BTreeMap<String, String>> {
    tccli::prose(text, origin).map(|prose| prose.0)
}

impl Packages {
    /// Lists the packages that are given.
    pub fn all(&self) -> impl Iterator<Item = &Package> {
        let international = self.international.iter();
        let first = [&self.tccli].into_iter().chain(international);
        first.chain([&self.errors])
    }

    /// Lists every service version of either site, sorted.
    ///
    /// # Errors
    /// A package cannot be read.
    pub fn versions(&self) -> Result<Vec<Version>> {
        let mut versions = tccli::versions(&self.tccli)?;
        if let Some(package) = &self.international {
            versions.extend(tccli::versions(package)?);
        }
        versions.sort();
        versions.dedup();
        Ok(versions)
    }

    /// Returns the name that a service version has in the credential scope.
    ///
    /// # Errors
    /// The package `tencentcloud-sdk-python` cannot be read or does not name it.
    pub fn service(&self, version: &Version) -> Result<String> {
        Ok(python::facts(&self.errors, version)?.service)
    }

    /// Reads one service version: actions, types and members of both sites, with host, scope and
    /// error codes.
    ///
    /// # Errors
    /// A package cannot be read or does not have the expected form.
    pub fn read(&self, version: &Version) -> Result<VersionFacts> {
        let china = self.site(Site::China, version)?;
        let international = self.site(Site::International, version)?;
        let (first, other) = match self.first {
            Site::China => (china, international),
            Site::International => (international, china),
        };
        let (mut description, prose, disagreements) = match (first, other) {
            (Some((first, mut prose)), Some((other, more))) => {
                let (description, found) = sites::join(first, other, self.first, &prose);
                for (place, text) in more {
                    prose.entry(place).or_insert(text);
                }
                (description, prose, found)
            }
            (Some((mut only, prose)), None) => {
                if self.international.is_some() {
                    sites::alone(&mut only, self.first);
                }
                (only, prose, Vec::new())
            }
            (None, Some((mut only, prose))) => {
                if self.international.is_some() {
                    sites::alone(&mut only, sites::opposite(self.first));
                }
                (only, prose, Vec::new())
            }
            (None, None) => crate::error::bail!(
                "no package has the version {} of {}",
                version.date,
                version.folder
            ),
        };
        if description.host.is_none() {
            description.host = self.host(version, &description.service)?;
        }
        Ok(VersionFacts {
            description,
            prose,
            disagreements,
        })
    }

    /// What one site has of a version; `None` if it does not have it.
    fn site(
        &self,
        site: Site,
        version: &Version,
    ) -> Result<Option<(Description, BTreeMap<String, String>)>> {
        let package = match site {
            Site::China => Some(&self.tccli),
            Site::International => self.international.as_ref(),
        };
        let Some(package) = package else {
            return Ok(None);
        };
        if !tccli::versions(package)?.contains(version) {
            return Ok(None);
        }
        let facts = python::facts(&self.errors, version)?;
        let (description, prose) = tccli::description(package, version, facts, site)?;
        Ok(Some((description, prose.0)))
    }

    /// The host that every service has, where a documented request of this one goes there.
    fn host(&self, version: &Version, service: &str) -> Result<Option<String>> {
        let host = format!("{service}.tencentcloudapi.com");
        for package in [Some(&self.tccli), self.international.as_ref()] {
            if let Some(package) = package
                && examples::name_host(package, version, &host)?
            {
                return Ok(Some(host));
            }
        }
        Ok(None)
    }
}
