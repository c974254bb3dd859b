//! Clients that are commands, with servers that are commands.

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::Duration;

use tencentcloud_gym::{Client, Tally, relay};

const GYM: &str = env!("CARGO_BIN_EXE_tencentcloud-gym");

/// A server that responds to every message with the same result.
const SERVER: &str = r#"while read -r line; do echo '{"jsonrpc":"2.0","id":7,"result":{"content":[{"type":"text","text":"abcdefgh"}]}}'; done"#;

#[test]
fn the_relay_passes_everything_on_and_counts_uses_of_tools() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("tally.json");
    assert_eq!(relay::tally(&log).unwrap(), Tally::default());
    let mut gym = Command::new(GYM);
    gym.args(["relay", "--log"])
        .arg(&log)
        .args(["--", "sh", "-c", SERVER]);
    gym.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut gym = gym.spawn().unwrap();
    let mut input = gym.stdin.take().unwrap();
    let listed = r#"{"jsonrpc":"2.0","id":7,"method":"tools/list"}"#;
    let called = r#"{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"read"}}"#;
    writeln!(input, "{listed}\n{called}").unwrap();
    drop(input);
    let output = gym.wait_with_output().unwrap();
    assert!(output.status.success());
    assert_eq!(String::from_utf8(output.stdout).unwrap().lines().count(), 2);
    let tally = relay::tally(&log).unwrap();
    // The first response may come before or after the second request: one use of a tool, whichever ended it.
    assert_eq!((tally.calls, tally.bytes, tally.tokens()), (1, 8, 2));
}

fn client(command: &str) -> Client {
    Client {
        command: command.to_owned(),
        tcloud: "no-such-tcloud".into(),
        gym: GYM.into(),
        timeout: Duration::from_secs(60),
    }
}

#[tokio::test]
async fn a_client_reads_the_prompt_and_finds_the_server_in_the_configuration() {
    let command = r#"cat; cat "$MCP_CONFIG"; echo; echo "key: $TENCENTCLOUD_SECRET_ID""#;
    let (answer, tally) = client(command)
        .answer("How many?", "unix:/run/b.sock")
        .await
        .unwrap();
    assert!(answer.contains("\n\nHow many?\n"), "{answer}");
    assert!(answer.ends_with("key: \n"), "{answer}");
    let config = answer.lines().find(|line| line.starts_with('{')).unwrap();
    let config: serde_json::Value = serde_json::from_str(config).unwrap();
    let server = &config["mcpServers"]["tencentcloud"];
    assert_eq!(server["command"], GYM);
    assert_eq!(server["args"][4], "no-such-tcloud");
    assert_eq!(server["env"]["TENCENTCLOUD_BROKER"], "unix:/run/b.sock");
    assert_eq!(tally, Tally::default());
}

#[tokio::test]
async fn a_client_that_takes_too_long_has_no_answer_and_one_that_does_not_exist_is_an_error() {
    let mut slow = client("echo early; exec sleep 60");
    slow.timeout = Duration::from_millis(200);
    let (answer, _) = slow.answer("How many?", "unix:/run/b.sock").await.unwrap();
    assert_eq!(answer, "");
    let error = client("no-such-agent-7")
        .answer("How many?", "unix:x")
        .await
        .unwrap_err();
    assert!(error.to_string().contains("no-such-agent-7"), "{error:#}");
}

#[test]
fn clients_that_are_commands_are_scored() {
    let folder = tempfile::tempdir().unwrap();
    let json = folder.path().join("scores.json");
    let mut gym = Command::new(GYM);
    gym.args([
        "run",
        "--task",
        "1",
        "--task",
        "3",
        "--client",
        "echo there are 3",
        "--json",
    ]);
    let output = gym.arg(&json).output().unwrap();
    let (table, errors) = (
        String::from_utf8(output.stdout),
        String::from_utf8(output.stderr),
    );
    let (table, errors) = (table.unwrap(), errors.unwrap());
    assert!(output.status.success(), "{errors}");
    assert!(
        table.contains("| 01 count-by-tag | look-up | yes | 0 | 0 | 0 | 0 |"),
        "{table}"
    );
    assert!(
        table.contains("| 03 vpc-of-address | look-up | no |"),
        "{table}"
    );
    assert!(
        table.ends_with("| **all 2** | | **1** | **0** | **0** | **0** | **0** |\n"),
        "{table}"
    );
    assert!(
        errors.contains("03 vpc-of-address: the answer lacks"),
        "{errors}"
    );
    let scores: serde_json::Value = serde_json::from_slice(&std::fs::read(json).unwrap()).unwrap();
    assert_eq!(scores["totals"]["successes"], 1);
    assert_eq!(scores["tasks"][0]["kind"], "look-up");
}
