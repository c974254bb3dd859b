//! Clients without a model: they solve a task by the steps of its file.

mod mcp;
mod program;

use std::future::Future;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::tally::Tally;
use crate::task::{Facts, Script, Step};

pub use mcp::Session;
pub use program::Program;

/// Something that can take the steps of a script.
pub trait Hands {
    /// Takes `step`, with what is known as `facts`. A request that waits for a person is asked for until it is
    /// decided about.
    ///
    /// # Errors
    /// It cannot be taken at all, unlike one that is refused or has an error for a response.
    fn take(&mut self, step: &Step, facts: &Facts)
    -> impl Future<Output = Result<Returned>> + Send;

    /// Returns what the steps came to so far.
    fn tally(&self) -> Tally;
}

/// What a step returned.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Returned {
    /// What was found.
    Found(Value),
    /// What it says of a refusal or an error.
    Failed(String),
}

/// Follows `script` with `hands`, and returns its answer.
///
/// # Errors
/// A step fails that is not to, or does not fail though it is to.
pub async fn follow(script: &Script, hands: &mut impl Hands) -> Result<String> {
    let mut facts = Facts::default();
    for (index, step) in script.step.iter().enumerate() {
        let call = step.call.as_deref().unwrap_or_default();
        let place = || format!("step {}: {} {call}", index + 1, step.tool);
        let returned = hands.take(step, &facts).await.with_context(place)?;
        match (returned, &step.fails) {
            (Returned::Found(found), None) => {
                facts.keep(&step.keep, &found).with_context(place)?;
            }
            (Returned::Failed(told), Some(name)) => facts.set(name, told),
            (returned, _) => bail!("{}: {returned:?}", place()),
        }
    }
    facts.text(&script.answer)
}
