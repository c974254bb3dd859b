//! The cloud, as a home knows it whose profile has a key and hosts of services: an endpoint that is set this way is
//! not taken for a local one.

use std::io::{Read, Write};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

use crate::program::{Program, program};

/// The variable of the agent that the tests are.
pub(super) const AGENT: (&str, &str) = ("AGENT", "tester");

/// A home whose profile leads to a server.
pub(super) struct Cloud {
    home: tempfile::TempDir,
}

impl Cloud {
    /// Writes the profile `default` with the key `id` and `key`, whose calls of `services` go to `url`.
    pub(super) fn at<'s>(
        url: &str,
        (id, key): (&str, &str),
        services: impl IntoIterator<Item = &'s str>,
    ) -> Self {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join(".tencentcloud");
        std::fs::create_dir_all(&folder).unwrap();
        let mut text =
            format!("[default]\nsecret_id = {id}\nsecret_key = {key}\nregion = ap-guangzhou\n");
        for service in services {
            text.push_str(&format!("{service}.endpoint = {url}\n"));
        }
        std::fs::write(folder.join("credentials"), text).unwrap();
        Self { home }
    }

    /// Prepares `tcloud` with `words`, run by an agent.
    pub(super) fn agent(&self, words: &[&str]) -> Program {
        self.person(words).env(AGENT.0, AGENT.1)
    }

    /// Prepares `tcloud` with `words`, run by nobody in particular.
    pub(super) fn person(&self, words: &[&str]) -> Program {
        program(words).env("HOME", self.home.path().to_str().unwrap())
    }

    /// Runs `tcloud` with `words` by an agent on a terminal, where `typed` is typed; returns what was shown, and the
    /// exit code.
    pub(super) fn on_terminal(&self, words: &[&str], typed: &str) -> (String, u32) {
        let pair = native_pty_system().openpty(PtySize::default()).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_tcloud"));
        command.args(words);
        command.env_clear();
        command.env("HOME", self.home.path());
        command.env("TERM", "xterm-256color");
        command.env("PAGER", "cat -A");
        command.env(AGENT.0, AGENT.1);
        let mut child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut writer = pair.master.take_writer().unwrap();
        writer.write_all(typed.as_bytes()).unwrap();
        let mut bytes = Vec::new();
        // Linux reports the end of a terminal as an error.
        let _ = pair
            .master
            .try_clone_reader()
            .unwrap()
            .read_to_end(&mut bytes);
        let status = child.wait().unwrap();
        (String::from_utf8(bytes).unwrap(), status.exit_code())
    }
}
