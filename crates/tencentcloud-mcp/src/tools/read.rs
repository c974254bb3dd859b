//! `read`: a call that changes nothing and returns no secret.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Map, Value, json};
use tencentcloud_calls::{Effect, Parameters, page_size};
use tencentcloud_rows::Shape;
use tencentcloud_schema::response_without_secrets;

use super::{result, rows};
use crate::called::{self, Outcome, Signer};
use crate::caller::Caller;
use crate::inner::Inner;
use crate::ready::Subject;
use crate::reply::Reply;

/// How many items of a list are read at most.
const MOST: usize = 2_000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Given {
    service: String,
    action: String,
    #[serde(default)]
    parameters: Map<String, Value>,
    region: Option<String>,
    account: Option<String>,
    query: Option<String>,
    #[serde(default)]
    all: bool,
}

pub(super) async fn run(inner: &Inner, given: Given, caller: &Caller) -> Result<Reply, Reply> {
    let subject = Subject::find(&given.service, &given.action)?;
    if subject.effect != Effect::Read {
        let told = format!(
            "{} of {} is of the class {}: read is for the class read alone",
            subject.target.name,
            subject.target.service,
            subject.effect.name()
        );
        return Err(Reply::error("class", &told, &["use call".to_owned()]));
    }
    let known = subject.target.known.as_ref();
    let shape = known
        .map(|known| Shape::of(known.action()))
        .unwrap_or_default();
    let paged = known.is_some_and(|known| known.action().paging.is_some());
    let value = match given.all && paged {
        true => pages(inner, &subject, &given).await?,
        false => {
            let ready = called::ready(
                inner,
                Arc::new(subject),
                given.parameters,
                given.region.as_deref(),
                given.account.as_deref(),
            );
            let ready = ready.await?;
            let asked = called::ask(&ready, caller.agent.as_deref());
            match asked.await? {
                Outcome::Response(value) => value,
                // A policy may have it so.
                Outcome::Waiting(_) => {
                    let told = "the policy has a person approve this read";
                    return Err(Reply::error("confirm", told, &["use call".to_owned()]));
                }
            }
        }
    };
    let value = match &given.query {
        Some(query) => result::search(query, &value)?,
        None => value,
    };
    Ok(rows::reply(
        &inner.session,
        Arc::new(value),
        &shape,
        None,
        0,
    ))
}

/// The items of all pages, as one response.
async fn pages(inner: &Inner, subject: &Subject, given: &Given) -> Result<Value, Reply> {
    let Some(known) = &subject.target.known else {
        return Err(Reply::error("usage", "nothing is known of its pages", &[]));
    };
    let action = known.action();
    let mut parameters = Parameters::of_json(&subject.target, given.parameters.clone())?;
    if let Some((name, size)) = page_size(action, MOST) {
        parameters.members.entry(name).or_insert(size);
    }
    let region = given.region.as_deref();
    let signer = Signer::find(inner, region, given.account.as_deref()).await?;
    let call = signer
        .client
        .raw_action(subject.target.action())
        .parameters(parameters.members);
    let mut stream = call.items();
    let mut items = Vec::new();
    let mut more = false;
    while let Some(item) = stream.next().await {
        let item = item.map_err(|error| Reply::error("call", &error.to_string(), &[]))?;
        if items.len() == MOST {
            more = true;
            break;
        }
        items.push(item);
    }
    let path = action.paging.as_ref().map(|paging| paging.items.clone());
    let path = path.unwrap_or_default();
    let count = items.len();
    // In its place, so that the description says which fields are secret.
    let mut whole = Value::from(items);
    for name in path.rsplit('.') {
        whole = json!({ name: whole });
    }
    let members = match whole {
        Value::Object(members) => members,
        _ => Map::new(),
    };
    let mut shown = response_without_secrets(&members, action, &known.description.types);
    shown.insert("items".to_owned(), count.into());
    if more {
        let told = format!("there are more than {MOST}: narrow it by filters");
        shown.insert("more".to_owned(), told.into());
    }
    Ok(Value::Object(shown))
}
