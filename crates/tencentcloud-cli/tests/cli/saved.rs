//! Saved requests: `tcloud run`.

use std::fs;

use tempfile::TempDir;
use tencentcloud_emulator::Emulator;

use crate::program::{program, tcloud};

const SUBNETS: &str = r#"{
    "service": "vpc",
    "version": "2017-03-12",
    "action": "DescribeSubnets",
    "region": "${region}",
    "parameters": {
        "Filters": [{"Name": "subnet-name", "Values": ["${name}-*"]}],
        "Limit": "${limit}"
    }
}"#;

const ENVIRONMENTS: &str = r#"{
    "default": {"region": "ap-guangzhou", "limit": "20"},
    "test": {"name": "test"},
    "production": {"name": "prod", "region": "ap-shanghai"}
}"#;

/// A folder with a saved request and environments, and the path of the request.
fn folder() -> (TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("subnets.json");
    fs::write(&path, SUBNETS).unwrap();
    fs::write(folder.path().join("environments.json"), ENVIRONMENTS).unwrap();
    let path = path.display().to_string();
    (folder, path)
}

/// The parameters and the region that `words` would send.
fn sent(words: &[&str]) -> (serde_json::Value, String) {
    let words: Vec<&str> = words.iter().copied().chain(["--dry-run"]).collect();
    let run = program(&words)
        .at("http://127.0.0.1:9")
        .without("TENCENTCLOUD_REGION");
    let text = run.run().printed();
    let region = text
        .lines()
        .find_map(|line| line.strip_prefix("x-tc-region: "));
    let body = text.lines().find(|line| line.starts_with('{')).unwrap();
    let region = region.unwrap_or_default().to_owned();
    (serde_json::from_str(body).unwrap(), region)
}

#[test]
fn an_environment_and_what_is_set_fill_a_saved_request() {
    let (_folder, path) = folder();
    let (parameters, region) = sent(&["run", &path, "--env", "test"]);
    assert_eq!(parameters["Filters"][0]["Values"][0], "test-*");
    assert_eq!(
        (&parameters["Limit"], &*region),
        (&"20".into(), "ap-guangzhou")
    );
    // Before the file and behind it, with and without an equals sign.
    let words = ["run", "--env=production", "--set", "limit=5", &path];
    let (parameters, region) = sent(&words);
    assert_eq!(
        (&parameters["Limit"], &*region),
        (&"5".into(), "ap-shanghai")
    );
    assert_eq!(parameters["Filters"][0]["Values"][0], "prod-*");
    let (_, region) = sent(&["run", &path, "--env", "test", "--set=region=ap-seoul"]);
    assert_eq!(region, "ap-seoul");
    // What is typed goes over what is saved.
    let words = [
        "run",
        &path,
        "--env",
        "test",
        "--region",
        "ap-beijing",
        "--Limit",
        "7",
    ];
    let (parameters, region) = sent(&words);
    assert_eq!(
        (&parameters["Limit"], &*region),
        (&"7".into(), "ap-beijing")
    );
}

#[tokio::test]
async fn a_saved_request_is_a_call_with_all_its_options() {
    let emulator = Emulator::start().await.unwrap();
    let (folder, path) = folder();
    let vpc = r#"{"service": "vpc", "action": "CreateVpc", "parameters": {"VpcName": "${name}-1", "CidrBlock": "${cidr}"}}"#;
    let create = folder.path().join("create.json");
    fs::write(&create, vpc).unwrap();
    let words = [
        "run",
        create.to_str().unwrap(),
        "--env",
        "test",
        "--set",
        "cidr=10.0.0.0/16",
    ];
    let id = tcloud(&emulator, &words).run().printed();
    let id = serde_json::from_str::<serde_json::Value>(&id).unwrap()["Vpc"]["VpcId"].clone();
    let subnet = format!(
        r#"{{"service": "vpc", "action": "CreateSubnet", "parameters": {{"VpcId": {id}, "SubnetName": "test-a", "CidrBlock": "10.0.1.0/24", "Zone": "ap-guangzhou-3"}}}}"#
    );
    fs::write(&create, subnet).unwrap();
    tcloud(&emulator, &["run", create.to_str().unwrap()])
        .run()
        .printed();
    let list = |more: &[&str]| {
        let words = [
            &[
                "run",
                &path,
                "--env",
                "test",
                "--Filters.0.Values",
                "test-a",
            ],
            more,
        ]
        .concat();
        tcloud(&emulator, &words).run().printed()
    };
    assert_eq!(
        list(&["--query", "SubnetSet[].SubnetName", "--output", "csv"]),
        "test-a\n"
    );
    assert_eq!(
        list(&["--all-pages", "--query", "[].CidrBlock", "--output", "text"]),
        "10.0.1.0/24\n"
    );
    let made = emulator.calls().all();
    assert!(made.iter().all(|call| call.code.is_none()), "{made:#?}");
}

