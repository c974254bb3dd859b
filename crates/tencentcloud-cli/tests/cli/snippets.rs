//! Commands and scripts that tencentcloud-snippets writes, as a shell runs them.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use tencentcloud_emulator::Emulator;
use tencentcloud_snippets::{Language, Snippet};
use tencentcloud_testkit::drawn::drawn;

/// Runs `script` with the program of this crate in its path; `secret` is in each of `variables`.
fn shell(emulator: &Emulator, script: &str, folder: &Path, variables: &[String]) -> Output {
    let program = Path::new(env!("CARGO_BIN_EXE_tcloud"));
    let path = std::env::var("PATH").unwrap();
    let path = format!("{}:{path}", program.parent().unwrap().display());
    let credential = emulator.credential();
    let mut shell = Command::new("sh");
    shell.args(["-c", script]).current_dir(folder);
    shell.env("PATH", path).env("HOME", folder);
    shell.env("TENCENTCLOUD_ENDPOINT", emulator.url());
    shell.env("TENCENTCLOUD_SECRET_ID", &credential.secret_id);
    shell.env("TENCENTCLOUD_SECRET_KEY", &credential.secret_key);
    shell.envs(variables.iter().map(|name| (name, "a secret")));
    shell.output().unwrap()
}

/// `value` without what the emulator masks, its numbers by their value.
fn comparable(value: &Value, masked: &Value) -> Value {
    match (value, masked) {
        (_, Value::String(mask)) if mask == "***" => mask.clone().into(),
        (Value::Number(number), _) => number.as_f64().into(),
        (Value::Array(items), _) => {
            let each = items.iter().enumerate();
            each.map(|(index, item)| comparable(item, &masked[index]))
                .collect()
        }
        (Value::Object(members), _) => {
            let each = members.iter();
            let each = each.map(|(name, value)| (name.clone(), comparable(value, &masked[name])));
            Value::Object(each.collect())
        }
        (value, _) => value.clone(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_drawn_commands_send_what_was_asked_for() {
    let emulator = Emulator::builder().allow_unknown().start().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("FILE"), "a").unwrap();
    for drawn in drawn(12, 100, &[]) {
        let snippet = Snippet::new(&drawn.description, &drawn.action, &drawn.parameters);
        let snippet = snippet.region("ap-guangzhou").endpoint(emulator.url());
        let script = snippet.write(Language::Tcloud);
        let script = format!("{} --yes\n", script.trim_end());
        let before = emulator.calls().count();
        let output = shell(&emulator, &script, folder.path(), snippet.secrets());
        assert_eq!(emulator.calls().count(), before + 1, "{output:?}\n{script}");
        let call = emulator.calls().all().pop().unwrap();
        assert_eq!(call.action, drawn.action);
        let got = Value::Object(call.request);
        let expected = comparable(&drawn.parameters.into(), &got);
        assert_eq!(comparable(&got, &got), expected, "{script}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_script_of_several_calls_passes_on_what_each_returns() {
    let emulator = Emulator::start().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let script = include_str!("../../../tencentcloud-snippets/tests/snippets/flow/script.sh");
    let output = shell(&emulator, script, folder.path(), &[]);
    assert!(output.status.success(), "{output:?}");
    let codes = emulator.calls().all().into_iter().map(|call| call.code);
    let codes: Vec<_> = codes.map(Option::unwrap_or_default).collect();
    assert_eq!(
        codes,
        ["", "", "", "", "ResourceInUse", "", ""],
        "{output:?}"
    );
}
