//! `cargo xtask import official`: the whole catalogue from the vendor's Python packages.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::Args;
use tencentcloud_import::official::{Disagreement, Package, Packages, VersionFacts};
use tencentcloud_import::paging::Reviews;
use tencentcloud_import::{Difference, Source, facts, merge_kept};
use tencentcloud_schema::{Description, Lock, LockedPackage, Site};

use super::files::{INTERNATIONAL, PYTHON, TCCLI, package};
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

/// Sentences by the place in the description that they are about.
type Prose = BTreeMap<String, String>;

/// An import while it is read and merged, before anything is written.
struct Reading<'a> {
    schema: &'a SchemaDir,
    reviews: Reviews,
    pages: facts::Pages,
    imported: Vec<Imported>,
    /// The candidates for paging that have no verdict.
    unreviewed: Vec<String>,
    /// The prose of each version, by service, if it is asked for.
    docs: Option<BTreeMap<String, Vec<(String, Prose)>>>,
}

impl Official {
    /// Runs the task: reads and merges everything first, so that an error leaves the schema as it was.
    pub(crate) fn run(self) -> Result<()> {
        let schema = self.target.schema();
        let mut lock = schema.lock()?;
        let packages = self.packages(&lock)?;
        let reading = self.read(&schema, &packages)?;
        let services = reading.services();
        if let Some(unused) = reading.reviews.unused(&services).first() {
            bail!(
                "schema/reviews/paging.tsv has a verdict on {unused}, which is no candidate: remove it"
            );
        }
        for package in packages.all() {
            record(&mut lock, package, &schema, &services)?;
        }
        self.write(&schema, &lock, reading)
    }

    /// Reads and merges the versions of the wanted services.
    fn read<'a>(&self, schema: &'a SchemaDir, packages: &Packages) -> Result<Reading<'a>> {
        let (reviews, origin) = schema.review("paging.tsv")?;
        let mut reading = Reading {
            schema,
            reviews: Reviews::parse(&reviews, &origin)?,
            pages: pages::read(schema)?,
            imported: Vec::new(),
            unreviewed: Vec::new(),
            docs: self.docs.then(BTreeMap::new),
        };
        let wanted: BTreeSet<&str> = self.services.iter().map(String::as_str).collect();
        let mut unmet = wanted.clone();
        for version in packages.versions()? {
            let service = packages.service(&version)?;
            let names = [service.as_str(), version.folder.as_str()];
            if wanted.is_empty() || names.iter().any(|name| wanted.contains(name)) {
                unmet.retain(|name| !names.contains(name));
                reading.version(packages.read(&version)?)?;
            }
        }
        match unmet.pop_first() {
            Some(service) => bail!("{} has no service {service}", packages.tccli.title()),
            None => Ok(reading),
        }
    }

    /// Writes what was read, and reports it.
    fn write(&self, schema: &SchemaDir, lock: &Lock, reading: Reading<'_>) -> Result<()> {
        let imported = reading.imported.iter();
        let descriptions: Vec<_> = imported.map(|one| &one.description).collect();
        let update = self.target.update(&descriptions)?;
        update.record()?;
        for one in &reading.imported {
            let changed = schema.write(&one.description)?;
            one.report(changed);
        }
        for line in &reading.unreviewed {
            println!("paging without a verdict: {line}");
        }
        for (service, versions) in reading.docs.into_iter().flatten() {
            workspace::write_docs(&service, versions)?;
        }
        pages::write(schema, &reading.pages)?;
        schema.write_lock(lock)?;
        update.print();
        Ok(())
    }

    /// Opens the packages.
    fn packages(&self, lock: &Lock) -> Result<Packages> {
        let name = INTERNATIONAL.name();
        if self.intl.is_none() && lock.package(name).is_some() {
            bail!("the schema holds facts of {name}: give it with --intl, too");
        }
        let open = |path: &PathBuf| package(path, INTERNATIONAL);
        Ok(Packages {
            tccli: package(&self.tccli, TCCLI)?,
            international: self.intl.as_ref().map(open).transpose()?,
            errors: package(&self.errors, PYTHON)?,
            first: first(lock),
        })
    }
}

impl Reading<'_> {
    /// Merges one version into what the schema holds of it.
    fn version(&mut self, facts: VersionFacts) -> Result<()> {
        let VersionFacts {
            description: mut update,
            prose,
            disagreements,
        } = facts;
        let unreviewed = self.reviews.decide(&mut update, &prose)?;
        self.unreviewed.extend(unreviewed);
        if let Some(docs) = &mut self.docs {
            let docs = docs.entry(update.service.clone()).or_default();
            docs.push((update.version.clone(), prose));
        }
        let base = self.schema.source(&update.service, &update.version)?;
        let paged = self.pages.actions(&update.service, &update.version);
        let (description, differences) = merge_kept(base, update, Source::Package, &paged);
        self.pages.retain(&description);
        description.validate(&format!("{} {}", description.service, description.version))?;
        self.imported.push(Imported {
            description,
            differences,
            disagreements,
        });
        Ok(())
    }

    /// The services that were read.
    fn services(&self) -> BTreeSet<&str> {
        let imported = self.imported.iter();
        imported
            .map(|one| one.description.service.as_str())
            .collect()
    }
}

/// Records a package that `services` are imported from.
///
/// The lock speaks for the whole schema, so a package of another version must bring every service
/// that the schema holds.
fn record(
    lock: &mut Lock,
    package: &Package,
    schema: &SchemaDir,
    services: &BTreeSet<&str>,
) -> Result<()> {
    let known = lock.package(package.name());
    if let Some(old) = known.filter(|known| known.version != package.version()) {
        let mut left = schema.services()?;
        left.retain(|name| !services.contains(name.as_str()));
        if let Some(first) = left.first() {
            bail!(
                "the schema's facts come from {} {}: {} of its services would not be imported from {}, e.g. {first}; import them too, or all",
                package.name(),
                old.version,
                left.len(),
                package.title(),
            );
        }
    }
    let locked = LockedPackage {
        version: package.version().to_owned(),
        sha256: package.sha256().map(str::to_owned),
    };
    Ok(lock.record(package.name(), locked)?)
}

/// The site whose package the lock names first; the Chinese one if it names neither.
fn first(lock: &Lock) -> Site {
    let site = |name: &str| match name {
        name if name == TCCLI.name() => Some(Site::China),
        name if name == INTERNATIONAL.name() => Some(Site::International),
        _ => None,
    };
    lock.packages().find_map(site).unwrap_or(Site::China)
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
