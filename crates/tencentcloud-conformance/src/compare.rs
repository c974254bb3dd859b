//! What an example says, held against what came back.
//!
//! Both sides become leaves: scalars, and objects without members, by their paths. What the rules
//! delete or convert is deleted or converted, and counted, on the documented side.

use std::collections::{BTreeMap, BTreeSet};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Number, Value, json};
use tencentcloud_schema::{Description, Kind, Member};

use crate::counts::Counts;
use crate::examples::{Example, Form, decoded};
use crate::harness::Outcome;

/// What a query must encode.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// A place where the two sides differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Difference {
    /// The JSON path with all indexes empty, e.g. `Nodes[].Host`; empty for the whole.
    pub(crate) path: String,
    /// What is documented there and what came.
    pub(crate) what: String,
}

type Leaves = BTreeMap<String, Value>;

/// All differences between an example and what came back of it.
pub(crate) fn compare(
    description: &Description,
    example: &Example,
    outcome: &Outcome,
    counts: &mut Counts,
) -> Vec<Difference> {
    if let Some(error) = &outcome.error {
        // The first member that cannot be converted stands before what is expected there.
        let path = error.split_once(": expected ").map_or("", |(path, _)| path);
        return vec![Difference {
            path: unindexed(path),
            what: error.clone(),
        }];
    }
    let error = (example.form == Form::Answer)
        .then(|| typed_error(&example.json))
        .flatten();
    let mut sides = if error.is_some() || outcome.typed.is_some() {
        counts.add("answers that are typed errors");
        Sides::errors(error.as_ref(), outcome)
    } else {
        Sides::values(description, example, outcome, counts)
    };
    if example.form == Form::Get {
        sides.as_query();
    }
    sides.allow_empty(example.form, counts);
    let mut found = differences(&sides.expected, &sides.came);
    for warning in &outcome.warnings {
        counts.add("warned: members that do not convert");
        let needless = needless(warning, &found);
        found.extend(needless);
    }
    found
}

/// What is documented and what came.
#[derive(Default)]
struct Sides {
    expected: Leaves,
    came: Leaves,
    /// The paths of members that a Rust type always has and that are not documented.
    absent: BTreeSet<String>,
}

impl Sides {
    /// An error on either side.
    fn errors(documented: Option<&Value>, outcome: &Outcome) -> Self {
        let mut sides = Self::default();
        for (error, leaf) in [
            (documented, &mut sides.expected),
            (outcome.typed.as_ref(), &mut sides.came),
        ] {
            leaves("", error.unwrap_or(&Value::Null), leaf);
        }
        sides
    }

    /// The parameters or the response.
    fn values(
        description: &Description,
        example: &Example,
        outcome: &Outcome,
        counts: &mut Counts,
    ) -> Self {
        let mut sides = Self::default();
        let action = &description.actions[&example.action];
        let mut members = match example.form {
            Form::Answer => action.response.clone(),
            Form::Post | Form::Get => action.request.clone(),
        };
        if example.form == Form::Answer {
            members.push(Member::new("RequestId", Kind::String));
            // The runtime sees to it that every answer has one.
            sides.absent.insert("RequestId".to_owned());
        }
        let mut documented = example.json.clone();
        let mut rules = Rules {
            description,
            counts,
            absent: &mut sides.absent,
        };
        rules.object("", &members, &mut documented);
        leaves("", &documented, &mut sides.expected);
        match &outcome.json {
            Value::String(query) => sides.came = pairs(query),
            other => leaves("", other, &mut sides.came),
        }
        sides
    }

    /// Makes the documented side what a query can say.
    fn as_query(&mut self) {
        // A query without parameters says the empty object.
        self.expected.remove("");
        let leaves = self.expected.values_mut();
        leaves.for_each(|leaf| *leaf = text(leaf).into());
    }

    /// Deletes the empty values of members that are not documented and that a Rust type always has.
    fn allow_empty(&mut self, form: Form, counts: &mut Counts) {
        let Self {
            expected,
            came,
            absent,
        } = self;
        let mut emptied = BTreeSet::new();
        came.retain(|path, leaf| {
            let allowed = is_empty(leaf, form)
                && !expected.contains_key(path)
                && prefixes(path).any(|prefix| absent.contains(prefix));
            if allowed {
                emptied.extend(prefixes(path).map(str::to_owned));
            }
            !allowed
        });
        emptied.intersection(absent).for_each(|_| {
            counts.add("allowed: an empty value for an absent member");
        });
        // An object that is documented empty, and whose members came as empty values.
        expected.retain(|path, leaf| !(leaf.is_object() && emptied.contains(path)));
    }
}

