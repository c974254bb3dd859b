//! The parameters of a request: a model's fields, or the JSON of a raw call.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use serde_json::{Map, Value};

use crate::action::Name;
use crate::model::{Model, NoFlatForm, flatten, not_finite, path, to_json};
use crate::{Error, Result};

/// The parameters of a request.
#[derive(Clone, Copy)]
pub(crate) enum Parameters<'a> {
    Model(&'a dyn Model),
    Raw(&'a RawParameters),
}

impl Parameters<'_> {
    /// Fails if there is a number that no request can carry. JSON has none.
    pub(super) fn check(self) -> Result<()> {
        let found = match self {
            Self::Model(model) => not_finite(model),
            Self::Raw(_) => None,
        };
        match found {
            Some(path) => Err(Error::request(format!(
                "{path} is not a finite number, which a request cannot express: leave it out"
            ))),
            None => Ok(()),
        }
    }

    /// Returns true if the parameter of that name is text that is not empty.
    pub(crate) fn is_set(self, name: &str) -> bool {
        match self {
            Self::Model(model) => path::text(model, name).is_some_and(|text| !text.is_empty()),
            Self::Raw(raw) => raw.json[name].as_str().is_some_and(|text| !text.is_empty()),
        }
    }

    /// Returns true if the parameter of that name is true.
    pub(super) fn is_true(self, name: &str) -> bool {
        match self {
            Self::Model(model) => path::flag(model, name) == Some(true),
            Self::Raw(raw) => raw.json[name] == true,
        }
    }

    /// The parameters as compact JSON.
    pub(super) fn json(self) -> Result<Vec<u8>> {
        match self {
            Self::Model(model) => Ok(to_json(model)),
            Self::Raw(raw) => Ok(Value::Object(raw.members()?).to_string().into_bytes()),
        }
    }

    /// The parameters as names and plain values.
    ///
    /// # Errors
    /// A value that has no flat form.
    pub(super) fn flat(self) -> Result<Vec<(String, String)>> {
        let flat = match self {
            Self::Model(model) => flatten(model),
            Self::Raw(raw) => flat(&raw.members()?),
        };
        flat.map_err(|error| {
            Error::request(format!(
                "{} is {}, which a query cannot express: use POST with TC3-HMAC-SHA256, or leave it out",
                error.path, error.what
            ))
        })
    }
}

/// The parameters of a raw call.
#[derive(Clone, Default)]
pub(crate) struct RawParameters {
    /// A JSON object; null is an empty one.
    pub(crate) json: Value,
    /// Files by parameter.
    pub(crate) files: Vec<(String, Bytes)>,
    /// The headers of parameters that travel beside an octet-stream body.
    pub(crate) headers: Vec<RawHeader>,
}

/// The header of a parameter that travels beside an octet-stream body.
#[derive(Clone)]
pub(crate) struct RawHeader {
    pub(crate) parameter: Name,
    pub(crate) name: Name,
    pub(crate) sensitive: bool,
}

impl RawParameters {
    /// The members of the object, files as base64.
    ///
    /// # Errors
    /// JSON that is no object.
    pub(crate) fn members(&self) -> Result<Map<String, Value>> {
        let mut members = self.plain()?;
        for (name, content) in &self.files {
            members.insert(name.clone(), STANDARD.encode(content).into());
        }
        Ok(members)
    }

    /// The members of the object without the files.
    pub(super) fn plain(&self) -> Result<Map<String, Value>> {
        match &self.json {
            Value::Null => Ok(Map::new()),
            Value::Object(members) => Ok(members.clone()),
            other => Err(Error::request(format!(
                "the parameters are {}: give a JSON object",
                kind(other)
            ))),
        }
    }
}

/// What a JSON value is, without the value.
fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// Members as names and plain values.
pub(crate) fn flat(members: &Map<String, Value>) -> Result<Vec<(String, String)>, NoFlatForm> {
    let mut out = Vec::new();
    for (name, value) in members {
        flatten_value(value, name.clone(), &mut out)?;
    }
    Ok(out)
}

fn flatten_value(
    value: &Value,
    path: String,
    out: &mut Vec<(String, String)>,
) -> Result<(), NoFlatForm> {
    let what = match value {
        Value::Null => "null",
        Value::Array(items) if items.is_empty() => "an empty list",
        Value::Object(members) if members.is_empty() => "an empty object",
        Value::Array(items) => {
            let mut items = items.iter().enumerate();
            return items.try_for_each(|(i, item)| flatten_value(item, format!("{path}.{i}"), out));
        }
        Value::Object(members) => {
            let mut members = members.iter();
            return members
                .try_for_each(|(name, item)| flatten_value(item, format!("{path}.{name}"), out));
        }
        scalar => {
            out.push((path, plain(scalar)));
            return Ok(());
        }
    };
    Err(NoFlatForm { path, what })
}

/// A scalar as plain text.
pub(super) fn plain(scalar: &Value) -> String {
    match scalar {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
