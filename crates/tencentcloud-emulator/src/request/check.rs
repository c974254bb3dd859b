//! Parameters against the description.

use std::collections::BTreeSet;

use serde_json::{Map, Value};
use tencentcloud_schema::{Action, Description, Kind, Member};

use super::depth::shallow;
use super::form::{expected, join};
use super::range;
use crate::fault::Fault;
use crate::guess::{clipped, guess};
use crate::nearest::of_parameter;
use crate::rules::{Leeway, Rule};

/// Checks names, types, ranges, depth and presence. A `null` counts as left out, an empty list as
/// given. A value that is not among those listed is a warning, or an error if the rules say so.
///
/// # Errors
/// A parameter is unknown, of the wrong type, out of its range, too deep or missing; the first one is
/// reported.
pub(crate) fn parameters(
    given: &Map<String, Value>,
    (name, action): (&str, &Action),
    description: &Description,
    leeway: &Leeway<'_>,
) -> Result<(), Fault> {
    let check = Check {
        description,
        listed: match action.errors.is_empty() {
            false => &action.errors,
            true => &description.errors,
        },
        leeway,
        deletes: name.starts_with("Delete"),
    };
    let of_action = Owner {
        name,
        members: &action.request,
    };
    check.object(given, of_action, "", 0)
}

/// The action or type whose members an object may have.
#[derive(Clone, Copy)]
struct Owner<'a> {
    name: &'a str,
    members: &'a [Member],
}

struct Check<'a> {
    description: &'a Description,
    /// The error codes of the action.
    listed: &'a BTreeSet<String>,
    leeway: &'a Leeway<'a>,
    /// True if the action deletes what its parameters name.
    deletes: bool,
}

