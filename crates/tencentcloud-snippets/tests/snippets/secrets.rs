//! Secrets and texts of every kind, as they arrive. The emulator masks secrets: this server does not.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::process::Command;
use std::thread::{self, JoinHandle};

use serde_json::{Value, json};
use tencentcloud_snippets::Language;

use crate::runs::{command, peer};
use crate::snippet;

/// A secret with everything that JSON or a shell could take for something else.
const SECRET: &str = "-a\"b\\c\td\re$f`g'h\n\n%s é@\\n$(id)\n";

/// Takes one request, and returns its address and what will be its body.
fn server() -> (String, JoinHandle<Value>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let body = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let (mut bytes, mut buffer) = (Vec::new(), [0; 4096]);
        loop {
            let read = stream.read(&mut buffer).unwrap();
            assert!(read > 0, "{:?}", String::from_utf8_lossy(&bytes));
            bytes.extend_from_slice(&buffer[..read]);
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let Some((head, body)) = text.split_once("\r\n\r\n") else {
                continue;
            };
            let length = head.to_ascii_lowercase();
            let (_, length) = length.split_once("content-length: ").unwrap();
            let length: usize = length.lines().next().unwrap().trim().parse().unwrap();
            if body.len() < length {
                continue;
            }
            let answer = r#"{"Response":{"RequestId":"1"}}"#;
            write!(stream, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{answer}", answer.len()).unwrap();
            return serde_json::from_str(body).unwrap();
        }
    });
    (url, body)
}

/// Writes the call in `language`, has `run` run it, and checks what arrived.
#[track_caller]
fn check(language: Language, run: impl FnOnce(&str) -> Command) {
    let odd = "it's \"$x\" `y` \\ 测试\n\u{1}\u{7f}\u{202e}%s 😀 -- @";
    let parameters = |password: &str| {
        json!({"InstanceName": odd, "UserData": "@a", "SecurityGroupIds": ["[1]", "-x"], "InstanceCount": 2,
            "LoginSettings": {"Password": password}, "DryRun": false})
    };
    let (url, body) = server();
    let snippet = snippet("cvm", "RunInstances", parameters("hush-marker")).endpoint(&url);
    assert_eq!(snippet.secrets(), ["LOGIN_SETTINGS_PASSWORD"]);
    let text = snippet.write(language);
    let output = run(&text)
        .env("LOGIN_SETTINGS_PASSWORD", SECRET)
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}\n{text}");
    assert_eq!(body.join().unwrap(), parameters(SECRET), "{text}");
}

fn shell(text: &str) -> Command {
    let mut shell = command("sh", &[]);
    shell.args(["-c", text]);
    shell
}

#[test]
fn curl_sends_a_secret_as_it_is() {
    check(Language::Curl, shell);
}

#[test]
fn tccli_sends_a_secret_as_it_is() {
    let Some(tccli) = peer("python/bin/tccli") else {
        return;
    };
    let home = tempfile::tempdir().unwrap();
    let path = std::env::var("PATH").unwrap_or_default();
    let path = format!("{}:{path}", tccli.parent().unwrap().display());
    check(Language::Tccli, |text| {
        let mut shell = shell(text);
        shell.env("PATH", path).env("HOME", home.path());
        shell
    });
}

#[test]
fn python_sends_a_secret_as_it_is() {
    let Some(python) = peer("python/bin/python") else {
        return;
    };
    check(Language::Python, |text| {
        let mut python = command(python, &[]);
        python.args(["-c", text]);
        python
    });
}

#[cfg(unix)]
#[test]
fn node_sends_a_secret_as_it_is() {
    let Some(modules) = peer("node/node_modules") else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(modules, folder.path().join("node_modules")).unwrap();
    check(Language::Node, |text| {
        std::fs::write(folder.path().join("index.mjs"), text).unwrap();
        let mut node = command("node", &[]);
        node.arg("index.mjs").current_dir(&folder);
        node
    });
}
