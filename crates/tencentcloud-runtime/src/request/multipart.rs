//! `multipart/form-data`: one part per parameter. Text is sent as it is, bytes as a file, lists and
//! objects as JSON.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::message::Message;
use super::random;
use crate::Result;
use crate::model::{Encode, Model, Ref, Strict, decode_object};

/// The content type, up to the boundary.
pub(super) const KIND: &str = "multipart/form-data; boundary=";

const JSON: &str = "\r\nContent-Type: application/json";

/// Writes a model.
///
/// # Errors
/// A system without random numbers for the boundary.
pub(super) fn write(model: &dyn Model) -> Result<Message> {
    let boundary = format!("----tencentcloud-{:016x}{:016x}", random()?, random()?);
    let mut body = Vec::new();
    model.visit(|shape, values| {
        for (field, value) in shape.fields().zip(values) {
            let name = field.wire();
            let Some((kind, content)) = part(name, value.get()) else {
                continue;
            };
            let head = format!(
                "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"{kind}\r\n\r\n"
            );
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(&content);
            body.extend_from_slice(b"\r\n");
        }
    });
    body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    Ok(Message::post(format!("{KIND}{boundary}"), body))
}

/// What follows a part's name in its head, and the part's content; `None` for an absent value.
fn part(name: &str, value: Ref<'_>) -> Option<(String, Vec<u8>)> {
    let json = |value| serde_json::to_vec(&Encode(value)).unwrap_or_default();
    Some(match value {
        Ref::Absent => return None,
        Ref::Bytes(bytes) => (
            format!("; filename=\"{name}\"\r\nContent-Type: application/octet-stream"),
            bytes.to_vec(),
        ),
        Ref::Object(_) | Ref::List(_) => (JSON.to_owned(), json(value)),
        scalar => (String::new(), scalar.text()?.into_bytes()),
    })
}

/// Reads what [`write`] wrote.
pub(super) fn read(boundary: &str, body: &[u8], model: &mut dyn Model) -> Option<()> {
    let mut members = serde_json::Map::new();
    let first = format!("--{boundary}");
    let next = format!("\r\n{first}");
    let mut rest = body.strip_prefix(first.as_bytes())?;
    while let Some(part) = rest.strip_prefix(b"\r\n") {
        let end = find(part, next.as_bytes())?;
        let split = find(&part[..end], b"\r\n\r\n")?;
        let head = std::str::from_utf8(&part[..split]).ok()?;
        let name = head.split("name=\"").nth(1)?.split('"').next()?;
        let value = value(head, &part[split + 4..end])?;
        members.insert(name.to_owned(), value);
        rest = &part[end + next.len()..];
    }
    let json = serde_json::to_vec(&members).ok()?;
    decode_object(&json, model, &Strict).ok()
}

/// A part's content as JSON.
fn value(head: &str, content: &[u8]) -> Option<serde_json::Value> {
    if head.contains("filename=") {
        return Some(STANDARD.encode(content).into());
    }
    if head.contains(JSON) {
        return serde_json::from_slice(content).ok();
    }
    Some(std::str::from_utf8(content).ok()?.into())
}

fn find(text: &[u8], what: &[u8]) -> Option<usize> {
    text.windows(what.len()).position(|window| window == what)
}