/// A warning about a member that does not differ.
fn needless(warning: &str, found: &[Difference]) -> Option<Difference> {
    let path = warning.split_once(": ").map_or("", |(path, _)| path);
    let path = unindexed(path);
    // A single value that stands for a list has no index in the answer.
    let bare = |path: &str| path.replace("[]", "");
    let is_found = found
        .iter()
        .any(|difference| bare(&difference.path).starts_with(&bare(&path)));
    (!is_found).then(|| Difference {
        path,
        what: format!("warned without need: {warning}"),
    })
}

/// The error that an answer holds, in the form in which a program prints it.
fn typed_error(answer: &Value) -> Option<Value> {
    let error = answer.get("Error")?;
    let code = error.get("Code")?.as_str()?;
    let message = error.get("Message").and_then(Value::as_str);
    if code.is_empty() && message == Some("") {
        return None;
    }
    Some(json!({
        "Error": { "Code": code, "Message": message.unwrap_or_default() },
        "RequestId": answer.get("RequestId"),
    }))
}

fn differences(expected: &Leaves, came: &Leaves) -> Vec<Difference> {
    let paths: BTreeSet<_> = expected.keys().chain(came.keys()).collect();
    let mut found: Vec<Difference> = Vec::new();
    for path in paths {
        let (a, b) = (expected.get(path), came.get(path));
        if let (Some(a), Some(b)) = (a, b)
            && is_same(a, b)
        {
            continue;
        }
        // One side has members where the other has none: those are reported.
        let inner = below(path, "");
        let has_inner = |side: &Leaves| {
            side.keys()
                .any(|key| key.len() > inner.len() && key.starts_with(&inner))
        };
        if (a.is_none() && has_inner(expected)) || (b.is_none() && has_inner(came)) {
            continue;
        }
        let short = |leaf: Option<&Value>| match leaf {
            Some(leaf) => leaf.to_string().chars().take(60).collect(),
            None => "nothing".to_owned(),
        };
        let unindexed = unindexed(path);
        if !found.iter().any(|known| known.path == unindexed) {
            let what = format!("documented {}, came {}", short(a), short(b));
            found.push(Difference {
                path: unindexed,
                what,
            });
        }
    }
    found
}

fn is_same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) if a.is_f64() || b.is_f64() => {
            a.as_f64() == b.as_f64()
        }
        (a, b) => a == b,
    }
}

/// What the rules do to the documented side.
struct Rules<'a> {
    description: &'a Description,
    counts: &'a mut Counts,
    /// The paths of members that a Rust type always has and that are not documented.
    absent: &'a mut BTreeSet<String>,
}

impl Rules<'_> {
    fn object(&mut self, path: &str, members: &[Member], value: &mut Value) {
        let Some(object) = value.as_object_mut() else {
            return;
        };
        for (name, mut value) in std::mem::take(object) {
            let Some(member) = members.iter().find(|member| member.name == name) else {
                self.counts
                    .add("deleted: members that the schema lacks or marks disabled");
                continue;
            };
            self.value(&below(path, &name), member, &mut value);
            if value.is_null() || value.as_array().is_some_and(Vec::is_empty) {
                self.counts.add("deleted: null and []");
            } else {
                object.insert(name, value);
            }
        }
        let absent = members
            .iter()
            .filter(|member| member.required || member.typed_by().always)
            .filter(|member| !object.contains_key(&member.name));
        self.absent
            .extend(absent.map(|member| below(path, &member.name)));
    }

    fn value(&mut self, path: &str, member: &Member, value: &mut Value) {
        if !member.list {
            if let Value::Array(items) = value
                && items.len() <= 1
            {
                *value = items.pop().unwrap_or_default();
                if !value.is_null() {
                    self.counts
                        .add("converted: a list of one to a single value");
                }
            }
            self.single(path, &member.kind, value);
            return;
        }
        if !value.is_array() && !value.is_null() {
            self.counts.add("converted: a single value to a list");
            *value = Value::Array(vec![value.take()]);
        }
        if let Value::Array(items) = value {
            let before = items.len();
            items.retain(|item| !item.is_null());
            if items.len() < before {
                self.counts.add("deleted: null in a list");
            }
            for (index, item) in items.iter_mut().enumerate() {
                self.single(&format!("{path}[{index}]"), &member.kind, item);
            }
        }
    }

    fn single(&mut self, path: &str, kind: &Kind, value: &mut Value) {
        if let Kind::Object(name) = kind {
            if let Some(object) = self.description.types.get(name) {
                self.object(path, &object.members, value);
            }
        } else if let Some((what, converted)) = converted(kind, value) {
            self.counts.add(what);
            *value = converted;
        }
    }
}

