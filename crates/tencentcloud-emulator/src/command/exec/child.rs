//! The command as a process: its signals and its exit status.

use std::ffi::OsString;
use std::io::ErrorKind;
use std::process::ExitStatus;

use tokio::process::Command;

use super::environment::Change;
use super::signals::Signals;

/// Runs a command to its end. The exit status is its own; 128 and the signal's number if a signal
/// ended it, 127 if it does not exist, and 126 if it cannot be run, as a shell has it.
pub(super) async fn run(command: &[OsString], changes: Vec<Change>) -> Result<u8, String> {
    let Some((program, arguments)) = command.split_first() else {
        return Err("there is no command".to_owned());
    };
    let mut process = Command::new(program);
    process.args(arguments);
    for Change { name, value } in changes {
        match value {
            Some(value) => process.env(name, value),
            None => process.env_remove(name),
        };
    }
    let mut signals = Signals::new().map_err(|error| error.to_string())?;
    let mut child = match process.spawn() {
        Ok(child) => child,
        Err(error) => {
            eprintln!("tencentcloud-emulator: cannot run {program:?}: {error}");
            return Ok(if error.kind() == ErrorKind::NotFound {
                127
            } else {
                126
            });
        }
    };
    loop {
        let id = child.id();
        tokio::select! {
            ended = child.wait() => {
                let status = ended.map_err(|error| error.to_string())?;
                return Ok(code(status));
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
