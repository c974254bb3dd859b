//! `schema/sources.lock`: which packages and files of facts the schema's facts come from.

use std::collections::BTreeSet;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use tencentcloud_import::official::Package;
use tencentcloud_schema::Site;

use super::files::{INTERNATIONAL, TCCLI};
use crate::workspace::{self, SchemaDir};

/// The sources by name, in the order in which they were first imported.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Lock(Map<String, Value>);

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wheel {
    version: String,
    /// None where the package was read from a folder and no wheel of that version was ever seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sha256: Option<String>,
}

/// A file of facts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Facts {
    /// Where the facts come from, in words.
    pub(super) origin: String,
    /// The day from which facts without a date of their own are, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) date: Option<String>,
    /// The file's checksum.
    pub(super) sha256: String,
}

impl Lock {
    /// Reads the schema's lock; a schema without one has recorded nothing yet.
    pub(crate) fn read(schema: &SchemaDir) -> Result<Self> {
        let path = path(schema);
        if !path.exists() {
            return Ok(Self::default());
        }
        let told = || format!("{} is not a lock of sources", path.display());
        let lock: Self = serde_json::from_str(&workspace::read(&path)?).with_context(told)?;
        for (name, entry) in &lock.0 {
            let of = || format!("{}: {name}", told());
            if name.starts_with(FACTS) {
                Facts::deserialize(entry).with_context(of)?;
            } else {
                Wheel::deserialize(entry).with_context(of)?;
            }
        }
        Ok(lock)
    }

    fn package(&self, name: &str) -> Option<Wheel> {
        Wheel::deserialize(self.0.get(name)?).ok()
    }

    /// True if the schema holds facts of that package.
    pub(crate) fn holds(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// The version and the checksum of a package's wheel, where it was imported from one.
    pub(crate) fn wheel(&self, name: &str) -> Option<(String, String)> {
        let entry = self.package(name)?;
        Some((entry.version, entry.sha256?))
    }

    /// The site whose package is named first; the Chinese one where neither is named.
    pub(crate) fn first(&self) -> Site {
        let sites = [(TCCLI, Site::China), (INTERNATIONAL, Site::International)];
        let first = self.0.keys().find_map(|name| {
            let (_, site) = sites.iter().find(|(kind, _)| kind.name() == name)?;
            Some(*site)
        });
        first.unwrap_or(Site::China)
    }

    /// Records a package that `services` are imported from.
    ///
    /// The lock speaks for the whole schema, so a package of another version must bring every
    /// service that the schema holds.
    pub(super) fn record(
        &mut self,
        package: &Package,
        schema: &SchemaDir,
        services: &BTreeSet<&str>,
    ) -> Result<()> {
        let known = self.package(package.name());
        let same = known
            .as_ref()
            .filter(|entry| entry.version == package.version());
        let sha256 = match (same, package.sha256()) {
            (
                Some(Wheel {
                    sha256: Some(old), ..
                }),
                Some(new),
            ) if old != new => bail!(
                "{} has the sha256 {new}, and {} recorded {old} for that version: it is not the same wheel",
                package.title(),
                path(schema).display(),
            ),
            (Some(entry), None) => entry.sha256.clone(),
            (_, new) => new.map(str::to_owned),
        };
        if same.is_none()
            && let Some(old) = &known
        {
            let held = schema.services()?;
            let left: Vec<_> = held
                .iter()
                .filter(|name| !services.contains(name.as_str()))
                .collect();
            if let Some(first) = left.first() {
                bail!(
                    "the schema's facts come from {} {}: {} of its services would not be imported from {}, e.g. {first}; import them too, or all",
                    package.name(),
                    old.version,
                    left.len(),
                    package.title(),
                );
            }
        }
        let entry = Wheel {
            version: package.version().to_owned(),
            sha256,
        };
        self.0
            .insert(package.name().to_owned(), serde_json::to_value(entry)?);
        Ok(())
    }

    /// What is recorded of a file of facts.
    pub(super) fn facts(&self, name: &str) -> Option<Facts> {
        Facts::deserialize(self.0.get(&format!("{FACTS}{name}"))?).ok()
    }

    /// Records a file of facts.
    pub(super) fn record_facts(&mut self, name: &str, facts: &Facts) -> Result<()> {
        self.0
            .insert(format!("{FACTS}{name}"), serde_json::to_value(facts)?);
        Ok(())
    }

    /// Writes the lock where it changed.
    pub(super) fn write(&self, schema: &SchemaDir) -> Result<()> {
        let text = format!("{}\n", serde_json::to_string_pretty(self)?);
        workspace::write(&path(schema), text.as_bytes())?;
        Ok(())
    }
}

/// What the names of files of facts begin with, to tell them from packages.
const FACTS: &str = "facts/";

fn path(schema: &SchemaDir) -> PathBuf {
    schema.0.join("sources.lock")
}
