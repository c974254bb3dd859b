//! The options that show a call before it is made.

use clap::{Args, ValueEnum};

/// The options that show a call before it is made.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Before a call")]
#[group(id = "preview")]
pub(crate) struct Options {
    /// Prints the signed request, and the call as commands and as Rust, and sends nothing; or lets the
    /// SERVICE check the call without carrying it out
    #[arg(long, value_name = "BY", num_args = 0..=1, require_equals = true, default_missing_value = "request")]
    pub(crate) dry_run: Option<DryRun>,
    /// Prints every step of the signature, and sends nothing
    #[arg(long)]
    pub(crate) explain: bool,
    /// Asks what the call would cost, and does not make it
    #[arg(long, conflicts_with_all = ["dry_run", "explain"])]
    pub(crate) estimate: bool,
}

/// Who looks at a call that is not made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum DryRun {
    /// Prints the request, which is not sent
    Request,
    /// Sends the request with the service's own parameter DryRun
    Service,
}

impl Options {
    /// True if the request is printed and nothing is sent.
    pub(crate) fn prints(&self) -> bool {
        self.explain || self.dry_run == Some(DryRun::Request)
    }
}
