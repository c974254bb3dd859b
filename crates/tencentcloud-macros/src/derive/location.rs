//! Where the runtime crate is.

use std::sync::OnceLock;
use std::{env, fs, path::Path};

use proc_macro2::Span;
use syn::{Error, Result};

use super::attributes::Container;

const RUNTIME: &str = "tencentcloud-runtime";

/// Checks that the crate which is compiled can name the runtime, if the attribute does not.
pub(super) fn check(container: &Container, name: Span) -> Result<()> {
    static DEPENDS: OnceLock<bool> = OnceLock::new();
    if container.names_runtime || *DEPENDS.get_or_init(depends) {
        return Ok(());
    }
    Err(Error::new(
        name,
        "this crate does not depend on `tencentcloud-runtime`: add it to Cargo.toml, or name the \
         path by which it is known, e.g. `#[model(…, crate = tencentcloud_cvm::runtime)]`",
    ))
}

/// Whether the manifest of the crate that is compiled names the runtime as a dependency. Without a
/// manifest, as with other build tools, the compiler decides.
fn depends() -> bool {
    let manifest = env::var_os("CARGO_MANIFEST_DIR")
        .and_then(|folder| fs::read_to_string(Path::new(&folder).join("Cargo.toml")).ok());
    let is_runtime = env::var_os("CARGO_PKG_NAME").is_some_and(|name| name == RUNTIME);
    is_runtime || manifest.is_none_or(|manifest| names(&manifest))
}

/// Whether a manifest holds the runtime's name other than as the package of a dependency that is
/// called otherwise, or in a list of features.
fn names(manifest: &str) -> bool {
    let manifest = manifest.replace('_', "-");
    manifest.match_indices(RUNTIME).any(|(at, name)| {
        let quoted = manifest[..at].ends_with(['"', '\'']);
        let after = manifest[at + name.len()..].trim_start_matches(['"', '\'']);
        !quoted || after.trim_start_matches(' ').starts_with('=')
    })
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn a_manifest_names_the_runtime_as_a_dependency() {
        for manifest in [
            "[dependencies]\ntencentcloud-runtime = \"0.1\"",
            "[dependencies]\ntencentcloud-runtime.workspace = true",
            "[dependencies.tencentcloud-runtime]\nversion = \"0.1\"",
            "[dependencies]\ntencentcloud_runtime = { version = \"0.1\" }",
            "[dependencies]\n\"tencentcloud-runtime\" = \"0.1\"",
        ] {
            assert!(names(manifest), "{manifest}");
        }
        for manifest in [
            "[dependencies]\ntencentcloud-cvm = \"0.1\"",
            "[dependencies]\ntc = { package = \"tencentcloud-runtime\", version = \"0.1\" }",
            "[dependencies]\ntencentcloud-cvm = \"0.1\"\n[features]\nserde = [\"tencentcloud-runtime/serde\"]",
        ] {
            assert!(!names(manifest), "{manifest}");
        }
    }
}
