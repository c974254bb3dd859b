//! `cargo xtask catalogue`: how much of the API the schema holds, held against the packages.

use std::collections::BTreeSet;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::Args;
use serde_json::Value;
use tencentcloud_import::official::Package;

use crate::args::Schema;
use crate::import::{PYTHON, TCCLI, package};

/// The arguments of `cargo xtask catalogue`.
#[derive(Debug, Args)]
pub(crate) struct Catalogue {
    /// The package `tccli`, whose own counts must be the same: the wheel, or a folder
    #[arg(long, value_name = "WHEEL_OR_DIR")]
    tccli: Option<PathBuf>,
    /// The package `tencentcloud-sdk-python`, whose error codes must be as many: the wheel, or a
    /// folder
    #[arg(long, value_name = "WHEEL_OR_DIR")]
    errors: Option<PathBuf>,
    #[command(flatten)]
    schema: Schema,
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
        let schema = self.schema.folder();
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
        let mut differ = Vec::new();
        if let Some(path) = &self.tccli {
            let package = package(path, TCCLI)?;
            let held = Held::count(&package)?;
            println!("{}:", package.title());
            held.print();
            if held.shown() != counts {
                differ.push(package.title());
            }
        }
        if let Some(path) = &self.errors {
            let package = package(path, PYTHON)?;
            let (constants, twice) = error_codes(&package)?;
            println!("{}:", package.title());
            println!(
                "  error codes {constants} - {twice} told twice = {}",
                constants - twice
            );
            if constants - twice != codes {
                differ.push(package.title());
            }
        }
        if !differ.is_empty() {
            bail!(
                "the schema does not hold what {} holds; run `cargo xtask import official`",
                differ.join(" and ")
            );
        }
        if self.tccli.is_some() || self.errors.is_some() {
            println!("equal");
        }
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

/// What stands in the package's files, counted by none of the importer's code.
#[derive(Default)]
struct Held {
    /// Services, versions, actions, objects and members as they stand there.
    all: Counts,
    disabled: usize,
    /// The members RequestId of answers, which the runtime gives.
    request_ids: usize,
}

impl Held {
    fn count(package: &Package) -> Result<Self> {
        let mut held = Self::default();
        let mut services = BTreeSet::new();
        for path in package.paths("tccli/services/")? {
            let Some((folder, _)) = path
                .strip_suffix("/api.json")
                .and_then(|path| path.rsplit_once('/'))
            else {
                continue;
            };
            services.insert(folder.to_owned());
            let api: Value = serde_json::from_str(&package.text(&path)?)
                .with_context(|| package.place(&path))?;
            let part = |name: &str| {
                api[name]
                    .as_object()
                    .with_context(|| format!("{} has no {name}", package.place(&path)))
            };
            let (actions, objects) = (part("actions")?, part("objects")?);
            let answers: BTreeSet<_> = actions
                .values()
                .filter_map(|action| action["output"].as_str())
                .collect();
            held.all.versions += 1;
            held.all.actions += actions.len();
            held.all.types += objects.len();
            for (name, object) in objects {
                for member in object["members"].as_array().into_iter().flatten() {
                    held.all.members += 1;
                    if member["disabled"] == Value::Bool(true) {
                        held.disabled += 1;
                    } else if member["name"] == "RequestId" && answers.contains(name.as_str()) {
                        held.request_ids += 1;
                    }
                }
            }
        }
        held.all.services = services.len();
        Ok(held)
    }

    /// What of it the schema should hold.
    fn shown(&self) -> Counts {
        Counts {
            types: self.all.types - 2 * self.all.actions,
            members: self.all.members - self.disabled - self.request_ids,
            ..self.all
        }
    }

    fn print(&self) {
        let (all, shown) = (self.all, self.shown());
        println!("  services {}", all.services);
        println!("  versions {}", all.versions);
        println!("  actions {}", all.actions);
        println!(
            "  types {} - {} requests and answers = {}",
            all.types,
            2 * all.actions,
            shown.types
        );
        println!(
            "  members {} - {} disabled - {} RequestId of answers = {}",
            all.members, self.disabled, self.request_ids, shown.members
        );
    }
}

/// How many error codes the package's modules give, and how many of them a module gives twice,
/// once with a dot too much at its end.
fn error_codes(package: &Package) -> Result<(usize, usize)> {
    let (mut constants, mut twice) = (0, 0);
    for path in package.paths("tencentcloud/")? {
        if !path.ends_with("/errorcodes.py") {
            continue;
        }
        let module = package.text(&path)?;
        let values = module.lines().filter(|line| !line.starts_with('#'));
        let values: Vec<_> = values.filter_map(|line| line.split_once(" = ")).collect();
        let codes: BTreeSet<_> = values
            .iter()
            .map(|(_, code)| code.trim_matches(['\'', '.']))
            .collect();
        constants += values.len();
        twice += values.len() - codes.len();
    }
    Ok((constants, twice))
}
