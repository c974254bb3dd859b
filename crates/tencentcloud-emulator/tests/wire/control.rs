//! The control endpoint, route by route as it is documented, and who may use it.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::time::Duration;

use serde_json::{Value, json};
use tencentcloud_emulator::{
    CannedResponse, Credential, Emulator, Expectation, PolicyMode, Principal,
};
use tencentcloud_schema::resource::Resources;

use crate::client::Request;
use crate::{APIGATEWAY, answer, code};

const DOCUMENT: &str = include_str!("../../CONTROL.md");

async fn start() -> Emulator {
    let control = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let facts = Resources::parse(include_str!("data/vpc-resources.json"), "facts").unwrap();
    let builder = Emulator::builder().control(control).resources(facts);
    builder.start().await.unwrap()
}

/// Sends a request to the control endpoint, with those headers, and returns status and JSON.
fn send(emulator: &Emulator, head: &str, headers: &str, body: &str) -> (u16, Value) {
    let mut connection = TcpStream::connect(emulator.control_address().unwrap()).unwrap();
    let request = format!(
        "{head} HTTP/1.1\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    connection.write_all(request.as_bytes()).unwrap();
    let mut text = String::new();
    connection.read_to_string(&mut text).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (status, serde_json::from_str(body).unwrap())
}

fn ask(emulator: &Emulator, head: &str, body: &str) -> (u16, Value) {
    let token = emulator.control_token().unwrap();
    let headers = format!("Host: localhost\r\nAuthorization: Bearer {token}\r\n");
    send(emulator, head, &headers, body)
}

fn describe(by: &Credential) -> Request {
    let parameters = json!({"Limit": 10, "Offset": 0});
    Request::post("DescribeUpstreams", APIGATEWAY.1, &parameters)
        .header("Host", "apigateway.localhost")
        .header("User-Agent", "a-test/1.0")
        .tc3("apigateway", by)
}

/// The documented requests, each with its response.
fn documented() -> Vec<(String, String, Value)> {
    let mut examples = Vec::new();
    for part in DOCUMENT.split("```http\n").skip(1) {
        let (request, rest) = part.split_once("```").unwrap();
        let (head, body) = request.split_once('\n').unwrap();
        let response = rest.split_once("```json\n").unwrap().1;
        let response = response.split_once("```").unwrap().0;
        let response = serde_json::from_str(response).unwrap();
        examples.push((head.to_owned(), body.trim().to_owned(), response));
    }
    examples
}

/// Asserts that `actual` has the members of `expected`, each of its kind.
#[track_caller]
fn assert_shaped(actual: &Value, expected: &Value, at: &str) {
    match (actual, expected) {
        (Value::Object(actual), Value::Object(expected)) => {
            for (name, expected) in expected {
                let at = format!("{at}.{name}");
                let actual = actual.get(name);
                assert_shaped(
                    actual.unwrap_or_else(|| panic!("{at} is missing")),
                    expected,
                    &at,
                );
            }
        }
        (Value::Array(actual), Value::Array(expected)) => {
            for (index, expected) in expected.iter().enumerate() {
                let at = format!("{at}[{index}]");
                let actual = actual.get(index);
                assert_shaped(
                    actual.unwrap_or_else(|| panic!("{at} is missing")),
                    expected,
                    &at,
                );
            }
        }
        (actual, expected) => {
            let kinds = [actual, expected].map(std::mem::discriminant);
            assert_eq!(kinds[0], kinds[1], "{at}: {actual} is not like {expected}");
        }
    }
}

#[tokio::test]
async fn every_route_does_what_its_documented_example_says() {
    let emulator = start().await;
    answer(&describe(emulator.credential()).send(emulator.address()));
    let mut seen = Vec::new();
    let mut waiting = Vec::new();
    for (head, body, expected) in documented() {
        if head.starts_with("GET /v1/held") {
            for number in 1..=3 {
                let (request, address) = (describe(emulator.credential()), emulator.address());
                waiting.push(std::thread::spawn(move || request.send(address)));
                emulator.holds().wait(number - 1).await;
            }
        }
        let (status, actual) = ask(&emulator, &head, &body);
        assert_eq!(status, 200, "{head} {body}: {actual}");
        assert_shaped(&actual, &expected, &head);
        let route = head.split('?').next().unwrap();
        let stem = route.trim_end_matches(|c: char| c.is_ascii_digit());
        seen.push(match stem.ends_with("/") {
            true => format!("{stem}{{id}}"),
            false => route.to_owned(),
        });
    }
    let responses = waiting.into_iter().map(|one| one.join().unwrap());
    let responses: Vec<_> = responses.collect();
    answer(&responses[0]);
    assert_eq!(code(&responses[1]), "InternalError");
    assert_eq!(code(&responses[2]), "AuthFailure.InvalidAuthorization");
    let (_, index) = ask(&emulator, "GET /v1", "");
    for route in index["routes"].as_array().unwrap() {
        assert!(
            seen.iter().any(|seen| seen == route),
            "{route} is not documented"
        );
    }
    let (_, verified) = ask(&emulator, "POST /v1/verify", "{}");
    assert_eq!(verified["met"], true);
}

#[tokio::test]
async fn only_programs_of_this_machine_that_know_the_token_use_it() {
    let emulator = start().await;
    let token = emulator.control_token().unwrap();
    assert!(token.len() >= 32);
    let right = format!("Authorization: Bearer {token}\r\n");
    for (headers, expected) in [
        ("Host: localhost\r\n".to_owned(), 401),
        (
            format!("Host: localhost\r\n{}", right.replace(&token[..4], "____")),
            401,
        ),
        (format!("Host: evil.example\r\n{right}"), 403),
        (
            format!("Host: localhost\r\nOrigin: https://evil.example\r\n{right}"),
            403,
        ),
        (format!("Host: 127.0.0.1:1\r\n{right}"), 200),
    ] {
        let (status, body) = send(&emulator, "GET /v1", &headers, "");
        assert_eq!(status, expected, "{headers}: {body}");
        if expected != 200 {
            assert!(body["error"]["hint"].is_string(), "{body}");
            assert!(!body.to_string().contains(token));
        }
    }
    assert!(!format!("{emulator:?}").contains(token));
    assert!(Emulator::start().await.unwrap().control_url().is_none());
    let chosen = Emulator::builder()
        .control(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))
        .control_token("chosen-token");
    assert!(!format!("{chosen:?}").contains("chosen-token"));
    let chosen = chosen.start().await.unwrap();
    assert_eq!(ask(&chosen, "GET /v1", "").0, 200);
}

