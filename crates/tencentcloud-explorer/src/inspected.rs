//! The file that programs of this SDK write their calls to.

use std::path::{Path, PathBuf};

use crate::app::App;

/// The variable that names the file.
const VARIABLE: &str = "TENCENTCLOUD_INSPECT";
/// The file, in the folder of the page.
const FILE: &str = "calls.jsonl";

/// Returns the file in `folder`, which is watched.
pub(crate) fn file(folder: &Path) -> PathBuf {
    folder.join(FILE)
}

/// Returns what is typed into a shell, so that the programs that it starts write their calls there.
pub(crate) fn line(app: &App) -> String {
    match app.folder.as_deref() {
        Some(folder) => {
            let path = file(folder).display().to_string();
            format!("export {VARIABLE}='{}'", path.replace('\'', r"'\''"))
        }
        None => format!("export {VARIABLE}={FILE}"),
    }
}
