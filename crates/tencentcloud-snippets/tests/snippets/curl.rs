//! The shell script, run on the emulator.

use std::process::{Command, Output};

use serde_json::{Value, json};
use tencentcloud_emulator::{Credential, Emulator};
use tencentcloud_snippets::{Language, Snippet};

use crate::snippet;

const ID: &str = "AKIDtest";

/// Runs `script` by `shell`, signed with `key`; `None` if the machine lacks what it needs.
fn run(shell: &str, script: &str, key: &str, folder: &std::path::Path) -> Option<Output> {
    for (program, argument) in [(shell, "-c"), ("curl", "--version"), ("openssl", "version")] {
        if Command::new(program)
            .args([argument, "true"])
            .output()
            .is_err()
        {
            eprintln!("skipped: {program} is not installed");
            return None;
        }
    }
    let mut command = Command::new(shell);
    command.args(["-c", script]).current_dir(folder);
    command
        .env("TENCENTCLOUD_SECRET_ID", ID)
        .env("TENCENTCLOUD_SECRET_KEY", key);
    command
        .env("NO_PROXY", "*")
        .env_remove("TENCENTCLOUD_TOKEN");
    Some(command.output().unwrap())
}

async fn emulator(key: &str) -> Emulator {
    let credential = Credential::new(ID, key);
    Emulator::builder()
        .credential(credential)
        .start()
        .await
        .unwrap()
}

/// Runs the script of `snippet` and returns the parameters that the emulator got.
#[track_caller]
fn sent(emulator: &Emulator, snippet: Snippet, key: &str) -> Option<Value> {
    let script = snippet.endpoint(emulator.url()).write(Language::Curl);
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("FILE"), [0, 1, 255, b'\n']).unwrap();
    let output = run("sh", &script, key, folder.path())?;
    assert!(output.status.success(), "{output:?}\n{script}");
    let printed: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {output:?}\n{script}"));
    let call = emulator
        .calls()
        .all()
        .pop()
        .unwrap_or_else(|| panic!("{printed}"));
    let code = call.code.as_deref().unwrap_or_default();
    assert!(!code.starts_with("AuthFailure"), "{printed}");
    Some(call.request.into())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_script_signs_and_sends_what_the_snippet_has() {
    let key = "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE";
    let emulator = emulator(key).await;
    let parameters = json!({"Filters": [{"Name": "zone", "Values": ["it's \"$x\" `y` \\ 测试\n\u{1}\u{7f}\u{202e}%s"]}], "Limit": 20});
    let snippet = snippet("cvm", "DescribeInstances", parameters.clone());
    let Some(sent) = sent(&emulator, snippet, key) else {
        return;
    };
    assert_eq!(sent, parameters);
    assert_eq!(
        emulator.calls().all().pop().unwrap().region.as_deref(),
        Some("ap-guangzhou")
    );
}

/// 61 bytes are the longest that a block holds behind `TC3`; the others are hashed.
#[tokio::test(flavor = "multi_thread")]
async fn keys_of_every_length_and_byte_sign() {
    for length in [1, 32, 60, 61, 62, 90] {
        let letters = (0..length).map(|n| char::from(33 + (n * 37 % 94) as u8));
        let key: String = letters.collect();
        let emulator = emulator(&key).await;
        let snippet = snippet("sts", "GetCallerIdentity", json!({}));
        let Some(sent) = sent(&emulator, snippet, &key) else {
            return;
        };
        assert_eq!(sent, json!({}), "{length}");
        assert_eq!(emulator.calls().all().pop().unwrap().code, None, "{length}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn bytes_and_parts_are_signed_too() {
    let emulator = emulator("key").await;
    let octets = snippet(
        "cls",
        "UploadLog",
        json!({"TopicId": "6766f83d", "HashKey": "a b$c"}),
    );
    let Some(got) = sent(&emulator, octets, "key") else {
        return;
    };
    assert_eq!(got["TopicId"], "6766f83d", "{got}");
    assert_eq!(got["HashKey"], "a b$c", "{got}");
    let parts = snippet(
        "cii",
        "UploadMedicalFile",
        json!({"File": "FILE", "FileURL": "http://a/%s"}),
    );
    let got = sent(&emulator, parts, "key").unwrap();
    assert_eq!(got["FileURL"], "http://a/%s", "{got}");
    assert!(got.get("File").is_some(), "{got}");
}
