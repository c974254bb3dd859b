//! The programs that the README shows, as they stand there.

use std::env;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use crate::client::isolated;
use crate::endpoint::Endpoint;
use tencentcloud_testkit::peers;

const README: &str = include_str!("../../README.md");

/// The README's program in `language` that names the endpoint, with the address of one that runs.
fn program(language: &str, endpoint: &Endpoint) -> String {
    let address = "127.0.0.1:9000";
    let program = README
        .split("\n```")
        .filter_map(|block| block.strip_prefix(language)?.strip_prefix('\n'))
        .find(|block| block.contains("DescribeUpstreams") && block.contains(address))
        .unwrap_or_else(|| panic!("the README has no program in {language}"));
    program.replace(address, &endpoint.address)
}

#[track_caller]
fn assert_lists_nothing(command: &mut Command) {
    let output = isolated(command).output().unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    let response: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("no JSON from {command:?}: {error}"));
    assert_eq!(
        response["Result"],
        json!({"TotalCount": 0, "UpstreamSet": []})
    );
}

#[test]
fn python() {
    let Some(python) = peers::path("python") else {
        return;
    };
    let endpoint = Endpoint::start(&[]);
    let mut command = Command::new(python);
    assert_lists_nothing(command.args(["-c", &program("python", &endpoint)]));
}

/// The test of a user, as pytest would run it.
#[test]
fn python_before_which_the_endpoint_is_put() {
    let Some(python) = peers::path("python") else {
        return;
    };
    let mut blocks = README.split("\n```python\n").skip(1);
    let test = blocks.find_map(|block| {
        block
            .split("\n```")
            .next()
            .filter(|b| b.contains("def test_"))
    });
    let program = format!("{}\n\ntest_lists_nothing_at_first()\n", test.unwrap());
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_tencentcloud-emulator"));
    command
        .args(["exec", "--quiet", "--ca-dir"])
        .arg(folder.path());
    command.args(["--", python, "-c", &program]);
    let output = isolated(&mut command).output().unwrap();
    assert!(output.status.success(), "{output:?}");
}

#[test]
fn node() {
    let Some(modules) = peers::path("node") else {
        return;
    };
    let endpoint = Endpoint::start(&[]);
    let mut command = Command::new("node");
    command.env("NODE_PATH", modules);
    assert_lists_nothing(command.args(["-e", &program("js", &endpoint)]));
}

#[cfg(unix)]
#[test]
fn tccli() {
    let Some(tccli) = peers::path("tccli") else {
        return;
    };
    let endpoint = Endpoint::start(&[]);
    let home = tempfile::tempdir().unwrap();
    let folders = env::var_os("PATH").unwrap_or_default();
    let folder = Path::new(tccli).parent().unwrap().to_owned();
    let folders = env::join_paths([folder].into_iter().chain(env::split_paths(&folders))).unwrap();
    let mut command = Command::new("sh");
    // It reads and writes files in the home folder.
    command.env("HOME", home.path()).env("PATH", folders);
    assert_lists_nothing(command.args(["-c", &program("sh", &endpoint)]));
}
