//! Requests and responses without their secrets.

use std::fmt;
use std::sync::Arc;

use serde_json::{Map, Value};

use crate::Action;
use crate::action::Name;
use crate::model::{MASK, Model, Mut, Quiet, decode_object, shape, to_json};

/// Takes the secrets out of one action's request and response. Every request that reaches a transport
/// carries it among its extensions, for transports that record or show what they send.
#[derive(Clone)]
pub struct Redaction {
    action: Name,
    by: By,
}

/// What says which members are secrets.
#[derive(Clone)]
enum By {
    /// The types of a typed action.
    Types {
        request: fn(&[u8]) -> Vec<u8>,
        response: fn(&[u8]) -> Vec<u8>,
    },
    /// The facts of a raw call.
    Names(Secret),
}

impl Redaction {
    pub(crate) fn of<A: Action>() -> Self {
        Self {
            action: A::INFO.name.into(),
            by: By::Types {
                request: redact::<A>,
                response: redact::<A::Response>,
            },
        }
    }

    pub(crate) fn by_name(action: Name, secret: Secret) -> Self {
        Self {
            action,
            by: By::Names(secret),
        }
    }

    /// Returns the action's name.
    pub fn action(&self) -> &str {
        &self.action
    }

    /// Returns the `json` of a request's parameters with its secrets masked and without members that
    /// the request's type does not have; empty if it is no such JSON. A raw call has no type: see
    /// [`RawAction::sensitive`](crate::RawAction::sensitive).
    pub fn request(&self, json: &[u8]) -> Vec<u8> {
        match &self.by {
            By::Types { request, .. } => request(json),
            By::Names(secret) => secret.redact(json),
        }
    }

    /// Returns the `json` of what is in a `Response` in the same way.
    pub fn response(&self, json: &[u8]) -> Vec<u8> {
        match &self.by {
            By::Types { response, .. } => response(json),
            By::Names(secret) => secret.redact(json),
        }
    }
}

impl fmt::Debug for Redaction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Redaction")
            .field("action", &self.action)
            .finish_non_exhaustive()
    }
}

/// The members of a raw call that are secrets, wherever they stand: those named, or all of them if
/// nothing is known.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Secret(pub(crate) Option<Arc<[String]>>);

impl Secret {
    /// True for the name of a secret.
    pub(crate) fn has(&self, name: &str) -> bool {
        match &self.0 {
            Some(names) => names.iter().any(|own| own == name),
            None => name != "RequestId",
        }
    }

    /// The JSON of an object with its secrets masked; empty if it is none.
    fn redact(&self, json: &[u8]) -> Vec<u8> {
        match serde_json::from_slice(json) {
            Ok(Value::Object(mut members)) => {
                self.mask(&mut members);
                Value::Object(members).to_string().into_bytes()
            }
            _ => Vec::new(),
        }
    }

    /// Masks the secrets among members. A request ID is none.
    pub(crate) fn mask(&self, members: &mut Map<String, Value>) {
        for (name, value) in members {
            self.enter(value, self.has(name));
        }
    }

    /// Masks what is secret in a value, all of it if it is hidden.
    fn enter(&self, value: &mut Value, hidden: bool) {
        match value {
            Value::Array(items) => items.iter_mut().for_each(|item| self.enter(item, hidden)),
            Value::Object(members) if hidden => {
                members.values_mut().for_each(|item| self.enter(item, true));
            }
            Value::Object(members) => self.mask(members),
            Value::Null => {}
            scalar if hidden => *scalar = MASK.into(),
            _ => {}
        }
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
