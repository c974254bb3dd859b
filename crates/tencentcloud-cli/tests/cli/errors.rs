//! Errors: exit codes, lines and data.

use serde_json::{Value, json};
use tencentcloud_emulator::{CannedResponse, Emulator, FaultKind, FaultRule};

use crate::golden::same;
use crate::program::{program, tcloud};
use crate::terminal::on_terminal;

const CALL: [&str; 4] = ["cvm", "DescribeZones", "--timeout", "5"];

#[tokio::test]
async fn each_kind_has_its_exit_code() {
    let emulator = Emulator::start().await.unwrap();
    for (code, kind, exit) in [
        ("AuthFailure.SecretIdNotFound", "credential", 3),
        ("UnauthorizedOperation", "credential", 3),
        ("InvalidParameterValue", "service", 5),
        ("LimitExceeded", "service", 5),
        ("ResourceNotFound", "not_found", 6),
        ("InvalidInstanceId.NotFound", "not_found", 6),
        ("RequestLimitExceeded", "busy", 7),
        ("InternalError", "busy", 7),
    ] {
        emulator.responses().clear();
        let canned = CannedResponse::error("cvm:DescribeZones", code, "told");
        emulator.responses().add(canned).unwrap();
        let words = [&CALL[..], &["--error-format", "json"]].concat();
        let run = tcloud(&emulator, &words).run();
        assert_eq!(run.code, exit, "{code}: {}", run.stderr);
        let error: Value = serde_json::from_str(&run.stderr).unwrap();
        assert_eq!(error["error"]["kind"], kind, "{code}");
        assert_eq!(error["error"]["code"], code);
    }
    let unreached = program(&CALL)
        .env("TENCENTCLOUD_REGION", "ap-guangzhou")
        .env("TENCENTCLOUD_SECRET_ID", "a")
        .env("TENCENTCLOUD_SECRET_KEY", "b")
        .env("TENCENTCLOUD_ENDPOINT", "http://127.0.0.1:1");
    assert_eq!(unreached.run().code, 4);
    emulator.responses().clear();
    let gateway = FaultRule::new("cvm:DescribeZones", FaultKind::Gateway);
    emulator.faults().add(gateway).unwrap();
    assert_eq!(tcloud(&emulator, &CALL).run().code, 4);
}

#[tokio::test]
async fn an_error_as_data_has_one_form() {
    let emulator = Emulator::start().await.unwrap();
    let message = "The value of the parameter `InstanceChargeType` is not one of those listed.";
    let canned = CannedResponse::error(
        "cvm:RunInstances",
        "InvalidParameterValue.NotInOptions",
        message,
    );
    emulator.responses().add(canned).unwrap();
    let words = [
        "cvm",
        "RunInstances",
        "--InstanceChargeType",
        "FREE",
        "--no-warning",
        "--Placement.Zone",
        "ap-guangzhou-3",
        "--ImageId",
        "img-12345678",
    ];
    let run = tcloud(&emulator, &words)
        .env("TENCENTCLOUD_ERROR_FORMAT", "json")
        .run();
    assert_eq!(run.stderr.lines().count(), 1);
    let error: Value = serde_json::from_str(&run.stderr).unwrap();
    let members: Vec<_> = error["error"].as_object().unwrap().keys().collect();
    let all = [
        "kind",
        "code",
        "message",
        "service",
        "action",
        "region",
        "parameter",
        "request_id",
        "retryable",
        "next",
        "parts",
        "exit_code",
        "approval",
    ];
    assert_eq!(members, all);
    let error = &error["error"];
    assert_eq!(error["message"], message);
    assert_eq!(error["parameter"], "InstanceChargeType");
    assert_eq!(error["service"], "cvm");
    assert_eq!(error["action"], "RunInstances");
    assert_eq!(error["retryable"], false);
    assert_eq!(error["exit_code"], 5);
    assert_eq!(error["request_id"].as_str().unwrap().len(), 36);
    let next = error["next"][0].as_str().unwrap();
    assert!(next.contains("PREPAID, POSTPAID_BY_HOUR"), "{next}");
    // An error of the program itself has the same form, whatever is wrong with the command line.
    for words in [
        &["cvmm", "X"][..],
        &["cvm", "DescribeZones", "--output", "paper"],
        &["--no-such-thing", "cvm", "X"],
    ] {
        let words = [words, &["--error-format=json"]].concat();
        let run = program(&words).run();
        let error: Value = serde_json::from_str(&run.stderr).unwrap();
        assert_eq!(
            (error["error"]["kind"].as_str(), run.code),
            (Some("usage"), 2),
            "{words:?}"
        );
        assert_eq!(error["error"].as_object().unwrap().len(), all.len());
    }
}

