//! `resources`: what there is of a kind.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Map, Value, json};
use tencentcloud_calls::resources::{Kind, Reading, of_service};
use tencentcloud_calls::{Effect, Given as Parameter, Parameters, page_size};
use tencentcloud_rows::{Shape, at};

use super::rows;
use crate::called::{self, Outcome};
use crate::caller::Caller;
use crate::inner::Inner;
use crate::ready::Subject;
use crate::reply::Reply;

/// How many items are asked for.
const MOST: usize = 100;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Given {
    service: String,
    kind: Option<String>,
    id: Option<String>,
    region: Option<String>,
    account: Option<String>,
}

pub(super) async fn run(inner: &Inner, given: Given, caller: &Caller) -> Result<Reply, Reply> {
    let Some(name) = &given.kind else {
        return kinds(&given.service);
    };
    let kind = Kind::find(&given.service, name)?;
    let reading = match &given.id {
        Some(_) => Reading::one(&kind)?,
        None => Reading::list(&kind)?,
    };
    let mut parameters = reading.first_page();
    let member = kind.id().last().cloned().unwrap_or_default();
    if let Some(id) = &given.id
        && let Some(parameter) = reading.parameter_of(&member)
    {
        parameters.push(Parameter {
            name: parameter.to_owned(),
            values: vec![id.clone()],
        });
    }
    let missing: Vec<_> = reading
        .required()
        .map(|needed| needed.name.clone())
        .filter(|name| !parameters.iter().any(|given| given.name == *name))
        .collect();
    let target = &reading.target;
    if !missing.is_empty() {
        let told = format!(
            "{} of {} is listed within something: {} needs {}",
            kind.name,
            kind.service,
            target.name,
            missing.join(", ")
        );
        let next = format!(
            "read {} {} with these parameters",
            target.service, target.name
        );
        return Err(Reply::error("usage", &told, &[next]));
    }
    let effect = Effect::of(&target.service, &target.name);
    if effect != Effect::Read {
        let told = format!(
            "{} of {} is of the class {}",
            target.name,
            target.service,
            effect.name()
        );
        return Err(Reply::error("class", &told, &["use call".to_owned()]));
    }
    let mut typed = Parameters::typed(target, &parameters)?.members;
    if let Some(known) = reading.known()
        && let Some((name, size)) = page_size(known.action(), MOST)
    {
        typed.entry(name).or_insert(size);
    }
    let item = reading.used.item.clone();
    let subject = Arc::new(Subject::find(&target.service, &target.name)?);
    let region = given.region.as_deref();
    let ready = called::ready(
        inner,
        Arc::clone(&subject),
        typed,
        region,
        given.account.as_deref(),
    );
    let ready = ready.await?;
    let asked = called::ask(&ready, caller.agent.as_deref());
    let Outcome::Response(response) = asked.await? else {
        let told = "the policy has a person approve this read";
        return Err(Reply::error("confirm", told, &["use call".to_owned()]));
    };
    let items = match item.as_deref().and_then(|path| at(&response, path)) {
        Some(Value::Array(items)) => items.clone(),
        Some(item @ Value::Object(_)) => vec![item.clone()],
        _ => Vec::new(),
    };
    let of_id = |item: &Value| match &given.id {
        None => true,
        Some(id) => at(item, &member).is_some_and(|own| own.as_str() == Some(id)),
    };
    let known = [
        kind.resource.name.as_deref(),
        kind.resource.state.as_ref().map(|state| &*state.member),
        kind.resource.created.as_deref(),
    ];
    let columns: Vec<&str> = kind
        .id()
        .iter()
        .map(String::as_str)
        .chain(known.into_iter().flatten())
        .collect();
    let shown = items
        .iter()
        .filter(|item| of_id(item))
        .map(|item| match given.id {
            // One is shown whole.
            Some(_) => item.clone(),
            None => {
                let members = columns
                    .iter()
                    .filter_map(|path| Some(((*path).to_owned(), at(item, path)?.clone())));
                Value::Object(members.collect::<Map<_, _>>())
            }
        });
    let shown: Vec<Value> = shown.collect();
    let mut whole = json!({
        "kind": kind.name,
        "by": format!("{} {}", target.service, target.name),
        "items": shown,
    });
    let paging = reading
        .known()
        .and_then(|known| known.action().paging.as_ref());
    let total = paging.and_then(|paging| at(&response, paging.total.as_deref()?));
    if let Some(total) = total.and_then(Value::as_u64)
        && given.id.is_none()
    {
        whole["total"] = total.into();
        if total > shown.len() as u64 {
            let told = format!(
                "read {} {} all=true reads the rest",
                target.service, target.name
            );
            whole["more"] = told.into();
        }
    }
    let shape = Shape {
        items: Some("items".to_owned()),
        ..Shape::default()
    };
    Ok(rows::reply(
        &inner.session,
        Arc::new(whole),
        &shape,
        None,
        0,
    ))
}

/// The kinds of a service.
fn kinds(service: &str) -> Result<Reply, Reply> {
    let (name, known) = of_service(service)?;
    let kinds = known.versions.iter().map(|(version, kinds)| {
        let names: Vec<_> = kinds.keys().collect();
        json!({"version": version, "kinds": names})
    });
    Ok(Reply::data(&json!({
        "service": name,
        "kinds": kinds.collect::<Vec<_>>(),
    })))
}
