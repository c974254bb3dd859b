//! What an example says, held against what came back.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::{Number, Value};
use tencentcloud_schema::{Description, Kind, Member};

use super::examples::{Example, Form};
use super::harness::Outcome;

/// Deletions and conversions by kind.
#[derive(Debug, Default)]
pub(super) struct Counts(BTreeMap<&'static str, usize>);

impl Counts {
    fn add(&mut self, kind: &'static str) {
        *self.0.entry(kind).or_default() += 1;
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "deleted and converted:")?;
        self.0
            .iter()
            .try_for_each(|(kind, count)| write!(f, "\n  {count:>7} {kind}"))
    }
}

/// Compares an example with what came back of it.
///
/// # Errors
/// The path of the first difference, what is documented there and what came.
pub(super) fn compare(
    description: &Description,
    example: &Example,
    outcome: &Outcome,
    counts: &mut Counts,
) -> Result<(), String> {
    let action = &description.actions[&example.action];
    if let Some(code) = example
        .json
        .pointer("/Error/Code")
        .filter(|_| example.form == Form::Answer)
    {
        counts.add("answers that are errors");
        return match &outcome.error {
            Some(error) if Some(error.as_str()) == code.as_str() => Ok(()),
            other => Err(format!("Error.Code: documented {code}, came {other:?}")),
        };
    }
    if let Some(error) = &outcome.error {
        return Err(error.clone());
    }
    outcome
        .warnings
        .iter()
        .for_each(|_| counts.add("told: members that do not convert"));
    let members = if example.form == Form::Answer {
        &action.response
    } else {
        &action.request
    };
    let mut expected = example.json.clone();
    let id = Member::new("RequestId", Kind::String);
    let mut all = members.clone();
    if example.form == Form::Answer {
        all.push(id);
    }
    let mut check = Check {
        description,
        counts,
        answer: example.form == Form::Answer,
    };
    check.object(&all, &mut expected);
    if example.form == Form::Get {
        let mut pairs = Vec::new();
        flatten("", &expected, &mut pairs);
        let mut came: Vec<_> = outcome
            .json
            .as_str()
            .unwrap_or_default()
            .split('&')
            .filter(|p| !p.is_empty())
            .map(str::to_owned)
            .collect();
        pairs.sort();
        came.sort();
        return match pairs == came {
            true => Ok(()),
            false => {
                let missing: Vec<_> = pairs.iter().filter(|pair| !came.contains(pair)).collect();
                let more: Vec<_> = came.iter().filter(|pair| !pairs.contains(pair)).collect();
                Err(format!("documented {missing:?}, came {more:?}"))
            }
        };
    }
    let mut came = outcome.json.clone();
    if example.form == Form::Answer && expected.get("RequestId").is_none() {
        // The runtime sees to it that every answer has one.
        came.as_object_mut()
            .map(|object| object.remove("RequestId"));
    }
    check.empties(&all, &expected, &mut came);
    delete_nothing(&mut came);
    difference("", &expected, &came)
}

struct Check<'a> {
    description: &'a Description,
    counts: &'a mut Counts,
    answer: bool,
}

