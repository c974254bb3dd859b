//! The protocol, by the client of rmcp and by hand for older versions.

use std::time::Duration;

use rmcp::ServiceExt;
use rmcp::model::CallToolRequestParams;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};

use crate::stage::Stage;

#[tokio::test]
async fn a_client_of_the_newest_version_lists_and_calls_tools() {
    let stage = Stage::local().await;
    let (here, there) = tokio::io::duplex(1 << 16);
    let server = tokio::spawn(stage.server.clone().serve_on(there));
    let client = ().serve(here).await.unwrap();
    let tools = client.list_all_tools().await.unwrap();
    assert_eq!(tools.len(), 8);
    let arguments = json!({"service": "cvm", "action": "DescribeZones"});
    let request = CallToolRequestParams::new("read")
        .with_arguments(serde_json::from_value(arguments).unwrap());
    let result = client.call_tool(request).await.unwrap();
    assert_ne!(result.is_error, Some(true));
    let text = serde_json::to_value(&result).unwrap();
    let text = text["content"][0]["text"].as_str().unwrap().to_owned();
    assert!(text.contains("ZoneSet"), "{text}");
    client.cancel().await.unwrap();
    server.await.unwrap().unwrap();
}

#[tokio::test]
async fn clients_of_older_versions_are_understood() {
    for version in ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"] {
        let stage = Stage::local().await;
        let (here, there) = tokio::io::duplex(1 << 16);
        let server = tokio::spawn(stage.server.clone().serve_on(there));
        let (reader, mut writer) = tokio::io::split(here);
        let mut lines = BufReader::new(reader).lines();
        let initialize = json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {
            "protocolVersion": version, "capabilities": {}, "clientInfo": {"name": "old", "version": "1"},
        }});
        let initialized = json!({"jsonrpc": "2.0", "method": "notifications/initialized"});
        let list = json!({"jsonrpc": "2.0", "id": 2, "method": "tools/list"});
        let call = json!({"jsonrpc": "2.0", "id": 3, "method": "tools/call", "params": {
            "name": "errors", "arguments": {"code": "AuthFailure.SignatureFailure"},
        }});
        writer
            .write_all(format!("{initialize}\n").as_bytes())
            .await
            .unwrap();
        let mut next = async || -> Value {
            let line = tokio::time::timeout(Duration::from_secs(30), lines.next_line());
            serde_json::from_str(&line.await.unwrap().unwrap().unwrap()).unwrap()
        };
        let answer = next().await;
        assert_eq!(answer["result"]["protocolVersion"], version, "{answer}");
        assert_eq!(answer["result"]["serverInfo"]["name"], "tcloud");
        writer
            .write_all(format!("{initialized}\n{list}\n").as_bytes())
            .await
            .unwrap();
        let answer = next().await;
        assert_eq!(answer["result"]["tools"].as_array().unwrap().len(), 8);
        writer
            .write_all(format!("{call}\n").as_bytes())
            .await
            .unwrap();
        let answer = next().await;
        let text = answer["result"]["content"][0]["text"].as_str().unwrap();
        assert!(text.contains("credential is wrong"), "{text}");
        writer.shutdown().await.unwrap();
        drop((writer, lines));
        server.await.unwrap().unwrap();
    }
}
