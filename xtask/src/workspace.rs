//! Where things are, and how files are written.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use tencentcloud_schema::{Correction, Description, Overlay};
pub(crate) use tencentcloud_testkit::files::{digest, hexadecimal, read, write};
pub(crate) use tencentcloud_testkit::repository::root;
pub(crate) use tencentcloud_testkit::scratch::cargo;

/// A folder in the layout of `schema/`.
#[derive(Clone, Debug)]
pub(crate) struct SchemaDir(pub(crate) PathBuf);

impl SchemaDir {
    /// Where the description of that version of that service stands.
    pub(crate) fn description_path(&self, service: &str, version: &str) -> PathBuf {
        self.0
            .join("services")
            .join(service)
            .join(format!("{version}.json"))
    }

    /// The names of all services, sorted.
    pub(crate) fn services(&self) -> Result<Vec<String>> {
        let folder = self.0.join("services");
        let mut names = Vec::new();
        for entry in
            fs::read_dir(&folder).with_context(|| format!("cannot list {}", folder.display()))?
        {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                names.push(entry.file_name().to_string_lossy().into_owned());
            }
        }
        names.sort();
        Ok(names)
    }

    /// The description of that version as the sources gave it, where there is one.
    pub(crate) fn source(&self, service: &str, version: &str) -> Result<Option<Description>> {
        let path = self.description_path(service, version);
        if !path.exists() {
            return Ok(None);
        }
        Ok(Some(Description::parse(
            &read(&path)?,
            &path.display().to_string(),
        )?))
    }

    /// All versions of a service, oldest first, as the sources gave them.
    pub(crate) fn sources(&self, service: &str) -> Result<Vec<Description>> {
        let folder = self.0.join("services").join(service);
        let mut paths: Vec<_> = fs::read_dir(&folder)
            .with_context(|| format!("no service {service}: cannot list {}", folder.display()))?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<Result<_, _>>()?;
        paths.retain(|path| path.extension().is_some_and(|e| e == "json"));
        paths.sort();
        paths
            .iter()
            .map(|path| {
                Ok(Description::parse(
                    &read(path)?,
                    &path.display().to_string(),
                )?)
            })
            .collect()
    }

    /// The newest version of a service, as the sources gave it.
    pub(crate) fn newest(&self, service: &str) -> Result<Description> {
        let newest = self.sources(service)?.pop();
        newest.with_context(|| format!("{service} has no version"))
    }

    /// All versions of a service, oldest first, with its overlay applied.
    pub(crate) fn corrected(&self, service: &str) -> Result<Vec<Description>> {
        let versions = self.sources(service)?;
        let path = self.0.join("overlays").join(format!("{service}.json"));
        if !path.exists() {
            return Ok(versions);
        }
        let origin = path.display().to_string();
        let overlay = Overlay::parse(&read(&path)?, &origin)?;
        let corrected = versions
            .iter()
            .map(|d| overlay.apply(d, &origin))
            .collect::<Result<_, _>>()?;
        Ok(corrected)
    }

    /// Writes a description in its canonical form; tells whether the file changed.
    pub(crate) fn write(&self, description: &Description) -> Result<bool> {
        let path = self.description_path(&description.service, &description.version);
        write(&path, description.to_canonical().as_bytes())
    }
}

/// Where the vendor's sentences about a service are kept, out of git's sight.
fn docs_path(service: &str) -> PathBuf {
    root().join("local/docs").join(format!("{service}.json"))
}

/// Keeps the sentences about a service, by version and place, as an overlay.
pub(crate) fn write_docs(
    service: &str,
    versions: Vec<(String, BTreeMap<String, String>)>,
) -> Result<()> {
    let corrections = versions.into_iter().map(|(version, prose)| Correction {
        reason: "The vendor's own text, for local use.".to_owned(),
        version,
        set: prose
            .into_iter()
            .map(|(place, text)| (place, serde_json::json!({ "doc": text })))
            .collect(),
    });
    let overlay = Overlay {
        service: service.to_owned(),
        corrections: corrections.collect(),
    };
    write(&docs_path(service), &serde_json::to_vec_pretty(&overlay)?)?;
    Ok(())
}

/// The descriptions with the vendor's sentences in the place of our own, where they were imported.
pub(crate) fn with_docs(service: &str, versions: Vec<Description>) -> Result<Vec<Description>> {
    let path = docs_path(service);
    if !path.exists() {
        bail!(
            "no sentences of {service} were imported: run `cargo xtask import official --docs … {service}` first"
        );
    }
    let origin = path.display().to_string();
    let overlay = Overlay::parse(&read(&path)?, &origin)?;
    let told = versions
        .iter()
        .map(|description| overlay.apply(description, &origin));
    Ok(told.collect::<Result<_, _>>()?)
}
