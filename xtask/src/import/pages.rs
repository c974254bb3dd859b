//! `schema/pages.tsv`: which page each fact of an action comes from.

use std::path::PathBuf;

use anyhow::Result;
use tencentcloud_import::facts::Pages;

use crate::workspace::{self, SchemaDir};

/// Reads the list; an absent one is empty.
pub(super) fn read(schema: &SchemaDir) -> Result<Pages> {
    let path = path(schema);
    if !path.exists() {
        return Ok(Pages::default());
    }
    let text = workspace::read(&path)?;
    Ok(Pages::parse(&text, &path.display().to_string())?)
}

/// Writes the list where it changed; an empty one is not made.
pub(super) fn write(schema: &SchemaDir, pages: &Pages) -> Result<()> {
    let path = path(schema);
    if path.exists() || *pages != Pages::default() {
        workspace::write(&path, pages.to_canonical().as_bytes())?;
    }
    Ok(())
}

fn path(schema: &SchemaDir) -> PathBuf {
    schema.0.join("pages.tsv")
}
