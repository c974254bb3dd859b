//! `application/octet-stream`: one parameter is the body, the others are headers.

use bytes::Bytes;
use http::HeaderMap;

use super::message::Message;
use crate::model::{Model, Mut, Ref, shape};

/// The content type.
pub(super) const KIND: &str = "application/octet-stream";

/// Writes the one field of bytes as the body, and fields with a header name as headers.
pub(super) fn write(model: &dyn Model) -> Message {
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
