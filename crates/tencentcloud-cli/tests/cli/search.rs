//! Actions and error codes by what is known of them.

use serde_json::Value;

use crate::golden;
use crate::program::{Run, program};

fn run(words: &[&str], language: &str) -> Run {
    program(words)
        .env("LANG", language)
        .env("COLUMNS", "80")
        .run()
}

#[test]
fn what_is_found_is_shown_with_the_reason() {
    for (name, words, language) in [
        (
            "search",
            &["search", "upstream", "create", "--limit", "3"][..],
            "C",
        ),
        (
            "search-chinese",
            &["search", "查询负载均衡实例列表", "--limit", "3"],
            "zh_CN.UTF-8",
        ),
        (
            "search-service",
            &[
                "search",
                "--service",
                "redis",
                "密码",
                "--language",
                "en-US",
            ],
            "zh_CN.UTF-8",
        ),
        (
            "errors",
            &["errors", "invalidparametervalue.subnetidzoneidnotmatch"],
            "C",
        ),
        (
            "errors-chinese",
            &["errors", "ResourceInsufficient.CloudDiskSoldOut"],
            "zh_CN.UTF-8",
        ),
    ] {
        let run = run(words, language);
        assert_eq!(run.code, 0, "{words:?}: {}", run.stderr);
        golden::same(name, &run.stdout);
    }
}

#[test]
fn hits_are_data_on_request() {
    let found = run(&["search", "upstream create", "--output", "json"], "C");
    let found: Value = serde_json::from_str(&found.stdout).unwrap();
    assert_eq!(found.as_array().unwrap().len(), 10);
    assert_eq!(found[0]["service"], "apigateway");
    assert_eq!(found[0]["action"], "CreateUpstream");
    assert_eq!(found[0]["why"][0]["field"], "name");
    let names = run(
        &["search", "创建子网", "--limit", "1", "--query", "[].action"],
        "C",
    );
    let names: Value = serde_json::from_str(&names.stdout).unwrap();
    assert_eq!(names, serde_json::json!(["CreateSubnet"]));
}

#[test]
fn nothing_found_is_an_error_of_its_own() {
    let nothing = run(&["search", "zzzzqqqq"], "C");
    assert_eq!(nothing.code, 6);
    assert!(
        nothing.stderr.contains("nothing is found by zzzzqqqq"),
        "{}",
        nothing.stderr
    );
    let unknown = run(&["search", "create", "--service", "cvn"], "C");
    assert_eq!(unknown.code, 2);
    assert!(
        unknown.stderr.contains("did you mean cvm"),
        "{}",
        unknown.stderr
    );
}

#[test]
fn an_error_code_has_its_class_and_its_services() {
    let found = run(&["errors", "requestlimitexceeded", "--output", "json"], "C");
    let found: Value = serde_json::from_str(&found.stdout).unwrap();
    assert_eq!(found["code"], "RequestLimitExceeded");
    assert_eq!(found["class"], "throttled");
    assert_eq!(found["retryable"], true);
    let services = found["services"].as_array().unwrap();
    assert!(
        services
            .iter()
            .any(|service| service["service"] == "apigateway")
    );
}

#[test]
fn an_unknown_code_suggests_the_nearest() {
    for (code, told) in [
        ("SubnetNotExist", "InvalidParameterValue.SubnetNotExist"),
        (
            "InvalidParameterValue.SubnetNotExst",
            "InvalidParameterValue.SubnetNotExist",
        ),
        ("ResourceNotFound.Foo", "codes of its kind are not_found"),
    ] {
        let run = run(&["errors", code], "C");
        assert_eq!(run.code, 2, "{code}");
        assert!(run.stderr.contains(told), "{code}: {}", run.stderr);
    }
}
