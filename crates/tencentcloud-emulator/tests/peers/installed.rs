//! What `cargo xtask peers` has installed.

use std::collections::HashMap;
use std::env;
use std::io::{self, Write};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

/// Where that client is: `python` and `tccli` are programs, `node` a folder of modules. `None`
/// where it cannot be had, which has been told.
#[track_caller]
pub(crate) fn path(client: &str) -> Option<&'static str> {
    static INSTALLED: OnceLock<HashMap<String, String>> = OnceLock::new();
    let found = INSTALLED.get_or_init(install).get(client);
    if found.is_none() {
        assert!(
            env::var_os("CI").is_none(),
            "{client} is not installed, and CI needs it: `cargo xtask peers` says why"
        );
        // Written past the test harness, which keeps what a passing test prints.
        let _ = writeln!(
            io::stderr(),
            "skipped: tests with {client}, which is not installed; `cargo xtask peers` says why"
        );
    }
    found.map(String::as_str)
}

/// Runs the task, whose output has a line `client: path` for each client that is there. It fails
/// where one cannot be installed, and still prints the others.
fn install() -> HashMap<String, String> {
    let output = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["xtask", "peers"])
        .stderr(Stdio::inherit())
        .output()
        .unwrap();
    String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .filter_map(|line| line.split_once(": "))
        .map(|(client, path)| (client.to_owned(), path.to_owned()))
        .collect()
}
