//! Every example runs on the local endpoint and prints what it is there for.
//!
//! `cargo test` builds the examples before it runs this; with `--test programs` alone it does not.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

/// The folder of the built examples, beside that of this test.
fn folder() -> PathBuf {
    let test = env::current_exe().unwrap();
    test.ancestors().nth(2).unwrap().join("examples")
}

/// The built example, without what the surroundings say of proxies and credentials.
fn example(name: &str) -> Command {
    let path = folder().join(format!("{name}{}", env::consts::EXE_SUFFIX));
    assert!(
        path.exists(),
        "{} is missing: run `cargo test -p tencentcloud-examples`",
        path.display()
    );
    let mut command = Command::new(path);
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy().to_ascii_uppercase();
        if text.ends_with("_PROXY") || text.starts_with("TENCENTCLOUD_") {
            command.env_remove(name);
        }
    }
    command
}

/// The examples, and what each prints among other things.
const EXAMPLES: [(&str, &str); 11] = [
    ("call_without_async", "0 upstreams"),
    ("create_upstream", "upstream_name: \"test_upstream\""),
    ("describe_upstreams", "  web\n"),
    ("diagnose_a_signature", "2019-02-25"),
    ("load_credentials", "environment"),
    ("log_calls", "WARN"),
    ("match_an_error", "nothing to delete"),
    ("own_action", "GetCallerIdentityResponse"),
    ("raw_call", "by its name"),
    ("receive_events", "select count(*) as n\n"),
    ("retries", "read after 3 attempts"),
];

/// What a program that succeeds prints.
#[track_caller]
fn output(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {error}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn create_upstream_prints_what_it_created() {
    let text = output(&mut example("create_upstream"));
    let id = text
        .lines()
        .find_map(|line| line.strip_prefix("UpstreamId  "))
        .unwrap();
    assert!(id.starts_with("upstream-"), "{text}");
    assert!(
        text.starts_with("calling a local endpoint, http://127.0.0.1:"),
        "{text}"
    );
    // It reads back what it wrote.
    for line in [
        &format!("upstream_id: {id:?}"),
        "upstream_name: \"test_upstream\"",
        "weight: 100",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
}

#[test]
fn describe_upstreams_lists_what_the_filter_takes() {
    let text = output(&mut example("describe_upstreams"));
    let names: Vec<_> = text
        .lines()
        .filter(|line| line.starts_with("upstream-"))
        .map(|line| line.rsplit(' ').next().unwrap())
        .collect();
    assert_eq!(names, ["web", "web", "web"], "{text}");
}

#[test]
fn match_an_error_prints_the_error_and_goes_on() {
    let text = output(&mut example("match_an_error"));
    let lines: Vec<_> = text.lines().collect();
    let [error, "nothing to delete"] = lines[..] else {
        panic!("{text}");
    };
    assert!(
        error.starts_with("ResourceNotFound") && error.contains("(DeleteUpstream, request ID "),
        "{text}"
    );
}

#[test]
fn own_action_prints_the_caller() {
    let text = output(&mut example("own_action"));
    for line in [
        "GetCallerIdentityResponse {",
        "account_id: ",
        "principal_id: \"",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
}

#[test]
fn retries_prints_how_often_each_call_was_sent() {
    let text = output(&mut example("retries"));
    let lines: Vec<_> = text.lines().collect();
    let [
        "read after 3 attempts",
        deleted,
        "read without retries: 1 attempt",
    ] = lines[..]
    else {
        panic!("{text}");
    };
    assert!(
        deleted.starts_with("not deleted after 1 attempt: InternalError"),
        "{text}"
    );
}

#[test]
fn load_credentials_reports_what_was_used_and_what_was_not() {
    let text = output(
        example("load_credentials")
            .env("TENCENTCLOUD_SECRET_ID", "AKIDexample")
            .env("TENCENTCLOUD_SECRET_KEY", "example-secret-key"),
    );
    assert!(text.contains("environment: used"), "{text}");
    assert!(!text.contains("example-secret-key"), "{text}");
}

#[test]
fn log_calls_prints_spans_a_warning_and_what_its_own_code_prints() {
    let text = output(&mut example("log_calls"));
    for part in [
        "DescribeUpstreams, attempt 1: 200\n",
        "tencentcloud.call",
        "tencentcloud.attempt",
        "time.busy=",
        "WARN",
        "DeleteUpstream",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

/// The endpoint is on this machine: a proxy in the environment is nothing to it.
#[test]
fn a_proxy_in_the_environment_changes_nothing() {
    for name in [
        "http_proxy",
        "HTTP_PROXY",
        "https_proxy",
        "ALL_PROXY",
        "all_proxy",
    ] {
        // Nothing listens there.
        for proxy in ["http://127.0.0.1:9", "socks5://127.0.0.1:9"] {
            for (program, expected) in EXAMPLES {
                let text = output(example(program).env(name, proxy));
                assert!(text.contains(expected), "{program}, {name}={proxy}: {text}");
            }
        }
    }
}

/// `cargo run --example NAME` from the root asks which package is meant where two have the name.
#[test]
fn names_are_unique_in_the_workspace() {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    let metadata = output(cargo.args(["metadata", "--no-deps", "--format-version", "1"]));
    let metadata: Value = serde_json::from_str(&metadata).unwrap();
    let each = |value: &Value| value.as_array().unwrap().clone();
    let mut names: Vec<_> = each(&metadata["packages"])
        .iter()
        .flat_map(|package| each(&package["targets"]))
        .filter(|target| target["kind"][0] == "example")
        .map(|target| target["name"].to_string())
        .collect();
    names.sort();
    assert!(names.iter().any(|name| name == "\"create_upstream\""));
    assert!(names.is_sorted_by(|a, b| a < b), "{names:?}");
}
