//! Calls by the real program, to the local endpoint.

use std::process::{Command, Output};

use tencentcloud_emulator::Emulator;

/// Runs `tcloud` with `words` against `emulator`.
fn tcloud(emulator: &Emulator, words: &[&str]) -> Output {
    let credential = emulator.credential();
    let mut command = Command::new(env!("CARGO_BIN_EXE_tcloud"));
    command
        .args(words)
        .args(["--endpoint", &emulator.url()])
        .env("TENCENTCLOUD_SECRET_ID", &credential.secret_id)
        .env("TENCENTCLOUD_SECRET_KEY", &credential.secret_key)
        .env("TENCENTCLOUD_REGION", "ap-guangzhou");
    command.output().unwrap()
}

#[tokio::test]
async fn an_action_is_called_by_name() {
    let emulator = Emulator::start().await.unwrap();
    for action in ["GetCallerIdentity", "get-caller-identity"] {
        let output = tcloud(&emulator, &["sts", action]);
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(text.contains("\"AccountId\""), "{text}");
    }
    let output = tcloud(&emulator, &["sts", "GetCallerIdentit"]);
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(text.contains("did you mean GetCallerIdentity?"), "{text}");
    assert_eq!(output.status.code(), Some(2));
}
