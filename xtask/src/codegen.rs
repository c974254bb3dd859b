//! `cargo xtask codegen`: the service crates and the catalogue from `schema/`.

use std::collections::BTreeSet;
use std::fs;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use anyhow::{Context, Error, Result, bail};
use clap::Args;
use tencentcloud_catalogue::search::{self, Index, Spellings};
use tencentcloud_catalogue::{self as catalogue, Names};
use tencentcloud_codegen::{Classes, Effects, Files, UMBRELLA, service_crate, umbrella_crate};
use tencentcloud_schema::Description;

use crate::args::{Schema, Services};
use crate::changelog::{self, Changelog, Version};
use crate::workspace::{self, SchemaDir};

/// The arguments of `cargo xtask codegen`.
#[derive(Debug, Args)]
pub(crate) struct Codegen {
    #[command(flatten)]
    services: Services,
    /// Write nothing, and fail where a generated file is not what the schema gives
    #[arg(long)]
    check: bool,
    #[command(flatten)]
    schema: Schema,
    /// Generate into `local/services`, which git ignores, with the vendor's own sentences, which
    /// `cargo xtask import official --docs` keeps
    #[arg(long, conflicts_with = "check")]
    docs: bool,
    /// Where the service crates go, instead of the project's own; the catalogue is left alone
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

impl Codegen {
    /// Runs the task.
    pub(crate) fn run(self) -> Result<()> {
        let root = workspace::root();
        let schema = self.schema.folder();
        let known = schema.services()?;
        let services = self.services.of(&schema)?;
        let elsewhere = self
            .out
            .clone()
            .or_else(|| self.docs.then(|| root.join("local/services")));
        let apart = elsewhere.is_some();
        let crates = elsewhere.unwrap_or_else(|| root.join("crates/services"));
        let blobs = root.join("crates/tencentcloud-catalogue");
        let classes = Mutex::<Classes>::default();
        let effects = Mutex::<Effects>::default();
        let names = Mutex::<Names>::default();
        let index = Mutex::<search::Builder>::default();
        let mut out = Output::of_each(self.check, &services, |out, service| {
            let mut versions = schema.corrected(service)?;
            if self.docs {
                versions = workspace::with_docs(service, versions)?;
            }
            out.put_released(&crates.join(service), |release| {
                Ok(service_crate(&versions, release)?)
            })?;
            if !apart {
                out.put_blob(&blobs, service, &versions)?;
                out.put_resources(&blobs, &schema, service, &versions)?;
                add_classes(&classes, &versions);
                add_effects(&effects, &versions);
                add_names(&names, &versions);
                add_terms(&index, &versions);
            }
            Ok(())
        })?;
        if !apart {
            let told = schema.resourceful()?;
            out.put(
                &blobs.join("src/blobs.rs"),
                blob_table(&known, &told).as_bytes(),
            )?;
            out.put_names(&blobs, &services, &known, names)?;
            let others = known.iter().filter(|service| !services.contains(service));
            for service in others {
                add_terms(&index, &schema.corrected(service)?);
            }
            out.put_index(&blobs, index)?;
            out.put_showcase(&root.join("crates/tencentcloud-showcase"))?;
            out.put_umbrella(&crates, &schema, &known)?;
            if self.services.named().is_empty() {
                out.put_classes(&root, &schema, classes)?;
                out.put_effects(&root, &schema, effects)?;
                out.put_prices(&root, &schema)?;
                out.remove_crates(&crates, &known)?;
                let own = known.iter().map(|service| blob_path(&blobs, service));
                let resources = told.iter().map(|service| resources_path(&blobs, service));
                let whole = [
                    names_path(&blobs),
                    index_path(&blobs),
                    spellings_path(&blobs),
                ];
                let kept = own.chain(resources).chain(whole).collect();
                out.remove_others(&blobs.join("blobs"), &kept)?;
            }
        }
        if apart {
            out.put(
                &crates.join("Cargo.toml"),
                apart_manifest(&root)?.as_bytes(),
            )?;
        }
        out.finish(&self)
    }
}

/// Adds what is known of a service's actions to the classes.
fn add_classes(classes: &Mutex<Classes>, versions: &[Description]) {
    let mut classes = classes.lock().unwrap_or_else(PoisonError::into_inner);
    versions.iter().for_each(|version| classes.add(version));
}

/// Adds what is known of a service's actions to the effects.
fn add_effects(effects: &Mutex<Effects>, versions: &[Description]) {
    let mut effects = effects.lock().unwrap_or_else(PoisonError::into_inner);
    versions.iter().for_each(|version| effects.add(version));
}

/// Adds the names of a service's actions.
fn add_names(names: &Mutex<Names>, versions: &[Description]) {
    let mut names = names.lock().unwrap_or_else(PoisonError::into_inner);
    names.extend(versions);
}

/// Adds what is searched of a service.
fn add_terms(index: &Mutex<search::Builder>, versions: &[Description]) {
    let mut index = index.lock().unwrap_or_else(PoisonError::into_inner);
    index.add(versions);
}

/// The manifest of a workspace of service crates that stands elsewhere.
fn apart_manifest(root: &Path) -> Result<String> {
    let ours = workspace::read(&root.join("crates/services/Cargo.toml"))?;
    let runtime = root.join("crates/tencentcloud-runtime");
    Ok(ours.replace("\"../tencentcloud-runtime\"", &format!("{runtime:?}")))
}

/// The version of a crate with that changelog.
fn release(changelog: Option<&Changelog>) -> Version {
    changelog.map_or(Version::FIRST, Changelog::version)
}

fn blob_path(folder: &Path, service: &str) -> PathBuf {
    folder.join("blobs").join(format!("{service}.br"))
}

fn resources_path(folder: &Path, service: &str) -> PathBuf {
    folder.join("blobs").join(format!("{service}.resources.br"))
}

/// No service's name begins so.
fn names_path(folder: &Path) -> PathBuf {
    folder.join("blobs/_actions.br")
}

/// No service's name begins so.
fn index_path(folder: &Path) -> PathBuf {
    folder.join("blobs/_search.br")
}

/// No service's name begins so.
fn spellings_path(folder: &Path) -> PathBuf {
    folder.join("blobs/_spellings.br")
}

fn blob_table(services: &[String], resourceful: &[String]) -> String {
    let mut out = "// @generated by `cargo xtask codegen`. Do not edit.\n".to_owned();
    for (doc, name, services, ending) in [
        ("Every service's name and blob", "BLOBS", services, "br"),
        (
            "The blob of resources of each service that has any, by its name",
            "RESOURCES",
            resourceful,
            "resources.br",
        ),
    ] {
        out.push_str(&format!(
            "\n/// {doc}, sorted by name.\n\
             #[rustfmt::skip]\n\
             pub(super) static {name}: &[(&str, &[u8])] = &[\n"
        ));
        for service in services {
            out.push_str(&format!(
                "    (\"{service}\", include_bytes!(\"../blobs/{service}.{ending}\")),\n"
            ));
        }
        out.push_str("];\n");
    }
    out.push_str(
        "\n/// The blob of the names of all actions.\n\
         pub(super) static ACTIONS: &[u8] = include_bytes!(\"../blobs/_actions.br\");\n\
         \n/// The blob of the search index.\n\
         pub(super) static SEARCH: &[u8] = include_bytes!(\"../blobs/_search.br\");\n\
         \n/// The blob of the names that searches find.\n\
         pub(super) static SPELLINGS: &[u8] = include_bytes!(\"../blobs/_spellings.br\");\n",
    );
    out
}

/// Files that are written where they changed, or only held against what they should be.
struct Output {
    check: bool,
    stale: Vec<PathBuf>,
    written: usize,
}

impl Output {
    fn new(check: bool) -> Self {
        Self {
            check,
            stale: Vec::new(),
            written: 0,
        }
    }

