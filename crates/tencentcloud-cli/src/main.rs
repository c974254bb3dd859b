//! The command `tcloud`.

mod call;
mod command;
mod error;
mod help;
mod known;
mod options;
mod output;
mod session;

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = std::env::args_os().collect();
    command::run(arguments).unwrap_or_else(|failure| failure.report())
}
