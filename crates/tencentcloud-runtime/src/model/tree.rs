//! Members by their path, of a model or of JSON.

use serde_json::Value;

use super::{Model, path};

/// A model or JSON, to look members up in.
#[derive(Clone, Copy)]
pub(crate) enum Tree<'a> {
    Model(&'a dyn Model),
    Json(&'a Value),
}

impl Tree<'_> {
    /// The text or whole number at that path, as text.
    pub(crate) fn text(self, path: &str) -> Option<String> {
        match self {
            Self::Model(model) => path::text(model, path),
            Self::Json(json) => match find(json, path)? {
                Value::String(text) => Some(text.clone()),
                Value::Number(number) if !number.is_f64() => Some(number.to_string()),
                _ => None,
            },
        }
    }

    /// The flag at that path, also if it is a number.
    pub(crate) fn flag(self, path: &str) -> Option<bool> {
        match self {
            Self::Model(model) => path::flag(model, path),
            Self::Json(json) => match find(json, path)? {
                Value::Bool(flag) => Some(*flag),
                Value::Number(number) => Some(number.as_f64() != Some(0.0)),
                _ => None,
            },
        }
    }

    /// The whole number at that path, also if it is text.
    pub(crate) fn number(self, path: &str) -> Option<u64> {
        self.text(path)?.trim().parse().ok()
    }

    /// How many items the list at that path has, and what they are as JSON.
    pub(crate) fn list(self, path: &str) -> Option<(usize, Vec<u8>)> {
        match self {
            Self::Model(model) => path::list(model, path),
            Self::Json(json) => match find(json, path)? {
                Value::Array(items) => Some((items.len(), serde_json::to_vec(items).ok()?)),
                _ => None,
            },
        }
    }
}

/// The value at that path.
fn find<'a>(json: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.')
        .try_fold(json, |value, name| value.get(name))
}

/// Takes the list at that path out of JSON.
pub(crate) fn take_list(json: &mut Value, path: &str) -> Option<Vec<Value>> {
    let found = path
        .split('.')
        .try_fold(json, |value, name| value.get_mut(name))?;
    match found.take() {
        Value::Array(items) => Some(items),
        _ => None,
    }
}
