//! The command line: `serve`, the default, and `exec`.

mod control;
mod exec;
mod keys;
mod listen;
mod options;

use std::io::Write;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use exec::Exec;
use options::Options;

/// Runs a local endpoint of Tencent Cloud API 3.0, which checks signatures and parameters and
/// responds from the API's description.
///
/// The first line of output is its address as a URL; the same port speaks HTTPS and is an HTTP proxy
/// to the hosts of Tencent Cloud, which it answers for itself. Without keys it accepts one pair: the
/// secret id AKIDemulatoremulatoremulatoremulator with the key TestSecretKeyOfTheLocalEmulator0.
#[derive(Parser)]
#[command(version, args_conflicts_with_subcommands = true)]
struct Arguments {
    #[command(subcommand)]
    task: Option<Task>,
    #[command(flatten)]
    options: Options,
}

#[derive(Subcommand)]
enum Task {
    /// Runs the endpoint until it is stopped; this is the default
    Serve(Options),
    Exec(Exec),
}

/// Runs what the command line says.
pub(crate) fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let done = match arguments.task {
        None => serve(&arguments.options),
        Some(Task::Serve(options)) => serve(&options),
        Some(Task::Exec(exec)) => exec.run(),
    };
    done.unwrap_or_else(|error| {
        eprintln!("tencentcloud-emulator: {error}");
        ExitCode::FAILURE
    })
}

fn serve(options: &Options) -> Result<ExitCode, String> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .map_err(|error| error.to_string())?;
    let emulator = runtime.block_on(options.start())?;
    let mut out = std::io::stdout();
    writeln!(out, "{}", emulator.url())
        .and_then(|()| out.flush())
        .map_err(|error| format!("cannot write the address to standard output: {error}"))?;
    emulator.wait();
    Ok(ExitCode::SUCCESS)
}
