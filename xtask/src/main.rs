//! The project's tasks. `cargo xtask --help` lists them; each has a module of its own.

mod args;
mod audit;
mod bench;
mod catalogue;
mod changelog;
mod check_all;
mod codegen;
mod conformance;
mod diff;
mod fuzz;
mod import;
mod package;
mod peers;
mod test;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Debug, Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    about = "The project's tasks"
)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Read facts about the API from a source and merge them into `schema/`
    Import(import::Import),
    /// Generate the service crates from `schema/`
    Codegen(codegen::Codegen),
    /// Count what the schema holds, and hold it against the packages
    Catalogue(catalogue::Catalogue),
    /// Check, lint and document every service crate, going on where an earlier run stopped
    CheckAll(check_all::CheckAll),
    /// Send every documented example through the generated types and compare, and every documented
    /// request to the local endpoint
    Conformance(conformance::Conformance),
    /// Prove that a service's crate can be published, or print the plan for all
    Package(package::Package),
    /// Tell what changed between two descriptions or schemas, with a semver verdict
    Diff(diff::Diff),
    /// Install the official clients, which the tests of the local endpoint need, in `target/peers`
    Peers(peers::Peers),
    /// Measure what the generated crates cost to build, and what a call costs
    Bench(bench::Bench),
    /// Make up bytes for what reads bytes, and keep those of interest
    Fuzz(fuzz::Fuzz),
    /// Run everything that must pass: tests, formatting, lints, generated files, documentation
    Test(test::Test),
    /// Check dependencies, features and their bounds, with tools that are installed in `target/tools`
    Audit(audit::Audit),
}

fn main() -> ExitCode {
    if let Some(code) = bench::run_as_wrapper() {
        return code;
    }
    let done = match Arguments::parse().task {
        Task::Import(task) => task.run(),
        Task::Codegen(task) => task.run(),
        Task::Catalogue(task) => task.run(),
        Task::CheckAll(task) => task.run(),
        Task::Conformance(task) => task.run(),
        Task::Package(task) => task.run(),
        Task::Diff(task) => task.run(),
        Task::Peers(task) => task.run(),
        Task::Bench(task) => task.run(),
        Task::Fuzz(task) => task.run(),
        Task::Test(task) => task.run(),
        Task::Audit(task) => task.run(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
