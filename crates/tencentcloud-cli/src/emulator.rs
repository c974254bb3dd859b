//! `tcloud emulator`: the local endpoint, with the command line of its own program.

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Args;

/// Runs a local endpoint of Tencent Cloud; `tcloud emulator --help` lists its options
#[derive(Debug, Args)]
#[command(disable_help_flag = true)]
pub(crate) struct Emulator {
    /// The words of the program tencentcloud-emulator
    #[arg(
        trailing_var_arg = true,
        allow_hyphen_values = true,
        value_name = "WORDS"
    )]
    words: Vec<OsString>,
}

impl Emulator {
    /// Returns the command of `words`, the arguments of the whole program, if they ask for the
    /// endpoint: its options are no options of this program.
    pub(crate) fn asked_for(words: &[OsString]) -> Option<Self> {
        match words {
            [_, name, rest @ ..] if name == "emulator" => Some(Self {
                words: rest.to_vec(),
            }),
            _ => None,
        }
    }

    /// Runs the endpoint until it is stopped.
    pub(crate) fn run(self) -> ExitCode {
        serve(self.words)
    }
}

/// Runs the endpoint with the words of its own command line until it is stopped.
pub(crate) fn serve(words: impl IntoIterator<Item = OsString>) -> ExitCode {
    let name = [OsString::from("tcloud emulator")];
    tencentcloud_emulator::command::run(name.into_iter().chain(words))
}
