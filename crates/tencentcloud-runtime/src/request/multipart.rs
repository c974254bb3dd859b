//! `multipart/form-data`: one part per parameter. Text is sent as it is, bytes as a file, lists and
//! objects as JSON.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use serde_json::Value;

use super::message::Message;
use super::parameters::{Parameters, RawParameters, plain};
use crate::model::{Encode, Model, Ref, Strict, decode_object};
use crate::{Error, Result, random};

/// The content type, up to the boundary.
pub(super) const KIND: &str = "multipart/form-data; boundary=";

const JSON: &str = "\r\nContent-Type: application/json";

/// Writes parameters.
///
/// # Errors
/// A system without random numbers for the boundary; a name that a part cannot have.
pub(super) fn write(parameters: Parameters<'_>) -> Result<Message> {
    let boundary = format!(
        "----tencentcloud-{:016x}{:016x}",
        random::number()?,
        random::number()?
    );
    let mut body = Body {
        boundary: &boundary,
        bytes: Vec::new(),
    };
    match parameters {
        Parameters::Model(model) => model.visit(|shape, values| {
            for (field, value) in shape.fields().zip(values) {
                body.model(field.wire(), value.get());
            }
        }),
        Parameters::Raw(raw) => body.raw(raw)?,
    }
    let mut bytes = body.bytes;
    bytes.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    Ok(Message::post(format!("{KIND}{boundary}"), bytes))
}

/// A body that parts are added to.
struct Body<'a> {
    boundary: &'a str,
    bytes: Vec<u8>,
}

impl Body<'_> {
    fn model(&mut self, name: &str, value: Ref<'_>) {
        match value {
            Ref::Absent => {}
            Ref::Bytes(bytes) => self.file(name, bytes),
            Ref::Object(_) | Ref::List(_) => {
                let json = serde_json::to_vec(&Encode(value)).unwrap_or_default();
                self.part(name, JSON, &json);
            }
            scalar => self.part(name, "", scalar.text().unwrap_or_default().as_bytes()),
        }
    }

    fn raw(&mut self, raw: &RawParameters) -> Result<()> {
        let members = raw.plain()?;
        let names = members.keys().chain(raw.files.iter().map(|(name, _)| name));
        for name in names {
            if name.contains(['"', '\r', '\n']) {
                return Err(Error::request(format!(
                    "the parameter name {name:?} cannot name a part of multipart/form-data"
                )));
            }
        }
        for (name, value) in &members {
            match value {
                Value::Array(_) | Value::Object(_) | Value::Null => {
                    self.part(name, JSON, value.to_string().as_bytes());
                }
                scalar => self.part(name, "", plain(scalar).as_bytes()),
            }
        }
        for (name, content) in &raw.files {
            self.file(name, content);
        }
        Ok(())
    }

    fn file(&mut self, name: &str, content: &[u8]) {
        let kind = format!("; filename=\"{name}\"\r\nContent-Type: application/octet-stream");
        self.part(name, &kind, content);
    }

    /// Adds a part; `kind` is what follows the name in its head.
    fn part(&mut self, name: &str, kind: &str, content: &[u8]) {
        let boundary = self.boundary;
        let head = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"{kind}\r\n\r\n"
        );
        self.bytes.extend_from_slice(head.as_bytes());
        self.bytes.extend_from_slice(content);
        self.bytes.extend_from_slice(b"\r\n");
    }
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