impl Check<'_> {
    fn object(
        &self,
        given: &Map<String, Value>,
        owner: Owner<'_>,
        path: &str,
        depth: usize,
    ) -> Result<(), Fault> {
        let members = owner.members;
        for (name, value) in given {
            let path = join(path, name);
            match members.iter().find(|member| member.name == *name) {
                Some(_) if value.is_null() => {}
                Some(member) => self.member(value, (owner.name, member), &path, depth + 1)?,
                None if self.leeway.allow(Rule::UnknownParameter) => {
                    self.leeway.warn(&path, "is not documented");
                    self.untyped(value, &path, depth + 1)?;
                }
                None => return Err(unknown(&path, name, members)),
            }
        }
        let missing = members
            .iter()
            .find(|member| member.required && given.get(&member.name).is_none_or(Value::is_null));
        let Some(missing) = missing else {
            return Ok(());
        };
        let fault = Fault::missing(&join(path, &missing.name));
        match self.deletes && has_id(given, owner) {
            true if self.leeway.allow(Rule::IdAlone) => Ok(()),
            true => {
                let message = format!("{} {}", fault.message, off(Rule::IdAlone));
                Err(Fault::new(fault.code, message))
            }
            false => Err(fault),
        }
    }

    fn member(
        &self,
        value: &Value,
        (owner, member): (&str, &Member),
        path: &str,
        depth: usize,
    ) -> Result<(), Fault> {
        match value {
            Value::Array(items) if member.list => {
                shallow(path, depth)?;
                items.iter().enumerate().try_for_each(|(index, item)| {
                    self.one(item, (owner, member), &format!("{path}.{index}"), depth + 1)
                })
            }
            _ if member.list => Err(Fault::mistyped(path, &expected(member), kind_of(value))),
            value => self.one(value, (owner, member), path, depth),
        }
    }

    fn one(
        &self,
        value: &Value,
        (owner, member): (&str, &Member),
        path: &str,
        depth: usize,
    ) -> Result<(), Fault> {
        if !member.kind.accepts(value) {
            return Err(Fault::mistyped(path, member.kind.as_str(), kind_of(value)));
        }
        match value {
            Value::Number(number) => self.range(number, (owner, member), path)?,
            Value::Object(given) => return self.nested(given, &member.kind, path, depth),
            _ => {}
        }
        self.listed_value(value, member, path)
    }

    fn nested(
        &self,
        given: &Map<String, Value>,
        kind: &Kind,
        path: &str,
        depth: usize,
    ) -> Result<(), Fault> {
        shallow(path, depth)?;
        let object_type = kind
            .object()
            .and_then(|name| Some((name, self.description.types.get(name)?)));
        match object_type {
            Some((name, object_type)) if !object_type.members.is_empty() => {
                let members = &object_type.members;
                self.object(given, Owner { name, members }, path, depth)
            }
            // Of a type without members nothing is known, so nothing in it is unknown.
            _ => given
                .values()
                .try_for_each(|value| self.untyped(value, path, depth + 1)),
        }
    }

    /// Checks what nothing is known of for its depth alone.
    fn untyped(&self, value: &Value, path: &str, depth: usize) -> Result<(), Fault> {
        match value {
            Value::Array(items) => {
                shallow(path, depth)?;
                items
                    .iter()
                    .try_for_each(|item| self.untyped(item, path, depth + 1))
            }
            Value::Object(members) => {
                shallow(path, depth)?;
                members
                    .values()
                    .try_for_each(|member| self.untyped(member, path, depth + 1))
            }
            _ => Ok(()),
        }
    }

    fn range(
        &self,
        number: &serde_json::Number,
        (owner, member): (&str, &Member),
        path: &str,
    ) -> Result<(), Fault> {
        let Some(outside) = range::outside(number, member) else {
            return Ok(());
        };
        let (service, version) = (&self.description.service, &self.description.version);
        if outside.contradicted || range::is_exceeded(service, version, owner, &member.name) {
            self.leeway.warn(path, outside.message);
            return Ok(());
        }
        let code = of_parameter(&member.name, outside.words, self.listed);
        let message = format!("The parameter `{path}` {}.", outside.message);
        Err(Fault::new(code, message))
    }

    /// Holds a value against those that the documentation lists, case aside.
    fn listed_value(&self, value: &Value, member: &Member, path: &str) -> Result<(), Fault> {
        let text = match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let values = &member.values;
        let known = values.iter().any(|known| known.eq_ignore_ascii_case(&text));
        if values.is_empty() || known {
            return Ok(());
        }
        let message = format!("is none of the listed values: {}", values.join(", "));
        if self.leeway.closed_values() {
            let code = of_parameter(&member.name, &["NotInOptions"], self.listed);
            let message = format!("The parameter `{path}` {message}.");
            return Err(Fault::new(code, message));
        }
        self.leeway.warn(path, message);
        Ok(())
    }
}

/// Returns true if an object has the id of its type, which nothing requires.
fn has_id(given: &Map<String, Value>, owner: Owner<'_>) -> bool {
    owner.members.iter().any(|member| {
        let own = member.name == "Id" || member.name.strip_suffix("Id") == Some(owner.name);
        own && !member.required && given.get(&member.name).is_some_and(|id| !id.is_null())
    })
}

/// Says that a request would be accepted by a rule.
fn off(rule: Rule) -> String {
    format!("The rule {rule}, which would accept it, is switched off.")
}

fn unknown(path: &str, name: &str, members: &[Member]) -> Fault {
    let known = members.iter().map(|member| member.name.as_str());
    let mut message = format!("The parameter `{}` does not exist", clipped(path));
    match guess(name, known) {
        Some(known) => message.push_str(&format!("; `{known}` does.")),
        None => message.push('.'),
    }
    message.push(' ');
    message.push_str(&off(Rule::UnknownParameter));
    Fault::new("UnknownParameter", message)
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(number) if number.is_f64() => "a number with a fraction",
        Value::Number(_) => "a whole number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// Returns the parameters without those that are `null`, at any depth.
pub(crate) fn without_null(given: Map<String, Value>) -> Map<String, Value> {
    fn clean(value: Value) -> Value {
        match value {
            Value::Object(map) => without_null(map).into(),
            Value::Array(items) => items.into_iter().map(clean).collect(),
            scalar => scalar,
        }
    }
    given
        .into_iter()
        .filter(|(_, value)| !value.is_null())
        .map(|(name, value)| (name, clean(value)))
        .collect()
}
