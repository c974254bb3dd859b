//! `cargo xtask catalogue`: how much of the API the schema holds, held against the packages.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::Args;
use serde_json::Value;

use crate::import::Package;
use crate::workspace::{self, SchemaDir};

/// The arguments of `cargo xtask catalogue`.
#[derive(Debug, Args)]
pub(crate) struct Catalogue {
    /// The package `tccli`, whose own counts must be the same: the wheel, or a folder
    #[arg(long, value_name = "WHEEL_OR_DIR")]
    tccli: Option<PathBuf>,
    /// The schema to count instead of the project's own
    #[arg(long, value_name = "DIR")]
    schema: Option<PathBuf>,
}

/// What is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Counts {
    services: usize,
    versions: usize,
    actions: usize,
    types: usize,
    members: usize,
}

impl Catalogue {
    /// Runs the task.
    pub(crate) fn run(self) -> Result<()> {
        let schema = SchemaDir(
            self.schema
                .unwrap_or_else(|| workspace::root().join("schema")),
        );
        let mut counts = Counts::default();
        let mut codes = 0;
        for service in schema.services()? {
            counts.services += 1;
            for d in schema.sources(&service)? {
                counts.versions += 1;
                counts.actions += d.actions.len();
                counts.types += d.types.len();
                let own = d
                    .actions
                    .values()
                    .map(|action| action.request.len() + action.response.len());
                counts.members += own.sum::<usize>();
                counts.members += d
                    .types
                    .values()
                    .map(|object| object.members.len())
                    .sum::<usize>();
                codes += d.errors.len();
            }
        }
        counts.print();
        println!("error codes {codes}");
        let Some(path) = self.tccli else {
            return Ok(());
        };
        let package = package(&Package::open(&path, "tccli", "tccli")?)?;
        if package != counts {
            bail!(
                "the package holds {package:?}, less disabled members and RequestId, and the schema {counts:?}"
            );
        }
        println!("the package holds the same, less members that are disabled and RequestId");
        Ok(())
    }
}

impl Counts {
    fn print(&self) {
        println!("services {}", self.services);
        println!("versions {}", self.versions);
        println!("actions {}", self.actions);
        println!("types {}", self.types);
        println!("members {}", self.members);
    }
}

/// The same counts straight from the package's files, by none of the importer's code.
fn package(package: &Package) -> Result<Counts> {
    let mut counts = Counts::default();
    let mut last = String::new();
    for path in package.paths("tccli/services/")? {
        let Some((folder, _)) = path
            .strip_suffix("/api.json")
            .and_then(|path| path.rsplit_once('/'))
        else {
            continue;
        };
        let api: Value =
            serde_json::from_str(&package.text(&path)?).with_context(|| path.clone())?;
        let object = |name: &str| {
            api[name]
                .as_object()
                .with_context(|| format!("{path} has no {name}"))
        };
        counts.services += usize::from(folder != last);
        folder.clone_into(&mut last);
        counts.versions += 1;
        let actions = object("actions")?;
        counts.actions += actions.len();
        let objects = object("objects")?;
        counts.types += objects.len() - 2 * actions.len();
        let answers: Vec<_> = actions
            .values()
            .filter_map(|action| action["output"].as_str())
            .collect();
        for (name, object) in objects {
            let members = object["members"].as_array().into_iter().flatten();
            let shown = members.filter(|member| member["disabled"] != Value::Bool(true));
            let kept = shown.filter(|member| {
                member["name"] != "RequestId" || !answers.contains(&name.as_str())
            });
            counts.members += kept.count();
        }
    }
    Ok(counts)
}
