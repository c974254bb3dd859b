//! The endpoint as a command.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Output, Stdio};

use serde_json::json;
use tencentcloud_emulator::{Credential, Rule, TEST_SECRET_ID, TEST_SECRET_KEY};

use crate::client::Request;
use crate::{APIGATEWAY, WORKSHOP, answer, code};

struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn command(arguments: &[&str]) -> Command {
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
    let mut running = Running(command(&keys).stdout(Stdio::piped()).spawn().unwrap());
    let mut line = String::new();
    BufReader::new(running.0.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let address = line
        .trim_end()
        .strip_prefix("http://")
        .unwrap()
        .parse()
        .unwrap();
    let send = |id: &str, key: &str, scope: &str| {
        let parameters = json!({"Limit": 1, "Offset": 0});
        Request::post("DescribeUpstreams", APIGATEWAY.1, &parameters)
            .header("Host", line.trim_end().strip_prefix("http://").unwrap())
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
    assert_eq!(code(&send("AKIDone", "first", "127")), "NoSuchProduct");
}

#[test]
fn serves_a_description_that_is_given() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/wire/data/workshop.json");
    let mut running = Running(
        command(&["--description", path])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap(),
    );
    let mut line = String::new();
    BufReader::new(running.0.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let lend = Request::post("LendTool", WORKSHOP.1, &json!({"Borrower": "Ada"}))
        .header("Host", "workshop.localhost")
        .tc3("workshop", &Credential::test());
    let address = line
        .trim_end()
        .strip_prefix("http://")
        .unwrap()
        .parse()
        .unwrap();
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
