//! The command `tencentcloud-emulator`.

mod command;

use std::process::ExitCode;

fn main() -> ExitCode {
    command::run()
}
