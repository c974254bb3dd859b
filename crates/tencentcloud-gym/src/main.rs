//! `tencentcloud-gym`: lists the tasks, shows one, and lets a client try them.

use std::path::PathBuf;

use anyhow::Result;
use clap::{Parser, Subcommand};
use tencentcloud_gym::{relay, task};

/// Sixty tasks for agents that use Tencent Cloud by MCP, on the local endpoint, each with a checker.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Lists the tasks: number, kind and name.
    List,
    /// Shows a task: what is asked, what is there, what a person approves and what is checked.
    Show {
        /// The number of the task.
        number: u32,
    },
    /// Passes on between a client of MCP and a server, and counts how tools are used.
    Relay {
        /// The file that says what it came to so far.
        #[arg(long)]
        log: PathBuf,
        /// The server's command.
        #[arg(last = true, required = true)]
        server: Vec<String>,
    },
}

#[tokio::main]
async fn main() -> Result<()> {
    match Arguments::parse().command {
        Command::List => {
            for task in task::all()? {
                let kind = serde_json::json!(task.kind);
                let kind = kind.as_str().unwrap_or_default();
                println!("{:02}  {kind:8}  {}", task.number, task.name);
            }
        }
        Command::Show { number } => print!("{}", task::text(number)?),
        Command::Relay { log, server } => {
            relay::relay(&server, &log).await?;
            // A thread that still waits for input would keep the process.
            std::process::exit(0);
        }
    }
    Ok(())
}