#[test]
fn a_read_only_machine_sends_no_saved_change() {
    let (folder, _) = folder();
    let path = folder.path().join("delete.json");
    fs::write(
        &path,
        r#"{"service": "vpc", "action": "DeleteVpc", "parameters": {"VpcId": "vpc-1"}}"#,
    )
    .unwrap();
    let run = program(&["run", path.to_str().unwrap()]).at("http://127.0.0.1:9");
    let told = run.env("TENCENTCLOUD_READ_ONLY", "1").run().failed(10);
    assert!(
        told.contains("DeleteVpc of vpc may change something"),
        "{told}"
    );
}

#[test]
fn what_is_wrong_is_named_with_file_path_and_variable() {
    let (folder, path) = folder();
    let refused = |words: &[&str]| program(&[&["run"], words].concat()).run().failed(2);
    let told = refused(&[&path]);
    assert!(told.contains("subnets.json: $.parameters.Filters[0].Values[0]: nothing gives the variable name a value"), "{told}");
    assert!(
        told.contains("set it by --set name=VALUE, or in "),
        "{told}"
    );
    let told = refused(&[&path, "--env", "tset"]);
    assert!(
        told.contains("environments.json has no environment tset; did you mean test?"),
        "{told}"
    );
    let told = refused(&[&path, "--env", "test", "--set", "limmit=1"]);
    assert!(
        told.contains("subnets.json has no variable limmit; did you mean limit?"),
        "{told}"
    );
    let told = refused(&[&path, "--env", "test", "--input", "-"]);
    assert!(told.contains("--input is of no use"), "{told}");
    let told = refused(&["--env"]);
    assert!(told.contains("--env"), "{told}");
    let told = refused(&["--dry-run"]);
    assert!(
        told.contains("the saved request is missing: tcloud run FILE"),
        "{told}"
    );

    let wrong = folder.path().join("wrong.json");
    let file = wrong.to_str().unwrap();
    for (text, expected) in [
        (
            r#"{"service": "cvmm", "action": "DescribeZones"}"#,
            "wrong.json: no service cvmm; did you mean cvm",
        ),
        (
            r#"{"service": "cvm", "action": "DescribeZones", "parameters": {"A": 1}}"#,
            "wrong.json: DescribeZones has no parameter A",
        ),
        (
            r#"{"service": "cvm", "acton": "DescribeZones"}"#,
            "wrong.json: $.acton is no member of a saved request; did you mean action?",
        ),
    ] {
        fs::write(&wrong, text).unwrap();
        let told = refused(&[file]);
        assert!(told.contains(expected), "{told}");
    }
    fs::remove_file(folder.path().join("environments.json")).unwrap();
    let told = program(&["run", &path, "--env", "test"]).run().failed(1);
    assert!(told.contains("environments.json cannot be read"), "{told}");
}

#[test]
fn help_on_run_is_there_before_and_behind_the_file() {
    for words in [
        &["run", "--help"][..],
        &["run", "x.json", "--help"],
        &["help", "run"],
    ] {
        let help = program(words).run().printed();
        assert!(
            help.contains("tcloud run FILE [--env NAME] [--set NAME=VALUE]"),
            "{help}"
        );
    }
}

#[test]
fn environments_and_parameters_of_a_saved_request_are_completed() {
    let (_folder, path) = folder();
    let candidates = |words: &[&str]| {
        let words = [&["__complete", "fish", "--", "run"], words].concat();
        let text = program(&words).run().printed();
        let words = text
            .lines()
            .map(|line| line.split('\t').next().unwrap().to_owned());
        words.collect::<Vec<_>>()
    };
    assert_eq!(
        candidates(&[&path, "--env", ""]),
        ["default", "test", "production"]
    );
    assert_eq!(candidates(&[&path, "--env", "p"]), ["production"]);
    assert_eq!(candidates(&[&path, "--SubnetI"]), ["--SubnetIds"]);
    assert_eq!(candidates(&[&path, "--se"]), ["--set"]);
    assert_eq!(candidates(&[&path, "--dry"]), ["--dry-run"]);
    assert_eq!(
        candidates(&[&path, "--region", "ap-guang"]),
        ["ap-guangzhou"]
    );
}
