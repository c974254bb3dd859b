//! `cargo xtask bench`: what the generated crates cost to build, and what a call costs either side.

mod build;
mod call;
mod case;
mod cli;
mod cold;
mod count;
mod emulator;
mod passes;
mod programs;
mod report;
mod scratch;
mod side;
mod wrapper;

use anyhow::Result;
use clap::{Args, Subcommand};

pub(crate) use wrapper::run_as_wrapper;

/// The arguments of `cargo xtask bench`.
#[derive(Debug, Args)]
pub(crate) struct Bench {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Measure builds of service crates and programs beside those of the AWS SDK
    Build(build::Build),
    /// Tell what the compiler spends its time on in a service crate
    Passes(passes::Passes),
    /// Measure the processor time of calls beside a plain HTTP client and the official clients
    Call(call::Call),
    /// Measure what a call costs the local endpoint, beside another mock server
    Emulator(emulator::Emulator),
    /// Measure how long the command line takes, beside the vendor's
    Cli(cli::Cli),
}

impl Bench {
    /// Runs the task.
    pub(crate) fn run(self) -> Result<()> {
        match self.task {
            Task::Build(task) => task.run(),
            Task::Passes(task) => task.run(),
            Task::Call(task) => task.run(),
            Task::Emulator(task) => task.run(),
            Task::Cli(task) => task.run(),
        }
    }
}
