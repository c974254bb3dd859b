//! Answers as server-sent events.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::{Value, json};
use tencentcloud_emulator::Credential;

use crate::client::{Request, Response};
use crate::{WORKSHOP, answer, builder, code};

fn tell(action: &str, parameters: &Value) -> Request {
    Request::post(action, WORKSHOP.1, parameters)
        .header("Host", "workshop.localhost")
        .tc3("workshop", &Credential::test())
}

fn events(response: &Response) -> Vec<Value> {
    assert_eq!(response.header("Content-Type"), Some("text/event-stream"));
    assert!(response.header("X-TC-RequestId").is_some());
    let text = std::str::from_utf8(&response.body).unwrap();
    let events = text.split_terminator("\n\n");
    events
        .map(|event| serde_json::from_str(event.strip_prefix("data: ").unwrap()).unwrap())
        .collect()
}

#[tokio::test]
async fn events_are_bare_objects_without_errors() {
    let emulator = builder().start().await.unwrap();
    let asked = tell("Tell", &json!({"Words": "hello", "Stream": true})).send(emulator.address());
    assert_eq!(events(&asked), vec![json!({"Words": "hello"}); 3]);
    let always = tell("TellOn", &json!({})).send(emulator.address());
    assert_eq!(events(&always).len(), 3);
}

#[tokio::test]
async fn json_where_no_stream_is_asked_for_and_for_errors() {
    let emulator = builder().start().await.unwrap();
    for parameters in [
        json!({"Words": "hello"}),
        json!({"Words": "hello", "Stream": false}),
    ] {
        let response = tell("Tell", &parameters).send(emulator.address());
        assert_eq!(answer(&response)["Words"], "hello");
    }
    let response = tell("Tell", &json!({"Stream": true})).send(emulator.address());
    assert_eq!(code(&response), "MissingParameter");
}

#[tokio::test]
async fn a_test_can_say_what_a_stream_is() {
    let script = [
        "data:{\"Words\":\"a",
        "b\"}\n\ndata: {\"ErrorMsg\":{\"Code\":4001}}",
    ];
    let emulator = builder().stream("TellOn", script).start().await.unwrap();
    let told = tell("TellOn", &json!({})).send(emulator.address());
    assert_eq!(told.header("Content-Type"), Some("text/event-stream"));
    assert_eq!(told.body, script.concat().into_bytes());
    let other = json!({"Words": "hello", "Stream": true});
    assert_eq!(
        events(&tell("Tell", &other).send(emulator.address())).len(),
        3
    );
}

#[tokio::test]
async fn a_stalled_stream_gives_its_events_and_stays_open() {
    let emulator = builder().stall_streams().start().await.unwrap();
    let mut connection = TcpStream::connect(emulator.address()).unwrap();
    connection
        .set_read_timeout(Some(Duration::from_millis(300)))
        .unwrap();
    connection
        .write_all(&tell("TellOn", &json!({})).bytes())
        .unwrap();
    let mut bytes = Vec::new();
    let end = connection.read_to_end(&mut bytes).unwrap_err();
    assert!(
        matches!(end.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut),
        "{end}"
    );
    let text = String::from_utf8(bytes).unwrap();
    assert_eq!(text.matches("data: {").count(), 3, "{text}");
    assert!(!text.ends_with("0\r\n\r\n"), "{text}");
}
