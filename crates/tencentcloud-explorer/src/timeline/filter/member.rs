//! A condition on a parameter, or on a member of the response.

use serde_json::Value;
use wildmatch::WildMatch;

use super::super::entry::Entry;
use super::query::{Op, Side};

/// A condition on a member, at its path.
#[derive(Debug)]
pub(super) struct Member {
    side: Side,
    path: Vec<String>,
    /// The last name of the path as JSON has it: without it a text need not be read.
    key: String,
    op: Op,
    value: String,
    fits: WildMatch,
}

impl Member {
    pub(super) fn new(side: Side, path: Vec<String>, op: Op, value: String) -> Self {
        let mut names = path.iter().rev();
        let key = names.find(|step| step.parse::<usize>().is_err());
        let key = key.map(|key| Value::from(key.as_str()).to_string());
        let fits = match op {
            Op::Has => WildMatch::new_case_insensitive(&format!("*{value}*")),
            _ => WildMatch::new(&value),
        };
        Self {
            side,
            path,
            key: key.unwrap_or_default(),
            op,
            value,
            fits,
        }
    }

    /// True if a value at the path is as the condition asks for.
    pub(super) fn takes(&self, entry: &Entry) -> bool {
        let text = match self.side {
            Side::Request => entry.body.request_text(),
            Side::Response => entry.body.response_text(),
        };
        if !text.contains(&self.key) {
            return false;
        }
        let read: Result<Value, _> = serde_json::from_str(text);
        read.is_ok_and(|value| self.found(&value, &self.path))
    }

    fn found(&self, value: &Value, path: &[String]) -> bool {
        match (path, value) {
            // A list is as any of its items, unless the path says which one.
            ([step, rest @ ..], Value::Array(items)) if step.parse::<usize>().is_ok() => {
                let index = step.parse::<usize>().ok();
                let item = index.and_then(|index| items.get(index));
                item.is_some_and(|item| self.found(item, rest))
            }
            (path, Value::Array(items)) => items.iter().any(|item| self.found(item, path)),
            ([], value) => self.compares(value),
            ([step, rest @ ..], value) => {
                value.get(step).is_some_and(|value| self.found(value, rest))
            }
        }
    }

    fn compares(&self, value: &Value) -> bool {
        if let (Some(number), Ok(wanted)) = (value.as_f64(), self.value.parse::<f64>())
            && self.op != Op::Has
        {
            return self.op.fits(number.partial_cmp(&wanted));
        }
        let text = match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        match self.op {
            Op::Has | Op::Is => self.fits.matches(&text),
            // Times and versions compare as texts.
            op => value.is_string() && op.fits(Some(text.as_str().cmp(&self.value))),
        }
    }
}
