//! Values that a description takes.

use serde_json::{Map, Number, Value, json};
use tencentcloud_schema::{Description, Kind, Member};

/// How deep required objects are filled before a list is left empty.
const DEEPEST: usize = 8;

/// Returns an object with its required members alone.
pub fn object(description: &Description, members: &[Member], depth: usize) -> Map<String, Value> {
    let required = members.iter().filter(|member| member.required);
    required
        .map(|member| {
            (
                member.name.clone(),
                member_value(description, member, depth),
            )
        })
        .collect()
}

/// Returns the value of a member: for a list, one of one item.
pub fn member_value(description: &Description, member: &Member, depth: usize) -> Value {
    if member.list && depth > DEEPEST {
        return json!([]);
    }
    let one = item(description, member, depth);
    if member.list { json!([one]) } else { one }
}

/// Returns one value of the member's kind, inside its range and among its listed values.
pub fn item(description: &Description, member: &Member, depth: usize) -> Value {
    match &member.kind {
        Kind::Object(name) => {
            let members = description
                .types
                .get(name)
                .map(|object| &object.members[..]);
            object(description, members.unwrap_or_default(), depth + 1).into()
        }
        Kind::Bool => {
            let listed = member.values.first().and_then(|value| value.parse().ok());
            Value::Bool(listed.unwrap_or(true))
        }
        Kind::Integer | Kind::Int64 | Kind::Uint64 => {
            let listed = member
                .values
                .iter()
                .find_map(|value| value.parse::<u32>().ok());
            let listed = listed.map(Number::from);
            number(member, listed.unwrap_or_else(|| 1.into())).into()
        }
        Kind::Float => number(member, 1.into()).into(),
        Kind::Binary => "YQ==".into(),
        _ => member.values.first().map_or("a", String::as_str).into(),
    }
}

/// Returns `number` if the member's range holds it, else a bound.
fn number(member: &Member, number: Number) -> Number {
    let float = |number: &Number| number.as_f64().unwrap();
    match (&member.min, &member.max) {
        (Some(min), _) if float(&number) < float(min) => min.clone(),
        (_, Some(max)) if float(&number) > float(max) => max.clone(),
        _ => number,
    }
}

/// Returns a parameter of lists inside one another.
pub fn nested(depth: usize) -> Value {
    (1..depth).fold(json!([]), |inner, _| json!([inner]))
}
