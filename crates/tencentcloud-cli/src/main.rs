//! The command `tcloud`.

mod advice;
mod call;
mod command;
mod error;
mod help;
mod known;
mod options;
mod output;
mod paint;
mod perform;
mod seconds;
mod session;

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().collect();
    let form = error::Form::wanted(&arguments);
    command::run(arguments).unwrap_or_else(|failure| failure.report(form))
}
