//! A client's try of a task, from its prompt to its score.

use anyhow::Result;
use tencentcloud_broker::{Listen, Server};

use crate::client::Client;
use crate::score::Score;
use crate::scripted::{self, Hands, Program};
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
