//! Nothing that does more than read leaves, whatever the agent says.

use std::collections::BTreeSet;

use serde_json::Value;
use tencentcloud_catalogue::{service, services};
use tencentcloud_emulator::Emulator;

use super::cloud::{AGENT, Cloud};
use crate::program::{emulator, tcloud};

/// How many actions of each class the real program is tried with; a unit test asks its rule about all.
const DRAWN: usize = 12;

fn cloud_of<'s>(emulator: &Emulator, services: impl IntoIterator<Item = &'s str>) -> Cloud {
    let own = emulator.credential();
    Cloud::at(&emulator.url(), (&own.secret_id, &own.secret_key), services)
}

/// Some actions of each class that an agent may not send, the same ones each time, from many services.
fn drawn() -> Vec<(&'static str, String)> {
    let mut drawn = Vec::new();
    for wanted in ["secret", "write", "destroy"] {
        let of_class = services().filter_map(|name| {
            let found = service(name).unwrap().unwrap();
            let version = found.by_preference().next()?;
            let mut actions = version.actions();
            let action = actions.find(|action| class(name, action) == wanted)?;
            Some((name, action.to_owned()))
        });
        let all: Vec<_> = of_class.collect();
        let step = (all.len() / DRAWN).max(1);
        let some: Vec<_> = all.into_iter().step_by(step).take(DRAWN).collect();
        assert_eq!(some.len(), DRAWN, "{wanted}");
        drawn.extend(some);
    }
    drawn
}

fn class(service: &str, action: &str) -> &'static str {
    tencentcloud_calls::Effect::of(service, action).name()
}

#[test]
fn a_yes_of_an_agent_sends_nothing() {
    let drawn = drawn();
    let emulator = emulator();
    let cloud = cloud_of(
        &emulator,
        drawn
            .iter()
            .map(|(service, _)| *service)
            .collect::<BTreeSet<_>>(),
    );
    for (service, action) in &drawn {
        let call = [*service, action, "--force"];
        for more in [
            &["--yes"][..],
            &[],
            &["--yes", "--no-warning"],
            &["--yes", "--regions", "ap-beijing,ap-shanghai"],
        ] {
            let words = [&call[..], more].concat();
            let run = cloud.agent(&words).input("y\nyes\n").run();
            let error: Value = serde_json::from_str(run.stderr.lines().last().unwrap()).unwrap();
            assert_eq!((run.code, &*run.stdout), (10, ""), "{words:?}: {run:?}");
            assert_eq!(error["error"]["kind"], "refused", "{words:?}");
            let next = error["error"]["next"][0].as_str().unwrap();
            assert!(next.contains("tcloud broker"), "{next}");
        }
        let run = cloud.agent(&[&call[..], &["-y"]].concat()).run();
        assert_eq!(run.code, 2, "{run:?}");
    }
    for (service, action) in drawn.iter().step_by(3) {
        let (shown, code) =
            cloud.on_terminal(&[service, action, "--force", "--yes"], "y\nyes\n是\n");
        assert_eq!(code, 10, "{shown}");
    }
    assert_eq!(emulator.calls().all().len(), 0);
}

#[test]
fn a_read_is_sent_with_the_key_of_the_profile() {
    let emulator = emulator();
    let cloud = cloud_of(&emulator, ["vpc"]);
    cloud.agent(&["vpc", "DescribeVpcs"]).run().printed();
    cloud
        .agent(&["vpc", "DescribeVpcs", "--yes", "--all-pages"])
        .run()
        .printed();
    cloud.agent(&["ls", "vpc", "vpc"]).run().printed();
    assert_eq!(emulator.calls().of("vpc:DescribeVpcs").len(), 3);
}

