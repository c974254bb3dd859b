//! `schema/sources.lock`: which packages the schema's facts come from.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use tencentcloud_import::official::Package;

use crate::workspace::{self, SchemaDir};

/// The packages by name.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Lock(BTreeMap<String, Entry>);

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    version: String,
    /// None where the package was read from a folder and no wheel of that version was ever seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sha256: Option<String>,
}

impl Lock {
    /// Reads the schema's lock; a schema without one has recorded nothing yet.
    pub(crate) fn read(schema: &SchemaDir) -> Result<Self> {
        let path = path(schema);
        if !path.exists() {
            return Ok(Self::default());
        }
        serde_json::from_str(&workspace::read(&path)?)
            .with_context(|| format!("{} is not a lock of sources", path.display()))
    }

    /// The version and the checksum of a package's wheel, where it was imported from one.
    pub(crate) fn wheel(&self, name: &str) -> Option<(&str, &str)> {
        let entry = self.0.get(name)?;
        Some((&entry.version, entry.sha256.as_deref()?))
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
        let known = self.0.get(package.name());
        let known = known.filter(|entry| entry.version == package.version());
        let sha256 = match (known, package.sha256()) {
            (
                Some(Entry {
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
        if known.is_none()
            && let Some(old) = self.0.get(package.name())
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
        self.0.insert(
            package.name().to_owned(),
            Entry {
                version: package.version().to_owned(),
                sha256,
            },
        );
        Ok(())
    }

    /// Writes the lock where it changed.
    pub(super) fn write(&self, schema: &SchemaDir) -> Result<()> {
        let text = format!("{}\n", serde_json::to_string_pretty(self)?);
        workspace::write(&path(schema), text.as_bytes())?;
        Ok(())
    }
}

fn path(schema: &SchemaDir) -> PathBuf {
    schema.0.join("sources.lock")
}
