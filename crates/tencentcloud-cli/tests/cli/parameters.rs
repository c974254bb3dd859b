//! Parameters as they are typed, and as they are sent.

use std::path::PathBuf;

use serde_json::{Value, json};

use crate::capture::Capture;
use crate::program::{Program, Run, emulator, program, tcloud};

/// Runs the words of `line`, parted by spaces, and returns the parameters that were sent.
#[track_caller]
fn sent(line: &str) -> Value {
    let words: Vec<_> = line.split(' ').collect();
    run(&words, |program| program).1
}

/// Runs `words` against an endpoint of its own and returns what came of it, and what was sent; null
/// if nothing was.
#[track_caller]
fn run(words: &[&str], prepare: impl FnOnce(Program) -> Program) -> (Run, Value) {
    let emulator = emulator();
    let run = prepare(tcloud(&emulator, words)).run();
    let calls = emulator.calls().all();
    let mut sent = calls.last().map(|call| call.request.clone());
    if let Some(sent) = &mut sent {
        // Drawn for each call.
        sent.remove("ClientToken");
    }
    (run, sent.map_or(Value::Null, Value::Object))
}

/// Writes a file of the test `test` and returns its path.
fn file(test: &str, name: &str, content: &[u8]) -> String {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(test);
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    std::fs::write(&path, content).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn each_way_to_write_parameters_is_sent_alike() {
    let upstream =
        "apigateway CreateUpstream --Scheme HTTP --Algorithm ROUND-ROBIN --UniqVpcId vpc-1";
    let nodes = json!([{"Host": "10.0.0.3", "Port": 80, "Weight": 100, "Tags": ["a", "b"]},
        {"Host": "10.0.0.4", "Port": 81, "Weight": 0}]);
    let whole =
        json!({"Scheme": "HTTP", "Algorithm": "ROUND-ROBIN", "UniqVpcId": "vpc-1", "Nodes": nodes});
    let text = serde_json::to_string(&nodes).unwrap();
    let json = file("alike", "nodes.json", text.as_bytes());
    let yaml = "- Host: 10.0.0.3\n  Port: 80\n  Weight: 100\n  Tags: [a, b]\n- {Host: 10.0.0.4, Port: 81, Weight: 0}\n";
    let yaml = file("alike", "nodes.yaml", yaml.as_bytes());
    for nodes in [
        format!("--Nodes {text}"),
        format!("--Nodes={text}"),
        format!("--nodes {text}"),
        format!("--Nodes {} {}", nodes[0], nodes[1]),
        format!("--Nodes {} --Nodes {}", nodes[0], nodes[1]),
        format!("--Nodes.1 {} --Nodes.0 {}", nodes[1], nodes[0]),
        "--Nodes.0.Host 10.0.0.3 --Nodes.0.Port 80 --Nodes.0.Weight 100 --Nodes.0.Tags a b --Nodes.1.Host 10.0.0.4 --Nodes.1.Port 81 --Nodes.1.Weight 0".to_owned(),
        "--nodes.1.weight 0 --nodes.1.port=81 --nodes.1.host=10.0.0.4 --nodes.0.tags.1 b --nodes.0.tags.0 a --nodes.0.weight 100 --nodes.0.host 10.0.0.3 --nodes.0.port 80".to_owned(),
        format!("--Nodes.0.Weight 7 --Nodes {text} --Nodes.0.Weight 100"
            ).replace("--Nodes.0.Weight 7 ", ""),
        format!("--Nodes @{json}"),
        format!("--Nodes @{yaml}"),
    ] {
        assert_eq!(sent(&format!("{upstream} {nodes}")), whole, "{nodes}");
    }
}

#[test]
fn lists_of_plain_values_take_words() {
    for ids in [
        "ins-1 ins-2",
        "[\"ins-1\",\"ins-2\"]",
        "ins-1 --InstanceIds ins-2",
        "ins-1 --instance-ids [\"ins-2\"]",
    ] {
        let sent = sent(&format!("cvm describe-instances --InstanceIds {ids}"));
        assert_eq!(sent, json!({"InstanceIds": ["ins-1", "ins-2"]}), "{ids}");
    }
    assert_eq!(
        sent("cvm DescribeInstances --InstanceIds"),
        json!({"InstanceIds": []})
    );
    let bracket =
        sent("cvm DescribeInstances --Filters.0.Name instance-name --Filters.0.Values [a b]");
    assert_eq!(bracket["Filters"][0]["Values"], json!(["[a", "b]"]));
}

#[test]
fn scalars_have_the_type_that_is_documented() {
    let sent = sent(
        "cvm RunInstances --InstanceName 007 --DryRun --DisableApiTermination False --EnableJumboFrame t --PartitionNumber 9223372036854775807 --Placement.ProjectId -1 --UserData=--x --Placement.Zone ap-guangzhou-1",
    );
    let expected = json!({"InstanceName": "007", "DryRun": true, "DisableApiTermination": false,
        "EnableJumboFrame": true, "PartitionNumber": 9_223_372_036_854_775_807_i64,
        "Placement": {"ProjectId": -1, "Zone": "ap-guangzhou-1"}, "UserData": "--x"});
    assert_eq!(sent, expected);
}

#[test]
fn the_largest_numbers_are_exact_and_larger_ones_refused() {
    let line = "apigateway CreateUpstream --Scheme HTTP --Algorithm ROUND-ROBIN --UniqVpcId vpc-1";
    let most = u64::MAX;
    for retries in [format!("--Retries {most}"), format!("--Retries={most}")] {
        assert_eq!(sent(&format!("{line} {retries}"))["Retries"], most);
    }
    for wrong in ["18446744073709551616", "-1", "1.0", "1e3", "", "0x10"] {
        let retries = format!("--Retries={wrong}");
        let words: Vec<_> = line.split(' ').chain([&*retries]).collect();
        let told = program(&words).run().failed(2);
        assert!(
            told.contains("Retries takes a whole number from 0"),
            "{told}"
        );
    }
    let input = file(
        "exact",
        "large.json",
        br#"{"Retries": 18446744073709551616}"#,
    );
    let words: Vec<_> = line.split(' ').chain(["--input", &input]).collect();
    let told = program(&words).run().failed(2);
    assert!(
        told.contains("Retries takes a whole number from 0"),
        "{told}"
    );
}

#[test]
fn an_input_is_laid_under_what_is_typed() {
    let yaml = "Scheme: HTTP\nAlgorithm: ROUND-ROBIN\nUniqVpcId: vpc-1\nRetries: 3\nNodes:\n- Host: a\n  Port: 80\n  Weight: 1\n- Host: b\n  Port: 81\n  Weight: 2\n";
    let path = file("input", "upstream.yaml", yaml.as_bytes());
    let json = r#"{"Scheme": "HTTP", "Algorithm": "ROUND-ROBIN", "UniqVpcId": "vpc-1", "Retries": 3, "Nodes": [
        {"Host": "a", "Port": 80, "Weight": 1}, {"Host": "b", "Port": 81, "Weight": 2}]}"#;
    let json_path = format!("file://{}", file("input", "upstream.json", json.as_bytes()));
    let expected = json!({"Scheme": "HTTPS", "Algorithm": "ROUND-ROBIN", "UniqVpcId": "vpc-1", "Retries": 3, "Nodes": [
        {"Host": "a", "Port": 80, "Weight": 1}, {"Host": "b", "Port": 81, "Weight": 9}]});
    let typed = ["--Scheme", "HTTPS", "--Nodes.1.Weight", "9"];
    for (input, text) in [
        (["--input", &*path], ""),
        (["--input", "-"], yaml),
        (["--input", "-"], json),
        (["--cli-input-json", &*json_path], ""),
        (["--cli-input-json", json], ""),
    ] {
        let words = [&["apigateway", "CreateUpstream"][..], &input, &typed].concat();
        let (run, sent) = run(&words, |program| program.input(text));
        run.printed();
        assert_eq!(sent, expected, "{input:?}");
    }
    let words = [
        "cvm",
        "DescribeInstances",
        "--input",
        &file("input", "ids.yaml", b"InstanceIds: [a, b]"),
        "--InstanceIds",
        "c",
    ];
    assert_eq!(
        run(&words, |program| program).1,
        json!({"InstanceIds": ["c"]})
    );
}