/// The same value as the kind has it, where it is documented as another.
fn converted(kind: &Kind, value: &Value) -> Option<(&'static str, Value)> {
    match value {
        Value::Number(_) if kind.is_text() => {
            Some(("converted: number to string", text(value).into()))
        }
        Value::Bool(_) if kind.is_text() => {
            Some(("converted: boolean to string", text(value).into()))
        }
        Value::String(text) if kind.is_integer() || *kind == Kind::Float => {
            let number = number(text.trim())?;
            Some(("converted: string to number", Value::Number(number)))
        }
        Value::Number(number) if kind.is_integer() => {
            let whole = number.as_f64().filter(|_| number.is_f64());
            let whole = whole.filter(|n| n.fract() == 0.0 && n.abs() < 9e15)?;
            Some(("converted: float to whole number", (whole as i64).into()))
        }
        Value::String(text) if *kind == Kind::Bool => {
            let truth = text.to_ascii_lowercase().parse::<bool>().ok()?;
            Some(("converted: string to boolean", truth.into()))
        }
        Value::Number(number) if *kind == Kind::Bool => match number.as_u64()? {
            0 => Some(("converted: number to boolean", false.into())),
            1 => Some(("converted: number to boolean", true.into())),
            _ => None,
        },
        _ => None,
    }
}

fn number(text: &str) -> Option<Number> {
    let signed = text.parse::<i64>().ok().map(Number::from);
    signed
        .or_else(|| text.parse::<u64>().ok().map(Number::from))
        .or_else(|| text.parse::<f64>().ok().and_then(Number::from_f64))
}

/// The value that a Rust field has when nothing was there.
fn is_empty(leaf: &Value, form: Form) -> bool {
    match leaf {
        Value::Bool(truth) => !truth,
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::String(text) if form == Form::Get => ["", "0", "false"].contains(&text.as_str()),
        Value::String(text) => text.is_empty(),
        // Leaves are scalars and objects without members.
        _ => true,
    }
}

fn leaves(path: &str, value: &Value, out: &mut Leaves) {
    match value {
        Value::Object(members) => {
            let before = out.len();
            members
                .iter()
                .for_each(|(name, value)| leaves(&below(path, name), value, out));
            if out.len() == before {
                out.insert(path.to_owned(), json!({}));
            }
        }
        Value::Array(items) => items
            .iter()
            .enumerate()
            .for_each(|(index, item)| leaves(&format!("{path}[{index}]"), item, out)),
        Value::Null => {}
        leaf => drop(out.insert(path.to_owned(), leaf.clone())),
    }
}

/// The parameters of a query by their paths. A value that is not encoded as it should be stays as
/// it is, and so is reported as a difference.
fn pairs(query: &str) -> Leaves {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    let mut out = Leaves::new();
    for pair in pairs {
        let (name, raw) = pair.split_once('=').unwrap_or((pair, ""));
        let path = name
            .split('.')
            .fold(String::new(), |path, step| match step.parse::<usize>() {
                Ok(index) => format!("{path}[{index}]"),
                Err(_) => below(&path, step),
            });
        let value = decoded(raw);
        let value = if utf8_percent_encode(&value, RESERVED).to_string() == raw {
            value
        } else {
            format!("{raw:?}")
        };
        if out.insert(path, value.into()).is_some() {
            out.insert(format!("{name} a second time"), raw.into());
        }
    }
    out
}

/// A scalar as a query or a string says it.
fn text(scalar: &Value) -> String {
    match scalar {
        Value::String(text) => text.clone(),
        Value::Number(number) => match number.as_f64().filter(|_| number.is_f64()) {
            Some(float) => float.to_string(),
            None => number.to_string(),
        },
        other => other.to_string(),
    }
}

fn below(path: &str, name: &str) -> String {
    match path {
        "" => name.to_owned(),
        path => format!("{path}.{name}"),
    }
}

/// The path itself and the paths of all that it is in, from the root's empty one on.
pub(crate) fn prefixes(path: &str) -> impl Iterator<Item = &str> {
    let inner = path
        .char_indices()
        .filter(|(_, c)| matches!(c, '.' | '['))
        .map(|(at, _)| &path[..at]);
    [""].into_iter().chain(inner).chain([path])
}

