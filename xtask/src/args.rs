//! What several tasks take on the command line.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use crate::workspace::{self, SchemaDir};

/// The schema of a task.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct Schema {
    /// The schema folder [default: `schema` of this repository]
    #[arg(long, value_name = "DIR")]
    schema: Option<PathBuf>,
}

impl Schema {
    pub(crate) fn folder(&self) -> SchemaDir {
        let own = || workspace::root().join("schema");
        SchemaDir(self.schema.clone().unwrap_or_else(own))
    }

    /// True unless another schema than the repository's is named.
    pub(crate) fn is_own(&self) -> bool {
        self.schema.is_none()
    }
}

/// The service crates of a task.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct Crates {
    /// The folder of the service crates [default: `crates/services` of this repository]
    #[arg(long, value_name = "DIR")]
    crates: Option<PathBuf>,
}

impl Crates {
    pub(crate) fn folder(&self) -> PathBuf {
        let own = || workspace::root().join("crates/services");
        self.named().unwrap_or_else(own)
    }

    /// The folder that is named; `None` for the repository's.
    pub(crate) fn named(&self) -> Option<PathBuf> {
        self.crates.clone()
    }
}

/// The services of a task.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct Services {
    /// The services; all of the schema if none is named
    #[arg(value_name = "SERVICE")]
    services: Vec<String>,
}

impl Services {
    /// The services that are named, or else all of a schema.
    pub(crate) fn of(&self, schema: &SchemaDir) -> Result<Vec<String>> {
        match &self.services[..] {
            [] => Ok(schema.services()?),
            named => Ok(named.to_vec()),
        }
    }

    /// The services that are named.
    pub(crate) fn named(&self) -> &[String] {
        &self.services
    }
}
