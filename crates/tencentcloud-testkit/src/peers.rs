//! What `cargo xtask peers` has installed.

use std::collections::HashMap;
use std::env;
use std::io::{self, Write};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

/// Where that client is: `python` and `tccli` are programs, `node` a folder of modules. `None`
/// where its toolchain is missing, which has been told.
#[track_caller]
pub fn path(client: &str) -> Option<&'static str> {
    let found = program(client);
    assert!(
        found.is_some() || env::var_os("CI").is_none(),
        "{client} is left out, and CI needs it: `cargo xtask peers` says why"
    );
    found
}

/// Where that program of others is, or the Python or the modules that have it. `None` where
/// nobody has installed it, which has been told.
#[track_caller]
pub fn program(name: &str) -> Option<&'static str> {
    static INSTALLED: OnceLock<Option<HashMap<String, String>>> = OnceLock::new();
    let found = INSTALLED
        .get_or_init(install)
        .as_ref()
        .expect("`cargo xtask peers` failed, and said why on standard error")
        .get(name);
    if found.is_none() {
        // Past the test harness, which keeps what a passing test prints, and in one piece.
        let line =
            format!("skipped: a test with {name}; `cargo xtask peers` says what is missing\n");
        let _ = io::stderr().write_all(line.as_bytes());
    }
    found.map(String::as_str)
}

/// Runs the task, whose output has a line `client: path` for each client that is there.
fn install() -> Option<HashMap<String, String>> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["xtask", "peers"])
        .stderr(Stdio::inherit())
        .output()
        .ok()
        .filter(|output| output.status.success())?;
    let clients = String::from_utf8_lossy(&output.stdout)
        .lines()
        .filter_map(|line| line.split_once(": "))
        .map(|(client, path)| (client.to_owned(), path.to_owned()))
        .collect();
    Some(clients)
}
