//! The options of what a test does beside calling.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use crate::{Builder, Emulator, FaultScript, PolicyFile, Record};
use clap::Args;

use super::listen;

/// The variable that holds the token of the control endpoint.
pub(super) const TOKEN: &str = "TENCENTCLOUD_EMULATOR_CONTROL_TOKEN";

/// The word for every host of the vendor.
const ALL: &str = "all";

#[derive(Args)]
pub(super) struct Control {
    /// Listens here for the control endpoint, by which tests read calls, inject faults and set the
    /// clock: see CONTROL.md. Its token is that of the environment variable
    /// TENCENTCLOUD_EMULATOR_CONTROL_TOKEN, else one is drawn and printed on standard error.
    #[arg(long, value_name = "ADDRESS", value_parser = listen::read)]
    control: Option<SocketAddr>,
    /// Draws ids, faults and all else that is left to chance by this number: the same calls in the
    /// same order get the same responses.
    #[arg(long, value_name = "NUMBER")]
    seed: Option<u64>,
    /// Injects the faults of this script: see CONTROL.md.
    #[arg(long, value_name = "FILE")]
    faults: Option<PathBuf>,
    /// Judges calls by the CAM policies of this file: see CONTROL.md.
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    /// Appends each call to this file, without its secrets: see RECORDING.md.
    #[arg(long, value_name = "FILE")]
    record: Option<PathBuf>,
    /// Responds as this record of calls says, by action and parameters, in order.
    #[arg(long, value_name = "FILE")]
    replay: Option<PathBuf>,
    /// Sends requests for this host of Tencent Cloud, or for `all`, on to it, or to a URL, and responds
    /// with what it responds; may be given several times. By default nothing leaves the machine.
    #[arg(long = "forward", value_name = "HOST[=URL]")]
    forwarded: Vec<String>,
    /// Starts with the resources of this file, which GET /v1/snapshot of the control endpoint returned.
    #[arg(long, value_name = "FILE")]
    restore: Option<PathBuf>,
}

impl Control {
    pub(super) fn configure(&self, mut builder: Builder) -> Result<Builder, String> {
        if let Some(address) = self.control {
            builder = builder.control(address);
            if let Ok(token) = std::env::var(TOKEN) {
                if token.is_empty() {
                    return Err(format!("{TOKEN} is empty: set a token, or unset it"));
                }
                builder = builder.control_token(token);
            }
        }
        if let Some(path) = &self.replay {
            builder = builder.replay(Record::read_lines(&read(path)?).map_err(in_file(path))?);
        }
        if let Some(path) = &self.record {
            builder = builder.record(path);
        }
        for text in &self.forwarded {
            let (host, url) = match text.split_once('=') {
                Some((host, url)) => (host, Some(url)),
                None => (text.as_str(), None),
            };
            let added = match (host, url) {
                (ALL, None) => Ok(builder.forward_all()),
                (ALL, Some(url)) => builder.forward_all_to(url),
                _ => builder.forward(host, url),
            };
            builder = added.map_err(|error| format!("--forward {text}: {error}"))?;
        }
        Ok(match self.seed {
            Some(seed) => builder.seed(seed),
            None => builder,
        })
    }

    /// Returns where it listens beside the endpoint, for the error that one of them cannot.
    pub(super) fn listening(&self) -> String {
        let control = self.control.map(|address| format!(" or on {address}"));
        let record = self.record.as_ref().map(|_| " with its record");
        control.unwrap_or_default() + record.unwrap_or_default()
    }

    /// Does what the options ask of a running endpoint.
    pub(super) fn prepare(&self, emulator: &Emulator) -> Result<(), String> {
        if let Some(path) = &self.faults {
            let script = FaultScript::parse(&read(path)?).map_err(in_file(path))?;
            emulator.faults().add_all(script).map_err(in_file(path))?;
        }
        if let Some(path) = &self.policy {
            let file = PolicyFile::parse(&read(path)?).map_err(in_file(path))?;
            emulator.policies().replace(file).map_err(in_file(path))?;
        }
        if let Some(path) = &self.restore {
            let restored = emulator.load(path).map_err(|error| error.to_string());
            restored.map_err(in_file(path))?;
        }
        if let (Some(url), Some(token)) = (emulator.control_url(), emulator.control_token()) {
            match std::env::var_os(TOKEN) {
                Some(_) => eprintln!("tencentcloud-emulator: control endpoint {url}"),
                None => eprintln!("tencentcloud-emulator: control endpoint {url} token {token}"),
            }
        }
        Ok(())
    }
}

fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path)
        .map_err(|error| format!("cannot read {}: {error}", path.display()))
}

fn in_file(path: &Path) -> impl Fn(String) -> String {
    move |error| format!("{}: {error}", path.display())
}
