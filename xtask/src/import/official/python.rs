//! What the Python SDK tells of a service version: host, scope and error codes.

use std::collections::BTreeSet;

use anyhow::{Result, bail};

use super::package::Package;
use super::tccli::Version;

/// The facts about a service version that only the Python SDK holds.
pub(super) struct Facts {
    /// The service's name in the credential scope.
    pub(super) service: String,
    /// The service's host.
    pub(super) host: String,
    /// Every error code that the SDK lists.
    pub(super) errors: BTreeSet<String>,
}

/// Reads them.
pub(super) fn facts(package: &Package, version: &Version) -> Result<Facts> {
    let folder = format!("tencentcloud/{}/{}", version.folder, version.module());
    let path = format!("{folder}/{}_client.py", version.folder);
    let client = package.text(&path)?;
    let attribute = |name: &str| match client
        .lines()
        .find_map(|line| quoted(line.trim_start().strip_prefix(name)?.strip_prefix(" = ")?))
    {
        Some(value) => Ok(value.to_owned()),
        None => bail!("{} does not set {name}", package.place(&path)),
    };
    Ok(Facts {
        service: attribute("_service")?,
        host: attribute("_endpoint")?,
        errors: codes(&package.text(&format!("{folder}/errorcodes.py"))?),
    })
}

/// The values of the constants in a module of error codes. Two of them end in a dot, which is a
/// slip: a code is words joined by dots.
fn codes(module: &str) -> BTreeSet<String> {
    module
        .lines()
        .filter(|line| line.starts_with(|c: char| c.is_ascii_uppercase()))
        .filter_map(|line| quoted(line.split_once(" = ")?.1))
        .map(|code| code.trim_end_matches('.').to_owned())
        .collect()
}

fn quoted(literal: &str) -> Option<&str> {
    literal.trim().strip_prefix('\'')?.strip_suffix('\'')
}