#[tokio::test]
async fn an_unknown_parameter_suggests_the_nearest() {
    let emulator = Emulator::start().await.unwrap();
    let message = "The parameter `InstanceIdd` is not recognized.";
    let canned = CannedResponse::error("cvm:DescribeInstances", "UnknownParameter", message);
    emulator.responses().add(canned).unwrap();
    let told = tcloud(&emulator, &["cvm", "DescribeInstances"])
        .run()
        .failed(5);
    assert!(told.contains("parameter   InstanceIdd"), "{told}");
    assert!(told.contains("did you mean --InstanceIds?"), "{told}");
}

#[tokio::test]
async fn a_terminal_gets_an_error_that_can_be_read() {
    let emulator = Emulator::builder().seed(5).start().await.unwrap();
    let message = "There is no Subnet \"subnet-00000000\" of this account in this region.";
    let canned = CannedResponse::error("vpc:DescribeSubnets", "ResourceNotFound", message);
    emulator.responses().add(canned).unwrap();
    let words = ["vpc", "DescribeSubnets"];
    let (text, code) = on_terminal(&emulator, 80, &words);
    assert_eq!(code, 6);
    let id = text
        .lines()
        .find_map(|line| line.split_once("request ID␛[0m  "))
        .unwrap()
        .1;
    same(
        "screen-error",
        &text.replace(id, "00000000-0000-0000-0000-000000000000"),
    );
    let (text, _) = on_terminal(&emulator, 80, &[&words[..], &["--color=never"]].concat());
    assert!(!text.contains('␛'), "{text}");
}

#[tokio::test]
async fn a_rate_is_told_with_what_to_do() {
    let emulator = Emulator::start().await.unwrap();
    let canned = CannedResponse::error(
        "apigateway:CreateUpstream",
        "RequestLimitExceeded",
        "too many",
    );
    emulator.responses().add(canned).unwrap();
    let words = [
        "apigateway",
        "CreateUpstream",
        "--Scheme",
        "HTTP",
        "--Algorithm",
        "ROUND-ROBIN",
        "--UniqVpcId",
        "vpc-12345678",
        "--Nodes.0.Host",
        "10.0.0.3",
        "--Nodes.0.Port",
        "80",
        "--Nodes.0.Weight",
        "100",
    ];
    let run = tcloud(&emulator, &[&words[..], &["--error-format=json"]].concat()).run();
    let error: Value = serde_json::from_str(&run.stderr).unwrap();
    assert_eq!(error["error"]["retryable"], true);
    assert_eq!(
        error["error"]["next"],
        json!(["call again later: at most 20 calls a second"])
    );
    assert_eq!(run.code, 7);
}

#[tokio::test]
async fn a_dry_run_that_would_succeed_is_no_error() {
    let emulator = Emulator::start().await.unwrap();
    let canned = CannedResponse::error("cvm:RunInstances", "DryRunOperation", "it would");
    emulator.responses().add(canned).unwrap();
    let words = [
        "cvm",
        "RunInstances",
        "--DryRun",
        "true",
        "--Placement.Zone",
        "ap-guangzhou-3",
        "--ImageId",
        "img-12345678",
    ];
    let run = tcloud(&emulator, &words).run();
    assert_eq!((run.stdout.as_str(), run.code), ("", 0));
    assert!(run.stderr.contains("dry run"), "{}", run.stderr);
}
