//! `errors`: what an error code means.

use serde::Deserialize;
use serde_json::json;
use tencentcloud_calls::{Advice, Meaning, near_codes, spelt};
use tencentcloud_catalogue::search::index;

use crate::reply::Reply;

/// How many services are named, and how many actions of each.
const SERVICES: usize = 8;
/// See [`SERVICES`].
const ACTIONS: usize = 8;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Given {
    code: String,
    service: Option<String>,
}

pub(super) fn run(given: Given) -> Result<Reply, Reply> {
    let mut places = index()?.error(&given.code);
    if let Some(service) = &given.service {
        places.retain(|place| place.service.eq_ignore_ascii_case(service));
    }
    let code = spelt(&given.code)?.unwrap_or(&given.code);
    let meaning = Meaning::of(code);
    if places.is_empty() {
        let near = near_codes(&given.code)?;
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
        _ => given.service.as_deref().unwrap_or("SERVICE"),
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
