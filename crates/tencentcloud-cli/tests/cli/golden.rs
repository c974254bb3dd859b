//! Screens that are kept as files: `RENEW=1` writes them anew.

use std::fs;
use std::path::Path;

/// Compares `text` with the file `name` of the folder `golden`.
pub(crate) fn same(name: &str, text: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/golden");
    let path = folder.join(format!("{name}.txt"));
    if std::env::var_os("RENEW").is_some() {
        fs::create_dir_all(&folder).unwrap();
        fs::write(&path, text).unwrap();
        return;
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(
        text, kept,
        "{name}: if it should be so, run the test with RENEW=1"
    );
}