    /// What `put` writes for each service, as many at once as there are processors.
    fn of_each(
        check: bool,
        services: &[String],
        put: impl Fn(&mut Self, &str) -> Result<()> + Sync,
    ) -> Result<Self> {
        let next = AtomicUsize::new(0);
        let work = || -> Result<Self> {
            let mut out = Self::new(check);
            while let Some(service) = services.get(next.fetch_add(1, Ordering::Relaxed)) {
                put(&mut out, service)?;
            }
            Ok(out)
        };
        let outputs: Vec<_> = thread::scope(|scope| {
            let count = thread::available_parallelism().map_or(1, usize::from);
            let workers: Vec<_> = (0..count).map(|_| scope.spawn(work)).collect();
            let done = workers.into_iter().map(|worker| worker.join());
            done.map(|done| done.unwrap_or_else(|panic| resume_unwind(panic)))
                .collect()
        });
        let mut all = Self::new(check);
        for out in outputs {
            let out = out?;
            all.stale.extend(out.stale);
            all.written += out.written;
        }
        all.stale.sort();
        Ok(all)
    }

    fn put(&mut self, path: &Path, content: &[u8]) -> Result<()> {
        if !self.check {
            self.written += usize::from(workspace::write(path, content)?);
        } else if fs::read(path).map_or(true, |old| old != content) {
            self.stale.push(path.to_path_buf());
        }
        Ok(())
    }

