//! The endpoint as a command.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

/// A running endpoint, which is stopped when it is dropped.
pub(crate) struct Endpoint {
    process: Child,
    /// Its address without a scheme.
    pub(crate) address: String,
}

impl Endpoint {
    pub(crate) fn start(arguments: &[&str]) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_tencentcloud-emulator"))
            .arg("--quiet")
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut url = String::new();
        BufReader::new(process.stdout.take().unwrap())
            .read_line(&mut url)
            .unwrap();
        let address = url.trim_end().strip_prefix("http://").unwrap().to_owned();
        Self { process, address }
    }
}

impl Drop for Endpoint {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
