//! The command `tencentcloud-emulator`.

use std::process::ExitCode;

fn main() -> ExitCode {
    tencentcloud_emulator::command::run(std::env::args_os())
}
