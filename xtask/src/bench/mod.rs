//! `cargo xtask bench`: what the generated crates cost to build.

mod build;
mod count;
mod passes;
mod programs;
mod report;
mod scratch;
mod wrapper;

use std::path::PathBuf;

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
}

/// Where the service crates are.
#[derive(Debug, Args)]
struct Crates {
    /// The folder of the service crates, instead of the project's own
    #[arg(long, value_name = "DIR")]
    crates: Option<PathBuf>,
}

impl Bench {
    /// Runs the task.
    pub(crate) fn run(self) -> Result<()> {
        match self.task {
            Task::Build(task) => task.run(),
            Task::Passes(task) => task.run(),
        }
    }
}
