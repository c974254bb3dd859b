//! `cargo xtask catalogue`: how much of the API the schema holds, held against the packages.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::Args;
use serde_json::Value;
use tencentcloud_import::official::Package;

use crate::args::Schema;
use crate::import::{INTERNATIONAL, PYTHON, TCCLI, package};

/// The arguments of `cargo xtask catalogue`.
#[derive(Debug, Args)]
pub(crate) struct Catalogue {
    /// The package `tccli`, whose own counts must be the same: the wheel, or a folder
    #[arg(long, value_name = "WHEEL_OR_DIR")]
    tccli: Option<PathBuf>,
    /// The package `tccli-intl-en`, whose counts are added where the other lacks them: the wheel, or
    /// a folder
    #[arg(long, value_name = "WHEEL_OR_DIR", requires = "tccli")]
    intl: Option<PathBuf>,
    /// The package `tencentcloud-sdk-python`, whose error codes must all be there: the wheel, or a
    /// folder
    #[arg(long, value_name = "WHEEL_OR_DIR")]
    errors: Option<PathBuf>,
    #[command(flatten)]
    schema: Schema,
}

/// Error codes, each behind the service and version that it belongs to.
type Codes = BTreeSet<(String, String)>;

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
        let mut codes = Codes::new();
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
                let version = format!("{service}/v{}", d.version.replace('-', ""));
                let own = d.errors.iter().cloned();
                codes.extend(own.map(|code| (version.clone(), code)));
            }
        }
        counts.print();
        println!("error codes {}", codes.len());
        let mut differ = Vec::new();
        if let Some(path) = &self.tccli {
            let mut packages = vec![package(path, TCCLI)?];
            if let Some(path) = &self.intl {
                packages.push(package(path, INTERNATIONAL)?);
            }
            let mut held = Held::default();
            for package in &packages {
                held.add(package)?;
            }
            let titles: Vec<_> = packages.iter().map(Package::title).collect();
            println!("{}:", titles.join(" and "));
            held.shown().print();
            if held.shown() != counts {
                differ.extend(titles);
            }
        }
        if let Some(path) = &self.errors {
            let package = package(path, PYTHON)?;
            let (constants, held) = error_codes(&package)?;
            println!("{}:", package.title());
            println!(
                "  error codes {constants} - {} listed twice = {}, and {} of other sources",
                constants - held.len(),
                held.len(),
                codes.difference(&held).count()
            );
            if !held.is_subset(&codes) {
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

/// What stands in the packages' files, counted by none of the importer's code. What two packages
/// hold is counted once.
#[derive(Default)]
struct Held {
    /// The members of each object, by folder of the version and object; true for one that is shown.
    objects: BTreeMap<(String, String), BTreeMap<String, bool>>,
    /// The actions by folder of the version.
    actions: BTreeSet<(String, String)>,
    /// The objects that answers are.
    answers: BTreeSet<(String, String)>,
    versions: BTreeSet<String>,
}

impl Held {
    fn add(&mut self, package: &Package) -> Result<()> {
        for path in package.paths("tccli/services/")? {
            let Some(folder) = path.strip_suffix("/api.json") else {
                continue;
            };
            let api: Value = serde_json::from_str(&package.text(&path)?)
                .with_context(|| package.place(&path))?;
            let part = |name: &str| {
                api[name]
                    .as_object()
                    .with_context(|| format!("{} has no {name}", package.place(&path)))
            };
            let at = |name: &str| (folder.to_owned(), name.to_owned());
            self.versions.insert(folder.to_owned());
            for (name, action) in part("actions")? {
                self.actions.insert(at(name));
                self.answers.extend(action["output"].as_str().map(&at));
            }
            for (name, object) in part("objects")? {
                let members = self.objects.entry(at(name)).or_default();
                for member in object["members"].as_array().into_iter().flatten() {
                    let name = member["name"].as_str().unwrap_or_default();
                    let shown = member["disabled"] != Value::Bool(true);
                    *members.entry(name.to_owned()).or_default() |= shown;
                }
            }
        }
        Ok(())
    }

    /// What of it the schema should hold: objects that are no requests and answers, members that are
    /// shown, and no RequestId of answers, which the runtime gives.
    fn shown(&self) -> Counts {
        let folders = self.versions.iter();
        let services = folders.filter_map(|folder| Some(folder.rsplit_once('/')?.0));
        let members = self.objects.iter().map(|(object, members)| {
            let answer = self.answers.contains(object);
            let shown = members
                .iter()
                .filter(|(name, shown)| **shown && !(answer && name.as_str() == "RequestId"));
            shown.count()
        });
        Counts {
            services: services.collect::<BTreeSet<_>>().len(),
            versions: self.versions.len(),
            actions: self.actions.len(),
            types: self.objects.len() - 2 * self.actions.len(),
            members: members.sum(),
        }
    }
}

/// How many error codes the package's modules give, and the codes by service and version, with none
/// of them twice: a module gives some twice, once with a dot too much at its end.
fn error_codes(package: &Package) -> Result<(usize, Codes)> {
    let mut constants = 0;
    let mut codes = Codes::new();
    for path in package.paths("tencentcloud/")? {
        let version = path
            .strip_suffix("/errorcodes.py")
            .and_then(|path| path.strip_prefix("tencentcloud/"));
        let Some(version) = version else {
            continue;
        };
        // One service's folder has another name than the service.
        let version = version.replace("autoscaling/", "as/");
        let module = package.text(&path)?;
        let values = module.lines().filter(|line| !line.starts_with('#'));
        let values: Vec<_> = values.filter_map(|line| line.split_once(" = ")).collect();
        constants += values.len();
        let trimmed = values
            .iter()
            .map(|(_, code)| code.trim_matches(['\'', '.']));
        codes.extend(trimmed.map(|code| (version.clone(), code.to_owned())));
    }
    Ok((constants, codes))
}
