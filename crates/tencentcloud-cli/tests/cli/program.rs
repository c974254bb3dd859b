//! The program under test.

use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use tencentcloud_emulator::Emulator;

/// A run of `tcloud` on a machine that has no settings of its own.
pub(crate) struct Program {
    command: Command,
    input: Vec<u8>,
}

/// Starts an endpoint that accepts what is not documented. Its threads are its own.
pub(crate) fn emulator() -> Emulator {
    let reactor = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let emulator = Emulator::builder().allow_unknown();
    reactor.unwrap().block_on(emulator.start()).unwrap()
}

/// Prepares `tcloud` with `words`: no credential, no region, an empty home.
pub(crate) fn program(words: &[&str]) -> Program {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tcloud"));
    command.args(words).env_clear().env("HOME", nowhere());
    Program {
        command,
        input: Vec::new(),
    }
}

/// Prepares `tcloud` with `words` to call `emulator` with its credential, in ap-guangzhou.
pub(crate) fn tcloud(emulator: &Emulator, words: &[&str]) -> Program {
    let credential = emulator.credential();
    program(words)
        .at(&emulator.url())
        .env("TENCENTCLOUD_SECRET_ID", &credential.secret_id)
        .env("TENCENTCLOUD_SECRET_KEY", &credential.secret_key)
}

impl Program {
    /// Calls the endpoint at `url` with a made-up credential, in ap-guangzhou.
    pub(crate) fn at(self, url: &str) -> Self {
        self.env("TENCENTCLOUD_ENDPOINT", url)
            .env("TENCENTCLOUD_SECRET_ID", "AKIDexample")
            .env("TENCENTCLOUD_SECRET_KEY", "example-secret-key")
            .env("TENCENTCLOUD_REGION", "ap-guangzhou")
    }

    /// Sets the environment variable `name` to `value`.
    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    /// Removes the environment variable `name`.
    pub(crate) fn without(mut self, name: &str) -> Self {
        self.command.env_remove(name);
        self
    }

    /// Gives `input` on standard input.
    pub(crate) fn input(mut self, input: impl Into<Vec<u8>>) -> Self {
        self.input = input.into();
        self
    }

    /// Runs the program to its end.
    pub(crate) fn run(mut self) -> Run {
        self.command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = self.command.spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        // A thread of its own, since the program may print before it has read everything.
        let input = std::mem::take(&mut self.input);
        let written = std::thread::spawn(move || {
            // A program that does not read its input is no fault.
            let _ = stdin.write_all(&input);
        });
        let output = child.wait_with_output().unwrap();
        written.join().unwrap();
        Run::new(&output)
    }
}

impl Program {
    /// Reads one line of what the program prints, and no more.
    pub(crate) fn run_for_a_line(mut self) -> (String, Run) {
        self.command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = self.command.spawn().unwrap();
        let mut line = String::new();
        let mut reader = BufReader::new(child.stdout.take().unwrap());
        reader.read_line(&mut line).unwrap();
        drop(reader);
        (line, Run::new(&child.wait_with_output().unwrap()))
    }
}

/// What a run of the program left.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) code: i32,
}

impl Run {
    fn new(output: &Output) -> Self {
        Self {
            stdout: String::from_utf8(output.stdout.clone()).unwrap(),
            stderr: String::from_utf8(output.stderr.clone()).unwrap(),
            code: output.status.code().unwrap(),
        }
    }

    /// Returns what was printed, by a run that succeeded.
    #[track_caller]
    pub(crate) fn printed(self) -> String {
        assert_eq!(self.code, 0, "{self:#?}");
        self.stdout
    }

    /// Returns what was said on standard error, by a run that ended with `code`.
    #[track_caller]
    pub(crate) fn failed(self, code: i32) -> String {
        assert_eq!(self.code, code, "{self:#?}");
        self.stderr
    }
}

/// A home without any file.
fn nowhere() -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("no-home")
}

/// Runs the command line `line` in a shell, where `tcloud` calls `emulator` with its credential.
pub(crate) fn shell(emulator: &Emulator, line: &str) -> Output {
    let folder = std::path::Path::new(env!("CARGO_BIN_EXE_tcloud"))
        .parent()
        .unwrap();
    let path = std::env::var("PATH").unwrap_or_default();
    let credential = emulator.credential();
    Command::new("sh")
        .args(["-c", line])
        .env_clear()
        .env("PATH", format!("{}:{path}", folder.display()))
        .env("HOME", nowhere())
        .env("TENCENTCLOUD_ENDPOINT", emulator.url())
        .env("TENCENTCLOUD_SECRET_ID", &credential.secret_id)
        .env("TENCENTCLOUD_SECRET_KEY", &credential.secret_key)
        .output()
        .unwrap()
}
