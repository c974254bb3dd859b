//! Answers as server-sent events.

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
