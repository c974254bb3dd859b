//! Records in the form that a description gives them: what is unknown is empty, and never an
//! example.

use std::collections::BTreeMap;

use serde_json::{Map, Number, Value};
use tencentcloud_schema::{Kind, Member, Object};

/// How deep objects nest in a response.
const DEPTH: usize = 8;

/// Names that mean something else in each object, and are not looked for within others.
const PLAIN: [&str; 10] = [
    "Id",
    "Name",
    "Type",
    "Status",
    "State",
    "Key",
    "Value",
    "Description",
    "Remark",
    "Version",
];

/// Fills objects of a description's types.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shaper<'a> {
    types: &'a BTreeMap<String, Object>,
    /// True within the entries of a list that was given: they are shown as they were, with what must
    /// be there.
    bare: bool,
}

impl<'a> Shaper<'a> {
    pub(super) fn new(types: &'a BTreeMap<String, Object>) -> Self {
        Self { types, bare: false }
    }

    /// Returns the members with what `record` has of them.
    pub(super) fn object(
        self,
        members: &[Member],
        record: &Map<String, Value>,
    ) -> Map<String, Value> {
        self.fill(members, record, 0)
    }

    /// Returns the members of an object type.
    pub(super) fn members(self, name: &str) -> &'a [Member] {
        let object = self.types.get(name);
        object
            .map(|object| object.members.as_slice())
            .unwrap_or_default()
    }

    fn fill(
        self,
        members: &[Member],
        record: &Map<String, Value>,
        depth: usize,
    ) -> Map<String, Value> {
        let filled = members.iter().filter_map(|member| {
            let value = self.member(member, record, depth)?;
            Some((member.name.clone(), value))
        });
        filled.collect()
    }

    fn member(self, member: &Member, record: &Map<String, Value>, depth: usize) -> Option<Value> {
        let known = record
            .get(&member.name)
            .and_then(|value| self.fitted(member, value, depth))
            .or_else(|| self.number_apart(member, record, depth))
            .or_else(|| self.within(member, record, depth))
            .or_else(|| self.gathered(member, record, depth));
        let shown = !self.bare || member.always;
        let blank = || shown.then(|| self.empty(member, depth));
        known.or_else(|| blank().flatten())
    }

    /// Returns a value as the member has it; `None` if it cannot be made to fit.
    pub(super) fn fitted(self, member: &Member, value: &Value, depth: usize) -> Option<Value> {
        match value {
            Value::Null => None,
            Value::Array(items) if member.list => {
                let items = items.iter().map(|item| self.one(member, item, depth));
                items.collect()
            }
            Value::Array(items) if member.kind.is_text() => joined(items),
            value if member.list => Some(Value::Array(vec![self.one(member, value, depth)?])),
            value => self.one(member, value, depth),
        }
    }

    fn one(self, member: &Member, value: &Value, depth: usize) -> Option<Value> {
        match (&member.kind, value) {
            (Kind::Object(name), Value::Object(map)) => {
                let members = self.members(name);
                if members.is_empty() || depth >= DEPTH {
                    return Some(value.clone());
                }
                let inner = Self {
                    bare: self.bare || member.list,
                    ..self
                };
                Some(inner.fill(members, map, depth + 1).into())
            }
            (kind, value) => scalar(kind, value),
        }
    }

    /// Finds a list where one value was given, and one value where a list of one was given.
    fn number_apart(
        self,
        member: &Member,
        record: &Map<String, Value>,
        depth: usize,
    ) -> Option<Value> {
        let name = &member.name;
        let value = match member.list {
            true => record.get(name.strip_suffix('s').or(name.strip_suffix("Set"))?)?,
            false => match record.get(&format!("{name}s"))?.as_array()?.as_slice() {
                [one] => one,
                _ => return None,
            },
        };
        self.fitted(member, value, depth)
    }

    /// Finds a scalar within the one object of the record that has it: `Zone` of `Placement.Zone`.
    fn within(self, member: &Member, record: &Map<String, Value>, depth: usize) -> Option<Value> {
        if depth > 0 || member.kind.object().is_some() || PLAIN.contains(&member.name.as_str()) {
            return None;
        }
        let mut found = record
            .values()
            .filter_map(Value::as_object)
            .filter_map(|object| object.get(&member.name));
        match (found.next(), found.next()) {
            (Some(value), None) => self.fitted(member, value, depth),
            _ => None,
        }
    }

    /// Gathers an object of the scalars that the record has on its own: `Placement.Zone` of `Zone`. One
    /// that an object of the record has as well is that object's.
    fn gathered(self, member: &Member, record: &Map<String, Value>, depth: usize) -> Option<Value> {
        if depth > 0 || member.list {
            return None;
        }
        let members = self.members(member.kind.object()?);
        let taken = |name: &str| {
            let mut objects = record.values().filter_map(Value::as_object);
            objects.any(|object| object.contains_key(name))
        };
        let own = |inner: &&Member| {
            !PLAIN.contains(&inner.name.as_str())
                && inner.kind.object().is_none()
                && !taken(&inner.name)
                && record
                    .get(&inner.name)
                    .is_some_and(|value| !value.is_null())
        };
        members.iter().any(|inner| own(&inner)).then(|| {
            let own: Map<String, Value> = members
                .iter()
                .filter(own)
                .filter_map(|inner| Some((inner.name.clone(), record.get(&inner.name)?.clone())))
                .collect();
            self.fill(members, &own, depth + 1).into()
        })
    }

    /// Returns what a member has of which nothing is known; `None` leaves it out.
    fn empty(self, member: &Member, depth: usize) -> Option<Value> {
        if member.nullable {
            return Some(Value::Null);
        }
        if member.list {
            return Some(Value::Array(Vec::new()));
        }
        match &member.kind {
            Kind::Object(name) => {
                let shown = member.always && depth < DEPTH;
                shown.then(|| self.fill(self.members(name), &Map::new(), depth + 1).into())
            }
            Kind::Date | Kind::DateTime | Kind::DateTimeIso if !member.always => None,
            kind if kind.is_integer() => Some(0.into()),
            Kind::Float => Some(0.into()),
            Kind::Bool => Some(false.into()),
            _ => Some("".into()),
        }
    }
}

