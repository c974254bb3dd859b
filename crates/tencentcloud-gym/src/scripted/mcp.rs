//! A client of MCP that follows a script: the tools of a server, as any client uses them.

use anyhow::{Result, bail};
use rmcp::RoleClient;
use rmcp::model::CallToolRequestParams;
use rmcp::service::{RunningService, ServiceExt};
use rmcp::transport::IntoTransport;
use serde_json::{Map, Value};

use super::{Hands, Returned};
use crate::tally::Tally;
use crate::task::{Facts, Step, halves};

/// How long the server waits for the person, who decides at once, in seconds.
const WAIT: u64 = 50;

/// A client of MCP that follows a script.
#[derive(Debug)]
pub struct Session {
    session: RunningService<RoleClient, ()>,
    tally: Tally,
}

impl Session {
    /// Begins a session with the server at the other end of `transport`.
    ///
    /// # Errors
    /// There is none.
    pub async fn begin<T, E, A>(transport: T) -> Result<Self>
    where
        T: IntoTransport<RoleClient, E, A>,
        E: std::error::Error + Send + Sync + 'static,
    {
        Ok(Self {
            session: ().serve(transport).await?,
            tally: Tally::default(),
        })
    }

    /// Uses `tool` with `arguments`. Returns the text of its result, and whether it is an error.
    ///
    /// # Errors
    /// The server ended, or what it says is not the protocol.
    pub async fn use_tool(
        &mut self,
        tool: &str,
        arguments: Map<String, Value>,
    ) -> Result<(String, bool)> {
        let mut asked = CallToolRequestParams::new(tool.to_owned());
        asked.arguments = Some(arguments);
        let result = serde_json::to_value(self.session.call_tool(asked).await?)?;
        self.tally.count(&result);
        let text = result["content"][0]["text"].as_str().unwrap_or_default();
        Ok((text.to_owned(), result["isError"] == true))
    }

    /// Ends the session.
    pub async fn end(self) {
        // The server may have ended before.
        let _ = self.session.cancel().await;
    }
}

impl Hands for Session {
    async fn take(&mut self, step: &Step, facts: &Facts) -> Result<Returned> {
        let mut arguments = facts.fill_all(&step.also)?;
        if let Some(call) = &step.call {
            let (service, action) = halves(call);
            arguments.insert("service".to_owned(), service.into());
            arguments.insert("action".to_owned(), action.into());
        }
        if let Some(region) = &step.region {
            arguments.insert("region".to_owned(), region.clone().into());
        }
        if !step.with.is_empty() {
            let with = facts.fill_all(&step.with)?;
            arguments.insert("parameters".to_owned(), with.into());
        }
        if let Some(query) = &step.query {
            arguments.insert("query".to_owned(), facts.text(query)?.into());
        }
        if step.tool == "call" {
            arguments.insert("wait".to_owned(), WAIT.into());
        }
        let (text, is_error) = self.use_tool(&step.tool, arguments).await?;
        if is_error {
            return Ok(Returned::Failed(text));
        }
        let found = serde_json::from_str(&text).unwrap_or(Value::String(text));
        if found["state"] == "waiting" {
            bail!("the person does not decide about {}", step.tool);
        }
        Ok(Returned::Found(found))
    }

    fn tally(&self) -> Tally {
        self.tally
    }
}
