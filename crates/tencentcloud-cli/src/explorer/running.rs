//! What a page that runs leaves for other commands: where it is, and where its proxy is.

use std::fs;
use std::io::{self, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tempfile::NamedTempFile;
use tencentcloud_emulator::Emulator;
use tencentcloud_explorer::Explorer;

use super::proxy::certificate;

/// How long a proxy on this machine may take to take a connection.
const PATIENCE: Duration = Duration::from_secs(1);

/// A page that runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Running {
    /// Where the page is.
    pub(crate) url: String,
    /// Where its proxy is.
    pub(crate) proxy: SocketAddr,
    /// The file of the certificate that clients of the proxy trust.
    pub(crate) ca: PathBuf,
    /// The process.
    pid: u32,
}

/// The file, which is removed when this is dropped.
#[derive(Debug)]
pub(super) struct Kept {
    path: PathBuf,
    running: Running,
}

impl Running {
    /// Returns the page that runs with `folder`. What one left that was killed is removed.
    pub(crate) fn find(folder: &Path) -> Option<Self> {
        let path = file(folder);
        let running = read(&path)?;
        match TcpStream::connect_timeout(&running.proxy, PATIENCE) {
            Ok(_) => Some(running),
            Err(_) => {
                // If it cannot be removed, it is found out again.
                let _ = fs::remove_file(&path);
                None
            }
        }
    }

    /// Writes that `explorer` and `proxy` run, for the user alone.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub(super) fn write(folder: &Path, explorer: &Explorer, proxy: &Emulator) -> io::Result<Kept> {
        // Makes the certificate if it is not there.
        proxy.ca_certificate()?;
        let running = Self {
            url: explorer.url(),
            proxy: proxy.address(),
            ca: std::path::absolute(certificate(folder))?,
            pid: std::process::id(),
        };
        fs::create_dir_all(folder)?;
        let path = file(folder);
        // Whole before it has its name.
        let mut file = NamedTempFile::new_in(folder)?;
        file.write_all(serde_json::to_string(&running)?.as_bytes())?;
        file.persist(&path)?;
        Ok(Kept { path, running })
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        // Another page may have come since.
        if read(&self.path).as_ref() == Some(&self.running) {
            let _ = fs::remove_file(&self.path);
        }
    }
}

fn file(folder: &Path) -> PathBuf {
    folder.join("running.json")
}

fn read(path: &Path) -> Option<Running> {
    serde_json::from_slice(&fs::read(path).ok()?).ok()
}
