//! `application/octet-stream`: one parameter is the body, the others are headers.

use bytes::Bytes;
use http::HeaderMap;

use serde_json::Value;

use super::message::Message;
use super::parameters::{Parameters, RawParameters, plain};
use crate::model::{Model, Mut, Ref, shape};
use crate::{Error, Result};

/// The content type.
pub(super) const KIND: &str = "application/octet-stream";

/// Writes the one file as the body, and parameters with a header name as headers.
///
/// # Errors
/// A parameter of a raw call that is neither.
pub(super) fn write(parameters: Parameters<'_>) -> Result<Message> {
    match parameters {
        Parameters::Model(model) => Ok(of_model(model)),
        Parameters::Raw(raw) => of_raw(raw),
    }
}

fn of_raw(raw: &RawParameters) -> Result<Message> {
    let [(_, content)] = raw.files.as_slice() else {
        return Err(Error::request(format!(
            "an octet-stream body is one file, and the call has {}: give it by RawCall::bytes",
            raw.files.len()
        )));
    };
    let mut message = Message::post(KIND, content.clone());
    for (name, value) in &raw.plain()? {
        let header = raw
            .headers
            .iter()
            .find(|header| *header.parameter == **name);
        match (header, value) {
            (Some(header), Value::String(_) | Value::Number(_) | Value::Bool(_)) => {
                message.header(&header.name, plain(value), header.sensitive);
            }
            (Some(_), _) => {
                return Err(Error::request(format!(
                    "{name} travels as a header beside an octet-stream body: give it as text"
                )));
            }
            (None, _) => {
                return Err(Error::request(format!(
                    "{name} has no header to travel in beside an octet-stream body: name it by RawAction::header"
                )));
            }
        }
    }
    Ok(message)
}

fn of_model(model: &dyn Model) -> Message {
    let mut message = Message::post(KIND, Bytes::new());
    model.visit(|shape, values| {
        for (field, value) in shape.fields().zip(values) {
            match value.get() {
                Ref::Bytes(content) => message.body = content.clone(),
                Ref::Str(text) if !field.header().is_empty() => {
                    message.header(field.header(), text, field.sensitive);
                }
                _ => {}
            }
        }
    });
    message
}

/// Reads what [`write`] wrote.
pub(super) fn read(headers: &HeaderMap, body: &Bytes, model: &mut dyn Model) {
    let shape = shape(model);
    model.visit_mut(|values| {
        for (field, value) in shape.fields().zip(values) {
            let header = headers.get(field.header());
            fill(
                value.get_mut(),
                header.and_then(|value| value.to_str().ok()),
                body,
            );
        }
    });
}

fn fill(value: Mut<'_>, text: Option<&str>, body: &Bytes) {
    match (value, text) {
        (Mut::Bytes(bytes), _) => bytes.clone_from(body),
        (Mut::Str(target), Some(text)) => text.clone_into(target),
        (Mut::Optional(optional), Some(text)) => fill(optional.insert(), Some(text), body),
        _ => {}
    }
}
