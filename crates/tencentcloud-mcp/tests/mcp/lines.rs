//! Lines that are no proper messages, progress, and a call that is cancelled.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{
    AsyncBufReadExt, AsyncWriteExt, BufReader, DuplexStream, Lines, ReadHalf, WriteHalf,
};

use crate::stage::Stage;

/// A client that writes lines.
struct Client {
    lines: Lines<BufReader<ReadHalf<DuplexStream>>>,
    writer: WriteHalf<DuplexStream>,
}

impl Client {
    fn of(stage: &Stage) -> Self {
        let (here, there) = tokio::io::duplex(1 << 20);
        tokio::spawn(stage.server.clone().serve_on(there));
        let (reader, writer) = tokio::io::split(here);
        let lines = BufReader::new(reader).lines();
        Self { lines, writer }
    }

    async fn write(&mut self, line: &str) {
        self.writer.write_all(line.as_bytes()).await.unwrap();
        self.writer.write_all(b"\n").await.unwrap();
    }

    async fn next(&mut self) -> Value {
        let line = tokio::time::timeout(Duration::from_secs(60), self.lines.next_line());
        serde_json::from_str(&line.await.unwrap().unwrap().unwrap()).unwrap()
    }

    async fn begin(&mut self) {
        let begin = json!({"jsonrpc": "2.0", "id": "begin", "method": "initialize", "params": {
            "protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "lines", "version": "1"},
        }});
        self.write(&begin.to_string()).await;
        loop {
            let told = self.next().await;
            assert!(
                told["result"].is_object() || told["error"].is_object(),
                "{told}"
            );
            if told["id"] == "begin" {
                assert_eq!(told["result"]["serverInfo"]["name"], "tcloud");
                return;
            }
        }
    }
}

const STRANGE: [&str; 18] = [
    "",
    "{",
    "null",
    "[]",
    "\"tools/list\"",
    "\u{0}\u{1}",
    "{}",
    r#"{"jsonrpc": "2.0"}"#,
    r#"{"jsonrpc": "1.0", "id": 1, "method": "tools/list"}"#,
    r#"{"jsonrpc": "2.0", "id": null, "method": "tools/list"}"#,
    r#"{"jsonrpc": "2.0", "id": {}, "method": 7}"#,
    r#"{"jsonrpc": "2.0", "method": "notifications/initialized"}"#,
    r#"{"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": 99}}"#,
    r#"{"jsonrpc": "2.0", "id": 5, "result": {}}"#,
    r#"{"jsonrpc": "2.0", "id": 5, "error": {"code": 1, "message": ""}}"#,
    r#"{"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": {"name": 1}}"#,
    r#"{"jsonrpc": "2.0", "id": 3, "method": "tools/call", "params": {"name": "read", "arguments": []}}"#,
    r#"{"jsonrpc": "2.0", "id": 4, "method": "no/such"}"#,
];

#[tokio::test]
async fn whatever_line_comes_before_and_within_a_session_it_goes_on() {
    let stage = Stage::local().await;
    for line in STRANGE {
        let mut client = Client::of(&stage);
        client.write(line).await;
        client.begin().await;
        client.write(line).await;
        let list = json!({"jsonrpc": "2.0", "id": "list", "method": "tools/list"});
        client.write(&list.to_string()).await;
        loop {
            let told = client.next().await;
            assert_eq!(told["jsonrpc"], "2.0", "{line}: {told}");
            if told["id"] == "list" {
                assert_eq!(
                    told["result"]["tools"].as_array().unwrap().len(),
                    8,
                    "{line}"
                );
                break;
            }
            assert!(
                told["result"].is_object() || told["error"].is_object(),
                "{line}: {told}"
            );
        }
    }
}

#[tokio::test]
async fn who_waits_for_a_person_hears_so_and_a_call_that_is_cancelled_still_waits() {
    let stage = Stage::local().await;
    let mut client = Client::of(&stage);
    client.begin().await;
    let call = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {
        "name": "call",
        "arguments": {
            "service": "vpc",
            "action": "CreateVpc",
            "parameters": {"VpcName": "main", "CidrBlock": "10.0.0.0/16"},
            "account": "dev",
            "wait": 50,
        },
        "_meta": {"progressToken": "p"},
    }});
    client.write(&call.to_string()).await;
    let told = client.next().await;
    assert_eq!(told["method"], "notifications/progress", "{told}");
    let pending = stage.person().pending().remove(0);
    let message = told["params"]["message"].as_str().unwrap();
    assert!(message.contains(&pending.id.to_string()), "{message}");
    let cancel =
        json!({"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": 1}});
    client.write(&cancel.to_string()).await;
    // The same call is the one that waits, also after it is approved.
    let mut again = call.clone();
    again["id"] = 2.into();
    again["params"]["arguments"]["wait"] = 0.into();
    client.write(&again.to_string()).await;
    let told = loop {
        let told = client.next().await;
        if told["id"] == 2 {
            break told;
        }
    };
    let text = told["result"]["content"][0]["text"].as_str().unwrap();
    assert!(text.contains(&pending.id.to_string()), "{text}");
    assert_eq!(stage.person().pending().len(), 1);
    assert!(!stage.sent().contains(&"CreateVpc".to_owned()));
    stage
        .person()
        .approve(&pending.id, &pending.digest, None)
        .unwrap();
    again["id"] = 3.into();
    client.write(&again.to_string()).await;
    let told = loop {
        let told = client.next().await;
        if told["id"] == 3 {
            break told;
        }
    };
    let text = told["result"]["content"][0]["text"].as_str().unwrap();
    assert!(text.contains("VpcId"), "{text}");
}
