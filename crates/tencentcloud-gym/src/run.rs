//! A client's try of a task, from its prompt to its score.

use anyhow::Result;
use tencentcloud_broker::{Listen, Server};

use crate::client::Client;
use crate::score::Score;
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
