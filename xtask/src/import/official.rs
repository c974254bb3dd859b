//! `cargo xtask import official`: the whole catalogue from the vendor's Python packages.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::Args;
use tencentcloud_import::official::{Disagreement, Packages, Told};
use tencentcloud_import::paging::Reviews;
use tencentcloud_import::{Difference, Source, merge_kept};
use tencentcloud_schema::Description;

use super::files::{INTERNATIONAL, PYTHON, TCCLI, package};
use super::lock::Lock;
use super::pages;
use super::update::Target;
use crate::workspace::{self, SchemaDir};

/// The arguments of `cargo xtask import official`.
#[derive(Debug, Args)]
pub(crate) struct Official {
    /// The package `tccli`: the wheel, or the folder it was unpacked into
    #[arg(long, value_name = "WHEEL_OR_DIR")]
    tccli: PathBuf,
    /// The package `tencentcloud-sdk-python`, for error codes and hosts: the wheel, or a folder
    #[arg(long, value_name = "WHEEL_OR_DIR")]
    errors: PathBuf,
    /// The package `tccli-intl-en`, for the actions of the international site and English titles:
    /// the wheel, or a folder. Once a schema holds its facts, every import needs it
    #[arg(long, value_name = "WHEEL_OR_DIR")]
    intl: Option<PathBuf>,
    #[command(flatten)]
    target: Target,
    /// Also keep the vendor's own sentences, in `local/docs`, which git ignores: for
    /// `cargo xtask codegen --docs`
    #[arg(long)]
    docs: bool,
    /// The services to import, by the name of their host or of their folder in `tccli`; none for all
    #[arg(value_name = "SERVICE")]
    services: Vec<String>,
}

/// One service version after the merge, not yet written.
struct Imported {
    description: Description,
    differences: Vec<Difference>,
    disagreements: Vec<Disagreement>,
}

impl Official {
    /// Runs the task: reads and merges everything first, so that a fault leaves the schema as it was.
    pub(crate) fn run(self) -> Result<()> {
        let schema = self.target.schema();
        let mut lock = Lock::read(&schema)?;
        let packages = self.packages(&lock)?;
        let mut wanted: BTreeSet<&str> = self.services.iter().map(String::as_str).collect();
        let all = wanted.is_empty();
        let mut unmet = wanted.clone();
        let mut imported = Vec::new();
        let mut reviews = reviews(&schema)?;
        let mut pages = pages::read(&schema)?;
        let mut unreviewed = Vec::new();
        let mut docs: BTreeMap<String, Vec<_>> = BTreeMap::new();
        for version in packages.versions()? {
            let service = packages.service(&version)?;
            let service = service.as_str();
            if !all && !wanted.contains(service) && !wanted.contains(version.folder.as_str()) {
                continue;
            }
            unmet.remove(service);
            unmet.remove(version.folder.as_str());
            let Told {
                description: mut update,
                prose,
                disagreements,
            } = packages.read(&version)?;
            unreviewed.extend(reviews.decide(&mut update, &prose)?);
            if self.docs {
                docs.entry(update.service.clone())
                    .or_default()
                    .push((update.version.clone(), prose));
            }
            let base = schema.source(&update.service, &update.version)?;
            let paged = pages.actions(&update.service, &update.version);
            let (description, differences) = merge_kept(base, update, Source::Package, &paged);
            pages.retain(&description);
            description.validate(&format!("{} {}", description.service, description.version))?;
            imported.push(Imported {
                description,
                differences,
                disagreements,
            });
        }
        if let Some(service) = unmet.pop_first() {
            bail!("{} has no service {service}", packages.tccli.title());
        }
        wanted = imported
            .iter()
            .map(|one| one.description.service.as_str())
            .collect();

        if let Some(unused) = reviews.unused(&wanted).first() {
            bail!(
                "schema/reviews/paging.tsv has a verdict on {unused}, which is no candidate: remove it"
            );
        }
        let read = [Some(&packages.tccli), packages.international.as_ref()];
        for package in read.into_iter().flatten().chain([&packages.errors]) {
            lock.record(package, &schema, &wanted)?;
        }
        let descriptions: Vec<_> = imported.iter().map(|one| &one.description).collect();
        let update = self.target.update(&descriptions)?;
        update.record()?;
        for one in &imported {
            let changed = schema.write(&one.description)?;
            one.report(changed);
        }
        for line in &unreviewed {
            println!("paging without a verdict: {line}");
        }
        for (service, versions) in docs {
            workspace::write_docs(&service, versions)?;
        }
        pages::write(&schema, &pages)?;
        lock.write(&schema)?;
        update.print();
        Ok(())
    }

    /// Opens the packages.
    fn packages(&self, lock: &Lock) -> Result<Packages> {
        let name = INTERNATIONAL.name();
        if self.intl.is_none() && lock.holds(name) {
            bail!("the schema holds facts of {name}: give it with --intl, too");
        }
        let open = |path: &PathBuf| package(path, INTERNATIONAL);
        Ok(Packages {
            tccli: package(&self.tccli, TCCLI)?,
            international: self.intl.as_ref().map(open).transpose()?,
            errors: package(&self.errors, PYTHON)?,
            first: lock.first(),
        })
    }
}

/// The reviewed list of pagings; an absent one is empty.
fn reviews(schema: &SchemaDir) -> Result<Reviews> {
    let path = schema.0.join("reviews/paging.tsv");
    let text = match path.exists() {
        true => workspace::read(&path)?,
        false => String::new(),
    };
    Ok(Reviews::parse(&text, &path.display().to_string())?)
}

impl Imported {
    fn report(&self, changed: bool) {
        let d = &self.description;
        let members = d
            .actions
            .values()
            .map(|a| a.request.len() + a.response.len());
        let nested = d.types.values().map(|t| t.members.len());
        println!(
            "{} {}: {} actions, {} types, {} members, {} error codes: {}",
            d.service,
            d.version,
            d.actions.len(),
            d.types.len(),
            members.chain(nested).sum::<usize>(),
            d.errors.len(),
            if changed { "changed" } else { "unchanged" },
        );
        for difference in &self.differences {
            println!("  {difference}");
        }
        for disagreement in &self.disagreements {
            println!("  {disagreement}");
        }
    }
}