/// Returns a list of scalars as the text that services make of it.
fn joined(items: &[Value]) -> Option<Value> {
    let texts = items.iter().map(|item| match item {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    });
    let texts: Option<Vec<String>> = texts.collect();
    Some(texts?.join(",").into())
}

/// Returns a scalar in another kind if it says the same there.
fn scalar(kind: &Kind, value: &Value) -> Option<Value> {
    if kind.accepts(value) {
        return Some(value.clone());
    }
    match (kind, value) {
        (Kind::Object(_), _) | (_, Value::Object(_) | Value::Array(_) | Value::Null) => None,
        (kind, Value::Number(number)) if kind.is_text() => Some(number.to_string().into()),
        (kind, Value::Bool(flag)) if kind.is_text() => Some(flag.to_string().into()),
        (kind, Value::Bool(flag)) if kind.is_integer() => Some(u8::from(*flag).into()),
        (kind, Value::String(text)) if kind.is_integer() => {
            let number: Number = text.parse().ok()?;
            Some(number.into()).filter(|number| kind.accepts(number))
        }
        (Kind::Float, Value::String(text)) => Number::from_f64(text.parse().ok()?).map(Into::into),
        (Kind::Bool, Value::String(text)) => {
            text.to_ascii_lowercase().parse().ok().map(Value::Bool)
        }
        (Kind::Bool, Value::Number(number)) => Some((number.as_u64()? != 0).into()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn shaped(members: Value, record: Value) -> Value {
        let types: BTreeMap<String, Object> = serde_json::from_value(json!({
            "Place": {"members": [{"name": "Zone", "type": "string", "always": true}, {"name": "Project", "type": "int64"}]},
        }))
        .unwrap();
        let members: Vec<Member> = serde_json::from_value(members).unwrap();
        let record = record.as_object().unwrap().clone();
        Value::Object(Shaper::new(&types).object(&members, &record))
    }

    #[test]
    fn what_is_unknown_is_empty_and_no_example() {
        let members = json!([
            {"name": "A", "type": "string", "example": "x"},
            {"name": "B", "type": "int64", "nullable": true, "example": 1},
            {"name": "C", "type": "Place", "list": true},
            {"name": "D", "type": "Place"},
            {"name": "E", "type": "Place", "always": true},
            {"name": "F", "type": "datetime", "example": "2020-01-01 00:00:00"},
        ]);
        let empty = json!({"A": "", "B": null, "C": [], "E": {"Zone": "", "Project": 0}});
        assert_eq!(shaped(members, json!({})), empty);
    }

    #[test]
    fn entries_of_a_list_are_shown_as_they_were_given() {
        let members = json!([{"name": "Places", "type": "Place", "list": true}]);
        let given = json!({"Places": [{"Project": 1}, {"Zone": "z"}]});
        let shown = json!({"Places": [{"Zone": "", "Project": 1}, {"Zone": "z"}]});
        assert_eq!(shaped(members, given), shown);
    }

    #[test]
    fn values_are_made_to_fit_where_they_say_the_same() {
        let members = json!([
            {"name": "Count", "type": "string"},
            {"name": "Size", "type": "int64"},
            {"name": "Zones", "type": "string", "list": true},
            {"name": "Ip", "type": "string"},
            {"name": "On", "type": "bool"},
            {"name": "Port", "type": "int64"},
            {"name": "Days", "type": "string"},
        ]);
        let record = json!({"Count": 3, "Size": "40", "Zone": "z", "Ips": ["i"], "On": "TRUE", "Port": "x", "Days": [1, "2"]});
        let expected = json!({"Count": "3", "Size": 40, "Zones": ["z"], "Ip": "i", "On": true, "Port": 0, "Days": "1,2"});
        assert_eq!(shaped(members, record), expected);
    }

    #[test]
    fn a_member_is_found_one_object_away_on_either_side() {
        let inside = json!([{"name": "Zone", "type": "string"}]);
        assert_eq!(
            shaped(inside, json!({"Place": {"Zone": "z"}})),
            json!({"Zone": "z"})
        );
        let around = json!([{"name": "Place", "type": "Place"}]);
        let gathered = json!({"Place": {"Zone": "z", "Project": 0}});
        assert_eq!(shaped(around, json!({"Zone": "z"})), gathered);
    }
    #[test]
    fn what_one_object_has_is_not_gathered_into_another() {
        let members =
            json!([{"name": "Place", "type": "Place"}, {"name": "Spare", "type": "Place"}]);
        let record = json!({"Zone": "z", "Place": {"Zone": "z"}});
        assert_eq!(
            shaped(members, record),
            json!({"Place": {"Zone": "z", "Project": 0}})
        );
    }
}
