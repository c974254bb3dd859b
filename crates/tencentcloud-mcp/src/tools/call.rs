//! `call`: any action, by way of the broker.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use serde::Deserialize;
use serde_json::{Map, Value, json};
use tencentcloud_broker::{ApprovalId, Ticket};
use tencentcloud_rows::Shape;
use tokio::time::{Instant, sleep};

use super::rows;
use crate::called::{self, Outcome};
use crate::caller::Caller;
use crate::inner::Inner;
use crate::ready::{Ready, Subject};
use crate::reply::Reply;
use crate::session::Waiting;

/// The longest wait for a person, in seconds: clients end a call after a minute.
const LONGEST: u64 = 50;
/// How often a client hears that a call still waits.
const TICK: Duration = Duration::from_secs(5);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Given {
    service: Option<String>,
    action: Option<String>,
    parameters: Option<Map<String, Value>>,
    region: Option<String>,
    account: Option<String>,
    reason: Option<String>,
    approval: Option<String>,
    #[serde(default)]
    wait: u64,
}

pub(super) async fn run(inner: &Inner, given: Given, caller: &Caller) -> Result<Reply, Reply> {
    let (waiting, id) = match given.approval.as_deref() {
        Some(id) => {
            let id = id.parse::<ApprovalId>();
            let id = id.map_err(|told| Reply::error("usage", &told, &[]))?;
            (waited(inner, &id, &given)?, Some(id))
        }
        None => begun(inner, &given).await?,
    };
    let asking = Asking {
        inner,
        waiting,
        reason: given.reason.as_deref(),
        caller,
    };
    let outcome = match id {
        Some(id) => asking.again(id, Duration::ZERO).await?,
        None => asking.first().await?,
    };
    let wait = Duration::from_secs(given.wait.min(LONGEST));
    let outcome = match outcome {
        Outcome::Waiting(ticket) if wait > Duration::ZERO => asking.wait(&ticket, wait).await?,
        outcome => outcome,
    };
    let subject = &asking.waiting.ready.subject;
    match outcome {
        Outcome::Response(value) => {
            let known = subject.target.known.as_ref();
            let shape = known
                .map(|known| Shape::of(known.action()))
                .unwrap_or_default();
            let value = Arc::new(value);
            Ok(rows::reply(&inner.session, value, &shape, None, 0))
        }
        Outcome::Waiting(ticket) => Ok(told(&ticket, subject)),
    }
}

/// A call on its way.
struct Asking<'a> {
    inner: &'a Inner,
    waiting: Waiting,
    reason: Option<&'a str>,
    caller: &'a Caller,
}

impl Asking<'_> {
    /// Asks for the first time: without waiting, so that what waits can be asked for again whatever follows.
    async fn first(&self) -> Result<Outcome, Reply> {
        let agent = self.caller.agent.as_deref();
        let ready = &self.waiting.ready;
        let outcome = called::ask_as(ready, agent, self.reason, None, Duration::ZERO).await?;
        if let Outcome::Waiting(ticket) = &outcome {
            let id = ticket.id.clone();
            self.inner.session.wait(id, self.waiting.clone());
        }
        Ok(outcome)
    }

    /// Asks again as `id`, which was given for it.
    async fn again(&self, id: ApprovalId, wait: Duration) -> Result<Outcome, Reply> {
        let agent = self.caller.agent.as_deref();
        called::ask_as(&self.waiting.ready, agent, self.reason, Some(id), wait).await
    }

    /// Waits for a person, and tells the client so now and then.
    async fn wait(&self, ticket: &Ticket, wait: Duration) -> Result<Outcome, Reply> {
        let told = format!(
            "{} waits for a person: {}",
            ticket.id,
            ticket.places.join(", ")
        );
        let begun = Instant::now();
        let asked = self.again(ticket.id.clone(), wait);
        tokio::pin!(asked);
        loop {
            let passed = begun.elapsed().as_secs();
            self.caller.tell(passed, wait.as_secs(), &told).await;
            tokio::select! {
                outcome = &mut asked => return outcome,
                () = sleep(TICK) => {}
            }
        }
    }
}

/// What is told of a call that waits.
fn told(ticket: &Ticket, subject: &Subject) -> Reply {
    let left = ticket.expires.duration_since(SystemTime::now());
    Reply::data(&json!({
        "state": "waiting",
        "approval": ticket.id,
        "class": subject.effect.name(),
        "digest": ticket.digest.to_string(),
        "expires_in_seconds": left.unwrap_or_default().as_secs(),
        "approve_at": ticket.places,
        "next": format!("nothing was sent. Tell the person what waits and where; then call approval={} wait=50", ticket.id),
    }))
}

/// The call that was asked for before and waits as `id`.
fn waited(inner: &Inner, id: &ApprovalId, given: &Given) -> Result<Waiting, Reply> {
    let repeats = given.service.is_some() || given.action.is_some() || given.parameters.is_some();
    if repeats {
        let told = "an approval is for the very request that waited: give approval alone, or leave it out for another request";
        return Err(Reply::error("usage", told, &[]));
    }
    let waiting = inner.session.waiting(id);
    waiting.ok_or_else(|| {
        let told = "no call of this session waited with this approval: call without it";
        Reply::error("unknown", told, &[])
    })
}

/// The call that `given` asks for: one that waits already, with its ID, else a new one.
async fn begun(inner: &Inner, given: &Given) -> Result<(Waiting, Option<ApprovalId>), Reply> {
    let (Some(service), Some(action)) = (&given.service, &given.action) else {
        let told = "service and action are needed, or approval alone";
        return Err(Reply::error("usage", told, &[]));
    };
    let subject = Arc::new(Subject::find(service, action)?);
    let parameters = given.parameters.clone().unwrap_or_default();
    let asked = json!([
        subject.target.service,
        subject.target.name,
        parameters,
        given.region,
        given.account
    ]);
    if let Some((id, waiting)) = inner.session.same(&asked)
        && is_open(&waiting.ready, &id).await
    {
        return Ok((waiting, Some(id)));
    }
    let region = given.region.as_deref();
    let account = given.account.as_deref();
    let ready = called::ready(inner, subject, parameters, region, account).await?;
    Ok((Waiting { asked, ready }, None))
}

/// True if the approval `id` may still be used.
async fn is_open(ready: &Ready, id: &ApprovalId) -> bool {
    let state = ready.desk.state(id, Duration::ZERO).await;
    state.is_ok_and(|state| state.is_open())
}
