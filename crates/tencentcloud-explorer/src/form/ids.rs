//! The resources that an id field can name, as the action that lists them shows them.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Number, Value};
use tencentcloud_calls::ids::{Named, of_field, of_filter};
use tencentcloud_calls::resources::Reading;
use tencentcloud_calls::{Known, NoFiles, Parameters, Prepared};
use tencentcloud_rows::{at, plain_text};
use tencentcloud_schema::Member;

use crate::call::Call;
use crate::page::Reader;

/// The most resources that are asked for, if the list has pages.
const PAGE: u64 = 100;

/// The field that somebody is at.
#[derive(Deserialize)]
pub(super) struct Asked {
    /// The call as it is filled in so far.
    call: Call,
    /// The path of the field on the wire.
    member: String,
    /// The name of the filter whose value the field holds.
    filter: Option<String>,
}

/// A resource to choose.
#[derive(Serialize)]
struct Choice {
    id: String,
    name: String,
}

/// Returns the resources that the field can name as JSON; nothing for a field that names none.
pub(super) async fn ids(reader: Reader, Json(asked): Json<Asked>) -> Response {
    let Some((named, reading)) = list(&asked) else {
        return StatusCode::NO_CONTENT.into_response();
    };
    match choices(&reader, &asked.call, &named, reading).await {
        Ok(choices) => Json(choices).into_response(),
        Err(told) => (StatusCode::UNPROCESSABLE_ENTITY, told).into_response(),
    }
}

/// What the field names, and the action that lists it.
fn list(asked: &Asked) -> Option<(Named, Reading)> {
    let call = &asked.call;
    let known = Known::find(&call.service, &call.action, Some(&call.version)).ok()?;
    let named = match &asked.filter {
        Some(filter) => of_filter(&known, filter),
        None => of_field(&known, &asked.member),
    }?;
    let reading = Reading::list(&named.kind).ok()?;
    Some((named, reading))
}

/// Asks the target for the resources.
async fn choices(
    reader: &Reader,
    call: &Call,
    named: &Named,
    reading: Reading,
) -> Result<Vec<Choice>, String> {
    let base = base(reader, call, &reading)?;
    let item = reading.used.item.clone().unwrap_or_default();
    let parameters = Parameters::read(
        &reading.target,
        base,
        &reading.first_page(),
        true,
        &mut NoFiles,
    );
    let prepared = Prepared {
        parameters: parameters.map_err(|error| error.message)?,
        target: reading.target,
    };
    let client = reader.target.client(&reader.app, &prepared.target.service);
    let client = client.await?;
    let asked = prepared.call(&client);
    let asked = match &call.region {
        Some(region) => asked.region(region),
        None => asked,
    };
    let response = asked.await.map_err(|error| error.to_string())?;
    let name = named.kind.resource.name.as_deref();
    let choice = |item: &Value| {
        let text = |path| at(item, path).map(plain_text).unwrap_or_default();
        Choice {
            // A list of plain values is one of ids.
            id: if item.is_object() {
                text(&named.member)
            } else {
                plain_text(item)
            },
            name: name.map(text).unwrap_or_default(),
        }
    };
    let found = if item.is_empty() {
        Some(&response)
    } else {
        at(&response, &item)
    };
    let choices = match found {
        Some(Value::Array(items)) => items.iter().map(choice).collect(),
        Some(Value::Null) | None => Vec::new(),
        Some(item) => vec![choice(item)],
    };
    Ok(choices
        .into_iter()
        .filter(|choice| !choice.id.is_empty())
        .collect())
}

/// What the list must be asked with: parameters of the same name that are filled in, and its largest page.
fn base(reader: &Reader, call: &Call, reading: &Reading) -> Result<Map<String, Value>, String> {
    let mut base = Map::new();
    for member in reading.required() {
        let Some(value) = call.parameters.get(&member.name) else {
            let told = reader.t("fill this in first:", "请先填写：");
            return Err(format!("{told} {}", member.name));
        };
        base.insert(member.name.clone(), fitted(member, value));
    }
    let paging = reading
        .known()
        .and_then(|known| known.action().paging.as_ref());
    let size = paging.and_then(|paging| paging.size.as_ref());
    let size = size.and_then(|size| reading.parameters().iter().find(|it| it.name == *size));
    if let Some(size) = size.filter(|size| size.kind.is_integer() && !size.required) {
        let most = size.max.as_ref().and_then(Number::as_u64);
        base.insert(size.name.clone(), most.unwrap_or(PAGE).min(PAGE).into());
    }
    Ok(base)
}

/// The value as `member` takes it: a list of one, or the first of a list.
fn fitted(member: &Member, value: &Value) -> Value {
    match (member.list, value) {
        (true, Value::Array(_)) => value.clone(),
        (true, value) => Value::Array(vec![value.clone()]),
        (false, Value::Array(items)) => items.first().cloned().unwrap_or_default(),
        (false, value) => value.clone(),
    }
}
