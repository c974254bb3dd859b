//! The options of the endpoint, which all commands have.

use std::net::SocketAddr;
use std::path::PathBuf;

use crate::{Builder, Emulator, Rule};
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use etcetera::BaseStrategy;
use tencentcloud_schema::Description;

use super::control::Control;
use super::{keys, listen};

#[derive(Args)]
pub(super) struct Options {
    /// Listens on PORT, :PORT, localhost:PORT, IP:PORT or [IPv6]:PORT; without an IP address on this
    /// machine alone, and port 0 is any free port.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:0", value_parser = listen::read)]
    listen: SocketAddr,
    /// Answers requests whose Host is this name as well, e.g. the name of a container; may be given
    /// several times.
    #[arg(long = "host", value_name = "NAME")]
    hosts: Vec<String>,
    /// Accepts this secret id with its secret key; may be given several times. Other users can read
    /// arguments: the environment variable TENCENTCLOUD_EMULATOR_KEYS holds pairs as well.
    #[arg(long = "key", value_name = "ID:SECRET")]
    keys: Vec<String>,
    /// Accepts the pairs of this file, ID:SECRET a line; may be given several times.
    #[arg(long = "key-file", value_name = "FILE")]
    key_files: Vec<PathBuf>,
    /// Keeps the certificate authority of HTTPS, ca.pem and ca.key, in this folder. By default it is
    /// tencentcloud-emulator in the user's data folder; it is made when it is first needed.
    #[arg(long, value_name = "FOLDER")]
    ca_dir: Option<PathBuf>,
    /// Serves this description of a service, in the form of schema/README.md, as well: its actions
    /// and types go over those of the same version in the catalogue; may be given several times.
    #[arg(long = "description", value_name = "FILE")]
    descriptions: Vec<PathBuf>,
    /// Accepts parameters, actions and services of the vendor's hosts that no description has: such an
    /// action responds with nothing but a request ID, but for two that programs need more of.
    #[arg(long)]
    allow_unknown: bool,
    /// Refuses values that the documentation of their parameter does not list; by default the response
    /// has a warning.
    #[arg(long)]
    closed_values: bool,
    /// Refuses calls that come faster than the documented rate of their action.
    #[arg(long)]
    rates: bool,
    /// Refuses this mistake of clients, which is accepted by default; may be given several times.
    #[arg(long = "refuse", value_name = "RULE", value_parser = rule())]
    refused: Vec<Rule>,
    /// Refuses every mistake that --refuse names.
    #[arg(long)]
    strict: bool,
    /// Serves on up to this many threads; by default on one for each core.
    #[arg(long, value_name = "NUMBER")]
    threads: Option<usize>,
    #[command(flatten)]
    control: Control,
    /// Leaves out the line on standard error for each call.
    #[arg(long, short)]
    quiet: bool,
}

fn rule() -> impl TypedValueParser<Value = Rule> {
    PossibleValuesParser::new(Rule::ALL.map(Rule::name)).try_map(|name| name.parse::<Rule>())
}

impl Options {
    /// Starts the endpoint.
    pub(super) async fn start(&self) -> Result<Emulator, String> {
        if !self.listen.ip().is_loopback() {
            eprintln!(
                "tencentcloud-emulator: warning: {} can be reached by other machines",
                self.listen
            );
        }
        let builder = self.control.configure(self.builder()?)?;
        let started = builder.start().await;
        let emulator = started.map_err(|error| {
            let control = self.control.listening();
            format!("cannot listen on {}{control}: {error}", self.listen)
        })?;
        self.control.prepare(&emulator)?;
        Ok(emulator)
    }

    fn builder(&self) -> Result<Builder, String> {
        let mut builder = Emulator::builder().listen(self.listen);
        let mut credentials = keys::of_arguments(&self.keys)?;
        for path in &self.key_files {
            credentials.extend(keys::of_file(path)?);
        }
        credentials.extend(keys::of_environment()?);
        for credential in credentials {
            builder = builder.credential(credential);
        }
        for path in &self.descriptions {
            builder = builder.description(description(path)?);
        }
        if let Some(folder) = self.ca_dir.clone().or_else(data_folder) {
            builder = builder.certificate_folder(folder);
        }
        if let Some(threads) = self.threads {
            builder = builder.threads(threads);
        }
        for name in &self.hosts {
            builder = builder.host(name);
        }
        if self.closed_values {
            builder = builder.closed_values();
        }
        if self.rates {
            builder = builder.rates();
        }
        if self.allow_unknown {
            builder = builder.allow_unknown();
        }
        if self.strict {
            builder = builder.strict();
        }
        if !self.quiet {
            builder = builder.log(|line| eprintln!("tencentcloud-emulator: {line}"));
        }
        let refused = self.refused.iter();
        Ok(refused.fold(builder, |builder, rule| builder.without(*rule)))
    }
}

fn description(path: &std::path::Path) -> Result<Description, String> {
    let origin = path.display().to_string();
    let text =
        std::fs::read_to_string(path).map_err(|error| format!("cannot read {origin}: {error}"))?;
    Description::parse(&text, &origin).map_err(|error| error.to_string())
}

/// Returns where the authority is kept by default; `None` if the user has no home.
fn data_folder() -> Option<PathBuf> {
    let strategy = etcetera::choose_base_strategy().ok()?;
    Some(strategy.data_dir().join("tencentcloud-emulator"))
}
