//! Where things are, and how files are written.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::{Result, bail};
pub(crate) use tencentcloud_schema::Folder as SchemaDir;
use tencentcloud_schema::{Correction, Description, Overlay};
pub(crate) use tencentcloud_testkit::files::{digest, hexadecimal, read, write};
pub(crate) use tencentcloud_testkit::repository::root;
pub(crate) use tencentcloud_testkit::scratch::cargo;

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
    let corrected = versions
        .iter()
        .map(|description| overlay.apply(description, &origin));
    Ok(corrected.collect::<Result<_, _>>()?)
}
