//! Programs that know nothing of the endpoint, started by `exec`: each has the line that it would
//! have for the cloud, and no other.

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::client::isolated;
use tencentcloud_testkit::peers;

const PYTHON: &str = r#"
from tencentcloud.apigateway.v20180808 import apigateway_client, models
from tencentcloud.common import credential

client = apigateway_client.ApigatewayClient(
    credential.EnvironmentVariableCredential().get_credential(), "ap-guangzhou")
request = models.DescribeUpstreamsRequest()
request.Limit, request.Offset = 10, 0
print(client.DescribeUpstreams(request).to_json_string())
"#;

const PYTHON_ASYNC: &str = r#"
import asyncio
from tencentcloud.apigateway.v20180808 import apigateway_client_async, models
from tencentcloud.common import credential

async def main():
    client = apigateway_client_async.ApigatewayClient(
        credential.EnvironmentVariableCredential().get_credential(), "ap-guangzhou")
    request = models.DescribeUpstreamsRequest()
    request.Limit, request.Offset = 10, 0
    print((await client.DescribeUpstreams(request)).to_json_string())

asyncio.run(main())
"#;

/// By the standard library and by requests, each with its own way to find roots.
const PYTHON_HTTPS: &str = r#"
import json, urllib.error, urllib.request
import requests

url = "https://apigateway.tencentcloudapi.com/"
first = json.load(urllib.request.urlopen(url))
second = requests.get(url).json()
assert first["Response"]["Error"]["Code"] == second["Response"]["Error"]["Code"]
try:
    requests.get("https://www.example.com/")
except requests.exceptions.ProxyError as error:
    assert "403" in str(error), error
print(json.dumps(second["Response"]["Error"]))
"#;

const NODE: &str = r#"
const { apigateway } = require("tencentcloud-sdk-nodejs");
const client = new apigateway.v20180808.Client({
  credential: {
    secretId: process.env.TENCENTCLOUD_SECRET_ID,
    secretKey: process.env.TENCENTCLOUD_SECRET_KEY,
  },
  region: process.env.TENCENTCLOUD_REGION,
});
client.DescribeUpstreams({ Limit: 10, Offset: 0 }).then((response) => console.log(JSON.stringify(response)));
"#;

/// `tencentcloud-emulator exec` of a program, and the JSON that it prints.
#[track_caller]
pub(crate) fn run(program: impl AsRef<Path>, set: impl FnOnce(&mut Command)) -> Value {
    run_with(&[], program, set)
}

/// The same with options of the endpoint.
pub(crate) fn run_with(
    options: &[&str],
    program: impl AsRef<Path>,
    set: impl FnOnce(&mut Command),
) -> Value {
    let folder = TempDir::new().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_tencentcloud-emulator"));
    command
        .args(["exec", "--quiet", "--ca-dir"])
        .arg(folder.path())
        .args(options)
        .arg("--")
        .arg(program.as_ref())
        .env("HOME", folder.path());
    set(&mut command);
    let output = isolated(&mut command).output().unwrap();
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("no JSON: {output:?}"))
}

fn nothing() -> Value {
    json!({"TotalCount": 0, "UpstreamSet": []})
}

#[test]
fn the_python_sdk() {
    if let Some(python) = peers::path("python") {
        let response = run(python, |command| {
            command.args(["-c", PYTHON]);
        });
        assert_eq!(response["Result"], nothing());
    }
}

/// By httpx, which looks for roots in a way of its own.
#[test]
fn the_python_sdk_without_waiting() {
    if let Some(python) = peers::path("python") {
        let response = run(python, |command| {
            command.args(["-c", PYTHON_ASYNC]);
        });
        assert_eq!(response["Result"], nothing());
    }
}

#[test]
fn other_clients_of_python() {
    if let Some(python) = peers::path("python") {
        let error = run(python, |command| {
            command.args(["-c", PYTHON_HTTPS]);
        });
        assert_eq!(error["Code"], "AuthFailure.InvalidAuthorization");
    }
}

#[test]
fn the_node_sdk() {
    if let Some(modules) = peers::path("node") {
        let response = run("node", |command| {
            command.env("NODE_PATH", modules).args(["-e", NODE]);
        });
        assert_eq!(response["Result"], nothing());
    }
}

/// It has no other way to HTTPS, the only scheme that it knows.
#[test]
fn tccli() {
    if let Some(tccli) = peers::path("tccli") {
        let response = run(tccli, |command| {
            command
                .args(["apigateway", "DescribeUpstreams"])
                .args(["--Limit", "10", "--Offset", "0"]);
        });
        assert_eq!(response["Result"], nothing());
    }
}

#[test]
fn java() {
    if Command::new("javac").arg("-version").output().is_err() {
        eprintln!("skipped: a test with Java, which is not installed");
        return;
    }
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/peers/Exec.java");
    let response = run("java", |command| {
        command.args([source, "https://apigateway.tencentcloudapi.com/"]);
    });
    let code = &response["Response"]["Error"]["Code"];
    assert_eq!(code, "AuthFailure.InvalidAuthorization");
}