#[test]
fn text_comes_from_files_and_from_standard_input() {
    let path = file("text", "script.sh", b"#!/bin/sh\necho \"ready\"\n");
    let (_, sent) = run(
        &[
            "cvm",
            "RunInstances",
            "--UserData",
            &format!("@{path}"),
            "--InstanceName",
            "@@home",
            "--HostName",
            "@-",
        ],
        |program| program.input("web-1"),
    );
    let expected = json!({"UserData": "#!/bin/sh\necho \"ready\"\n", "InstanceName": "@home", "HostName": "web-1"});
    assert_eq!(sent, expected);
    let binary = file("text", "picture.png", b"\x89PNG\xff");
    for (words, told) in [
        (
            ["--UserData", "@/nowhere/at-all"].map(str::to_owned),
            "/nowhere/at-all: ",
        ),
        (
            ["--UserData".to_owned(), format!("@{binary}")],
            "is not UTF-8 text; for a parameter that takes base64",
        ),
    ] {
        let words: Vec<_> = ["cvm", "RunInstances"]
            .into_iter()
            .chain(words.iter().map(|word| &**word))
            .collect();
        let error = program(&words).run().failed(2);
        assert!(error.contains(told), "{error}");
    }
    let twice = [
        "cvm",
        "RunInstances",
        "--UserData",
        "@-",
        "--HostName",
        "@-",
    ];
    let error = program(&twice).input("x").run().failed(2);
    assert!(
        error.contains("standard input serves one parameter"),
        "{error}"
    );
}

