//! The endpoint as a command.

use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use tencentcloud_emulator::{Credential, Emulator, Rule};
use tencentcloud_schema::Description;

/// A local endpoint of Tencent Cloud API 3.0: it checks signatures and parameters and answers
/// from the API's description.
///
/// The first line that it prints is its address as a URL. Without --key it knows one pair:
/// AKIDemulatoremulatoremulatoremulator with the secret TestSecretKeyOfTheLocalEmulator0.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// Where to listen; port 0 is a free one.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// A secret id and its key; may be given several times.
    #[arg(long = "key", value_name = "ID:SECRET")]
    keys: Vec<String>,
    /// Serves this description (see schema/README.md) as well. Its actions and types go over those of
    /// the same service and version in the catalogue; may be given several times.
    #[arg(long = "description", value_name = "FILE")]
    descriptions: Vec<PathBuf>,
    /// Does not tolerate this fault of a client; may be given several times.
    #[arg(long = "refuse", value_name = "RULE", value_parser = rule())]
    refused: Vec<Rule>,
    /// Tolerates no fault of a client.
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
    for rule in arguments.refused {
        builder = builder.without(rule);
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .map_err(|error| error.to_string())?;
    let emulator = runtime
        .block_on(builder.start())
        .map_err(|error| format!("cannot listen on {}: {error}", arguments.listen))?;
    let mut out = std::io::stdout();
    writeln!(out, "{}", emulator.url())
        .and_then(|()| out.flush())
        .map_err(|error| format!("cannot print the address: {error}"))?;
    emulator.wait();
    Ok(())
}
