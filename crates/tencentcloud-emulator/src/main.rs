//! The command `tencentcloud-emulator`.

use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use tencentcloud_emulator::{Builder, Credential, Emulator, Rule};
use tencentcloud_schema::Description;

/// Runs a local endpoint of Tencent Cloud API 3.0, which checks signatures and parameters and
/// responds from the API's description.
///
/// The first line of output is its address as a URL. Without --key it accepts one pair: the secret
/// id AKIDemulatoremulatoremulatoremulator with the key TestSecretKeyOfTheLocalEmulator0.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// Listens on this IP address and port; port 0 is any free port.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// Accepts this secret id with its secret key; may be given several times.
    #[arg(long = "key", value_name = "ID:SECRET")]
    keys: Vec<String>,
    /// Serves this description of a service, in the form of schema/README.md, as well: its actions
    /// and types go over those of the same version in the catalogue; may be given several times.
    #[arg(long = "description", value_name = "FILE")]
    descriptions: Vec<PathBuf>,
    /// Refuses this mistake of clients, which is accepted by default; may be given several times.
    #[arg(long = "refuse", value_name = "RULE", value_parser = rule())]
    refused: Vec<Rule>,
    /// Refuses every mistake that --refuse names.
    #[arg(long)]
    strict: bool,
}

fn rule() -> impl TypedValueParser<Value = Rule> {
    PossibleValuesParser::new(Rule::ALL.map(Rule::name)).try_map(|name| name.parse::<Rule>())
}

fn main() -> ExitCode {
    match run(Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("tencentcloud-emulator: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .map_err(|error| error.to_string())?;
    let emulator = runtime
        .block_on(builder(&arguments)?.start())
        .map_err(|error| format!("cannot listen on {}: {error}", arguments.listen))?;
    let mut out = std::io::stdout();
    writeln!(out, "{}", emulator.url())
        .and_then(|()| out.flush())
        .map_err(|error| format!("cannot write the address to standard output: {error}"))?;
    emulator.wait();
    Ok(())
}

fn builder(arguments: &Arguments) -> Result<Builder, String> {
    let mut builder = Emulator::builder().listen(arguments.listen);
    for (index, key) in arguments.keys.iter().enumerate() {
        // Read here and not by clap, which would print what it cannot read.
        let credential: Credential = key
            .parse()
            .map_err(|error| format!("--key number {}: {error}", index + 1))?;
        builder = builder.credential(credential);
    }
    for path in &arguments.descriptions {
        let origin = path.display().to_string();
        let text = std::fs::read_to_string(path)
            .map_err(|error| format!("cannot read {origin}: {error}"))?;
        let description = Description::parse(&text, &origin).map_err(|error| error.to_string())?;
        builder = builder.description(description);
    }
    if arguments.strict {
        builder = builder.strict();
    }
    let refused = arguments.refused.iter();
    Ok(refused.fold(builder, |builder, rule| builder.without(*rule)))
}