#[test]
fn what_is_missing_is_named_at_once() {
    let words = [
        "apigateway",
        "CreateUpstream",
        "--Scheme",
        "HTTP",
        "--Nodes.0.Port",
        "80",
    ];
    let (run, sent) = run(&words, |program| program);
    assert_eq!(sent, Value::Null);
    assert_eq!(
        run.failed(2),
        "tcloud: CreateUpstream needs 4 more parameters:
  Nodes.0.Host: a text (e.g. --Nodes.0.Host 1.1.1.1)
  Nodes.0.Weight: a whole number from 0 (e.g. --Nodes.0.Weight 10)
  Algorithm: a text, one of ROUND-ROBIN (e.g. --Algorithm ROUND-ROBIN)
  UniqVpcId: a text (e.g. --UniqVpcId vpc-123456)
`tcloud apigateway CreateUpstream --skeleton` prints the required parameters as JSON to fill in
"
    );
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    for (words, told) in [
        (
            "cvm DescribeInstances --Limt 1",
            "DescribeInstances has no parameter Limt; did you mean Limit?",
        ),
        (
            "cvm DescribeInstances --Filters.0.Nam x",
            "Filters.0 has no parameter Nam; did you mean Name?",
        ),
        (
            "cvm DescribeInstances --Filters.x.Name x",
            "Filters is a list: --Filters.0 names its first item",
        ),
        (
            "cvm DescribeInstances --Limit.x 1",
            "Limit is a whole number and has no part x",
        ),
        (
            "cvm DescribeInstances --Limit ten",
            "Limit takes a whole number (e.g. --Limit 5), not ten",
        ),
        ("cvm DescribeInstances --Limit 1 2", "not 2 values"),
        ("cvm DescribeInstances --Limit", "Limit has no value"),
        (
            "cvm DescribeInstances --Limit 1 --Limit 2",
            "--Limit is given twice",
        ),
        (
            "cvm DescribeInstances --InstanceIds.0 a --InstanceIds.2 b",
            "InstanceIds has no item 1",
        ),
        (
            "cvm DescribeInstances --InstanceIds.99999999999 a",
            "99999999999 is no index",
        ),
        (
            "cvm DescribeInstances --Filters [{\"Name\":1}]",
            "Filters.0.Name takes a text (e.g. --Filters.0.Name",
        ),
        (
            "cvm DescribeInstances --Filters [{\"Nam\":1}]",
            "Filters.0 has no parameter Nam; did you mean Name?",
        ),
        (
            "cvm DescribeInstances --Filters [{",
            "Filters takes a list of Filter objects",
        ),
        (
            "cvm DescribeInstances --cli-input-json [1]",
            "--cli-input-json holds a list",
        ),
        (
            "cvm DescribeInstances --cli-input-json {\"Limit\":\"x\"}",
            "Limit takes a whole number",
        ),
        (
            "cvm DescribeInstances --cli-input-json {",
            "--cli-input-json is not JSON",
        ),
        (
            "cvm DescribeInstances --input /nowhere/at-all",
            "/nowhere/at-all: ",
        ),
        ("cvm DescribeInstances extra", "extra belongs to nothing"),
        (
            "cvm DescribeInstances --timeout soon",
            "'soon' for '--timeout <SECONDS>'",
        ),
        (
            "cvm --Limit 1 DescribeInstances",
            "--Limit is before the action",
        ),
        ("cvm", "an action must follow cvm"),
    ] {
        let words: Vec<_> = words.split(' ').collect();
        let error = program(&words).run().failed(2);
        assert!(error.contains(told), "{words:?}: {error}");
    }
}