#[tokio::test]
async fn what_is_wrong_is_said_with_what_to_do() {
    let emulator = start().await;
    for (head, body, status, expected) in [
        ("GET /v2/calls", "", 404, "no route"),
        ("PATCH /v1/faults", "", 405, "PATCH"),
        ("POST /v1/calls", "", 405, "POST"),
        ("GET /v1/calls?after=x", "", 400, "`after`"),
        ("GET /v1/calls?wait=61", "", 400, "`wait`"),
        ("DELETE /v1/faults/7", "", 404, "number 7"),
        ("POST /v1/faults", "{", 400, "/v1/faults"),
        (
            "POST /v1/faults",
            r#"{"action": "*", "kind": "slow"}"#,
            400,
            "slow",
        ),
        (
            "POST /v1/faults",
            r#"{"action": "*", "kind": "latency"}"#,
            400,
            "`milliseconds`",
        ),
        (
            "POST /v1/faults",
            r#"{"faults": [{"action": "*", "kind": "error"}]}"#,
            400,
            "faults[0]",
        ),
        (
            "POST /v1/responses",
            r#"{"action": "*"}"#,
            400,
            "`response`",
        ),
        ("PUT /v1/clock", r#"{"now": "soon"}"#, 400, "`now`"),
        (
            "POST /v1/clock/advance",
            r#"{"seconds": -1}"#,
            400,
            "`seconds`",
        ),
        ("POST /v1/reset", r#"{"accounts": "1"}"#, 400, "`accounts`"),
        ("PUT /v1/snapshot", r#"{"format": 9}"#, 400, "`format`"),
        (
            "PUT /v1/policies",
            r#"{"policies": [{"policy": {}}]}"#,
            400,
            "policies[0].policy",
        ),
        (
            "POST /v1/credentials",
            r#"{"secret_id": "a"}"#,
            400,
            "`secret_key`",
        ),
    ] {
        let (actual, json) = ask(&emulator, head, body);
        assert_eq!(actual, status, "{head} {body}: {json}");
        let error = &json["error"];
        let message = error["message"].as_str().unwrap();
        assert!(message.contains(expected), "{head}: {message}");
        assert!(
            error["code"].is_string() && error["hint"].is_string(),
            "{json}"
        );
    }
    assert_eq!(emulator.faults().list(), []);
}

#[tokio::test]
async fn a_reader_waits_for_the_next_call() {
    let emulator = start().await;
    let (_, none) = ask(&emulator, "GET /v1/calls?wait=0.05", "");
    assert_eq!(
        none,
        json!({"calls": [], "next": 0, "last": 0, "unrecorded": 0})
    );
    let credential = emulator.credential().clone();
    let found = std::thread::scope(|scope| {
        let reader =
            scope.spawn(|| ask(&emulator, "GET /v1/calls?action=apigateway:*&wait=60", ""));
        std::thread::sleep(Duration::from_millis(30));
        answer(&describe(&credential).send(emulator.address()));
        reader.join().unwrap()
    });
    assert_eq!(found.1["calls"][0]["action"], "DescribeUpstreams");
}

#[tokio::test]
async fn both_doors_lead_to_the_same() {
    let emulator = start().await;
    let set = json!({"Result": {"TotalCount": 7, "UpstreamSet": []}});
    let canned = CannedResponse::new("apigateway:Describe*", set).times(1);
    emulator.responses().add(canned).unwrap();
    let (_, listed) = ask(&emulator, "GET /v1/responses", "");
    assert_eq!(listed["responses"][0]["times"], 1);
    let send = || describe(emulator.credential()).send(emulator.address());
    let first = send();
    assert_eq!(answer(&first)["Result"]["TotalCount"], 7);
    assert_eq!(first.header("x-emulator-source"), Some("canned"));
    assert_eq!(answer(&send())["Result"]["TotalCount"], 0);

    emulator.expect(Expectation::new("apigateway:DescribeUpstreams").times(2));
    emulator.verify().unwrap();
    let wanted = Expectation::new("*")
        .parameters(json!({"Limit": 11}))
        .at_least(1);
    emulator.expect(wanted);
    let unmet = emulator.verify().unwrap_err();
    let expected =
        r#"* with {"Limit":11}: expected at least 1 calls, found 0, and 2 with other parameters"#;
    assert_eq!(unmet[0].to_string(), expected);

    ask(&emulator, "PUT /v1/clock", r#"{"frozen": true}"#);
    assert!(emulator.clock().is_frozen());
    emulator.reset();
    assert!(!emulator.clock().is_frozen());
    assert_eq!(emulator.calls().all(), []);
    emulator.verify().unwrap();
    let error = CannedResponse::error("*", "InternalError", "as set");
    emulator.responses().add(error).unwrap();
    assert_eq!(code(&send()), "InternalError");
}

const ALLOW_READING: &str = r#"{
    "version": "2.0",
    "statement": [
        {"effect": "allow", "action": ["name/apigateway:*"], "resource": "*"},
        {"effect": "deny", "action": "apigateway:Create*", "resource": "*"}
    ]
}"#;

#[tokio::test]
async fn policies_say_what_would_be_denied_or_deny_it() {
    let alice = Credential::new("AKIDalice", "key")
        .account("100000000001")
        .user("alice");
    let emulator = Emulator::builder()
        .credential(alice.clone())
        .start()
        .await
        .unwrap();
    let policy = serde_json::from_str(ALLOW_READING).unwrap();
    let to = Principal::account("100000000001").user("alice");
    emulator.policies().attach(to, &policy).unwrap();
    let create = || {
        let parameters = json!({
            "Scheme": "HTTP", "Algorithm": "ROUND-ROBIN", "UniqVpcId": "vpc-1", "UpstreamName": "a",
        });
        let request = Request::post("CreateUpstream", APIGATEWAY.1, &parameters);
        let request = request.header("Host", "apigateway.localhost");
        request.tc3("apigateway", &alice).send(emulator.address())
    };
    let soft = create();
    answer(&soft);
    let denied = soft.header("x-emulator-denied").unwrap();
    assert!(denied.starts_with("apigateway:CreateUpstream"), "{denied}");
    assert!(emulator.calls().all()[0].denied.is_some());

    emulator.policies().set_mode(PolicyMode::Strict);
    let code = code(&create());
    assert!(code.starts_with("UnauthorizedOperation"), "{code}");
    let read = describe(&alice).send(emulator.address());
    assert_eq!(answer(&read)["Result"]["TotalCount"], 1);
    assert_eq!(read.header("x-emulator-denied"), None);
    emulator.policies().set_mode(PolicyMode::Off);
    answer(&create());
}

#[tokio::test]
async fn a_snapshot_is_restored_in_another_emulator() {
    let create = |emulator: &Emulator| {
        let parameters = json!({"VpcName": "kept", "CidrBlock": "10.0.0.0/16"});
        let request = Request::post("CreateVpc", "2017-03-12", &parameters);
        let request = request
            .header("Host", "vpc.localhost")
            .tc3("vpc", emulator.credential());
        answer(&request.send(emulator.address()))["Vpc"]["VpcId"].clone()
    };
    let list = |emulator: &Emulator| {
        let request = Request::post("DescribeVpcs", "2017-03-12", &json!({}));
        let request = request
            .header("Host", "vpc.localhost")
            .tc3("vpc", emulator.credential());
        let listed = answer(&request.send(emulator.address()));
        let set = listed["VpcSet"].as_array().unwrap().clone();
        set.iter()
            .map(|vpc| vpc["VpcId"].clone())
            .collect::<Vec<_>>()
    };
    let first = start().await;
    let id = create(&first);
    let file = tempfile::NamedTempFile::new().unwrap();
    first.save(file.path()).unwrap();
    let second = start().await;
    create(&second);
    second.load(file.path()).unwrap();
    assert_eq!(list(&second), [id]);
    let (_, state) = ask(&second, "GET /v1/state", "");
    assert!(
        state["kinds"]
            .as_array()
            .unwrap()
            .iter()
            .any(|kind| kind["count"] == 1),
        "{state}"
    );
    second.reset();
    assert_eq!(list(&second), [] as [Value; 0]);
    assert!(
        second
            .restore(&json!({"format": 1, "resources": 5}))
            .is_err()
    );
}
