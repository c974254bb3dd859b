//! `tcloud ls`, `tcloud get` and `tcloud wait`.

use std::time::Duration;

use serde_json::Value;
use tencentcloud_emulator::Emulator;

use crate::golden::same;
use crate::program::{program, tcloud};
use crate::terminal::{left_on_screen, on_terminal};

/// Prints what one member of a response is, as text.
fn ask(emulator: &Emulator, words: &[&str], query: &str) -> String {
    let words = [words, &["--query", query, "--output", "text"]].concat();
    tcloud(emulator, &words)
        .run()
        .printed()
        .trim_end()
        .to_owned()
}

/// Makes a network with two subnets; returns its ID.
fn network(emulator: &Emulator) -> String {
    let make = [
        "vpc",
        "CreateVpc",
        "--VpcName",
        "边缘网络",
        "--CidrBlock",
        "10.0.0.0/16",
    ];
    let vpc = ask(emulator, &make, "Vpc.VpcId");
    for (name, block) in [("front", "10.0.1.0/24"), ("back", "10.0.2.0/24")] {
        let words = [
            "vpc",
            "CreateSubnet",
            "--VpcId",
            &vpc,
            "--SubnetName",
            name,
            "--CidrBlock",
            block,
        ];
        let words = [&words[..], &["--Zone", "ap-guangzhou-3", "--output", "off"]].concat();
        tcloud(emulator, &words).run().printed();
    }
    vpc
}

async fn start() -> Emulator {
    let builder = Emulator::builder().seed(21);
    let builder = builder.clock(|| std::time::UNIX_EPOCH + Duration::from_secs(1_787_281_200));
    builder
        .clock_tolerance(Duration::from_secs(1 << 34))
        .start()
        .await
        .unwrap()
}

#[tokio::test]
async fn lists_are_tables_of_what_matters() {
    let emulator = start().await;
    network(&emulator);
    for (name, words) in [
        ("ls-kinds", &["ls", "vpc"][..]),
        ("ls-vpc", &["ls", "vpc", "vpcs"]),
        ("ls-subnet", &["ls", "vpc", "subnet"]),
        (
            "ls-regions",
            &[
                "ls",
                "vpc",
                "subnet",
                "--regions",
                "ap-shanghai,ap-guangzhou",
            ],
        ),
        ("ls-nothing", &["ls", "cvm", "key-pair"]),
    ] {
        let text = tcloud(&emulator, words)
            .env("COLUMNS", "80")
            .run()
            .printed();
        same(name, &text);
    }
    let (text, code) = on_terminal(&emulator, 80, &["ls", "vpc", "subnet"]);
    assert_eq!(code, 0, "{text}");
    same("screen-ls", left_on_screen(&text));
}

#[tokio::test]
async fn a_list_is_narrowed_by_parameters_filters_and_members() {
    let emulator = start().await;
    let vpc = network(&emulator);
    let names = |more: &[&str]| {
        let words = [&["ls", "vpc", "subnet"], more].concat();
        ask(&emulator, &words, "join(' ', sort([].SubnetName))")
    };
    assert_eq!(names(&[]), "back front");
    assert_eq!(names(&["--Name", "front"]), "front");
    assert_eq!(names(&["--name", "f*"]), "front");
    assert_eq!(names(&["--VpcId", &vpc]), "back front");
    assert_eq!(names(&["--vpc-id", "vpc-00000000"]), "");
    assert_eq!(names(&["--subnet-name", "back"]), "back");
    assert_eq!(names(&["--CidrBlock", "10.0.2.*"]), "back");
    assert_eq!(names(&["--AvailableIpAddressCount", "1"]), "");
    assert_eq!(
        names(&["--max-items", "1", "--name", "*"])
            .split(' ')
            .count(),
        1
    );
    let told = tcloud(&emulator, &["ls", "vpc", "subnet", "--SubnetNam", "x"])
        .run()
        .failed(2);
    assert!(told.contains("did you mean SubnetName"), "{told}");
}

#[tokio::test]
async fn a_list_is_read_to_its_end() {
    let emulator = start().await;
    let vpc = network(&emulator);
    for number in 0..25 {
        let block = format!("10.0.{}.0/24", number + 100);
        let words = [
            "vpc",
            "CreateSubnet",
            "--VpcId",
            &vpc,
            "--SubnetName",
            "many",
            "--CidrBlock",
            &block,
        ];
        let words = [&words[..], &["--Zone", "ap-guangzhou-3", "--output", "off"]].concat();
        tcloud(&emulator, &words).run().printed();
    }
    assert_eq!(
        ask(
            &emulator,
            &["ls", "vpc", "subnet", "--name", "many"],
            "length(@)"
        ),
        "25"
    );
}

