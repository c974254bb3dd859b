//! Parameters in each of their encodings as one JSON object.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};
use tencentcloud_schema::{Action, Body, Description, Kind, Member};

use super::depth;
use super::encoding::Encoded;
use super::form;
use super::multipart;
use super::raw::Raw;
use crate::fault::Fault;
use crate::rules::{Leeway, Rule};

/// Returns the parameters as JSON, of the kinds in the description where the encoding has none. The
/// bytes of a file are text in Base64.
///
/// # Errors
/// The action does not take that encoding, or the parameters are damaged.
pub(crate) fn parameters(
    raw: &Raw,
    encoded: &Encoded,
    description: &Description,
    action: &Action,
    leeway: &Leeway<'_>,
) -> Result<Map<String, Value>, Fault> {
    let members = &action.request;
    match (action.body, encoded) {
        (Body::Json, Encoded::Json) => json(&raw.body),
        (Body::Json, Encoded::Form { pairs, common }) => {
            let own = |(name, _): &&(String, String)| members.iter().any(|m| m.name == *name);
            let pairs: Vec<_> = pairs
                .iter()
                .chain(common.iter().filter(own))
                .cloned()
                .collect();
            form::typed(&pairs, members, description, leeway)
        }
        (Body::Multipart, Encoded::Multipart { boundary }) => {
            multipart::parts(&raw.body, boundary)?
                .iter()
                .map(|part| Ok((part.name.clone(), self::part(part, members, leeway)?)))
                .collect()
        }
        (Body::Multipart, Encoded::Json) if leeway.allow(Rule::JsonForMultipart) => {
            let mut parameters = json(&raw.body)?;
            for member in members.iter().filter(|m| m.kind == Kind::Binary) {
                if let Some(value) = parameters.get_mut(&member.name)
                    && let Some(bytes) = node_buffer(value)
                {
                    *value = bytes;
                }
            }
            Ok(parameters)
        }
        (Body::OctetStream, Encoded::Octets) => octets(raw, members, leeway),
        (body, encoded) => {
            let as_what = match (body, encoded) {
                (Body::Json, _) => "application/json, or flattened in a query or form",
                (Body::Multipart, Encoded::Json) => {
                    "multipart/form-data (the rule json-for-multipart, which would accept JSON, is switched off)"
                }
                (Body::Multipart, _) => "multipart/form-data",
                (Body::OctetStream, _) => "application/octet-stream",
            };
            Err(Fault::invalid_request(format!(
                "This action takes its parameters as {as_what}."
            )))
        }
    }
}

fn json(body: &[u8]) -> Result<Map<String, Value>, Fault> {
    serde_json::from_slice(body).map_err(|error| match depth::of_json(body) {
        Ok(()) => Fault::invalid_request(format!("The body is not a JSON object: {error}.")),
        Err(fault) => fault,
    })
}

fn part(
    part: &multipart::Part<'_>,
    members: &[Member],
    leeway: &Leeway<'_>,
) -> Result<Value, Fault> {
    let name = &part.name;
    let Some(member) = members.iter().find(|member| member.name == *name) else {
        // The check of parameters reports it, or a rule accepts it as it is.
        return Ok(String::from_utf8_lossy(part.content).into());
    };
    if member.kind == Kind::Binary && !member.list {
        return Ok(STANDARD.encode(part.content).into());
    }
    let text = std::str::from_utf8(part.content)
        .map_err(|_| Fault::mistyped(name, &form::expected(member), "bytes that are not UTF-8"))?;
    if member.list || member.kind.object().is_some() {
        let typed = part.media.as_deref() == Some("application/json");
        if !typed && !leeway.allow(Rule::UntypedJsonPart) {
            return Err(Fault::invalid_request(format!(
                "The part `{name}` must have the Content-Type application/json. The rule {}, which would accept it without, is switched off.",
                Rule::UntypedJsonPart
            )));
        }
        return serde_json::from_str(text)
            .map_err(|error| Fault::invalid_request(format!("The part `{name}`: {error}.")));
    }
    form::scalar(text, &member.kind, name, leeway)
}

fn octets(raw: &Raw, members: &[Member], leeway: &Leeway<'_>) -> Result<Map<String, Value>, Fault> {
    let mut parameters = Map::new();
    for member in members {
        let value = if member.kind == Kind::Binary {
            Some(STANDARD.encode(&raw.body).into())
        } else if let Some(text) = member.header.as_deref().and_then(|name| raw.header(name)) {
            Some(form::scalar(text, &member.kind, &member.name, leeway)?)
        } else {
            None
        };
        if let Some(value) = value {
            parameters.insert(member.name.clone(), value);
        }
    }
    Ok(parameters)
}

/// Reads how Node renders a buffer in JSON, `{"type":"Buffer","data":[…]}`.
fn node_buffer(value: &Value) -> Option<Value> {
    if value.get("type")? != "Buffer" {
        return None;
    }
    let bytes: Option<Vec<u8>> = value
        .get("data")?
        .as_array()?
        .iter()
        .map(|byte| u8::try_from(byte.as_u64()?).ok())
        .collect();
    Some(STANDARD.encode(bytes?).into())
}
