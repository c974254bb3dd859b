//! A program with the SDK, whose calls go through a broker: it has no key, and what it reads is plain JSON.

use std::time::Duration;

use anyhow::{Result, anyhow};
use serde_json::{Value, json};
use tencentcloud_broker::{Broker, Desk, Through};
use tencentcloud_calls::{Target, Wanted};
use tencentcloud_rows::Query;
use tencentcloud_runtime::Client;

use super::{Hands, Returned};
use crate::tally::Tally;
use crate::task::{Facts, Step, halves};
use crate::world::REGION;

/// How long a person may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// A program with the SDK, whose calls go through a broker. What it is told beside calls, e.g. to search, it
/// does not need.
#[derive(Debug)]
pub struct Program {
    client: Client,
    tally: Tally,
}

impl Program {
    /// Creates a program whose calls go through `broker` to the endpoint at `url`.
    ///
    /// # Errors
    /// `url` is none of an endpoint.
    pub fn new(broker: &Broker, url: &str) -> Result<Self> {
        let desk = Desk::Here(broker.clone());
        let through = Through::new(desk.clone(), "")
            .agent("program")
            .wait(PATIENCE);
        let config = desk.config(&through).region(REGION).endpoint(url);
        Ok(Self {
            client: Client::new(&config),
            tally: Tally::default(),
        })
    }
}

impl Hands for Program {
    async fn take(&mut self, step: &Step, facts: &Facts) -> Result<Returned> {
        let call = match &step.call {
            Some(call) if matches!(&*step.tool, "read" | "call") => call,
            _ => return Ok(Returned::Found(Value::Null)),
        };
        let (service, action) = halves(call);
        let target = Target::find(service, action, &Wanted::default())?;
        let parameters = Value::Object(facts.fill_all(&step.with)?);
        let raw = self
            .client
            .raw_action(target.action())
            .parameters(parameters);
        let response = match &step.region {
            Some(region) => raw.region(region.clone()).await,
            None => raw.await,
        };
        let (text, returned) = match response {
            Ok(response) => {
                let text = response.to_string();
                let found = match &step.query {
                    Some(query) => {
                        let query = Query::compile(&facts.text(query)?);
                        let found = query.and_then(|query| query.search(&response));
                        found.map_err(|error| anyhow!("{error}"))?
                    }
                    None => response,
                };
                (text, Returned::Found(found))
            }
            Err(error) => (error.to_string(), Returned::Failed(error.to_string())),
        };
        self.tally
            .count(&json!({"content": [{"type": "text", "text": text}]}));
        Ok(returned)
    }

    fn tally(&self) -> Tally {
        self.tally
    }
}
