//! What the documented requests show.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::package::Package;
use super::version::Version;
use crate::error::{Context, Result};

#[derive(Deserialize)]
struct File {
    actions: BTreeMap<String, Vec<Example>>,
}

#[derive(Deserialize)]
struct Example {
    input: String,
}

/// True if a documented request of that version goes to that host.
pub(super) fn name_host(package: &Package, version: &Version, host: &str) -> Result<bool> {
    let path = version.file("examples.json");
    if !package.paths(&path)?.contains(&path) {
        return Ok(false);
    }
    let file: File =
        serde_json::from_str(&package.text(&path)?).context(|| package.place(&path))?;
    let mut requests = file.actions.values().flatten();
    Ok(requests.any(|example| {
        let mut lines = example.input.lines();
        lines.any(|line| {
            let url = line.trim_start().strip_prefix("https://");
            let named = url.and_then(|rest| rest.split(['/', '?']).next());
            line.strip_prefix("Host:").map(str::trim).or(named) == Some(host)
        })
    }))
}