    /// Writes a crate, and removes what it no longer has.
    fn put_crate(&mut self, folder: &Path, files: &Files) -> Result<()> {
        self.remove_others(
            &folder.join("src"),
            &files.keys().map(|path| folder.join(path)).collect(),
        )?;
        files
            .iter()
            .try_for_each(|(path, text)| self.put(&folder.join(path), text.as_bytes()))
    }

    /// Writes a crate of the version that its changelog states. A changelog that is there stays as it
    /// is.
    fn put_released(
        &mut self,
        folder: &Path,
        make: impl FnOnce(&str) -> Result<Files>,
    ) -> Result<()> {
        let changelog = Changelog::read(folder)?;
        let mut files = make(&release(changelog.as_ref()).to_string())?;
        if changelog.is_some() {
            files.remove(Path::new(changelog::FILE));
        }
        self.put_crate(folder, &files)
    }

    /// The made-up service keeps its schema and a manifest of its own.
    fn put_showcase(&mut self, folder: &Path) -> Result<()> {
        let schema = SchemaDir(folder.join("schema"));
        for service in schema.services()? {
            let release = Version::FIRST.to_string();
            let mut files = service_crate(&schema.corrected(&service)?, &release)?;
            // It is no crate to publish, and has a manifest of its own.
            files.remove(Path::new("Cargo.toml"));
            files.remove(Path::new(changelog::FILE));
            self.put_crate(folder, &files)?;
        }
        Ok(())
    }

    /// The crate that re-exports all services; their newest versions give it its titles, their
    /// changelogs what it depends on.
    fn put_umbrella(&mut self, crates: &Path, schema: &SchemaDir, known: &[String]) -> Result<()> {
        let services: Vec<_> = known
            .iter()
            .map(|service| {
                let changelog = Changelog::read(&crates.join(service))?;
                Ok((
                    schema.newest(service)?,
                    release(changelog.as_ref()).to_string(),
                ))
            })
            .collect::<Result<_>>()?;
        self.put_released(&crates.join(UMBRELLA), |release| {
            Ok(umbrella_crate(&services, release))
        })
    }

    /// The runtime's table of what sending a request twice may do.
    fn put_classes(
        &mut self,
        root: &Path,
        schema: &SchemaDir,
        classes: Mutex<Classes>,
    ) -> Result<()> {
        let mut classes = classes.into_inner().unwrap_or_else(PoisonError::into_inner);
        let (reviews, origin) = schema.review("idempotency.tsv")?;
        classes.review(&reviews, &origin).map_err(Error::msg)?;
        let path = root.join("crates/tencentcloud-runtime/src/action/classes.rs");
        self.put(&path, classes.file().as_bytes())
    }

    /// The table of what actions do to what is there.
    fn put_effects(
        &mut self,
        root: &Path,
        schema: &SchemaDir,
        effects: Mutex<Effects>,
    ) -> Result<()> {
        let mut effects = effects.into_inner().unwrap_or_else(PoisonError::into_inner);
        let (reviews, origin) = schema.review("effects.tsv")?;
        effects.review(&reviews, &origin).map_err(Error::msg)?;
        let path = root.join("crates/tencentcloud-calls/src/effect/table.rs");
        self.put(&path, effects.file().as_bytes())
    }

    /// The list of the actions that price others.
    fn put_prices(&mut self, root: &Path, schema: &SchemaDir) -> Result<()> {
        let (prices, _) = schema.review("prices.tsv")?;
        let path = root.join("crates/tencentcloud-calls/src/price/prices.tsv");
        self.put(&path, prices.as_bytes())
    }

    /// Packing is slow and unpacking fast: a blob that unpacks to the same is left as it is.
    fn put_blob(&mut self, folder: &Path, service: &str, versions: &[Description]) -> Result<()> {
        let path = blob_path(folder, service);
        if let Ok(old) = fs::read(&path)
            && catalogue::Service::unpack(&old).is_ok_and(|old| old.descriptions() == versions)
        {
            return Ok(());
        }
        self.put(&path, &catalogue::pack(versions))
    }

