//! Where the repository is.

use std::path::{Path, PathBuf};

/// Returns the root of the repository that this crate was built from.
pub fn root() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = manifest.ancestors().nth(2);
    root.unwrap_or(manifest).to_path_buf()
}