/// The path without the numbers of its indexes.
fn unindexed(path: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in path.chars() {
        inside &= c != ']';
        if !inside {
            out.push(c);
        }
        inside |= c == '[';
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHOP: &str = r#"{"format":1,"service":"shop","title":"Shop","version":"2020-01-01","actions":{"Do":{
        "request":[{"name":"Id","type":"string","required":true},{"name":"Tags","type":"string","list":true}],
        "response":[{"name":"Count","type":"int64","always":true},{"name":"Note","type":"string"},
            {"name":"Items","type":"Item","list":true},{"name":"One","type":"Item"}]}},
        "types":{"Item":{"members":[{"name":"Price","type":"float","always":true},{"name":"Sold","type":"bool"}]}}}"#;

    fn compared(form: Form, documented: Value, outcome: Outcome) -> Vec<String> {
        let description = Description::parse(SHOP, "shop").unwrap();
        let example = Example {
            version: "2020-01-01".to_owned(),
            action: "Do".to_owned(),
            origin: "",
            index: 0,
            form,
            text: String::new(),
            json: documented,
        };
        let found = compare(&description, &example, &outcome, &mut Counts::default());
        found
            .into_iter()
            .map(|difference| difference.path)
            .collect()
    }

    fn answer(documented: Value, json: Value) -> Vec<String> {
        let came = Outcome {
            json,
            ..Outcome::default()
        };
        compared(Form::Answer, documented, came)
    }

    fn query(documented: Value, query: &str) -> Vec<String> {
        let came = Outcome {
            json: query.into(),
            ..Outcome::default()
        };
        compared(Form::Get, documented, came)
    }

    #[test]
    fn nothing_else_is_deleted_than_the_rules_say() {
        let came = json!({"Count":0,"RequestId":"","Items":[],"One":{"Price":0.0}});
        assert!(answer(json!({"Note":null,"Items":[],"New":1,"One":{}}), came).is_empty());
        assert_eq!(answer(json!({}), json!({"Count":7})), ["Count"]);
        assert_eq!(answer(json!({}), json!({"Note":""})), ["Note"]);
        assert_eq!(answer(json!({"Note":""}), json!({})), ["Note"]);
        assert_eq!(answer(json!({"Count":0}), json!({})), ["Count"]);
        assert_eq!(
            answer(json!({"One":{"Sold":false}}), json!({"One":{}})),
            ["One.Sold"]
        );
        assert_eq!(
            answer(
                json!({"Items":[{"Sold":true},{"Sold":true}]}),
                json!({"Items":[{"Sold":true}]})
            ),
            ["Items[].Sold"]
        );
    }

    #[test]
    fn conversions_keep_the_value() {
        let documented = json!({"Count":"7","Note":1.50,"Items":{"Price":"1.50","Sold":"True"}});
        let came = json!({"Count":7,"Note":"1.5","Items":[{"Price":1.5,"Sold":true}]});
        assert!(answer(documented.clone(), came).is_empty());
        let other = json!({"Count":8,"Note":"1.5","Items":[{"Price":1.5,"Sold":true}]});
        assert_eq!(answer(documented, other), ["Count"]);
        let large = json!({"Count":9_007_199_254_740_993_i64});
        assert_eq!(
            answer(large, json!({"Count":9_007_199_254_740_992_i64})),
            ["Count"]
        );
    }

    #[test]
    fn an_error_is_compared_whole() {
        let error = json!({"Error":{"Code":"A.B","Message":"no"},"RequestId":"r"});
        let documented = error.clone();
        let came = |typed| Outcome {
            typed,
            ..Outcome::default()
        };
        assert!(compared(Form::Answer, documented.clone(), came(Some(error))).is_empty());
        assert_eq!(
            compared(Form::Answer, documented, came(None)),
            ["Error.Code", "Error.Message", "RequestId"]
        );
        let unasked = json!({"Error":{"Code":"A"},"RequestId":"r"});
        assert_eq!(
            compared(Form::Answer, json!({"Count":1}), came(Some(unasked))),
            ["Error.Code", "RequestId"]
        );
    }

    #[test]
    fn a_warning_needs_a_difference() {
        let warned = Outcome {
            json: json!({"Count":1}),
            warnings: vec!["Items[0].Price: expected a number, found a string".to_owned()],
            ..Outcome::default()
        };
        let documented = json!({"Count":1});
        assert_eq!(
            compared(Form::Answer, documented, warned),
            ["Items[].Price"]
        );
    }

    #[test]
    fn a_query_says_the_same_pairs_encoded() {
        let documented = json!({"Id":"a b","Tags":["x","y"]});
        assert!(query(documented.clone(), "Id=a%20b&Tags.0=x&Tags.1=y").is_empty());
        assert_eq!(
            query(documented.clone(), "Id=a+b&Tags.0=x&Tags.1=y"),
            ["Id"]
        );
        assert_eq!(query(documented.clone(), "Id=a%20b&Tags.0=x"), ["Tags[]"]);
        assert_eq!(
            query(documented, "Id=a%20b&Tags.0=x&Tags.1=y&Tags.1=y"),
            ["Tags.1 a second time"]
        );
        assert!(query(json!({}), "Id=").is_empty());
        assert_eq!(query(json!({}), "Id=7"), ["Id"]);
    }
}
