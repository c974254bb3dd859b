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

/// Returns false, and says so, if the documented examples cannot be fetched.
fn can_fetch() -> bool {
    let pip = Command::new("python3")
        .args(["-m", "pip", "--version"])
        .output();
    let can = pip.is_ok_and(|output| output.status.success()) || env::var_os("CI").is_some();
    if !can {
        eprintln!("skipped: there is no python3 with pip, which fetches the documented examples");
    }
    can
}

#[test]
fn the_documented_examples_come_back() {
    if !can_fetch() {
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

/// Of the services that the emulator knows by hand, which are asked for most; a run without names asks all.
#[test]
fn the_local_endpoint_accepts_the_documented_requests() {
    if !can_fetch() {
        return;
    }
    let services = [
        "apigateway",
        "cam",
        "cbs",
        "cdb",
        "clb",
        "cvm",
        "dnspod",
        "scf",
        "ssl",
        "sts",
        "tag",
        "vpc",
    ];
    let output = conformance(&[&["--requests"], &services[..]].concat());
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert!(output.status.success(), "{out}{err}");
    let accepted = out.lines().find_map(|line| {
        let count = line.trim().strip_suffix(" requests are accepted")?;
        count.parse::<usize>().ok()
    });
    assert!(accepted.is_some_and(|count| count > 1500), "{out}");
}

/// What is kept is of the earlier requests, and whatever else is refused must be listed.
#[test]
fn a_documented_request_that_is_refused_is_listed_or_found() {
    let folder = tempfile::tempdir().unwrap();
    let head = "POST / HTTP/1.1\nHost: sts.tencentcloudapi.com\nX-TC-Action: X\n\n";
    let assume = |duration: &str| {
        let role = "qcs::cam::uin/100000000001:roleName/reader";
        json!({
            "input": format!("{head}{{\"RoleArn\":\"{role}\",\"RoleSessionName\":\"s\",\"DurationSeconds\":{duration}}}"),
            "output": "{}",
        })
    };
    package(
        folder.path(),
        &json!({"actions": {
            "AssumeRole": [assume("7200"), assume("\"7200\""), assume("7200 7200")],
            "GetCallerIdentity": [
                {"input": "https://sts.tencentcloudapi.com/?Action=GetCallerIdentity", "output": "{}"},
            ],
        }}),
    );
    let schema = folder.path().join("schema");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schema/services/sts");
    let services = schema.join("services/sts");
    fs::create_dir_all(&services).unwrap();
    fs::create_dir_all(schema.join("reviews")).unwrap();
    for entry in fs::read_dir(source).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), services.join(entry.file_name())).unwrap();
    }
    let send = |lines: &str| {
        fs::write(schema.join("reviews/requests.tsv"), lines).unwrap();
        let (package, schema) = (folder.path().to_str(), schema.to_str());
        let arguments = ["--tccli", package.unwrap(), "--schema", schema.unwrap()];
        let output = conformance(&[&arguments[..], &["--requests", "sts"]].concat());
        let (out, err) = (text(&output.stdout), text(&output.stderr));
        (output.status.success(), format!("{out}{err}"))
    };

    let (passed, out) = send("");
    assert!(!passed, "{out}");
    let action = "sts\t2018-08-13\tAssumeRole";
    let mistyped = format!("{action}\t2 post\tDurationSeconds\tInvalidParameter\n");
    let no_json = format!("{action}\t3 post\t\tInvalidRequest\n");
    assert!(out.contains(&mistyped) && out.contains(&no_json), "{out}");
    assert!(out.contains("2 documented requests are refused"), "{out}");

    let listed = mistyped + &no_json;
    let (passed, out) = send(&listed);
    assert!(passed, "{out}");
    assert!(out.contains("      2 requests are accepted\n"), "{out}");

    let (passed, out) = send(&format!("{listed}{action}\t1 post\t\tInternalError\n"));
    assert!(!passed, "{out}");
    let needless = "line 3: sts 2018-08-13 AssumeRole 1 post";
    assert!(out.contains(needless), "{out}");
}
