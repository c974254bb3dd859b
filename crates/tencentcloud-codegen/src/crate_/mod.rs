//! The files of a service's crate, and of the crate of all services.

mod example;
mod format;
mod package;
mod umbrella;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use quote::quote;
use tencentcloud_schema::Description;

use crate::items;
use crate::items::module::Module;
use crate::items::scope::{Fault, Scope};

pub use package::main_version;
pub use umbrella::{UMBRELLA, umbrella_crate};

/// The files of a crate by their path inside it.
pub type Files = BTreeMap<PathBuf, String>;

/// The crate of a service, released as `release`: every version a module, the one with the
/// most actions re-exported at the root. Its changelog is that of a crate which has none yet.
///
/// # Errors
/// A version that cannot become Rust, and a service without versions.
pub fn service_crate(versions: &[Description], release: &str) -> Result<Files, Fault> {
    let Some(main) = package::main_version(versions) else {
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
    files.insert("src/lib.rs".into(), package::root(versions, main));
    files.insert(
        "Cargo.toml".into(),
        package::manifest(versions, main, release),
    );
    files.insert(
        "CHANGELOG.md".into(),
        package::changelog(release, &package::first(versions)),
    );
    files.insert("README.md".into(), package::readme(versions, &scope));
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
