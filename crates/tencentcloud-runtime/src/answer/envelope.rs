//! The members of a response that belong to the protocol, not to the action.

use std::fmt;

use serde_core::Deserializer;
use serde_core::de::{DeserializeSeed, IgnoredAny, MapAccess, Unexpected, Visitor};
use serde_json::Value;

use super::warning::Warnings;
use crate::model::{Intercept, Model, Object, Report, utf8};

/// What is around the members of a response.
#[derive(Debug, Default)]
pub(super) struct Envelope {
    /// True if the response has a `Response` object.
    pub(super) found: bool,
    /// The error's code and message, each empty if the error has none.
    pub(super) error: Option<(String, String)>,
    /// The request ID, if the model has no field for it.
    pub(super) request_id: Option<String>,
    /// True for an event of a stream, which carries its errors in more ways.
    event: bool,
    /// The `Response` that an event's members are wrapped in, if they are.
    wrapped: Option<Value>,
}

/// The names of an envelope's members.
const NAMES: [&str; 4] = ["Error", "ErrorMsg", "RequestId", "Response"];

impl Envelope {
    /// True for the names under which an error may come.
    fn may_err(&self, name: &str) -> bool {
        name == "Error" || (self.event && matches!(name, "ErrorMsg" | "Response"))
    }
}

impl Intercept for Envelope {
    fn wants(&self, name: &str) -> Option<&'static str> {
        let known = NAMES.into_iter().find(|known| *known == name)?;
        (known == "RequestId" || self.may_err(known)).then_some(known)
    }

    /// A field named Error must not hide a real error.
    fn wants_first(&self, name: &str) -> bool {
        self.may_err(name)
    }

    fn take(&mut self, name: &str, value: &Value) -> bool {
        match name {
            "Error" | "ErrorMsg" => {
                let Some(code) = text(value, "Code") else {
                    return false;
                };
                // Empty text in both is no error: tbp responds so when all went well.
                let fine = code.is_empty() && text(value, "Message").as_deref() == Some("");
                if !fine {
                    self.error = Some((code, message(value)));
                }
            }
            "Response" => {
                let member = |name: &str| value.get(name).unwrap_or(&Value::Null);
                self.take("RequestId", member("RequestId"));
                return self.take("Error", member("Error"));
            }
            "RequestId" => self.request_id = value.as_str().map(str::to_owned),
            _ => return false,
        }
        true
    }

    /// Without a field of that name, an error is one without a code too, and a `Response` is what
    /// the event is wrapped in.
    fn take_unclaimed(&mut self, name: &'static str, value: Value) {
        if self.take(name, &value) || !value.is_object() {
            return;
        }
        match name {
            "Error" | "ErrorMsg" => self.error = Some((String::new(), message(&value))),
            "Response" => self.wrapped = Some(value),
            _ => {}
        }
    }
}

/// A member of an error as text.
fn text(error: &Value, name: &str) -> Option<String> {
    match error.get(name)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn message(error: &Value) -> String {
    text(error, "Message")
        .or_else(|| text(error, "Msg"))
        .unwrap_or_default()
}

/// Reads the JSON text of a whole response, `{"Response": {…}}`: its members into the model, its
/// error and its request ID into the envelope, as far as the text is JSON.
pub(super) fn decode(
    json: &[u8],
    model: &mut dyn Model,
    report: &dyn Report,
    envelope: &mut Envelope,
) -> Result<(), serde_json::Error> {
    let mut reader = serde_json::Deserializer::from_str(utf8(json)?);
    (&mut reader).deserialize_any(Outer {
        model,
        report,
        envelope,
    })?;
    reader.end()
}

/// Reads the JSON text of one event: the model's own members, with an error in any of the forms
/// that products give it.
pub(super) fn decode_event(
    json: &[u8],
    model: &mut dyn Model,
    report: &dyn Report,
    envelope: &mut Envelope,
) -> Result<(), serde_json::Error> {
    let mut reader = serde_json::Deserializer::from_str(utf8(json)?);
    envelope.event = true;
    let whole = Object {
        model,
        report,
        intercept: Some(envelope),
    };
    whole.deserialize(&mut reader)?;
    reader.end()?;
    match envelope.wrapped.take() {
        Some(wrapped) => Object {
            model,
            report,
            intercept: Some(envelope),
        }
        .deserialize(wrapped),
        None => Ok(()),
    }
}

/// Reads the JSON text of a whole response as a call does, for benchmarks.
///
/// # Errors
/// Fails if the text is not the JSON of a response.
#[doc(hidden)]
pub fn from_json(json: &[u8], model: &mut dyn Model) -> Result<(), serde_json::Error> {
    decode(json, model, &Warnings::default(), &mut Envelope::default())
}

/// The object that the envelope is the only known member of.
struct Outer<'a> {
    model: &'a mut dyn Model,
    report: &'a dyn Report,
    envelope: &'a mut Envelope,
}

impl<'de> Visitor<'de> for Outer<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with the member Response")
    }

    /// What serde says repeats the text, and a response may hold secrets.
    fn visit_str<E: serde_core::de::Error>(self, _: &str) -> Result<(), E> {
        Err(E::invalid_type(Unexpected::Other("a string"), &self))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(response) = map.next_key_seed(IsResponse)? {
            if !response {
                map.next_value::<IgnoredAny>()?;
                continue;
            }
            self.envelope.found = true;
            map.next_value_seed(Object {
                model: &mut *self.model,
                report: self.report,
                intercept: Some(&mut *self.envelope),
            })?;
        }
        Ok(())
    }
}

/// Tells the name `Response` from others.
struct IsResponse;

impl<'de> DeserializeSeed<'de> for IsResponse {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for IsResponse {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a member's name")
    }

    fn visit_str<E: serde_core::de::Error>(self, name: &str) -> Result<bool, E> {
        Ok(name == "Response")
    }
}
