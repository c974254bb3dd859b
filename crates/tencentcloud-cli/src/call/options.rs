//! The options of a call, after the service.

use clap::{Args, ValueEnum};

use serde_json::{Map, Value};
use tencentcloud_calls::Error;
use tencentcloud_calls::parameters::Skeleton;

use super::preview;
use crate::route::Asking;

/// The options of a call, after the service.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Options of a call")]
#[group(id = "call")]
pub(crate) struct Options {
    /// Calls the API version YYYY-MM-DD of the service
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) version: Option<String>,
    /// Reads parameters from FILE, or from standard input if it is -, as JSON or YAML
    #[arg(long, value_name = "FILE")]
    pub(crate) input: Option<String>,
    /// Reads parameters from file://PATH or from the text JSON, as tccli does
    #[arg(long, value_name = "JSON", conflicts_with = "input")]
    pub(crate) cli_input_json: Option<String>,
    /// Accepted for scripts of tccli: names with dots need no option here
    #[arg(long, hide = true)]
    pub(crate) cli_unfold_argument: bool,
    /// Accepted for scripts of tccli: it is about help
    #[arg(long, hide = true)]
    pub(crate) detail: bool,
    /// Sends the content of FILE, or of standard input if it is -, for an action that takes a body
    #[arg(long, value_name = "FILE")]
    pub(crate) body: Option<String>,
    /// Prints the parameters as JSON to fill in
    #[arg(long, value_name = "WHICH", num_args = 0..=1, default_missing_value = "required")]
    pub(crate) skeleton: Option<Which>,
    /// Prints all parameters as JSON to fill in, as tccli does
    #[arg(long, value_name = "input", num_args = 0..=1, default_missing_value = "input",
        value_parser = ["input"], hide = true)]
    pub(crate) generate_cli_skeleton: Option<String>,
    /// Calls services, actions and parameters that are not documented, and leaves out the check
    #[arg(long)]
    pub(crate) force: bool,
    /// Destroys what the call destroys without a question
    #[arg(long)]
    pub(crate) yes: bool,
    /// Warns of values that are not documented; this is the default
    #[arg(long, hide = true, overrides_with = "no_warning")]
    pub(crate) warning: bool,
    /// Does not warn of values that are not documented
    #[arg(long, overrides_with = "warning")]
    pub(crate) no_warning: bool,
    #[command(flatten)]
    pub(crate) asking: Asking,
    #[command(flatten)]
    pub(crate) preview: preview::Options,
    /// The parameters of a saved request, in place of those of `--input`.
    #[arg(skip)]
    pub(crate) saved: Option<SavedParameters>,
}

/// The parameters of a saved request.
#[derive(Clone)]
pub(crate) struct SavedParameters {
    /// The file.
    pub(crate) origin: String,
    pub(crate) members: Map<String, Value>,
}

impl std::fmt::Debug for SavedParameters {
    /// Writes no values: they may be secrets.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("SavedParameters")
            .field(&self.origin)
            .finish()
    }
}

/// Which parameters a skeleton has, as a word of the option.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Which {
    /// The required ones
    Required,
    /// All of them
    All,
}

impl Options {
    /// Returns `error` with the saved request that it is about, if there is one.
    pub(crate) fn located(&self, mut error: Error) -> Error {
        if let Some(saved) = &self.saved {
            error.message = format!("{}: {}", saved.origin, error.message);
        }
        error
    }

    /// Returns the parameters that are to be printed, if so.
    pub(crate) fn printed(&self) -> Option<Skeleton> {
        let all = self.generate_cli_skeleton.as_ref().map(|_| Which::All);
        self.skeleton.or(all).map(|which| match which {
            Which::Required => Skeleton::Required,
            Which::All => Skeleton::All,
        })
    }
}
