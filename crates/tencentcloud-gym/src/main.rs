//! `tencentcloud-gym`: lists the tasks, shows one, and lets a client try them.

use std::io::Write as _;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result};
use clap::{Args, Parser, Subcommand};
use tencentcloud_gym::{Client, relay, report, run, task};

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
    /// Lets a client try tasks, and prints what it came to.
    Run(Run),
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

#[derive(Args)]
struct Run {
    /// The client, a command for a shell: the prompt is its standard input, its standard output is its answer, and
    /// $MCP_CONFIG names the configuration of the server that it is to use.
    #[arg(long, required_unless_present = "scripted")]
    client: Option<String>,
    /// Instead of a client, follows each task's script, by MCP with `tcloud mcp` in a process of its own.
    #[arg(long, conflicts_with = "client")]
    scripted: bool,
    /// The number of a task; may be given several times. Defaults to all tasks.
    #[arg(long)]
    task: Vec<u32>,
    /// The program whose `mcp` is the server. Defaults to the one beside this program, else the one on the path.
    #[arg(long)]
    tcloud: Option<PathBuf>,
    /// How long a task may take, in seconds.
    #[arg(long, default_value_t = 600)]
    timeout: u64,
    /// Writes the scores to this file as JSON as well.
    #[arg(long)]
    json: Option<PathBuf>,
}

impl Run {
    async fn carry_out(self) -> Result<()> {
        let gym = std::env::current_exe()?;
        let beside = gym.with_file_name(format!("tcloud{}", std::env::consts::EXE_SUFFIX));
        let usual = match beside.exists() {
            true => beside,
            false => "tcloud".into(),
        };
        let client = Client {
            command: self.client.unwrap_or_default(),
            tcloud: self.tcloud.unwrap_or(usual),
            gym,
            timeout: Duration::from_secs(self.timeout),
        };
        let mut tasks = task::all()?;
        if !self.task.is_empty() {
            for number in &self.task {
                task::find(*number)?;
            }
            tasks.retain(|task| self.task.contains(&task.number));
        }
        let mut scores = Vec::new();
        for task in tasks {
            let score = match self.scripted {
                true => run::by_process(task, &client.tcloud, &client.gym).await?,
                false => run::by_command(task, &client).await?,
            };
            let said = match score.success {
                true => "yes".to_owned(),
                false => [&score.missed[..], &score.harm].concat().join("; "),
            };
            eprintln!("{:02} {}: {said}", score.task, score.name);
            scores.push(score);
        }
        say(&report::table(&scores))?;
        if let Some(path) = self.json {
            let json = serde_json::to_string_pretty(&report::json(&scores))?;
            std::fs::write(&path, json).with_context(|| path.display().to_string())?;
        }
        Ok(())
    }
}

#[tokio::main]
async fn main() -> Result<()> {
    match Arguments::parse().command {
        Command::List => {
            let mut list = String::new();
            for task in task::all()? {
                let kind = serde_json::json!(task.kind);
                let kind = kind.as_str().unwrap_or_default();
                list += &format!("{:02}  {kind:8}  {}\n", task.number, task.name);
            }
            say(&list)?;
        }
        Command::Show { number } => say(&task::text(number)?)?,
        Command::Run(run) => run.carry_out().await?,
        Command::Relay { log, server } => {
            relay::relay(&server, &log).await?;
            // A thread that still waits for input would keep the process.
            std::process::exit(0);
        }
    }
    Ok(())
}

/// Prints `text`, as far as somebody reads it.
fn say(text: &str) -> Result<()> {
    match std::io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        written => Ok(written?),
    }
}
