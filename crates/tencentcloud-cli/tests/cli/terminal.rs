//! The program on a terminal.

use std::io::Read;

use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use tencentcloud_emulator::Emulator;

/// Runs `tcloud` with `words` against `emulator` on a terminal of `columns`; returns all that was
/// written to it, escape sequences in a form that can be read, and the exit code.
pub(crate) fn on_terminal(emulator: &Emulator, columns: u16, words: &[&str]) -> (String, u32) {
    on_terminal_with(emulator, columns, words, &[])
}

/// As [`on_terminal`], with more environment variables.
pub(crate) fn on_terminal_with(
    emulator: &Emulator,
    columns: u16,
    words: &[&str],
    variables: &[(&str, &str)],
) -> (String, u32) {
    let credential = emulator.credential();
    let size = PtySize {
        rows: 24,
        cols: columns,
        ..PtySize::default()
    };
    let pair = native_pty_system().openpty(size).unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_tcloud"));
    command.args(words);
    command.env_clear();
    for (name, value) in [
        ("TERM", "xterm-256color"),
        ("TENCENTCLOUD_ENDPOINT", &*emulator.url()),
        ("TENCENTCLOUD_SECRET_ID", &*credential.secret_id),
        ("TENCENTCLOUD_SECRET_KEY", &*credential.secret_key),
        ("TENCENTCLOUD_REGION", "ap-guangzhou"),
    ]
    .iter()
    .chain(variables)
    {
        command.env(name, value);
    }
    let mut child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    let mut reader = pair.master.try_clone_reader().unwrap();
    let mut bytes = Vec::new();
    // Linux reports the end of a terminal as an error.
    let _ = reader.read_to_end(&mut bytes);
    let status = child.wait().unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let text = text.replace("\r\n", "\n").replace('\u{1b}', "␛");
    (text, status.exit_code())
}

/// Returns what is left on the screen of `text`: lines that show progress erase themselves.
pub(crate) fn left_on_screen(text: &str) -> &str {
    text.rsplit("␛[2K").next().unwrap_or_default()
}
