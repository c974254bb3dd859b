//! The program on a terminal.

use std::io::{Read, Write};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
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

/// A run of `tcloud` on a terminal, by somebody who reads and types.
pub(crate) struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    reader: Box<dyn Read + Send>,
    writer: Box<dyn Write + Send>,
    seen: String,
    /// The modes of the terminal before the program changes any.
    #[cfg(unix)]
    usual: String,
}

#[cfg(unix)]
fn modes(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios().unwrap().local_flags)
}

impl Terminal {
    /// Starts `tcloud` with `words` on a terminal, with these environment variables and no others.
    pub(crate) fn start(words: &[&str], variables: &[(&str, &str)]) -> Self {
        let size = PtySize {
            rows: 40,
            cols: 200,
            ..PtySize::default()
        };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_tcloud"));
        command.args(words);
        command.env_clear();
        for (name, value) in variables {
            command.env(name, value);
        }
        #[cfg(unix)]
        let usual = modes(&*pair.master);
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        Self {
            child,
            #[cfg(unix)]
            usual,
            reader: pair.master.try_clone_reader().unwrap(),
            writer: pair.master.take_writer().unwrap(),
            master: pair.master,
            seen: String::new(),
        }
    }

    /// Reads until `text` is seen; returns all that was shown since the last time, to the end of it.
    #[track_caller]
    pub(crate) fn until(&mut self, text: &str) -> String {
        let mut bytes = Vec::new();
        loop {
            let mut byte = [0];
            let read = self.reader.read(&mut byte);
            let shown = String::from_utf8_lossy(&bytes);
            assert!(matches!(read, Ok(1..)), "no {text:?} in {shown}");
            if byte != *b"\r" {
                bytes.extend(byte);
            }
            if bytes.ends_with(text.as_bytes()) {
                let shown = String::from_utf8(bytes).unwrap();
                self.seen.push_str(&shown);
                return shown;
            }
        }
    }

    /// Types a line.
    pub(crate) fn types(&mut self, line: &str) {
        self.writer
            .write_all(format!("{line}\n").as_bytes())
            .unwrap();
    }

    /// Types a secret once the terminal shows nothing of what is typed.
    #[cfg(unix)]
    pub(crate) fn types_unseen(&mut self, line: &str) {
        while modes(&*self.master) == self.usual {
            std::thread::yield_now();
        }
        self.types(line);
    }

    /// Presses Ctrl and C.
    pub(crate) fn interrupt(&mut self) {
        self.writer.write_all(&[3]).unwrap();
    }

    /// Waits for the end; returns all that was shown, and the exit code.
    pub(crate) fn end(mut self) -> (String, u32) {
        let mut bytes = Vec::new();
        // Linux reports the end of a terminal as an error.
        let _ = self.reader.read_to_end(&mut bytes);
        let code = self.child.wait().unwrap().exit_code();
        let rest = String::from_utf8(bytes).unwrap().replace("\r\n", "\n");
        self.seen.push_str(&rest);
        (std::mem::take(&mut self.seen), code)
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
