//! `tcloud broker`: signs requests of programs that hold no key, once the policy or a person permits it.

mod exposed;
mod log;
mod made;
mod rules;
mod serve;

use std::process::ExitCode;

use clap::{Args, Subcommand};

use crate::error::Failure;
use crate::options::Options;
pub(crate) use made::{made, unstarted};

/// Signs and sends requests for programs that hold no key, once the policy or a person permits it
///
/// It holds the credentials of this machine's profiles. Agents (`tcloud mcp`), commands (`tcloud exec --broker`) and
/// other programs hand it requests without a signature; what the policy allows goes at once, what needs a person is
/// shown here, and sent only if it is approved, byte for byte, once. On a terminal it asks there; `tcloud approve`
/// at another terminal needs the code that is printed at the start. It runs until it is stopped, and forgets all
/// approvals then.
///
/// An agent that runs as the same user can read the files of that user: keep keys where the broker alone can read them.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Broker {
    #[command(subcommand)]
    task: Option<Task>,
    #[command(flatten)]
    serve: serve::Serve,
}

#[derive(Debug, Subcommand)]
enum Task {
    Policy(rules::Show),
    Check(rules::Check),
    Log(log::Log),
}

impl Broker {
    /// Serves until the program is stopped, or does what the task says.
    ///
    /// # Errors
    /// A policy that is none, a place that is taken, and what keeps the task from being done.
    pub(crate) fn run(self, options: &Options) -> Result<ExitCode, Failure> {
        match self.task {
            None => self.serve.run(options),
            Some(Task::Policy(show)) => show.run(options),
            Some(Task::Check(check)) => check.run(options),
            Some(Task::Log(log)) => log.run(),
        }
    }
}
