//! `cargo xtask conformance`, as a user runs it.

use std::env;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::json;

fn conformance(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xtask"))
        .arg("conformance")
        .args(arguments)
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A package of one service's examples, by hand.
fn package(folder: &Path, examples: &serde_json::Value) {
    let module = folder.join("tccli");
    let service = module.join("services/sts/v20180813");
    fs::create_dir_all(&service).unwrap();
    fs::write(module.join("__init__.py"), "__version__ = '0.0.1'\n").unwrap();
    fs::write(service.join("examples.json"), examples.to_string()).unwrap();
}

#[test]
fn the_documented_examples_come_back() {
    let pip = Command::new("python3")
        .args(["-m", "pip", "--version"])
        .output();
    if !pip.is_ok_and(|output| output.status.success()) && env::var_os("CI").is_none() {
        eprintln!("skipped: there is no python3 with pip, which fetches the documented examples");
        return;
    }
    let output = conformance(&["sts", "apigateway"]);
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert!(output.status.success(), "{out}{err}");
    let last = out.lines().last().unwrap_or_default();
    let (passed, failed) = last.split_once(" passed, ").expect("a plain last line");
    assert!(passed.parse::<usize>().unwrap() > 200, "{out}");
    assert_eq!(failed, "0 failed", "{out}");
}

#[test]
fn each_kind_of_failure_is_told_with_its_path() {
    let folder = tempfile::tempdir().unwrap();
    let head = "POST / HTTP/1.1\nHost: sts.tencentcloudapi.com\nX-TC-Action: X\n\n";
    package(
        folder.path(),
        &json!({"actions": {
            "GetCallerIdentity": [
                {"input": "https://sts.tencentcloudapi.com/?Action=GetCallerIdentity",
                 "output": r#"{"Response":{"Arn":"a","UserId":7,"RequestId":"r","Later":[1]}}"#},
                {"input": format!("{head}{{}}"),
                 "output": r#"{"Response":{"Arn":{"Not":"text"},"RequestId":"r"}}"#},
                {"input": format!("{head}{{no JSON"),
                 "output": r#"{"Response":{"Error":{"Code":"A.B","Message":"m"},"RequestId":"r"}}"#},
            ],
            "AssumeRole": [
                {"input": format!("{head}{{\"RoleArn\":\"a\",\"RoleSessionName\":\"s\",\"DurationSeconds\":\"soon\"}}"),
                 "output": r#"{"Response":{"Credentials":{"Token":"t"},"ExpiredTime":"12"}}"#},
            ],
        }}),
    );
    let output = conformance(&["--tccli", folder.path().to_str().unwrap(), "sts"]);
    let out = text(&output.stdout);
    assert!(!output.status.success(), "{out}");
    assert!(
        out.contains("sts\tGetCallerIdentity\t2 answer\tArn"),
        "{out}"
    );
    assert!(
        out.contains("sts\tAssumeRole\t1 post\tDurationSeconds"),
        "{out}"
    );
    for kind in [
        "1 answers that are typed errors",
        "1 converted: number to string",
        "1 converted: string to number",
        "1 deleted: members that the schema lacks or marks disabled",
        "1 left out: a request that is neither a URL nor JSON",
    ] {
        assert!(
            out.contains(&format!(" {kind}\n")),
            "{kind} is not in:\n{out}"
        );
    }
    assert_eq!(out.lines().last(), Some("5 passed, 2 failed"), "{out}");
}
