//! The files of a service's crate, and of the crate of all services.

mod format;
mod manifest;
mod readme;
mod root;
mod title;
mod umbrella;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use quote::quote;
use tencentcloud_schema::{Description, main_version};

use crate::items;
use crate::items::module::Module;
use crate::items::scope::{Fault, Scope};

pub use umbrella::{UMBRELLA, umbrella_crate};

/// The files of a crate by their path inside it.
pub type Files = BTreeMap<PathBuf, String>;

/// Returns the crate of a service, released as `release`: every version a module, the main one
/// re-exported at the root. Its changelog is that of a crate which has none yet.
///
/// # Errors
/// Fails if a version cannot become Rust, and if there is no version.
pub fn service_crate(versions: &[Description], release: &str) -> Result<Files, Fault> {
    let Some(main) = main_version(versions) else {
        return Err(Fault {
            api: "a service".to_owned(),
            message: "there is no version of it".to_owned(),
        });
    };
    let mut files = Files::new();
    for description in versions {
        let scope = Scope::new(description, quote!(tencentcloud_runtime))?;
        put(&items::version(&scope), Path::new("src"), &mut files);
    }
    let scope = Scope::new(main, quote!(tencentcloud_runtime))?;
    files.extend([
        ("src/lib.rs".into(), root::root(versions, main)),
        (
            "Cargo.toml".into(),
            manifest::service(versions, main, release),
        ),
        (
            "CHANGELOG.md".into(),
            changelog(release, &first_version(versions)),
        ),
        ("README.md".into(), readme::service(versions, &scope)),
    ]);
    Ok(files)
}

/// Returns the crate of a service as [`service_crate`] does, for a place that is no workspace of
/// service crates: its manifest names all that it needs. `runtime` is the folder of
/// `tencentcloud-runtime`; by default it is that of the registry.
///
/// # Errors
/// As [`service_crate`].
pub fn standalone_crate(
    versions: &[Description],
    release: &str,
    runtime: Option<&str>,
) -> Result<Files, Fault> {
    let mut files = service_crate(versions, release)?;
    if let Some(manifest) = files.get_mut(Path::new("Cargo.toml")) {
        *manifest = manifest::standalone(manifest, runtime);
    }
    for text in files.values_mut() {
        *text = text.replace("`cargo xtask codegen`", "`tencentcloud-codegen`");
    }
    Ok(files)
}

/// A module as a file, or as a folder where it holds others.
fn put(module: &Module, folder: &Path, files: &mut Files) {
    let items = module.items.iter().cloned();
    if module.modules.is_empty() {
        let path = folder.join(format!("{}.rs", module.name));
        files.insert(path, format::file(&module.docs, items));
        return;
    }
    let folder = folder.join(&module.name);
    let declarations = module.modules.iter().map(Module::declaration);
    let items = [quote!(#(#declarations)*)].into_iter().chain(items);
    files.insert(folder.join("mod.rs"), format::file(&module.docs, items));
    for inner in &module.modules {
        put(inner, &folder, files);
    }
}

/// The changelog of a crate that has none yet; `what` is its first version.
fn changelog(release: &str, what: &str) -> String {
    format!("# Changelog\n\n## {release}\n\nFirst version: {what}.\n")
}

/// What a service's first version holds.
fn first_version(versions: &[Description]) -> String {
    let list: Vec<_> = versions
        .iter()
        .map(|description| description.version.as_str())
        .collect();
    let plural = if list.len() == 1 { "" } else { "s" };
    format!(
        "{} actions of API version{plural} {}",
        title::actions(versions),
        list.join(" and ")
    )
}
