//! A client's try of a task, from its prompt to its score.

use std::path::Path;

use anyhow::Result;
use rmcp::RoleClient;
use rmcp::transport::{IntoTransport, TokioChildProcess};
use tencentcloud_broker::{Desk, Listen, Server, VARIABLE};
use tokio::process::Command;

use crate::client::Client;
use crate::relay;
use crate::score::Score;
use crate::scripted::{self, Hands, Program, Session};
use crate::stage::Stage;
use crate::task::Task;

/// Lets a `client` that is a command try `task`.
///
/// # Errors
/// The set-up of the task fails, or the command cannot be run.
pub async fn by_command(task: Task, client: &Client) -> Result<Score> {
    let prompt = task.prompt.clone();
    let stage = Stage::open(task).await?;
    let server = Server::start(stage.broker.clone(), &Listen::Port(0)).await?;
    let (answer, tally) = client.answer(&prompt, &server.place().to_text()).await?;
    drop(server);
    stage.close(&answer, tally).await
}

/// Lets a program with the SDK and without a key solve `task` by its script, through the broker.
///
/// # Errors
/// The set-up of the task fails, or its script does.
pub async fn by_program(task: Task) -> Result<Score> {
    let stage = Stage::open(task).await?;
    let mut program = Program::new(&stage.broker, &stage.world.emulator.url())?;
    let answer = scripted::follow(&stage.task.solution, &mut program).await?;
    stage.close(&answer, program.tally()).await
}

/// Lets a scripted client of MCP solve `task`, with a server in this process.
///
/// # Errors
/// The set-up of the task fails, or its script does.
pub async fn by_mcp(task: Task) -> Result<Score> {
    let stage = Stage::open(task).await?;
    let (ours, theirs) = tokio::io::duplex(1 << 16);
    let desk = Desk::Here(stage.broker.clone());
    let server = tencentcloud_mcp::Server::new(desk, tencentcloud_mcp::Options::default());
    let serving = tokio::spawn(server.serve_on(tokio::io::split(theirs)));
    let score = by_session(stage, ours).await;
    serving.abort();
    score
}

/// Lets a scripted client of MCP solve `task`, with `tcloud mcp` in a process of its own behind the relay of
/// the program `gym`, as every client has it.
///
/// # Errors
/// The set-up of the task fails, a program cannot be run, or its script fails.
pub async fn by_process(task: Task, tcloud: &Path, gym: &Path) -> Result<Score> {
    let stage = Stage::open(task).await?;
    let server = Server::start(stage.broker.clone(), &Listen::Port(0)).await?;
    let folder = tempfile::tempdir()?;
    let log = folder.path().join("tally.json");
    let mut command = Command::new(gym);
    command.args(["relay", "--log"]).arg(&log);
    command.arg("--").arg(tcloud).arg("mcp");
    command.env(VARIABLE, server.place().to_text());
    let mut score = by_session(stage, TokioChildProcess::new(command)?).await?;
    // The relay counts what the client counted.
    let tally = relay::tally(&log)?;
    (score.calls, score.tokens) = (tally.calls, tally.tokens());
    Ok(score)
}

/// Lets a scripted client of MCP try the task of `stage`, with the server at the other end of `transport`.
async fn by_session<T, E, A>(stage: Stage, transport: T) -> Result<Score>
where
    T: IntoTransport<RoleClient, E, A>,
    E: std::error::Error + Send + Sync + 'static,
{
    let mut session = Session::begin(transport).await?;
    let answer = scripted::follow(&stage.task.solution, &mut session).await?;
    let tally = session.tally();
    session.end().await;
    stage.close(&answer, tally).await
}
