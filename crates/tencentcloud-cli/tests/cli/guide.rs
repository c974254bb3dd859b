//! The screens of the README: each `console` block is run as a shell would. `RENEW=1` writes them anew.

use std::fs;
use std::path::Path;
use std::process::Command;

use tencentcloud_emulator::Emulator;

const FENCE: &str = "```console\n";

#[cfg(unix)]
#[tokio::test]
async fn every_screen_of_the_readme_is_what_is_seen() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let text = fs::read_to_string(&path).unwrap();
    let emulator = Emulator::builder().seed(7).start().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut seen = String::new();
    let mut blocks = text.split(FENCE);
    seen.push_str(blocks.next().unwrap());
    for block in blocks {
        let (screen, rest) = block.split_once("```").unwrap();
        seen.push_str(FENCE);
        for line in screen.lines().filter(|line| line.starts_with("$ ")) {
            seen.push_str(&format!("{line}\n"));
            seen.push_str(&run(&line[2..], &emulator, folder.path()));
        }
        seen.push_str("```");
        seen.push_str(rest);
    }
    if std::env::var_os("RENEW").is_some() {
        fs::write(&path, seen).unwrap();
        return;
    }
    assert_eq!(seen, text, "if it should be so, run the test with RENEW=1");
}

/// What a shell shows of a command line, 80 columns wide, with a key of `emulator`.
fn run(line: &str, emulator: &Emulator, folder: &Path) -> String {
    let credential = emulator.credential();
    let own = Path::new(env!("CARGO_BIN_EXE_tcloud")).parent().unwrap();
    let output = Command::new("/bin/sh")
        .args(["-c", line])
        .current_dir(folder)
        .env_clear()
        .env("PATH", format!("{}:/usr/bin:/bin", own.display()))
        .env("HOME", folder)
        .env("COLUMNS", "80")
        .env("LANG", "en_US.UTF-8")
        .env("TENCENTCLOUD_ENDPOINT", emulator.url())
        .env("TENCENTCLOUD_SECRET_ID", &credential.secret_id)
        .env("TENCENTCLOUD_SECRET_KEY", &credential.secret_key)
        .env("TENCENTCLOUD_REGION", "ap-guangzhou")
        .output()
        .unwrap();
    let out = [output.stdout, output.stderr].concat();
    let mut shown = String::from_utf8(out).unwrap();
    if !shown.is_empty() && !shown.ends_with('\n') {
        shown.push('\n');
    }
    shown
}
