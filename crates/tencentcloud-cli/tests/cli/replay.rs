//! The local endpoint as a command, and records of calls.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use tencentcloud_emulator::Emulator;

use crate::program::{program, tcloud};

#[test]
fn the_endpoint_is_a_command() {
    let help = program(&["emulator", "--help"]).run().printed();
    assert!(help.contains("Usage: tcloud emulator"), "{help}");
    assert!(help.contains("--listen"), "{help}");
    let own = env!("CARGO_BIN_EXE_tcloud");
    let words = ["emulator", "exec", "--", own, "sts", "GetCallerIdentity"];
    let text = program(&words).run().printed();
    assert!(text.contains("AccountId"), "{text}");
}

/// A record of two calls: a reading and a writing one.
async fn record(folder: &std::path::Path) -> String {
    let path = folder.join("calls.jsonl");
    let builder = Emulator::builder().record(&path);
    let emulator = builder.start().await.unwrap();
    let zones = ["cvm", "DescribeZones"];
    tcloud(&emulator, &zones).run().printed();
    let create = ["tag", "CreateTag", "--TagKey", "k", "--TagValue", "v"];
    tcloud(&emulator, &create).run().printed();
    path.display().to_string()
}

#[tokio::test]
async fn a_record_is_sent_again_and_compared() {
    let folder = tempfile::tempdir().unwrap();
    let path = record(folder.path()).await;
    let results = |text: &str| -> Vec<String> {
        let rows: Vec<serde_json::Value> = serde_json::from_str(text).unwrap();
        let result = |row: &serde_json::Value| row["Result"].as_str().unwrap().to_owned();
        rows.iter().map(result).collect()
    };
    let emulator = Emulator::start().await.unwrap();
    let run = tcloud(&emulator, &["replay", &path, "--send"]).run();
    assert_eq!(results(&run.printed()), ["same", "skipped"]);
    let run = tcloud(&emulator, &["replay", &path, "--send", "--writes"]).run();
    assert_eq!(results(&run.printed()), ["same", "same"]);

    let words = ["replay", &path, "--send", "--writes"];
    let run = tcloud(&emulator, &words).env("TENCENTCLOUD_READ_ONLY", "1");
    assert_eq!(results(&run.run().stdout), ["same", "failed"]);

    let text = fs::read_to_string(&path).unwrap();
    let other = folder.path().join("other.jsonl");
    fs::write(&other, text.replace("\"TotalCount\":", "\"TotalCount\":1")).unwrap();
    let run = tcloud(&emulator, &["replay", other.to_str().unwrap(), "--send"]).run();
    assert_eq!(run.code, 1);
    assert_eq!(results(&run.stdout), ["differs", "skipped"]);
    assert!(run.stdout.contains("\"$.TotalCount\""), "{}", run.stdout);

    fs::write(&other, "no record").unwrap();
    let told = program(&["replay", other.to_str().unwrap()]).run();
    assert!(told.failed(1).contains("line 1"));
}

#[tokio::test]
async fn a_record_is_served() {
    let folder = tempfile::tempdir().unwrap();
    let path = record(folder.path()).await;
    let text = fs::read_to_string(&path).unwrap();
    fs::write(
        &path,
        text.replace("\"TotalCount\":", "\"TotalCount\":7700"),
    )
    .unwrap();
    let mut served = Command::new(env!("CARGO_BIN_EXE_tcloud"))
        .args(["replay", &path, "--", "--quiet"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut url = String::new();
    let mut out = BufReader::new(served.stdout.take().unwrap());
    out.read_line(&mut url).unwrap();
    let emulator = Emulator::start().await.unwrap();
    let call = tcloud(&emulator, &["cvm", "DescribeZones"]);
    let run = call.env("TENCENTCLOUD_ENDPOINT", url.trim()).run();
    served.kill().unwrap();
    served.wait().unwrap();
    assert!(run.printed().contains("\"TotalCount\": 7700"));
}