#[test]
fn values_that_are_not_documented_are_sent_with_a_warning() {
    let line = ["cvm", "RunInstances", "--InstanceChargeType", "FREE"];
    let warning = "warning: InstanceChargeType is FREE, which is not documented: one of PREPAID";
    let (told, sent) = run(&line, |program| program);
    assert!(told.stderr.contains(warning), "{told:?}");
    assert_eq!(sent["InstanceChargeType"], "FREE");
    let quiet = [&line[..], &["--no-warning"]].concat();
    assert!(!run(&quiet, |program| program).0.stderr.contains("warning"));
    let again = [&line[..], &["--no-warning", "--warning"]].concat();
    assert!(run(&again, |program| program).0.stderr.contains(warning));
}

#[test]
fn what_is_not_documented_is_sent_by_force() {
    let server = Capture::start();
    let force = |line: &str| {
        let words: Vec<_> = line.split(' ').chain(["--force"]).collect();
        program(&words).at(&server.url()).run().printed();
        server.take().pop().unwrap()
    };
    let line = "cvm DescribeInstances --Secret.0.Deep true --Number 12 --Text x1 --Quoted \"12\" --Several 1 two --Flag --Limit 5";
    let expected = json!({"Secret": [{"Deep": true}], "Number": 12, "Text": "x1", "Quoted": "12",
        "Several": [1, "two"], "Flag": true, "Limit": 5});
    assert_eq!(force(line).parameters(), expected);
    let input = r#"cvm DescribeInstances --cli-input-json {"Limit":"ten","Novel":[{}]}"#;
    let expected = json!({"Limit": "ten", "Novel": [{}]});
    assert_eq!(force(input).parameters(), expected);
    assert_eq!(force("cvm TerminateInstances").parameters(), json!({}));
    for (line, expected) in [
        ("cvm DoWhatNobodyKnows", ["2017-03-12", "DoWhatNobodyKnows"]),
        ("cvm do-what --version 2030-01-01", ["2030-01-01", "DoWhat"]),
        (
            "novelty DoWhat --version 2030-01-01",
            ["2030-01-01", "DoWhat"],
        ),
    ] {
        let request = force(line);
        let names = ["X-TC-Version", "X-TC-Action"].map(|name| request.header(name));
        assert_eq!(names, expected);
    }
    let error = program(&["novelty", "DoWhat", "--force"]).run().failed(2);
    assert!(error.contains("give it by --version YYYY-MM-DD"), "{error}");
}

#[test]
fn a_skeleton_can_be_sent_as_it_is() {
    for (line, count) in [
        ("apigateway CreateUpstream --skeleton", 3),
        ("apigateway CreateUpstream --skeleton required", 3),
        ("apigateway CreateUpstream --skeleton all", 12),
        ("apigateway CreateUpstream --generate-cli-skeleton", 12),
        (
            "apigateway CreateUpstream --generate-cli-skeleton input",
            12,
        ),
        ("cvm DescribeInstances --skeleton=all", 4),
    ] {
        let words: Vec<_> = line.split(' ').collect();
        let printed = program(&words).run().printed();
        let skeleton: Value = serde_json::from_str(&printed).unwrap();
        assert_eq!(skeleton.as_object().unwrap().len(), count, "{printed}");
        let words = [words[0], words[1], "--input", "-"];
        let (_, sent) = run(&words, |program| program.input(printed));
        assert_eq!(sent, skeleton);
    }
}

#[test]
fn options_may_be_anywhere() {
    for line in [
        "--region ap-beijing cvm DescribeZones",
        "cvm --region ap-beijing DescribeZones",
        "cvm DescribeZones --region ap-beijing",
        "cvm DescribeZones --region=ap-beijing --version 2017-03-12",
        "CVM --version=2017-03-12 describezones --region ap-beijing",
    ] {
        let emulator = emulator();
        let words: Vec<_> = line.split(' ').collect();
        tcloud(&emulator, &words).run().printed();
        let call = emulator.calls().all().pop().unwrap();
        assert_eq!(call.region.as_deref(), Some("ap-beijing"), "{line}");
    }
    let error = program(&["cvm", "DescribeZones", "--version", "2001-01-01"])
        .run()
        .failed(2);
    assert!(
        error.contains("cvm has no version 2001-01-01; it has 2017-03-12"),
        "{error}"
    );
}
