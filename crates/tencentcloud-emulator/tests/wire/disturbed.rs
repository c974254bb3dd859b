//! Faults that are injected, and the journal that says so.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tencentcloud_emulator::{Credential, Emulator, FaultKind, FaultRule};

use crate::client::Request;
use crate::{APIGATEWAY, WORKSHOP, answer, builder, code};

fn create(name: &str) -> Request {
    let parameters = json!({
        "Scheme": "HTTP", "Algorithm": "ROUND-ROBIN", "UniqVpcId": "vpc-1", "UpstreamName": name,
    });
    Request::post("CreateUpstream", APIGATEWAY.1, &parameters)
        .header("Host", "apigateway.localhost")
        .tc3("apigateway", &Credential::test())
}

fn count(emulator: &Emulator) -> Value {
    let parameters = json!({"Limit": 10, "Offset": 0});
    let request = Request::post("DescribeUpstreams", APIGATEWAY.1, &parameters)
        .header("Host", "apigateway.localhost")
        .tc3("apigateway", &Credential::test());
    answer(&request.send(emulator.address()))["Result"]["TotalCount"].clone()
}

/// All bytes that come before the connection ends, however it ends.
fn bytes(emulator: &Emulator, request: &Request) -> String {
    let mut connection = TcpStream::connect(emulator.address()).unwrap();
    connection.write_all(&request.bytes()).unwrap();
    let mut bytes = Vec::new();
    // An error is one of the ways in which a connection ends.
    let _ = connection.read_to_end(&mut bytes);
    String::from_utf8(bytes).unwrap()
}

async fn with(rule: FaultRule) -> Emulator {
    let emulator = builder().start().await.unwrap();
    emulator.faults().add(rule).unwrap();
    emulator
}

fn on_create(kind: FaultKind) -> FaultRule {
    FaultRule::new("apigateway:Create*", kind).times(1)
}

#[tokio::test]
async fn a_reset_before_the_call_loses_it_and_one_after_it_does_not() {
    for (kind, expected) in [(FaultKind::ResetBefore, 0), (FaultKind::ResetAfter, 1)] {
        let emulator = with(on_create(kind)).await;
        assert_eq!(bytes(&emulator, &create("a")), "");
        assert_eq!(count(&emulator), expected, "{kind:?}");
        answer(&create("b").send(emulator.address()));
        assert_eq!(count(&emulator), expected + 1);
        let calls = emulator.calls().of("CreateUpstream");
        let faults: Vec<_> = calls.iter().map(|call| call.fault.as_deref()).collect();
        assert_eq!(faults, [Some(kind.name()), None]);
    }
}

#[tokio::test]
async fn a_response_breaks_off_in_its_middle_after_the_call_took_effect() {
    let emulator = with(on_create(FaultKind::Truncate)).await;
    let came = bytes(&emulator, &create("a"));
    let (head, body) = came.split_once("\r\n\r\n").unwrap();
    let length = head.to_ascii_lowercase();
    let length = length.split("content-length: ").nth(1).unwrap();
    let length: usize = length.lines().next().unwrap().parse().unwrap();
    assert!(
        body.len() < length && body.starts_with(r#"{"Response":"#),
        "{came}"
    );
    assert_eq!(count(&emulator), 1);
}

#[tokio::test]
async fn a_gateway_responds_with_a_page_of_its_own() {
    let emulator = with(on_create(FaultKind::Gateway).status(504)).await;
    let came = bytes(&emulator, &create("a"));
    assert!(came.starts_with("HTTP/1.1 504 "), "{came}");
    assert!(
        came.contains("text/html") && came.contains("<html>"),
        "{came}"
    );
    assert_eq!(count(&emulator), 0);
}

#[tokio::test]
async fn errors_are_returned_instead_of_the_call_or_after_it() {
    for (rule, expected, taken) in [
        (on_create(FaultKind::Throttle), "RequestLimitExceeded", 0),
        (
            on_create(FaultKind::ExpiredToken),
            "AuthFailure.TokenFailure",
            0,
        ),
        (
            on_create(FaultKind::Error).code("InternalError.Db"),
            "InternalError.Db",
            0,
        ),
        (
            on_create(FaultKind::ErrorAfter).code("InternalError"),
            "InternalError",
            1,
        ),
    ] {
        let emulator = with(rule).await;
        let response = create("a").send(emulator.address());
        assert_eq!(code(&response), expected);
        let source = response.header("x-emulator-source");
        assert_eq!(source, Some("injected"));
        assert_eq!(count(&emulator), taken, "{expected}");
    }
}

#[tokio::test]
async fn a_response_is_damaged_or_of_another_type() {
    let emulator = with(on_create(FaultKind::BadJson)).await;
    let damaged = create("a").send(emulator.address()).body;
    assert!(serde_json::from_slice::<Value>(&damaged).is_err());
    assert_eq!(count(&emulator), 1);
    let emulator = with(on_create(FaultKind::ContentType)).await;
    let page = create("a").send(emulator.address());
    assert_eq!(page.header("Content-Type"), Some("text/html"));
    assert!(serde_json::from_slice::<Value>(&page.body).is_ok());
}

#[tokio::test]
async fn a_response_is_held_back() {
    let emulator = with(on_create(FaultKind::Latency).milliseconds(60)).await;
    let begun = Instant::now();
    answer(&create("a").send(emulator.address()));
    assert!(begun.elapsed() >= Duration::from_millis(60));
    assert!(emulator.calls().all()[0].ms.unwrap() >= 60.0);
}

fn tell() -> Request {
    Request::post("TellOn", WORKSHOP.1, &json!({}))
        .header("Host", "workshop.localhost")
        .tc3("workshop", &Credential::test())
}

#[tokio::test]
async fn a_stream_of_events_breaks_off_or_stalls() {
    let emulator = with(FaultRule::new("TellOn", FaultKind::CutEvents).times(1)).await;
    let cut = bytes(&emulator, &tell());
    assert!(
        cut.contains("data: ") && !cut.contains("\r\n0\r\n\r\n"),
        "{cut}"
    );
    let whole = bytes(&emulator, &tell());
    assert!(whole.ends_with("\r\n0\r\n\r\n"), "{whole}");

    let emulator = with(FaultRule::new("TellOn", FaultKind::StallEvents)).await;
    let mut connection = TcpStream::connect(emulator.address()).unwrap();
    connection.write_all(&tell().bytes()).unwrap();
    connection
        .set_read_timeout(Some(Duration::from_millis(300)))
        .unwrap();
    let mut came = Vec::new();
    let stalled = connection.read_to_end(&mut came).unwrap_err();
    let kinds = [std::io::ErrorKind::WouldBlock, std::io::ErrorKind::TimedOut];
    assert!(kinds.contains(&stalled.kind()), "{stalled}");
}

#[tokio::test]
async fn a_call_that_is_refused_is_no_call_that_a_fault_befalls() {
    let emulator = with(on_create(FaultKind::Throttle)).await;
    let guess = Credential::new(tencentcloud_emulator::TEST_SECRET_ID, "guess");
    let unsigned = create("a").tc3("apigateway", &guess);
    assert_eq!(
        code(&unsigned.send(emulator.address())),
        "AuthFailure.SignatureFailure"
    );
    assert_eq!(emulator.faults().list()[0].seen, 0);
    assert_eq!(
        code(&create("a").send(emulator.address())),
        "RequestLimitExceeded"
    );
}
