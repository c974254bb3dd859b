//! The command `tcloud`.

mod accounts;
mod again;
mod agent;
mod approve;
mod asking;
mod broker;
mod brokered;
mod call;
mod codegen;
mod command;
mod complete;
mod configure;
mod desk;
mod diff;
mod emulator;
mod error;
mod errors_of;
mod exec;
mod explorer;
mod gate;
mod help;
mod import;
mod input;
mod inspect;
mod mcp;
mod options;
mod output;
mod page;
mod paint;
mod perform;
mod policy;
mod replay;
mod resources;
mod route;
mod run;
mod safety;
mod schema;
mod search;
mod seconds;
mod session;
mod sign;
mod skill;
mod stopped;
mod untrusted;
mod whoami;

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().collect();
    let form = error::Form::wanted(&arguments);
    command::run(arguments).unwrap_or_else(|failure| failure.report(form))
}