    /// The names of all actions: those of `services` anew, those of the others as they were.
    fn put_names(
        &mut self,
        folder: &Path,
        services: &[String],
        known: &[String],
        names: Mutex<Names>,
    ) -> Result<()> {
        let path = names_path(folder);
        let mut names = names.into_inner().unwrap_or_else(PoisonError::into_inner);
        let old = fs::read(&path).ok();
        if let Some(Ok(old)) = old.map(|blob| Names::unpack(&blob)) {
            let mut others = old.clone();
            let listed = |list: &[String], service: &str| list.iter().any(|name| name == service);
            others.retain(|service| listed(known, service) && !listed(services, service));
            names.merge(others);
            if names == old {
                return Ok(());
            }
        }
        self.put(&path, &names.pack())
    }

    /// The search index and the names that it finds, of all services: how rare a word is depends on all of them. One that
    /// unpacks to the same is left as it is.
    fn put_index(&mut self, folder: &Path, index: Mutex<search::Builder>) -> Result<()> {
        let index = index.into_inner().unwrap_or_else(PoisonError::into_inner);
        let path = spellings_path(folder);
        let same = fs::read(&path).is_ok_and(|old| {
            Spellings::unpack(&old).is_ok_and(|old| old.text() == index.spellings())
        });
        if !same {
            self.put(&path, &index.pack_spellings())?;
        }
        let path = index_path(folder);
        if let Ok(old) = fs::read(&path)
            && Index::unpack(&old).is_ok_and(|old| old.unpacked() == index.unpacked())
        {
            return Ok(());
        }
        self.put(&path, &index.pack())
    }

    /// The same for the resources of a service, which must fit its descriptions.
    fn put_resources(
        &mut self,
        folder: &Path,
        schema: &SchemaDir,
        service: &str,
        versions: &[Description],
    ) -> Result<()> {
        let path = resources_path(folder, service);
        let Some(resources) = schema.resources(service)? else {
            return match path.exists() {
                true => self.remove(&path),
                false => Ok(()),
            };
        };
        let origin = schema.resources_path(service).display().to_string();
        resources.validate(versions, &origin)?;
        if let Ok(old) = fs::read(&path)
            && catalogue::unpack_resources(&old).is_ok_and(|old| old == resources)
        {
            return Ok(());
        }
        self.put(&path, &catalogue::pack_resources(&resources))
    }

    /// Removes the files of a folder that are not in `kept`.
    fn remove_others(&mut self, folder: &Path, kept: &BTreeSet<PathBuf>) -> Result<()> {
        let mut found = BTreeSet::new();
        files(folder, &mut found)?;
        for path in found.into_iter().filter(|path| !kept.contains(path)) {
            self.remove(&path)?;
        }
        Ok(())
    }

    /// Removes the crates of services that the schema no longer has.
    fn remove_crates(&mut self, crates: &Path, known: &[String]) -> Result<()> {
        for entry in fs::read_dir(crates)?.collect::<Result<Vec<_>, _>>()? {
            let name = entry.file_name().to_string_lossy().into_owned();
            if entry.file_type()?.is_dir()
                && !known.contains(&name)
                && name != UMBRELLA
                && entry.path().join("Cargo.toml").exists()
            {
                self.remove(&entry.path())?;
            }
        }
        Ok(())
    }

    fn remove(&mut self, path: &Path) -> Result<()> {
        if self.check {
            self.stale.push(path.to_path_buf());
            return Ok(());
        }
        self.written += 1;
        if path.is_dir() {
            fs::remove_dir_all(path)
        } else {
            fs::remove_file(path)
        }
        .with_context(|| format!("cannot remove {}", path.display()))
    }

    fn finish(self, task: &Codegen) -> Result<()> {
        if self.stale.is_empty() {
            if !self.check {
                println!("{} files changed", self.written);
            }
            return Ok(());
        }
        let list: Vec<_> = self
            .stale
            .iter()
            .take(20)
            .map(|path| format!("  {}", path.display()))
            .collect();
        bail!(
            "{} generated files are not what the schema gives; run `cargo xtask codegen{}{}` and commit the result:\n{}",
            self.stale.len(),
            if task.services.named().is_empty() {
                ""
            } else {
                " "
            },
            task.services.named().join(" "),
            list.join("\n")
        )
    }
}

fn files(folder: &Path, found: &mut BTreeSet<PathBuf>) -> Result<()> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Ok(());
    };
    for entry in entries {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            files(&entry.path(), found)?;
        } else {
            found.insert(entry.path());
        }
    }
    Ok(())
}
