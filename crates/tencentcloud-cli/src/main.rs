//! The command `tcloud`.

mod advice;
mod call;
mod command;
mod error;
mod errors_of;
mod help;
mod known;
mod language;
mod options;
mod output;
mod page;
mod paint;
mod perform;
mod safety;
mod search;
mod seconds;
mod session;
mod shell;

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().collect();
    let form = error::Form::wanted(&arguments);
    command::run(arguments).unwrap_or_else(|failure| failure.report(form))
}
