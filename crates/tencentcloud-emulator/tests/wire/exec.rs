//! A command that the endpoint is put before.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;
use tencentcloud_emulator::{Credential, TEST_SECRET_ID, TEST_SECRET_KEY};

use crate::APIGATEWAY;
use crate::client::Request;

/// `tencentcloud-emulator exec` with an authority of its own.
fn exec(folder: &TempDir, command: &[&str]) -> Command {
    let mut process = Command::new(env!("CARGO_BIN_EXE_tencentcloud-emulator"));
    process
        .args(["exec", "--quiet", "--ca-dir"])
        .arg(folder.path().join("authority"))
        .arg("--")
        .args(command);
    process
}

fn shell(script: &str) -> Command {
    exec(&tempfile::tempdir().unwrap(), &["sh", "-c", script])
}

#[test]
fn the_exit_status_is_the_commands() {
    for (script, expected) in [("exit 0", 0), ("exit 7", 7), ("kill -KILL $$", 128 + 9)] {
        assert_eq!(
            shell(script).status().unwrap().code(),
            Some(expected),
            "{script}"
        );
    }
    let folder = tempfile::tempdir().unwrap();
    let missing = exec(&folder, &["no-such-program"]).output().unwrap();
    assert_eq!(missing.status.code(), Some(127));
    let text = String::from_utf8(missing.stderr).unwrap();
    assert!(text.contains("no-such-program"), "{text}");
    let not_a_program = folder.path().join("file");
    std::fs::write(&not_a_program, "").unwrap();
    let refused = exec(&folder, &[not_a_program.to_str().unwrap()]).output();
    assert_eq!(refused.unwrap().status.code(), Some(126));
}

#[test]
fn signals_go_on_to_the_command() {
    for signal in ["TERM", "HUP", "INT", "USR1"] {
        let script = format!(
            "trap 'echo {signal}; exit 9' {signal}; echo ready; while :; do sleep 0.02; done"
        );
        let mut running = shell(&script)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut out = BufReader::new(running.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        assert_eq!(line, "ready\n");
        let id = running.id().to_string();
        let sent = Command::new("kill").args(["-s", signal, &id]).status();
        assert!(sent.unwrap().success());
        let mut rest = String::new();
        out.read_to_string(&mut rest).unwrap();
        assert_eq!(rest, format!("{signal}\n"));
        assert_eq!(running.wait().unwrap().code(), Some(9), "{signal}");
    }
}

#[test]
fn the_command_meets_the_endpoint_alone() {
    let folder = tempfile::tempdir().unwrap();
    let script = r#"test -s "$SSL_CERT_FILE" && test -s "$TENCENTCLOUD_EMULATOR_CA" && env"#;
    let output = exec(&folder, &["sh", "-c", script])
        .env("TENCENTCLOUD_SECRET_ID", "AKIDhushhush")
        .env("TENCENTCLOUD_SECRET_KEY", "hushhush")
        .env("TENCENTCLOUD_SECURITY_TOKEN", "hushhush")
        .env("TENCENTCLOUD_REGION", "ap-somewhere")
        .env("NO_PROXY", "*")
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(!text.contains("hushhush"), "{text}");
    let variables: HashMap<_, _> = text.lines().filter_map(|l| l.split_once('=')).collect();
    assert_eq!(variables["TENCENTCLOUD_SECRET_ID"], TEST_SECRET_ID);
    assert_eq!(variables["TENCENTCLOUD_SECRET_KEY"], TEST_SECRET_KEY);
    assert_eq!(variables["TENCENTCLOUD_REGION"], "ap-somewhere");
    assert_eq!(variables["NO_PROXY"], "localhost,127.0.0.1,::1");
    assert_eq!(
        variables["https_proxy"],
        variables["TENCENTCLOUD_EMULATOR_URL"]
    );
    // Its files are gone with it; the authority stays for the next one.
    assert!(!Path::new(variables["SSL_CERT_FILE"]).exists());
    assert!(folder.path().join("authority/ca.key").exists());
}

/// curl, where it is installed.
fn curl(arguments: &[&str]) -> Option<Command> {
    if Command::new("curl").arg("--version").output().is_err() {
        eprintln!("skipped: curl is not installed");
        return None;
    }
    let command = [&["curl", "--silent", "--show-error"], arguments].concat();
    Some(exec(&tempfile::tempdir().unwrap(), &command))
}

#[test]
fn curl_needs_no_option() {
    let host = "apigateway.tencentcloudapi.com";
    let parameters = json!({"Limit": 1, "Offset": 0});
    let action = ("DescribeUpstreams", APIGATEWAY.1);
    let request = Request::v1(
        "GET",
        host,
        "HmacSHA1",
        action,
        &parameters,
        &Credential::test(),
    );
    for scheme in ["https", "http"] {
        let url = format!("{scheme}://{host}{}", request.target);
        let Some(mut curl) = curl(&["--globoff", &url]) else {
            return;
        };
        let output = curl.output().unwrap();
        let response: Value = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|_| panic!("{scheme}: {output:?}"));
        assert_eq!(
            response["Response"]["Result"]["TotalCount"], 0,
            "{response}"
        );
    }
}

#[test]
fn curl_reaches_nothing_else() {
    for url in [
        "https://www.example.com/",
        "http://metadata.tencentyun.com/latest",
    ] {
        let Some(mut curl) = curl(&["--fail", url]) else {
            return;
        };
        let output = curl.output().unwrap();
        assert!(!output.status.success(), "{url}");
        let text = String::from_utf8(output.stderr).unwrap();
        assert!(text.contains("403"), "{url}: {text}");
    }
}
