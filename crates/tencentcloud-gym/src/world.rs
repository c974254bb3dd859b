//! What a task is about: a local endpoint with what its set-up makes there.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, anyhow, bail};
use serde_json::{Map, Value};
use tencentcloud_calls::{Effect, Target, Wanted};
use tencentcloud_emulator::{Emulator, Record};
use tencentcloud_rows::Query;
use tencentcloud_runtime::{Client, Config};

use crate::task::{Facts, State, Task, halves};

/// The region of calls that name none.
pub const REGION: &str = "ap-guangzhou";

/// The local endpoint of a task, and what is known of what is there.
#[derive(Debug)]
pub struct World {
    /// The endpoint.
    pub emulator: Arc<Emulator>,
    /// What the set-up made.
    pub facts: Facts,
    /// The number of the set-up's last call.
    made: u64,
}

impl World {
    /// Starts an endpoint and makes what `task` needs there. What it makes is the same in every run.
    ///
    /// # Errors
    /// The endpoint cannot start, or a call of the set-up fails.
    pub async fn make(task: &Task) -> Result<Self> {
        let seed = u64::from(task.number);
        let builder = Emulator::builder().seed(seed).pace(0, Duration::ZERO);
        let emulator = builder.start().await?;
        let mut world = Self {
            emulator: Arc::new(emulator),
            facts: Facts::default(),
            made: 0,
        };
        let client = Client::new(&world.config());
        for (index, call) in task.setup.iter().enumerate() {
            let place = || {
                format!(
                    "set-up of task {}, call {}: {}",
                    task.number,
                    index + 1,
                    call.call
                )
            };
            for n in 1..=call.times.unwrap_or(1) {
                world.facts.set("n", n);
                let region = call.region.as_deref();
                let response = send(&client, &call.call, region, &call.with, &world.facts).await;
                let response = response.with_context(place)?;
                world
                    .facts
                    .keep(&call.keep, &response)
                    .with_context(place)?;
            }
        }
        for canned in &task.respond {
            let canned = serde_json::from_value(world.facts.fill(canned)?)?;
            world
                .emulator
                .responses()
                .add(canned)
                .map_err(|error| anyhow!(error))?;
        }
        world.made = world.emulator.calls().count();
        Ok(world)
    }

    /// Returns a configuration that calls the endpoint, with its credential.
    pub fn config(&self) -> Config {
        self.emulator.config::<Config>().region(REGION)
    }

    /// Returns the calls since the set-up that succeeded and that a person has to approve: all but plain reads.
    pub fn changes(&self) -> Vec<Record> {
        let calls = self.emulator.calls().after(self.made);
        let changed = |call: &Record| {
            let service = call.service.as_deref().unwrap_or_default();
            call.code.is_none() && Effect::of(service, &call.action) != Effect::Read
        };
        calls.into_iter().filter(changed).collect()
    }

    /// Returns the services that were called, by the set-up or since.
    pub fn services(&self) -> BTreeSet<String> {
        let calls = self.emulator.calls().all().into_iter();
        calls.filter_map(|call| call.service).collect()
    }

    /// Looks at what is there by each of `states`. Returns what is known then, what the set-up made among it,
    /// and what is not as it should be.
    ///
    /// # Errors
    /// A state names neither a kind nor an action, or its expression is wrong.
    pub async fn look(&self, states: &[State]) -> Result<(Facts, Vec<String>)> {
        let mut facts = self.facts.clone();
        let mut missed = Vec::new();
        for state in states {
            let (place, seen) = match (&state.of, &state.call) {
                (Some(of), None) => (of, Ok(self.kept(of))),
                (None, Some(call)) => (call, self.respond(state, call, &facts).await),
                _ => bail!("a state looks at what it names by `of`, or by `call`"),
            };
            // A call fails if what it asks for was not made.
            let seen = match seen {
                Ok(seen) => seen,
                Err(error) => {
                    missed.push(format!("{place}: {error:#}"));
                    continue;
                }
            };
            if let Err(error) = facts.keep(&state.keep, &seen) {
                missed.push(format!("{place}: {error:#}"));
            }
            if let Some(find) = &state.find {
                let (Ok(find), Ok(expected)) = (facts.text(find), facts.fill(&state.is)) else {
                    missed.push(format!("{place}: what it looks for was not made"));
                    continue;
                };
                let found = Query::compile(&find).and_then(|query| query.search(&seen));
                let found = found.map_err(|error| anyhow!("{place}: {error}"))?;
                if found != expected {
                    missed.push(format!("{find} of {place} is {found}, not {expected}"));
                }
            }
        }
        Ok((facts, missed))
    }

    async fn respond(&self, state: &State, call: &str, facts: &Facts) -> Result<Value> {
        let client = Client::new(&self.config());
        send(&client, call, state.region.as_deref(), &state.with, facts).await
    }

    /// Returns the resources of a kind, e.g. `vpc Vpc`.
    fn kept(&self, of: &str) -> Value {
        let (service, kind) = halves(of);
        let kept = self.emulator.resources().of(service, kind);
        // Resources are plain data.
        serde_json::to_value(kept).unwrap_or_default()
    }
}

/// Sends a call of an action, e.g. `vpc CreateVpc`, with what is known by name.
async fn send(
    client: &Client,
    call: &str,
    region: Option<&str>,
    with: &Map<String, Value>,
    facts: &Facts,
) -> Result<Value> {
    let (service, action) = halves(call);
    let target = Target::find(service, action, &Wanted::default())?;
    let parameters = Value::Object(facts.fill_all(with)?);
    let raw = client.raw_action(target.action()).parameters(parameters);
    let response = match region {
        Some(region) => raw.region(region.to_owned()).await,
        None => raw.await,
    };
    Ok(response?)
}
