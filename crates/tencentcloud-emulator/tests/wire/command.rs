//! The endpoint as a command.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Output, Stdio};

use serde_json::json;
use tencentcloud_emulator::{Credential, Rule, TEST_SECRET_ID, TEST_SECRET_KEY};

use crate::client::Request;
use crate::{APIGATEWAY, WORKSHOP, answer, code};

/// A command that runs, which is stopped when it is dropped, and its address.
pub(crate) struct Running(Child);

impl Running {
    pub(crate) fn start(command: &mut Command) -> (Self, SocketAddr) {
        let mut running = Self(command.stdout(Stdio::piped()).spawn().unwrap());
        let mut line = String::new();
        let mut out = BufReader::new(running.0.stdout.take().unwrap());
        out.read_line(&mut line).unwrap();
        let address = line.trim_end().strip_prefix("http://").unwrap();
        let address = address.parse().unwrap();
        (running, address)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

pub(crate) fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tencentcloud-emulator"));
    command.args(arguments);
    command
}

fn output(arguments: &[&str]) -> Output {
    command(arguments).output().unwrap()
}

#[test]
fn prints_its_address_first_and_knows_the_keys() {
    let keys = [
        "--key",
        "AKIDone:first",
        "--key",
        "AKIDtwo:se:cond",
        "--refuse",
        "scope-of-no-service",
    ];
    let (_running, address) = Running::start(command(&keys).arg("--quiet"));
    let send = |id: &str, key: &str, scope: &str| {
        let parameters = json!({"Limit": 1, "Offset": 0});
        Request::post("DescribeUpstreams", APIGATEWAY.1, &parameters)
            .header("Host", &address.to_string())
            .tc3(scope, &Credential::new(id, key))
            .send(address)
    };
    answer(&send("AKIDone", "first", "apigateway"));
    answer(&send("AKIDtwo", "se:cond", "apigateway"));
    assert_eq!(
        code(&send("AKIDtwo", "second", "apigateway")),
        "AuthFailure.SignatureFailure"
    );
    let test = send(TEST_SECRET_ID, TEST_SECRET_KEY, "apigateway");
    assert_eq!(code(&test), "AuthFailure.SecretIdNotFound");
    assert_eq!(
        code(&send("AKIDone", "first", "127")),
        "AuthFailure.InvalidAuthorization"
    );
}

#[test]
fn serves_a_description_that_is_given() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/wire/data/workshop.json");
    let (_running, address) = Running::start(&mut command(&["--quiet", "--description", path]));
    let lend = Request::post("LendTool", WORKSHOP.1, &json!({"Borrower": "Ada"}))
        .header("Host", "workshop.localhost")
        .tc3("workshop", &Credential::test());
    assert_eq!(answer(&lend.send(address))["Borrower"], "Ada");

    for path in ["no-such-file.json", "Cargo.toml"] {
        let output = output(&["--description", path]);
        let text = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success() && text.contains(path), "{text}");
    }
}

#[test]
fn help_documents_the_test_pair_and_the_rules() {
    let help = String::from_utf8(output(&["--help"]).stdout).unwrap();
    assert!(
        help.contains(TEST_SECRET_ID) && help.contains(TEST_SECRET_KEY),
        "{help}"
    );
    for rule in Rule::ALL {
        assert!(help.contains(rule.name()), "{help}");
    }
}

#[test]
fn errors_do_not_repeat_a_secret() {
    for keys in [["--key", "hushhush"], ["--key", ":hushhush"]] {
        let output = output(&keys);
        let text = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        assert!(!output.status.success());
        assert!(
            text.contains("ID:SECRET") && !text.contains("hushhush"),
            "{text}"
        );
    }
}

#[test]
fn an_address_that_is_taken_is_told() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let output = output(&["--listen", &address]);
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(
        !output.status.success() && text.contains(&address),
        "{text}"
    );
}

fn describe(credential: &Credential) -> Request {
    let parameters = json!({"Limit": 1, "Offset": 0});
    Request::post("DescribeUpstreams", APIGATEWAY.1, &parameters)
        .header("Host", "apigateway.localhost")
        .tc3("apigateway", credential)
}

/// Arguments stand in the list of processes, which every user can read.
#[test]
fn keys_come_by_file_and_by_environment() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("keys");
    std::fs::write(&file, "# keys\n\nAKIDfile:of:file\r\n").unwrap();
    let (_running, address) = Running::start(
        command(&["--quiet", "--key-file", file.to_str().unwrap()]).env(
            "TENCENTCLOUD_EMULATOR_KEYS",
            "AKIDa:one,AKIDb:two\nAKIDc:three",
        ),
    );
    for (id, key) in [
        ("AKIDfile", "of:file"),
        ("AKIDa", "one"),
        ("AKIDb", "two"),
        ("AKIDc", "three"),
    ] {
        answer(&describe(&Credential::new(id, key)).send(address));
    }
    let test = describe(&Credential::test()).send(address);
    assert_eq!(code(&test), "AuthFailure.SecretIdNotFound");

    std::fs::write(&file, "AKIDfine:key\nhushhush").unwrap();
    let by_file = output(&["--key-file", file.to_str().unwrap()]);
    let mut by_environment = command(&[]);
    by_environment.env("TENCENTCLOUD_EMULATOR_KEYS", "AKIDfine:key,hushhush");
    let by_environment = by_environment.output().unwrap();
    for (output, place) in [(by_file, "line 2"), (by_environment, "pair 2")] {
        let text = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        assert!(!output.status.success());
        assert!(text.contains(place) && !text.contains("hushhush"), "{text}");
    }
}

