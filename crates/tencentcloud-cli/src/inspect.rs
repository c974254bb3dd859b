//! `tcloud exec --inspect`: a command whose calls are recorded on their way to the cloud.

use std::ffi::OsString;
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;
use tencentcloud_emulator::command::run_behind;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::error::{Failure, Kind};
use crate::explorer::{Running, data_folder, proxy};
use crate::options::Options;
use crate::session;

/// A change of a command's environment: a variable, and its value unless it is removed.
pub(crate) type Variable = (&'static str, Option<OsString>);

/// Runs `command` behind the proxy of the page that runs with `folder`, else behind one of its own,
/// which records to a file there. Returns its exit status.
///
/// # Errors
/// The folder cannot be written, or the command cannot be run.
pub(crate) async fn run(
    options: &Options,
    folder: Option<PathBuf>,
    command: &[OsString],
    mut variables: Vec<Variable>,
) -> Result<u8, Failure> {
    let folder = folder.or_else(data_folder).ok_or_else(|| {
        let failure = Failure::new(Kind::Other, "there is no home to keep the calls in");
        failure.with_next("name a folder by --folder")
    })?;
    if session::local_endpoint(options).is_some() {
        // It is the proxy that goes there.
        variables.push((session::ENDPOINT, None));
    }
    if let Some(running) = Running::find(&folder) {
        let authority = std::fs::read_to_string(&running.ca);
        let authority = authority.map_err(|error| failed(&running.ca, &error))?;
        eprintln!("tcloud: the calls are shown at {}", running.url);
        return behind(running.proxy, &authority, command, variables).await;
    }
    let recording = Recording::new(&folder).map_err(|error| failed(&folder, &error))?;
    let proxy = proxy(&folder, options)?.record(recording.0.path());
    let proxy = proxy
        .start()
        .await
        .map_err(|error| failed(&folder, &error))?;
    let authority = proxy.ca_certificate();
    let authority = authority.map_err(|error| failed(&folder, &error))?;
    let status = behind(proxy.address(), &authority, command, variables).await?;
    drop(proxy);
    recording.end().map_err(|error| failed(&folder, &error))?;
    Ok(status)
}

async fn behind(
    proxy: SocketAddr,
    authority: &str,
    command: &[OsString],
    variables: Vec<Variable>,
) -> Result<u8, Failure> {
    let ran = run_behind(proxy, authority, command, variables).await;
    ran.map_err(|error| Failure::new(Kind::Other, error.to_string()))
}

fn failed(path: &Path, error: &io::Error) -> Failure {
    let told = format!(
        "the calls cannot be recorded in {}: {error}",
        path.display()
    );
    Failure::new(Kind::Other, told)
}

/// A file for the calls, which the user alone may read; it goes if there were none.
struct Recording(NamedTempFile);

impl Recording {
    fn new(folder: &Path) -> io::Result<Self> {
        std::fs::create_dir_all(folder)?;
        let now = OffsetDateTime::now_utc().replace_nanosecond(0);
        let now = now.unwrap_or(OffsetDateTime::UNIX_EPOCH).format(&Rfc3339);
        let now = now.map_err(io::Error::other)?.replace(':', "-");
        let file = tempfile::Builder::new()
            .prefix(&format!("inspected-{now}-"))
            .suffix(".jsonl")
            .tempfile_in(folder)?;
        Ok(Self(file))
    }

    /// Keeps the file, and says how it is opened.
    fn end(self) -> io::Result<()> {
        if self.0.as_file().metadata()?.len() == 0 {
            eprintln!("tcloud: no call came through the proxy");
            return Ok(());
        }
        let (_, path) = self.0.keep()?;
        eprintln!(
            "tcloud: to see the calls: tcloud explorer {}",
            path.display()
        );
        Ok(())
    }
}
