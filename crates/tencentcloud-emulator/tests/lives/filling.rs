//! Valid parameters, made from a description.

use std::sync::OnceLock;

use serde_json::{Map, Value, json};
use tencentcloud_schema::{Description, Kind, Member};

/// How deep optional objects are filled.
const DEPTH: usize = 3;

/// Returns parameters that a description allows: the required ones, or `every` one.
pub(crate) fn parameters(
    description: &Description,
    members: &[Member],
    every: bool,
) -> Map<String, Value> {
    object(description, members, every, 0)
}

fn object(
    description: &Description,
    members: &[Member],
    every: bool,
    depth: usize,
) -> Map<String, Value> {
    members
        .iter()
        .filter(|member| member.required || (every && depth < DEPTH))
        .filter(|member| !["ClientToken", "DryRun"].contains(&member.name.as_str()))
        .map(|member| {
            (
                member.name.clone(),
                value(description, member, every, depth),
            )
        })
        .collect()
}

/// A policy that says who may take a role, too.
const POLICY: &str = r#"{"version":"2.0","statement":[{"effect":"allow","action":"name/sts:AssumeRole","principal":{"service":["cvm.qcloud.com"]},"resource":["*"]}]}"#;

/// Returns a certificate and its key, in PEM.
fn certificate() -> &'static (String, String) {
    static MADE: OnceLock<(String, String)> = OnceLock::new();
    MADE.get_or_init(|| {
        let made = rcgen::generate_simple_self_signed(["example.com".to_owned()]).unwrap();
        (made.cert.pem(), made.signing_key.serialize_pem())
    })
}

/// Returns the value of a parameter whose documented example does not do.
pub(crate) fn fixed(service: &str, parameter: &str) -> Option<Value> {
    match (service, parameter) {
        ("cam", "PolicyDocument") => Some(json!(POLICY)),
        // The version that holds cannot be deleted, nor a user who has a key.
        ("cam", "SetAsDefault") => Some(json!(false)),
        ("cam", "UseApi") => Some(json!(0)),
        ("ssl", "CertificatePublicKey") => Some(json!(certificate().0)),
        ("ssl", "CertificatePrivateKey") => Some(json!(certificate().1)),
        // Functions are made in the namespace that is always there.
        ("scf", "Namespace") => Some(json!("default")),
        ("scf", "FunctionVersion") => Some(json!("$LATEST")),
        _ => None,
    }
}

/// Returns a value that a member takes: its example, its default, its first listed value, its minimum.
fn value(description: &Description, member: &Member, every: bool, depth: usize) -> Value {
    if let Some(fixed) = fixed(&description.service, &member.name) {
        return fixed;
    }
    let mut known = member.example.iter().chain(&member.default);
    if let Some(known) = known.find(|known| fits(member, known)) {
        return known.clone();
    }
    let one = match &member.kind {
        Kind::Object(name) if depth < 6 => {
            let members = description
                .types
                .get(name)
                .map(|object| &object.members[..]);
            object(description, members.unwrap_or_default(), every, depth + 1).into()
        }
        Kind::Object(_) => json!({}),
        _ => scalar(member),
    };
    match member.list {
        true => json!([one]),
        false => one,
    }
}

fn scalar(member: &Member) -> Value {
    match &member.kind {
        Kind::Bool => json!(true),
        Kind::Date => json!("2026-01-02"),
        Kind::DateTime => json!("2026-01-02 15:04:05"),
        Kind::DateTimeIso => json!("2026-01-02T15:04:05+08:00"),
        Kind::Binary => json!("ZXhhbXBsZQ=="),
        Kind::Float => member.min.clone().map_or(json!(1.5), Value::Number),
        kind if kind.is_integer() => {
            let least = member.min.clone().map(Value::Number);
            let listed = member
                .values
                .first()
                .and_then(|value| value.parse::<i64>().ok());
            let known = least.or(listed.map(|value| json!(value)));
            known
                .filter(|value| kind.accepts(value))
                .unwrap_or(json!(1))
        }
        _ => member
            .values
            .first()
            .map_or(json!("given"), |value| json!(value)),
    }
}

/// Returns true if a value is of the member's kind and within its bounds.
fn fits(member: &Member, value: &Value) -> bool {
    let within = |value: &Value| {
        let Some(number) = value.as_f64() else {
            return true;
        };
        let least = member.min.as_ref().and_then(|min| min.as_f64());
        let most = member.max.as_ref().and_then(|max| max.as_f64());
        least.is_none_or(|least| number >= least) && most.is_none_or(|most| number <= most)
    };
    member.accepts(value)
        && match value {
            Value::Array(items) => !items.is_empty() && items.iter().all(within),
            one => within(one),
        }
}

/// Puts a value at a path of the parameters, and makes the objects and lists on the way.
pub(crate) fn put(
    description: &Description,
    members: &[Member],
    parameters: &mut Map<String, Value>,
    path: &str,
    value: &Value,
) {
    let (first, rest) = path
        .split_once('.')
        .map_or((path, None), |(a, b)| (a, Some(b)));
    let Some(member) = members.iter().find(|member| member.name == first) else {
        panic!("no parameter {path}");
    };
    let Some(rest) = rest else {
        let value = match (&member.kind, value) {
            (kind, Value::Number(number)) if kind.is_text() => json!(number.to_string()),
            (kind, Value::String(text)) if kind.is_integer() => text
                .parse::<i64>()
                .map_or(value.clone(), |number| json!(number)),
            (_, value) => value.clone(),
        };
        let value = match member.list && !value.is_array() {
            true => json!([value]),
            false => value,
        };
        parameters.insert(first.to_owned(), value);
        return;
    };
    let inner = member
        .kind
        .object()
        .and_then(|name| description.types.get(name));
    let inner = inner.map(|object| &object.members[..]).unwrap_or_default();
    let slot = parameters.entry(first).or_insert_with(|| {
        let empty = Value::Object(object(description, inner, false, 0));
        if member.list { json!([empty]) } else { empty }
    });
    let slot = match slot {
        Value::Array(items) if items.is_empty() => {
            items.push(Value::Object(object(description, inner, false, 0)));
            &mut items[0]
        }
        Value::Array(items) => &mut items[0],
        one => one,
    };
    if let Value::Object(map) = slot {
        put(description, inner, map, rest, value);
    }
}

/// Returns the values at a path, through lists.
pub(crate) fn all<'a>(value: &'a Value, path: &str) -> Vec<&'a Value> {
    match value {
        Value::Array(items) => items.iter().flat_map(|item| all(item, path)).collect(),
        value if path.is_empty() => vec![value],
        Value::Object(map) => {
            let (first, rest) = path.split_once('.').unwrap_or((path, ""));
            map.get(first)
                .map(|inner| all(inner, rest))
                .unwrap_or_default()
        }
        _ => Vec::new(),
    }
}

/// Returns a scalar as text.
pub(crate) fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}