#[test]
fn whatever_would_send_or_sign_is_refused_as_a_call_is() {
    let emulator = emulator();
    let cloud = cloud_of(&emulator, ["vpc", "cvm", "tke", "sts"]);
    let folder = tempfile::tempdir().unwrap();
    let saved = folder.path().join("delete.json");
    std::fs::write(
        &saved,
        r#"{"service": "vpc", "action": "DeleteVpc", "parameters": {"VpcId": "vpc-12345678"}}"#,
    )
    .unwrap();
    let saved = saved.to_str().unwrap();
    for words in [
        &["run", saved, "--yes"][..],
        &[
            "vpc",
            "CreateVpc",
            "--VpcName",
            "a",
            "--CidrBlock",
            "10.0.0.0/16",
            "--dry-run=service",
            "--force",
            "--DryRun",
        ],
        &["exec", "--", "sh", "-c", "env"],
        &["explorer", "--no-open"],
        &["sign", "--check", saved],
    ] {
        let run = cloud.agent(words).run();
        assert!(matches!(run.code, 10 | 2), "{words:?}: {run:?}");
        assert!(!run.stdout.contains("TENCENTCLOUD_SECRET_KEY"), "{run:?}");
    }
    assert_eq!(emulator.calls().all().len(), 0);
}

#[test]
fn a_recording_is_not_sent_again_where_it_writes() {
    let emulator = emulator();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("calls.jsonl");
    let words = [
        "vpc",
        "CreateVpc",
        "--VpcName",
        "a",
        "--CidrBlock",
        "10.0.0.0/16",
    ];
    tcloud(&emulator, &words)
        .env("TENCENTCLOUD_INSPECT", path.to_str().unwrap())
        .run()
        .printed();
    let cloud = cloud_of(&emulator, ["vpc"]);
    let run = cloud
        .agent(&["replay", path.to_str().unwrap(), "--send", "--writes"])
        .run();
    assert!(run.stdout.contains("a person has to approve it"), "{run:?}");
    assert_eq!(emulator.calls().of("vpc:CreateVpc").len(), 1);
}

#[test]
fn a_signature_that_an_agent_is_shown_is_worth_nothing() {
    let emulator = emulator();
    let cloud = cloud_of(&emulator, ["vpc"]);
    let id = &emulator.credential().secret_id;
    for words in [
        &["vpc", "DeleteVpc", "--VpcId", "vpc-12345678", "--dry-run"][..],
        &["vpc", "DeleteVpc", "--VpcId", "vpc-12345678", "--explain"],
        &[
            "sign",
            "vpc",
            "DeleteVpc",
            "--body",
            r#"{"VpcId": "vpc-12345678"}"#,
        ],
    ] {
        let shown = cloud.agent(words).run().printed();
        assert!(shown.contains("Credential=AKIDofnobody/"), "{shown}");
        assert!(!shown.contains(&**id), "{shown}");
        let shown = cloud.person(words).run().printed();
        assert!(shown.contains(&**id), "{shown}");
    }
}

#[test]
fn the_name_of_a_key_that_is_none_opens_nothing() {
    let emulator = emulator();
    let cloud = cloud_of(&emulator, ["vpc"]);
    let words = ["vpc", "DeleteVpc", "--VpcId", "vpc-12345678", "--yes"];
    for profile in ["", "default"] {
        let run = cloud
            .agent(&words)
            .env(
                "TENCENTCLOUD_SECRET_ID",
                "AKIDsignedByTheBrokerInsteadOfThisKey",
            )
            .env("TENCENTCLOUD_PROFILE", profile)
            .run();
        assert!(matches!(run.code, 3 | 10), "{run:?}");
    }
    assert_eq!(emulator.calls().all().len(), 0);
}

#[test]
fn a_local_endpoint_needs_nobody() {
    let emulator = emulator();
    let words = [
        "vpc",
        "CreateVpc",
        "--VpcName",
        "a",
        "--CidrBlock",
        "10.0.0.0/16",
    ];
    tcloud(&emulator, &words)
        .env(AGENT.0, AGENT.1)
        .run()
        .printed();
    let listed = tcloud(
        &emulator,
        &[
            "vpc",
            "DescribeVpcs",
            "--query",
            "VpcSet[0].VpcId",
            "--output",
            "text",
        ],
    )
    .run()
    .printed();
    let delete = ["vpc", "DeleteVpc", "--VpcId", listed.trim()];
    tcloud(&emulator, &delete)
        .env(AGENT.0, AGENT.1)
        .run()
        .printed();
    assert_eq!(emulator.calls().of("vpc:DeleteVpc").len(), 1);
}
