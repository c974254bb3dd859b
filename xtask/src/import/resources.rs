//! `cargo xtask import resources`: which actions make, list, change and end what.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::Args;
use tencentcloud_import::resource::ResourceReviews;
use tencentcloud_schema::resource::{Kinds, RESOURCE_FORMAT, Resources, Verb};

use crate::args::{Schema, Services};
use crate::workspace::{self, SchemaDir};

/// The arguments of `cargo xtask import resources`.
#[derive(Debug, Args)]
pub(crate) struct Import {
    #[command(flatten)]
    services: Services,
    /// Write nothing, and fail where a file is not what rule, reviews and overlays give
    #[arg(long)]
    check: bool,
    /// Also list every kind that is left out, with the reason
    #[arg(long)]
    left: bool,
    #[command(flatten)]
    schema: Schema,
}

/// What became of the kinds of all services.
#[derive(Debug, Default)]
struct Outcome {
    kinds: usize,
    whole: usize,
    services: BTreeSet<String>,
    actions: usize,
    verbs: BTreeMap<Verb, usize>,
    left: BTreeMap<String, Vec<String>>,
    doubted: Vec<String>,
    stale: Vec<PathBuf>,
    written: usize,
}

impl Import {
    /// Runs the task.
    pub(crate) fn run(self) -> Result<()> {
        let schema = self.schema.folder();
        let services = self.services.of(&schema)?;
        let (text, origin) = schema.review("resources.tsv")?;
        let mut reviews = ResourceReviews::parse(&text, &origin)?;
        let mut outcome = Outcome::default();
        let mut problems = Vec::new();
        for service in &services {
            match resources(&schema, service, &mut reviews, &mut outcome) {
                Ok(resources) => self.put(&schema, service, &resources, &mut outcome)?,
                Err(error) => problems.push(format!("{error:#}")),
            }
        }
        let names = services.iter().map(String::as_str).collect();
        let unused = reviews.unused(&names);
        problems.extend(
            unused
                .iter()
                .map(|slot| format!("{origin}: no kind asks for {slot}: remove the line")),
        );
        outcome.print(self.left);
        if !problems.is_empty() {
            bail!("{}", problems.join("\n"));
        }
        outcome.finish()
    }

    /// Writes a service's file, or holds it against what it should be.
    fn put(
        &self,
        schema: &SchemaDir,
        service: &str,
        resources: &Resources,
        outcome: &mut Outcome,
    ) -> Result<()> {
        let path = schema.resources_path(service);
        outcome.count(service, resources);
        let none = resources.versions.is_empty();
        if none && !path.exists() {
            return Ok(());
        }
        let text = resources.to_canonical();
        if self.check {
            if none || fs::read(&path).map_or(true, |old| old != text.as_bytes()) {
                outcome.stale.push(path);
            }
        } else if none {
            fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
            outcome.written += 1;
        } else {
            outcome.written += usize::from(workspace::write(&path, text.as_bytes())?);
        }
        Ok(())
    }
}

/// What rule, reviews and overlay make of a service.
fn resources(
    schema: &SchemaDir,
    service: &str,
    reviews: &mut ResourceReviews,
    outcome: &mut Outcome,
) -> Result<Resources> {
    let descriptions = schema.corrected(service)?;
    let overlay = schema.resource_overlay(service)?;
    let mut versions: BTreeMap<String, Kinds> = BTreeMap::new();
    for description in &descriptions {
        let mut decided = reviews.decide(description)?;
        let version = &description.version;
        if let Some((overlay, origin)) = &overlay {
            overlay.apply(version, &mut decided.kinds, origin)?;
        }
        outcome.doubted.extend(decided.doubted);
        for (kind, why) in decided.left {
            if !decided.kinds.contains_key(&kind) {
                let (short, rest) = why.split_once(": ").unwrap_or((&why, ""));
                let kind = format!("{service} {version} {kind}");
                let kind = if rest.is_empty() {
                    kind
                } else {
                    format!("{kind}: {rest}")
                };
                let kinds = outcome.left.entry(short.to_owned()).or_default();
                kinds.push(kind);
            }
        }
        if !decided.kinds.is_empty() {
            versions.insert(version.clone(), decided.kinds);
        }
    }
    let resources = Resources {
        format: RESOURCE_FORMAT,
        service: service.to_owned(),
        versions,
    };
    let path = schema.resources_path(service).display().to_string();
    resources.validate(&descriptions, &path)?;
    Ok(resources)
}

impl Outcome {
    fn count(&mut self, service: &str, resources: &Resources) {
        for kinds in resources.versions.values() {
            self.kinds += kinds.len();
            let mut actions = BTreeSet::new();
            for resource in kinds.values() {
                if resource.lives() {
                    self.whole += 1;
                    self.services.insert(service.to_owned());
                }
                for (action, used) in &resource.actions {
                    *self.verbs.entry(used.does).or_default() += 1;
                    actions.insert(action);
                }
            }
            self.actions += actions.len();
        }
    }

    fn print(&self, all: bool) {
        println!(
            "{} kinds, {} of them with a whole life in {} services; {} actions",
            self.kinds,
            self.whole,
            self.services.len(),
            self.actions
        );
        for verb in Verb::ALL {
            let count = self.verbs.get(&verb).copied().unwrap_or_default();
            println!("{:>7} {}", count, verb.as_str());
        }
        println!("left out:");
        for (why, kinds) in &self.left {
            println!("{:>7} {why}", kinds.len());
            if all {
                kinds.iter().for_each(|kind| println!("          {kind}"));
            }
        }
        if !self.doubted.is_empty() {
            println!(
                "without a verdict in reviews/resources.tsv:\n{}",
                self.doubted.join("\n")
            );
        }
    }

    fn finish(self) -> Result<()> {
        if !self.stale.is_empty() {
            let list: Vec<_> = self
                .stale
                .iter()
                .take(20)
                .map(|path| format!("  {}", path.display()))
                .collect();
            bail!(
                "{} files are not what rule, reviews and overlays give; run `cargo xtask import resources` and commit the result:\n{}",
                self.stale.len(),
                list.join("\n")
            );
        }
        println!("{} files changed", self.written);
        Ok(())
    }
}