impl Check<'_> {
    /// Deletes and converts what the rules allow, in what is documented.
    fn object(&mut self, members: &[Member], value: &mut Value) {
        let Some(object) = value.as_object_mut() else {
            return;
        };
        let known = |name: &str| members.iter().find(|member| member.name == name);
        let names: Vec<String> = object.keys().cloned().collect();
        for name in names {
            let Some(member) = known(&name) else {
                self.counts
                    .add("deleted: members that the schema lacks or marks disabled");
                object.shift_remove(&name);
                continue;
            };
            let gone = match object.get_mut(&name) {
                Some(value) => {
                    self.value(member, value);
                    value.is_null() || value.as_array().is_some_and(Vec::is_empty)
                }
                None => false,
            };
            if gone {
                self.counts.add("deleted: null and []");
                object.shift_remove(&name);
            }
        }
    }

    fn value(&mut self, member: &Member, value: &mut Value) {
        if member.list {
            if !value.is_array() && !value.is_null() {
                self.counts.add("converted: a single value for a list");
                *value = Value::Array(vec![value.take()]);
            }
            if let Value::Array(items) = value {
                let before = items.len();
                items.retain(|item| !item.is_null());
                if items.len() < before {
                    self.counts.add("deleted: null in a list");
                }
                items.iter_mut().for_each(|item| self.single(member, item));
            }
            return;
        }
        if let Value::Array(items) = value
            && items.len() <= 1
        {
            self.counts
                .add("converted: a list of one for a single value");
            *value = items.pop().unwrap_or(Value::Null);
        }
        self.single(member, value);
    }

    fn single(&mut self, member: &Member, value: &mut Value) {
        let converted: Option<(&'static str, Value)> = match (&member.kind, &*value) {
            (Kind::Object(name), _) => {
                if let Some(object) = self.description.types.get(name) {
                    let members = object.members.clone();
                    self.object(&members, value);
                }
                None
            }
            (kind, Value::Number(number)) if kind.is_text() => {
                Some(("number to string", number.to_string().into()))
            }
            (kind, Value::Bool(truth)) if kind.is_text() => {
                Some(("boolean to string", truth.to_string().into()))
            }
            (kind, Value::String(text)) if kind.is_integer() => {
                let text = text.trim();
                let number = text
                    .parse::<i64>()
                    .map(Number::from)
                    .or_else(|_| text.parse::<u64>().map(Number::from));
                number
                    .ok()
                    .map(|number| ("string to number", Value::Number(number)))
            }
            (kind, Value::Number(number)) if kind.is_integer() && number.is_f64() => {
                let whole = number
                    .as_f64()
                    .filter(|n| n.fract() == 0.0 && n.abs() < 9e15);
                whole.map(|n| ("float to whole number", Value::Number((n as i64).into())))
            }
            (Kind::Float, Value::String(text)) => {
                let number = text.trim().parse::<f64>().ok().and_then(Number::from_f64);
                number.map(|number| ("string to number", Value::Number(number)))
            }
            (Kind::Bool, Value::String(text)) => match text.to_ascii_lowercase().as_str() {
                "true" => Some(("string to boolean", true.into())),
                "false" => Some(("string to boolean", false.into())),
                _ => None,
            },
            (Kind::Bool, Value::Number(number)) => match number.as_u64() {
                Some(0) => Some(("number to boolean", false.into())),
                Some(1) => Some(("number to boolean", true.into())),
                _ => None,
            },
            _ => None,
        };
        if let Some((kind, new)) = converted {
            self.counts.add(match kind {
                "number to string" => "converted: number to string",
                "boolean to string" => "converted: boolean to string",
                "string to number" => "converted: string to number",
                "float to whole number" => "converted: float to whole number",
                "string to boolean" => "converted: string to boolean",
                _ => "converted: number to boolean",
            });
            *value = new;
        }
    }

    /// Deletes the empty values that came for members that are not documented and that a Rust
    /// type always has.
    fn empties(&mut self, members: &[Member], expected: &Value, came: &mut Value) {
        let Some(object) = came.as_object_mut() else {
            return;
        };
        for member in members {
            let Some(value) = object.get_mut(&member.name) else {
                continue;
            };
            let documented = expected.get(&member.name);
            if documented.is_none() && is_empty(value) && (self.answer || member.required) {
                self.counts
                    .add("allowed: an empty value for an absent member");
                object.shift_remove(&member.name);
                continue;
            }
            let inner = member
                .kind
                .object()
                .and_then(|name| self.description.types.get(name));
            let (Some(inner), Some(documented)) = (inner, documented) else {
                continue;
            };
            let members = inner.members.clone();
            match (documented, value) {
                (Value::Array(documented), Value::Array(items)) => {
                    for (documented, item) in documented.iter().zip(items) {
                        self.empties(&members, documented, item);
                    }
                }
                (documented, value) => self.empties(&members, documented, value),
            }
        }
    }
}

/// The value that a Rust field has when nothing was there; an object of such values too.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(truth) => !truth,
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(object) => object.values().all(is_empty),
    }
}

/// Deletes null and `[]`.
fn delete_nothing(value: &mut Value) {
    match value {
        Value::Object(object) => {
            object.values_mut().for_each(delete_nothing);
            object.retain(|_, value| {
                !value.is_null() && !value.as_array().is_some_and(Vec::is_empty)
            });
        }
        Value::Array(items) => items.iter_mut().for_each(delete_nothing),
        _ => {}
    }
}

fn difference(path: &str, expected: &Value, came: &Value) -> Result<(), String> {
    match (expected, came) {
        (Value::Object(a), Value::Object(b)) => {
            for name in a.keys().chain(b.keys()) {
                let null = Value::Null;
                let (x, y) = (a.get(name).unwrap_or(&null), b.get(name).unwrap_or(&null));
                difference(&format!("{path}.{name}"), x, y)?;
            }
            Ok(())
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => a
            .iter()
            .zip(b)
            .enumerate()
            .try_for_each(|(i, (x, y))| difference(&format!("{path}[{i}]"), x, y)),
        (Value::Number(a), Value::Number(b)) if a.as_f64() == b.as_f64() => Ok(()),
        (a, b) if a == b => Ok(()),
        (a, b) => Err(format!(
            "{}: documented {}, came {}",
            path.trim_start_matches('.'),
            short(a),
            short(b)
        )),
    }
}

fn short(value: &Value) -> String {
    value.to_string().chars().take(60).collect()
}

/// The pairs of a query, encoded as the runtime does.
fn flatten(prefix: &str, value: &Value, pairs: &mut Vec<String>) {
    let name = |step: &str| {
        if prefix.is_empty() {
            step.to_owned()
        } else {
            format!("{prefix}.{step}")
        }
    };
    match value {
        Value::Object(object) => object
            .iter()
            .for_each(|(step, inner)| flatten(&name(step), inner, pairs)),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .for_each(|(i, inner)| flatten(&name(&i.to_string()), inner, pairs)),
        Value::Null => {}
        Value::String(text) => pairs.push(format!("{prefix}={}", encoded(text))),
        scalar => pairs.push(format!("{prefix}={}", encoded(&scalar.to_string()))),
    }
}

fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                char::from(byte).to_string()
            }
            byte => format!("%{byte:02X}"),
        })
        .collect()
}