#[test]
fn a_call_is_a_line_of_the_log() {
    let (mut running, address) = Running::start(command(&[]).stderr(Stdio::piped()));
    let mut log = BufReader::new(running.0.stderr.take().unwrap());
    let mut line = |request: Request| {
        request.send_any(address);
        let mut line = String::new();
        log.read_line(&mut line).unwrap();
        line.strip_prefix("tencentcloud-emulator: ")
            .unwrap()
            .to_owned()
    };
    let test = Credential::test();
    let fine = line(describe(&test));
    assert!(
        fine.starts_with("apigateway DescribeUpstreams OK "),
        "{fine}"
    );
    assert!(fine.ends_with(" ms\n"), "{fine}");
    let guess = line(describe(&Credential::new(TEST_SECRET_ID, "guess")));
    assert!(
        guess.starts_with("DescribeUpstreams AuthFailure.SignatureFailure "),
        "{guess}"
    );
    // What a request gives is repeated in part, and on one line.
    let long = format!("\u{85}{}", "x".repeat(1000));
    let long = line(describe(&test).header("X-TC-Action", &long));
    assert!(long.len() < 200 && !long.contains('\u{85}'), "{long}");
    let page = line(describe(&test).header("Origin", "https://attacker.example"));
    assert!(page.starts_with("POST refused: "), "{page}");
}

#[test]
fn who_listens_for_other_machines_is_warned() {
    for (address, warned) in [("0.0.0.0:0", true), ("localhost:0", false), (":0", false)] {
        let (mut running, _) =
            Running::start(command(&["--listen", address]).stderr(Stdio::piped()));
        let mut log = running.0.stderr.take().unwrap();
        drop(running);
        let mut text = String::new();
        std::io::Read::read_to_string(&mut log, &mut text).unwrap();
        assert_eq!(text.contains("other machines"), warned, "{address}: {text}");
    }
}

#[test]
fn faults_policies_and_the_control_endpoint_are_set_by_options() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let throttle = r#"{"faults": [{"action": "apigateway:*", "kind": "throttle", "times": 1}]}"#;
    let faults = file("faults.json", throttle);
    let policies = file("policies.json", r#"{"mode": "strict", "policies": []}"#);
    let options = [
        "--quiet",
        "--control",
        "0",
        "--seed",
        "7",
        "--faults",
        &faults,
        "--policy",
        &policies,
    ];
    let token = "TENCENTCLOUD_EMULATOR_CONTROL_TOKEN";
    let mut started = command(&options);
    let (mut running, address) =
        Running::start(started.env(token, "a-token").stderr(Stdio::piped()));
    let request = || {
        Request::post(
            "DescribeUpstreams",
            APIGATEWAY.1,
            &json!({"Limit": 1, "Offset": 0}),
        )
        .header("Host", "apigateway.localhost")
        .tc3("apigateway", &Credential::test())
        .send(address)
    };
    assert_eq!(code(&request()), "RequestLimitExceeded");
    answer(&request());
    let mut said = String::new();
    let mut errors = BufReader::new(running.0.stderr.take().unwrap());
    errors.read_line(&mut said).unwrap();
    assert!(
        said.contains("control endpoint http://127.0.0.1:"),
        "{said}"
    );
    assert!(!said.contains("a-token"), "{said}");

    let wrong = file(
        "wrong.json",
        r#"{"faults": [{"action": "*", "kind": "latency"}]}"#,
    );
    let refused = output(&["--faults", &wrong]);
    let said = String::from_utf8(refused.stderr).unwrap();
    assert!(
        !refused.status.success() && said.contains("wrong.json: faults[0]"),
        "{said}"
    );
}

#[test]
fn calls_are_recorded_and_replayed_by_options() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("calls.jsonl");
    let path = path.to_str().unwrap();
    let describe = |address: SocketAddr| {
        let parameters = json!({"Limit": 1, "Offset": 0});
        let request = Request::post("DescribeUpstreams", APIGATEWAY.1, &parameters)
            .header("Host", "apigateway.localhost")
            .tc3("apigateway", &Credential::test());
        let response = request.send(address);
        answer(&response);
        response.header("x-emulator-source").unwrap().to_owned()
    };
    let (running, address) = Running::start(&mut command(&["--quiet", "--record", path]));
    assert_eq!(describe(address), "stateful");
    drop(running);
    let (_running, address) = Running::start(&mut command(&["--quiet", "--replay", path]));
    assert_eq!(describe(address), "replayed");
    let refused = output(&["--forward", "example.com"]);
    let said = String::from_utf8(refused.stderr).unwrap();
    assert!(said.contains("--forward example.com"), "{said}");
}
