//! The proxy that records calls on their way to the cloud.

use std::path::{Path, PathBuf};

use tencentcloud_emulator::Builder;
use tencentcloud_explorer::Explorer;

use crate::error::Failure;
use crate::options::Options;
use crate::session;

/// Returns a proxy whose authority is kept in `folder`. Calls go to the vendor's hosts, or to the
/// endpoint on this machine that is set for all calls.
///
/// # Errors
/// That endpoint is none.
pub(crate) fn proxy(folder: &Path, options: &Options) -> Result<Builder, Failure> {
    let builder = Explorer::emulator().certificate_folder(authority(folder));
    match session::local_endpoint(options) {
        Some(url) => {
            let builder = builder.forward_all_to(&url);
            builder.map_err(Failure::usage)
        }
        None => Ok(builder.forward_all()),
    }
}

/// Returns the folder of the proxy's authority.
fn authority(folder: &Path) -> PathBuf {
    folder.join("authority")
}

/// Returns the file of the certificate that the proxy's clients trust.
pub(super) fn certificate(folder: &Path) -> PathBuf {
    authority(folder).join("ca.pem")
}