#[tokio::test]
async fn one_resource_is_shown_by_its_id() {
    let emulator = start().await;
    let vpc = network(&emulator);
    let item: Value = serde_json::from_str(
        &tcloud(&emulator, &["get", "vpc", "vpc", &vpc])
            .run()
            .printed(),
    )
    .unwrap();
    assert_eq!(
        (item["VpcId"].as_str(), item["VpcName"].as_str()),
        (Some(&*vpc), Some("边缘网络"))
    );
    let name = [
        "get", "vpc", "vpc", &vpc, "--query", "VpcName", "--output", "text",
    ];
    assert_eq!(tcloud(&emulator, &name).run().printed(), "边缘网络\n");
    let told = tcloud(&emulator, &["get", "vpc", "vpc", "vpc-00000000"])
        .run()
        .failed(6);
    assert!(told.contains("there is no Vpc vpc-00000000"), "{told}");
    let elsewhere = ["get", "vpc", "vpc", &vpc, "--region", "ap-shanghai"];
    let told = tcloud(&emulator, &elsewhere).run().failed(6);
    assert!(told.contains("in ap-shanghai"), "{told}");
}

#[tokio::test]
async fn an_instance_is_waited_for_until_it_runs_and_until_it_is_gone() {
    let emulator = start().await;
    let vpc = network(&emulator);
    let subnet = ask(
        &emulator,
        &["ls", "vpc", "subnet", "--name", "front"],
        "[0].SubnetId",
    );
    let make = [
        "cvm",
        "RunInstances",
        "--Placement.Zone",
        "ap-guangzhou-3",
        "--ImageId",
        "img-487zeit5",
        "--InstanceChargeType",
        "POSTPAID_BY_HOUR",
        "--InstanceType",
        "S5.MEDIUM4",
        "--VirtualPrivateCloud.VpcId",
        &vpc,
        "--VirtualPrivateCloud.SubnetId",
        &subnet,
    ];
    let id = ask(&emulator, &make, "InstanceIdSet[0]");
    let wait = |more: &[&str]| {
        let words = ["wait", "cvm", "instance", &id, "--interval", "0.1"];
        tcloud(&emulator, &[&words[..], more].concat()).run()
    };
    let run = wait(&["--query", "InstanceState", "--output", "text"]);
    assert_eq!(run.printed(), "RUNNING\n");
    assert_eq!(
        ask(
            &emulator,
            &["ls", "cvm", "instance", "--state", "running"],
            "[].InstanceId"
        ),
        id
    );
    let told = wait(&["--state", "STOPPED", "--wait-timeout", "0.3"]).failed(8);
    assert!(
        told.contains(&format!("Instance {id} was RUNNING after 300ms")),
        "{told}"
    );
    let end = [
        "cvm",
        "TerminateInstances",
        "--InstanceIds.0",
        &id,
        "--output",
        "off",
    ];
    tcloud(&emulator, &end).run().printed();
    assert_eq!(wait(&["--state=deleted"]).printed(), "");
    let told = wait(&[]).failed(6);
    assert!(told.contains("there is no Instance"), "{told}");
}

#[test]
fn what_is_missing_is_told_with_where_to_find_it() {
    for (words, told) in [
        (&["ls"][..], "tcloud ls SERVICE [KIND]"),
        (&["get", "vpc"], "tcloud get SERVICE KIND ID"),
        (&["ls", "cvmm"], "did you mean cvm"),
        (&["ls", "cvm", "instnce"], "did you mean Instance"),
        (&["ls", "sts"], "knows no resource of sts"),
        (
            &["ls", "ckafka", "topic"],
            "`tcloud ls ckafka Instance` lists values of InstanceId",
        ),
        (
            &["get", "ckafka", "topic", "topic-1"],
            "the ID of Topic has 2 parts: write InstanceId/TopicName",
        ),
        (
            &["wait", "vpc", "vpc", "vpc-1", "--state", "RUNNING"],
            "only --state deleted",
        ),
        (
            &["wait", "cvm", "instance", "ins-1", "--state"],
            "--state needs a state",
        ),
    ] {
        let error = program(words).run().failed(2);
        assert!(error.contains(told), "{words:?}: {error}");
    }
    for command in ["ls", "get", "wait"] {
        let help = program(&[command, "cvm", "instance", "--help"])
            .run()
            .printed();
        assert!(help.contains(&format!("Usage: tcloud {command}")), "{help}");
    }
}
