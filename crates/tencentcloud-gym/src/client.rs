//! A client of MCP as a command: it is given a task's prompt, and its output is the answer.

use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::json;
use tencentcloud_broker::VARIABLE;
use tokio::io::AsyncWriteExt;
use tokio::process::Command;

use crate::relay;
use crate::tally::Tally;

/// The environment variable that names the configuration file.
pub const CONFIG: &str = "MCP_CONFIG";

/// What is said before every prompt.
const FRAME: &str = "Use the tools of the MCP server tencentcloud for the following task. Requests that change \
something, or that return secrets, wait for a person, who decides within seconds and approves what the task needs. \
Nobody reads along: do not ask in between, and end with your answer.\n\n";

/// Variables of keys, which a client has no business with.
const KEYS: [&str; 6] = [
    "TENCENTCLOUD_SECRET_ID",
    "TENCENTCLOUD_SECRET_KEY",
    "TENCENTCLOUD_TOKEN",
    "TENCENTCLOUD_SECURITY_TOKEN",
    "TENCENTCLOUD_PROFILE",
    "TENCENTCLOUD_ENDPOINT",
];

/// A client as a command, and the programs that it is given.
#[derive(Clone, Debug)]
pub struct Client {
    /// The command, for a shell. `$MCP_CONFIG` is the configuration file, in the form `mcpServers`.
    pub command: String,
    /// The program `tcloud`, whose `mcp` is the server.
    pub tcloud: PathBuf,
    /// This program, whose `relay` counts what the server returns.
    pub gym: PathBuf,
    /// How long a task may take.
    pub timeout: Duration,
}

impl Client {
    /// Gives the client `prompt`, with a server whose broker is at `place`. Returns its answer, and what its use
    /// of tools came to. A client that takes too long is ended, and its answer is empty.
    ///
    /// # Errors
    /// The command cannot be run.
    pub async fn answer(&self, prompt: &str, place: &str) -> Result<(String, Tally)> {
        // An empty folder to work in, and beside it what the client is not to touch.
        let folder = tempfile::tempdir()?;
        let work = folder.path().join("work");
        std::fs::create_dir(&work)?;
        let log = folder.path().join("tally.json");
        let config = folder.path().join("mcp.json");
        let server = json!({
            "command": self.gym,
            "args": ["relay", "--log", log, "--", self.tcloud, "mcp"],
            "env": {(VARIABLE): place},
        });
        let servers = json!({"mcpServers": {"tencentcloud": server}});
        std::fs::write(&config, servers.to_string())?;
        let mut shell = Command::new("sh");
        shell.arg("-c").arg(&self.command).current_dir(&work);
        shell.env(CONFIG, &config).kill_on_drop(true);
        for key in KEYS {
            shell.env_remove(key);
        }
        shell.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut shell = shell.spawn().context("no shell `sh`")?;
        let input = shell.stdin.take();
        let give = async {
            if let Some(mut input) = input {
                // A client that does not read its prompt may end before it has it.
                let _ = input
                    .write_all(format!("{FRAME}{prompt}\n").as_bytes())
                    .await;
            }
        };
        let run = async { tokio::join!(give, shell.wait_with_output()).1 };
        let answer = match tokio::time::timeout(self.timeout, run).await {
            Ok(output) => {
                let output = output?;
                if output.status.code() == Some(127) {
                    bail!("`{}` is no command", self.command);
                }
                String::from_utf8_lossy(&output.stdout).into_owned()
            }
            Err(_) => String::new(),
        };
        Ok((answer, relay::tally(&log)?))
    }
}
