//! Requests and responses without their secrets.

use std::fmt;

use crate::Action;
use crate::model::{MASK, Model, Mut, Quiet, decode_object, shape, to_json};

/// Takes the secrets out of one action's request and response. Every request that reaches a transport
/// carries it among its extensions, for transports that record or show what they send.
#[derive(Clone, Copy)]
pub struct Redaction {
    action: &'static str,
    request: fn(&[u8]) -> Vec<u8>,
    response: fn(&[u8]) -> Vec<u8>,
}

impl Redaction {
    pub(crate) fn of<A: Action>() -> Self {
        Self {
            action: A::INFO.name,
            request: redact::<A>,
            response: redact::<A::Response>,
        }
    }

    /// Returns the action's name.
    pub fn action(&self) -> &'static str {
        self.action
    }

    /// Returns the `json` of a request's parameters with its secrets masked and without members that
    /// the request's type does not have; empty if it is no such JSON.
    pub fn request(&self, json: &[u8]) -> Vec<u8> {
        (self.request)(json)
    }

    /// Returns the `json` of what is in a `Response` in the same way.
    pub fn response(&self, json: &[u8]) -> Vec<u8> {
        (self.response)(json)
    }
}

impl fmt::Debug for Redaction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Redaction")
            .field("action", &self.action)
            .finish_non_exhaustive()
    }
}

/// The JSON of a model with every secret masked, from its JSON with them. Members that the model
/// does not know are left out: nobody has said that they are no secrets. What is no JSON of the
/// model comes back empty.
fn redact<M: Model>(json: &[u8]) -> Vec<u8> {
    let mut model = M::empty();
    redact_into(json, &mut model)
}

/// The same, for a model that is empty before and holds what is shown afterwards.
pub(crate) fn redact_into(json: &[u8], model: &mut dyn Model) -> Vec<u8> {
    match decode_object(json, model, &Quiet) {
        Ok(()) => {
            mask(model);
            to_json(model)
        }
        Err(_) => Vec::new(),
    }
}

fn mask(model: &mut dyn Model) {
    let shape = shape(model);
    model.visit_mut(|values| {
        for (field, value) in shape.fields().zip(values) {
            if field.sensitive {
                hide(value.get_mut());
            } else {
                enter(value.get_mut());
            }
        }
    });
}

/// Masks the secrets inside a value.
fn enter(value: Mut<'_>) {
    match value {
        Mut::Object(model) => mask(model),
        Mut::Optional(optional) => optional.some_mut().into_iter().for_each(enter),
        Mut::List(list) => list.each_mut(&mut enter),
        _ => {}
    }
}

/// Masks a value that is a secret itself.
fn hide(value: Mut<'_>) {
    match value {
        Mut::Str(text) => MASK.clone_into(text),
        Mut::I64(number) => *number = 0,
        Mut::U64(number) => *number = 0,
        Mut::F64(number) => *number = 0.0,
        Mut::Bool(truth) => *truth = false,
        Mut::Bytes(bytes) => bytes.clear(),
        Mut::List(list) => list.clear(),
        Mut::Object(model) => model.visit_mut(|values| {
            values.iter_mut().for_each(|value| hide(value.get_mut()));
        }),
        Mut::Optional(optional) => optional.some_mut().into_iter().for_each(hide),
    }
}
