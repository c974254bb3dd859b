//! The tools of agents, by the program itself over its standard input and output.

use std::io::{BufRead, BufReader, Lines, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};
use tencentcloud_emulator::Emulator;

use crate::terminal::Terminal;

const OWN: &str = env!("CARGO_BIN_EXE_tcloud");

/// A client of `tcloud mcp`, which is killed when this is dropped.
struct Client {
    child: Child,
    input: Option<ChildStdin>,
    output: Lines<BufReader<ChildStdout>>,
    last: u64,
}

impl Client {
    /// Starts `tcloud mcp` with `words`, and begins a session.
    fn start(words: &[&str], variables: &[(&str, &str)]) -> Self {
        let mut child = Command::new(OWN)
            .arg("mcp")
            .args(words)
            .env_clear()
            .envs(variables.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let output = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut client = Self {
            input: child.stdin.take(),
            child,
            output,
            last: 0,
        };
        let begun = client.ask(
            "initialize",
            json!({
                "protocolVersion": "2025-06-18",
                "capabilities": {},
                "clientInfo": {"name": "a-client", "version": "1"},
            }),
        );
        assert_eq!(begun["protocolVersion"], "2025-06-18");
        assert_eq!(begun["serverInfo"]["name"], "tcloud");
        client.write(&json!({"jsonrpc": "2.0", "method": "notifications/initialized"}));
        client
    }

    fn write(&mut self, message: &Value) {
        let input = self.input.as_mut().unwrap();
        writeln!(input, "{message}").unwrap();
    }

    /// Sends a request, and returns its result.
    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.last += 1;
        let id = self.last;
        self.write(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
        // Whatever it writes is a message.
        let line = self.output.next().unwrap().unwrap();
        let message: Value = serde_json::from_str(&line).unwrap();
        assert_eq!(message["id"], id, "{message}");
        message["result"].clone()
    }

    /// Calls a tool, and returns what it returned as JSON, with whether it is an error.
    fn call(&mut self, tool: &str, arguments: Value) -> (Value, bool) {
        let result = self.ask("tools/call", json!({"name": tool, "arguments": arguments}));
        let text = result["content"][0]["text"].as_str().unwrap();
        let value = serde_json::from_str(text).unwrap_or_else(|_| text.into());
        (value, result["isError"] == true)
    }

    /// Closes its input; returns its exit status and what it said on standard error.
    fn end(mut self) -> (i32, String) {
        drop(self.input.take());
        assert!(self.output.next().is_none(), "nothing was left to say");
        let code = self.child.wait().unwrap().code().unwrap();
        let mut told = String::new();
        let mut stderr = self.child.stderr.take().unwrap();
        std::io::Read::read_to_string(&mut stderr, &mut told).unwrap();
        (code, told)
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

const CREATE: &str = r#"{"service": "vpc", "action": "CreateVpc", "parameters": {"VpcName": "main", "CidrBlock": "10.0.0.0/16"}}"#;

fn create() -> Value {
    serde_json::from_str(CREATE).unwrap()
}

fn vpcs() -> Value {
    json!({"service": "vpc", "action": "DescribeVpcs", "query": "VpcSet[].VpcName"})
}

/// The variables of a machine whose user has a key of `cloud`.
fn with_a_key<'a>(home: &'a Path, url: &'a str, cloud: &'a Emulator) -> Vec<(&'a str, &'a str)> {
    let credential = cloud.credential();
    vec![
        ("HOME", home.to_str().unwrap()),
        ("TENCENTCLOUD_ENDPOINT", url),
        ("TENCENTCLOUD_SECRET_ID", &credential.secret_id),
        ("TENCENTCLOUD_SECRET_KEY", &credential.secret_key),
        ("TENCENTCLOUD_REGION", "ap-guangzhou"),
    ]
}

#[test]
fn a_local_endpoint_needs_no_key_and_asks_nobody() {
    let home = tempfile::tempdir().unwrap();
    let mut client = Client::start(&["--local"], &[("HOME", home.path().to_str().unwrap())]);
    let tools = client.ask("tools/list", json!({}));
    assert_eq!(tools["tools"].as_array().unwrap().len(), 8);
    let (made, failed) = client.call("call", create());
    assert!(!failed && made["Vpc"]["VpcName"] == "main", "{made}");
    let (read, _) = client.call("read", vpcs());
    assert_eq!(read, json!(["main"]));
    let (code, told) = client.end();
    assert_eq!((code, &*told), (0, ""));
}

#[tokio::test]
async fn without_a_broker_it_reads_alone_and_one_that_is_started_later_is_found() {
    let cloud = Emulator::start().await.unwrap();
    let (home, url) = (tempfile::tempdir().unwrap(), cloud.url());
    let variables = with_a_key(home.path(), &url, &cloud);
    let mut client = Client::start(&[], &variables);
    let (read, failed) = client.call("read", vpcs());
    assert!(!failed, "{read}");
    let (refused, failed) = client.call("call", create());
    assert!(failed && refused["error"] == "unattended", "{refused}");
    assert!(
        refused["message"]
            .as_str()
            .unwrap()
            .contains("tcloud broker"),
        "{refused}"
    );
    let mut person = Terminal::start(&["broker"], &variables);
    person.until("Ctrl-C ends the broker.\n");
    let (waiting, failed) = client.call("call", create());
    assert!(!failed && waiting["state"] == "waiting", "{waiting}");
    let shown = person.until("[l]ater > ");
    assert!(
        shown.contains("CreateVpc") && shown.contains("a-client"),
        "{shown}"
    );
    person.types("a");
    person.until("approved\n");
    let (made, failed) = client.call("call", json!({"approval": waiting["approval"]}));
    assert!(!failed && made["Vpc"]["VpcName"] == "main", "{made}");
    let (again, failed) = client.call("call", json!({"approval": waiting["approval"]}));
    assert!(failed && again["error"] == "used", "{again}");
    assert_eq!(client.end().0, 0);
    let made = cloud.calls().all();
    let made = made.iter().filter(|call| call.action == "CreateVpc");
    assert_eq!(made.count(), 1);
}

#[tokio::test]
async fn a_broker_that_the_environment_names_is_not_gone_around() {
    let cloud = Emulator::start().await.unwrap();
    let (home, url) = (tempfile::tempdir().unwrap(), cloud.url());
    let mut variables = with_a_key(home.path(), &url, &cloud);
    let place = format!("unix:{}", home.path().join("none.sock").display());
    variables.push(("TENCENTCLOUD_BROKER", &place));
    let mut client = Client::start(&[], &variables);
    let (refused, failed) = client.call("read", vpcs());
    assert!(failed && refused["error"] == "unreachable", "{refused}");
    assert!(cloud.calls().all().is_empty());
}

#[test]
fn a_client_that_says_nothing_ends_it_without_an_error() {
    let home = tempfile::tempdir().unwrap();
    let ran = Command::new(OWN)
        .arg("mcp")
        .env_clear()
        .env("HOME", home.path())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert!(ran.status.success(), "{ran:?}");
    assert!(ran.stdout.is_empty() && ran.stderr.is_empty(), "{ran:?}");
}
