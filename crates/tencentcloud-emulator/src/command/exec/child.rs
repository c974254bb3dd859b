//! The command as a process: its signals and its exit status.

use std::ffi::OsString;
use std::io::{self, ErrorKind};
use std::process::ExitStatus;

use tokio::process::Command;

use super::environment::Change;
use super::signals::Signals;

/// Runs a command to its end. The exit status is its own, or 128 and the signal's number if a signal
/// ended it, as a shell has it.
///
/// # Errors
/// The command cannot be run.
pub(super) async fn run(command: &[OsString], changes: Vec<Change>) -> io::Result<u8> {
    let Some((program, arguments)) = command.split_first() else {
        return Err(io::Error::new(
            ErrorKind::InvalidInput,
            "there is no command",
        ));
    };
    let mut process = Command::new(program);
    process.args(arguments);
    for Change { name, value } in changes {
        match value {
            Some(value) => process.env(name, value),
            None => process.env_remove(name),
        };
    }
    let mut signals = Signals::new()?;
    let mut child = process.spawn()?;
    loop {
        let id = child.id();
        tokio::select! {
            ended = child.wait() => {
                return Ok(code(ended?));
            }
            () = signals.pass(id) => {}
        }
    }
}

fn code(status: ExitStatus) -> u8 {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return u8::try_from(128 + signal).unwrap_or(u8::MAX);
    }
    let code = status.code().unwrap_or(1);
    u8::try_from(code).unwrap_or(u8::MAX)
}
