//! `call`: any action, by way of the broker.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use serde::Deserialize;
use serde_json::{Map, Value, json};
use tencentcloud_broker::ApprovalId;
use tencentcloud_rows::Shape;

use super::rows;
use crate::called::{self, Outcome, Ready, Subject};
use crate::reply::Reply;
use crate::server::Inner;
use crate::session::Waiting;

/// The longest wait for a person, in seconds: clients end a call after a minute.
const LONGEST: u64 = 50;

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

pub(super) async fn run(inner: &Inner, given: Given, agent: Option<&str>) -> Result<Reply, Reply> {
    let approval = given.approval.as_deref().map(str::parse::<ApprovalId>);
    let approval = approval.transpose();
    let approval = approval.map_err(|told| Reply::error("usage", &told, &[]))?;
    let ready = match &approval {
        Some(id) => waited(inner, id, &given)?,
        None => fresh(inner, &given).await?,
    };
    let subject = Arc::clone(&ready.subject);
    let wait = Duration::from_secs(given.wait.min(LONGEST));
    let reason = given.reason.as_deref();
    let outcome = called::ask(&inner.desk, &ready, agent, reason, approval, wait).await?;
    match outcome {
        Outcome::Response(value) => {
            let known = subject.target.known.as_ref();
            let shape = known
                .map(|known| Shape::of(known.action()))
                .unwrap_or_default();
            Ok(rows::reply(
                &inner.session,
                Arc::new(value),
                &shape,
                None,
                0,
            ))
        }
        Outcome::Waiting(ticket) => {
            let left = ticket.expires.duration_since(SystemTime::now());
            let told = json!({
                "state": "waiting",
                "approval": ticket.id,
                "class": subject.effect.name(),
                "digest": ticket.digest.to_string(),
                "expires_in_seconds": left.unwrap_or_default().as_secs(),
                "approve_at": ticket.places,
                "next": format!("nothing was sent. Tell the person what waits and where; then call approval={}", ticket.id),
            });
            let request = ready.request;
            inner.session.wait(ticket.id, Waiting { request, subject });
            Ok(Reply::data(&told))
        }
    }
}

/// The call that was asked for before and waits as `id`.
fn waited(inner: &Inner, id: &ApprovalId, given: &Given) -> Result<Ready, Reply> {
    let repeats = given.service.is_some() || given.action.is_some() || given.parameters.is_some();
    if repeats {
        let told = "an approval is for the very request that waited: give approval alone, or leave it out for another request";
        return Err(Reply::error("usage", told, &[]));
    }
    let waiting = inner.session.waiting(id);
    let waiting = waiting.ok_or_else(|| {
        Reply::error(
            "unknown",
            "no call of this session waits with this approval",
            &[],
        )
    })?;
    Ok(Ready {
        request: waiting.request,
        subject: waiting.subject,
        doubts: Vec::new(),
    })
}

async fn fresh(inner: &Inner, given: &Given) -> Result<Ready, Reply> {
    let (Some(service), Some(action)) = (&given.service, &given.action) else {
        let told = "service and action are needed, or approval alone";
        return Err(Reply::error("usage", told, &[]));
    };
    let subject = Arc::new(Subject::find(service, action)?);
    let parameters = given.parameters.clone().unwrap_or_default();
    let region = given.region.as_deref();
    called::ready(inner, subject, parameters, region, given.account.as_deref()).await
}
