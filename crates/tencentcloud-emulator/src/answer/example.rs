//! Responses of example values of the right types.

use serde_json::{Map, Value};
use tencentcloud_schema::{Description, Kind, Member};

use super::empty::empty;
use super::pages;
use crate::call::Call;

/// How deep objects nest in a response; below, only members that are always there.
const DEPTH: usize = 6;

/// Returns the example response to a call. Members repeat what the request gave under the same name
/// and of the same kind. A list has one item, or as many as the request's list of that name; the
/// count of all items says how many.
pub(crate) fn example(call: &Call) -> Map<String, Value> {
    let target = &call.target;
    let filler = Filler {
        description: target.description(),
        top: &call.parameters,
    };
    let given = [&call.parameters];
    let mut answer = filler.object(&target.action().response, &given, &mut Vec::new());
    // A member of that name would make the response an error.
    answer.remove("Error");
    pages::end(call, &mut answer);
    answer
}

struct Filler<'a> {
    description: &'a Description,
    top: &'a Map<String, Value>,
}

impl<'a> Filler<'a> {
    /// Fills an object with values of `given`, objects of the request of which the nearest comes
    /// first; `path` holds the types that are being filled.
    fn object(
        &self,
        members: &'a [Member],
        given: &[&Map<String, Value>],
        path: &mut Vec<&'a str>,
    ) -> Map<String, Value> {
        let mut object = Map::new();
        for member in members {
            let echo = given.iter().find_map(|given| given.get(&member.name));
            if let Some(value) = self.member(member, echo, path) {
                object.insert(member.name.clone(), value);
            }
        }
        count(members, &mut object);
        object
    }

    fn member(
        &self,
        member: &'a Member,
        echo: Option<&Value>,
        path: &mut Vec<&'a str>,
    ) -> Option<Value> {
        let echo = echo.filter(|value| member.accepts(value));
        let Some(name) = member.kind.object() else {
            let value = echo.or(member.example.as_ref()).cloned();
            return Some(value.unwrap_or_else(|| {
                let value = scalar(member);
                if member.list {
                    vec![value].into()
                } else {
                    value
                }
            }));
        };
        if path.contains(&name) || path.len() >= DEPTH {
            return member.always.then(|| empty(member));
        }
        let members = self
            .description
            .types
            .get(name)
            .map(|object| object.members.as_slice())
            .unwrap_or_default();
        path.push(name);
        let mut fill = |echo: Option<&Value>| {
            let object = match echo.and_then(Value::as_object) {
                Some(near) => self.object(members, &[near, self.top], path),
                None => self.object(members, &[self.top], path),
            };
            Value::Object(object)
        };
        let value = match echo {
            Some(Value::Array(items)) => items.iter().map(|item| fill(Some(item))).collect(),
            _ if member.list => vec![fill(None)].into(),
            echo => fill(echo),
        };
        path.pop();
        Some(value)
    }
}

/// Returns a value of the member's kind: its default, its first listed value or its minimum if the
/// description has one.
fn scalar(member: &Member) -> Value {
    if let Some(value) = member
        .default
        .as_ref()
        .filter(|value| member.kind.accepts(value))
    {
        return value.clone();
    }
    match &member.kind {
        // Bytes are base64 text in JSON.
        Kind::Binary => "ZXhhbXBsZQ==".into(),
        Kind::String => match member.values.first() {
            Some(value) => value.as_str().into(),
            None => "example".into(),
        },
        Kind::Date => "2026-01-02".into(),
        Kind::DateTime => "2026-01-02 15:04:05".into(),
        Kind::DateTimeIso => "2026-01-02T15:04:05+08:00".into(),
        Kind::Float => match &member.min {
            Some(min) => min.clone().into(),
            None => 1.5.into(),
        },
        Kind::Bool => true.into(),
        kind => match &member.min {
            Some(min) if kind.accepts(&min.clone().into()) => min.clone().into(),
            _ => 1.into(),
        },
    }
}

/// Sets a count of all items beside the only list to its number of items.
fn count(members: &[Member], object: &mut Map<String, Value>) {
    let mut lists = members.iter().filter(|member| member.list);
    let (Some(list), None) = (lists.next(), lists.next()) else {
        return;
    };
    let items = object.get(&list.name).and_then(Value::as_array);
    let items = items.map_or(0, Vec::len);
    for member in members.iter().filter(|member| member.kind.is_integer()) {
        if matches!(member.name.as_str(), "TotalCount" | "Total" | "TotalNum") {
            object.insert(member.name.clone(), items.into());
        }
    }
}
