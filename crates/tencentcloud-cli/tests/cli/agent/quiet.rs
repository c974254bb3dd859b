//! Short pages, errors as data, and nothing that waits for a person or is meant for eyes.

use serde_json::{Value, json};
use tencentcloud_emulator::CannedResponse;

use super::cloud::{AGENT, Cloud};
use crate::capture::Capture;
use crate::program::{emulator, program, tcloud};
use crate::terminal::on_terminal_with;

#[test]
fn errors_and_warnings_are_data_without_being_asked_for() {
    for (words, code, kind) in [
        (&["cvm", "DescribeZone"][..], 2, "usage"),
        (&["cvm", "DescribeZones", "--output", "paper"], 2, "usage"),
        (
            &[
                "cvm",
                "DescribeZones",
                "--region",
                "ap-guangzhou",
                "--timeout",
                "2",
            ],
            3,
            "credential",
        ),
    ] {
        let run = program(words)
            .env(AGENT.0, AGENT.1)
            .env("TENCENTCLOUD_CAM_ROLE_NAME", "")
            .env("http_proxy", "http://127.0.0.1:9")
            .run();
        assert_eq!(run.code, code, "{run:?}");
        let error: Value = serde_json::from_str(&run.stderr).unwrap();
        assert_eq!(error["error"]["kind"], kind);
        assert_eq!(error["error"]["exit_code"], code);
    }
    let words = ["cvm", "DescribeZone", "--error-format", "text"];
    let told = program(&words).env(AGENT.0, AGENT.1).run().failed(2);
    assert!(told.starts_with("tcloud: "), "{told}");

    let emulator = emulator();
    let words = ["cvm", "DescribeInstances", "--Limit", "500"];
    let run = tcloud(&emulator, &words).env(AGENT.0, AGENT.1).run();
    let lines: Vec<Value> = run
        .stderr
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let warning = lines[0]["warning"].as_str().unwrap();
    assert!(warning.starts_with("Limit is 500"), "{warning}");
}

#[test]
fn json_takes_one_line_and_has_no_colour_even_on_a_terminal() {
    let emulator = emulator();
    let response = json!({"TotalCount": 1, "ZoneSet": [{"Zone": "ap-guangzhou-3"}]});
    let canned = CannedResponse::new("cvm:DescribeZones", response);
    emulator.responses().add(canned).unwrap();
    let printed = tcloud(&emulator, &["cvm", "DescribeZones"])
        .env(AGENT.0, AGENT.1)
        .run()
        .printed();
    assert_eq!(printed.lines().count(), 1);
    let (text, code) = on_terminal_with(
        &emulator,
        200,
        &["cvm", "DescribeZones", "--pager"],
        &[AGENT, ("PAGER", "cat -A")],
    );
    assert_eq!((text.lines().count(), code), (1, 0), "{text}");
    assert!(!text.contains('␛') && !text.contains("^M$"), "{text}");
    let (text, _) = on_terminal_with(
        &emulator,
        80,
        &["cvm", "DescribeZones"],
        &[AGENT, ("TCLOUD_AGENT", "0")],
    );
    assert!(text.contains('␛') && text.lines().count() > 3, "{text}");
}

#[test]
fn requests_name_the_agent_beside_what_is_added() {
    for (added, client) in [
        (None, ";agent_tester"),
        (Some("mine"), ";agent_tester;mine"),
    ] {
        let server = Capture::start();
        let cloud = Cloud::at(&server.url(), ("AKIDexample", "example"), ["cvm"]);
        let mut words = vec!["cvm", "DescribeZones"];
        words.extend(
            added
                .into_iter()
                .flat_map(|name| ["--request-client", name]),
        );
        cloud.agent(&words).run().printed();
        let sent = server.take();
        let sent = sent[0].header("X-TC-RequestClient").to_owned();
        assert!(
            sent.contains("tcloud_0") && sent.ends_with(client),
            "{sent}"
        );
        cloud.person(&words).run().printed();
        let sent = server.take();
        assert!(!sent[0].header("X-TC-RequestClient").contains("agent_"));
    }
}

#[test]
fn nobody_is_asked_for_a_key() {
    let cloud = Cloud::at("http://127.0.0.1:9", ("AKIDexample", "example"), []);
    let (shown, code) = cloud.on_terminal(&["configure"], "AKIDx\nkey\nregion\n");
    assert_eq!(code, 10, "{shown}");
    assert!(shown.contains("a terminal of their own"), "{shown}");
    assert!(!shown.contains("Secret ID"), "{shown}");
}

#[test]
fn a_page_of_help_is_short_and_says_how_to_see_more() {
    let help = |words: &[&str]| program(words).env(AGENT.0, AGENT.1).run().printed();
    let page = help(&["cvm", "RunInstances", "help"]);
    assert!(page.len() <= 4096, "{}", page.len());
    for part in [
        "--Placement object",
        "{Zone*",
        "InstanceIdSet",
        "Example",
        "--help --detail",
        "class write",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    let whole = help(&["cvm", "RunInstances", "help", "--detail"]);
    assert!(whole.len() > 4096);
    let service = help(&["tke", "help"]);
    assert!(
        service.len() < 8192 && service.contains("CreateCluster"),
        "{service}"
    );
    let services = help(&["help", "services"]);
    assert!(
        services.len() < 4096 && services.contains(" vpc "),
        "{services}"
    );
}
