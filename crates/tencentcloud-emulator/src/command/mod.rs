//! The command line of the endpoint, `tencentcloud-emulator`, for programs that offer it as a command
//! of their own: `serve`, the default, and `exec`.

mod control;
mod exec;
mod keys;
mod listen;
mod options;

use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

use exec::Exec;
pub use exec::run_behind;
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

/// Returns the command with its options, e.g. for completions.
pub fn command() -> clap::Command {
    Arguments::command()
}

/// Runs what `words` say, the program's name first. Help, and what is wrong with the words, end the
/// process.
pub fn run(words: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = Arguments::parse_from(words);
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
