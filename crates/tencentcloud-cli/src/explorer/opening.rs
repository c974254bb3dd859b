//! A browser that is opened with the code, which stands in no address and no list of processes.

use std::io::Write;
use std::path::Path;

use tempfile::NamedTempFile;
use tencentcloud_explorer::Explorer;

/// Opens the page in the user's browser by a file in `folder` that the user alone can read; it is
/// removed with what is returned. `None` if there is no browser: the code can be typed, too.
pub(super) fn open(explorer: &Explorer, folder: &Path) -> Option<NamedTempFile> {
    std::fs::create_dir_all(folder).ok()?;
    let mut file = tempfile::Builder::new()
        .prefix("open-")
        .suffix(".html")
        .tempfile_in(folder)
        .ok()?;
    file.write_all(explorer.opener().as_bytes()).ok()?;
    file.flush().ok()?;
    open::that_detached(file.path()).ok()?;
    Some(file)
}
