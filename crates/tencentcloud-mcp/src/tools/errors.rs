//! `errors`: what an error code means.

use serde::Deserialize;
use serde_json::{Value, json};
use tencentcloud_calls::{Advice, Meaning, near_codes, spelt};
use tencentcloud_catalogue::search::index;

use crate::inner::Inner;
use crate::reply::{Reply, plain};

/// How many services are named, and how many actions of each.
const SERVICES: usize = 8;
/// See [`SERVICES`].
const ACTIONS: usize = 8;

/// The errors that no service reports.
const OWN: [(&str, &str); 12] = [
    (
        "usage",
        "the arguments do not fit: the message says which, and describe shows those of an action",
    ),
    (
        "class",
        "read is for actions of the class read alone: use call",
    ),
    ("confirm", "the policy has a person approve it: use call"),
    (
        "denied",
        "the policy forbids it: a person can change the policy, you cannot",
    ),
    (
        "unattended",
        "a person has to approve it, and no broker runs at which one could: have the person start `tcloud broker`, then call again",
    ),
    (
        "unreachable",
        "the broker does not respond: have the person start it again; approvals of before are gone",
    ),
    (
        "refused",
        "a person said no: do not ask for the same again, ask the person what to do instead",
    ),
    (
        "expired",
        "nobody approved it in time: call again without the approval",
    ),
    (
        "used",
        "the request of this approval was sent: read whether it took effect",
    ),
    (
        "changed",
        "the approval is for other bytes: call again without it",
    ),
    (
        "unknown",
        "the broker or this session knows no such approval: call again without it",
    ),
    (
        "unsent",
        "the connection broke: whether it took effect is unknown; read before you call again",
    ),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Given {
    code: Option<String>,
    service: Option<String>,
}

pub(super) fn run(inner: &Inner, given: Given) -> Result<Reply, Reply> {
    match given.code {
        Some(code) => explained(&code, given.service.as_deref()),
        None => last(inner),
    }
}

/// Explains the last failure of the session.
fn last(inner: &Inner) -> Result<Reply, Reply> {
    let failure = inner.session.failure();
    let failure = failure.ok_or_else(|| {
        let told = "nothing has failed in this session: give a code";
        Reply::error("usage", told, &[])
    })?;
    let failure: Value = serde_json::from_str(&failure).unwrap_or(failure.into());
    let code = failure["error"].as_str().unwrap_or_default();
    let service = failure["service"].as_str();
    match explained(code, service) {
        // What is known of the code stands beside what was told.
        Ok(known) => Ok(Reply::text(format!("{}\n{}", plain(&failure), known.text))),
        Err(_) => Ok(Reply::data(&failure)),
    }
}

/// Explains `code`, a service's or this server's.
fn explained(code: &str, service: Option<&str>) -> Result<Reply, Reply> {
    if let Some((code, meaning)) = OWN.iter().find(|(own, _)| *own == code) {
        let told =
            json!({"code": code, "meaning": meaning, "reported_by": "this server or its broker"});
        return Ok(Reply::data(&told));
    }
    let mut places = index()?.error(code);
    if let Some(service) = service {
        places.retain(|place| place.service.eq_ignore_ascii_case(service));
    }
    let code = spelt(code)?.unwrap_or(code);
    let meaning = Meaning::of(code);
    if places.is_empty() {
        let near = near_codes(code)?;
        let mut next = Vec::new();
        if !near.is_empty() {
            next.push(format!("codes like it: {}", near.join(", ")));
        }
        if meaning.class != "other" {
            next.push(format!("codes of its kind: {}", meaning.english));
        }
        return Err(Reply::error(
            "not_found",
            "no service lists this code",
            &next,
        ));
    }
    let service = match &*places {
        [only] => only.service,
        _ => service.unwrap_or("SERVICE"),
    };
    let listed = places.iter().take(SERVICES).map(|place| {
        let more = place.actions.len().saturating_sub(ACTIONS);
        let actions: Vec<_> = place.actions.iter().take(ACTIONS).collect();
        match more {
            0 => json!({"service": place.service, "actions": actions}),
            more => json!({"service": place.service, "actions": actions, "more": more}),
        }
    });
    Ok(Reply::data(&json!({
        "code": code,
        "class": meaning.class,
        "meaning": meaning.english,
        "may_be_repeated": meaning.retryable,
        "next": Advice::of_code(code, service).steps,
        "reported_by": listed.collect::<Vec<_>>(),
        "services": places.len(),
    })))
}
