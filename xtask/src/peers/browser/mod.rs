//! Chromium, for the tests of the Explorer's page.

use std::process::{Command, Stdio};

/// The program as Debian names it.
pub(super) const PROGRAM: &str = "chromium";

/// A font with Chinese letters, without which screenshots show boxes.
const FONT: &str = "fonts-noto-cjk";

/// Installs Debian's package where it is missing and can be had: by root, on a machine with apt. What
/// fails is left to whoever asks for the program.
pub(super) fn obtain() {
    let is_there = quiet(PROGRAM, &["--version"]);
    if is_there || !is_root() || !quiet("apt-get", &["--version"]) {
        return;
    }
    eprintln!("installing Debian's {PROGRAM} and {FONT}");
    let install = ["install", "--yes", "--no-install-recommends", PROGRAM, FONT];
    if !quiet("apt-get", &install) && quiet("apt-get", &["update"]) {
        quiet("apt-get", &install);
    }
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output();
    id.is_ok_and(|id| id.stdout.trim_ascii() == b"0")
}

/// Runs a program without its output; false if it cannot be run or fails.
fn quiet(program: &str, arguments: &[&str]) -> bool {
    let mut command = Command::new(program);
    command
        .args(arguments)
        .env("DEBIAN_FRONTEND", "noninteractive")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}
