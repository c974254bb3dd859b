//! The parameters of a call: what was typed becomes the JSON that the action takes.

use serde_json::{Map, Number, Value};
use tencentcloud_schema::{Kind, Member};

use super::split::Given;
use crate::error::Failure;
use crate::known::{Known, meant, nearest, plain};

/// Returns the parameters that were `given`, by the types of the action `known`.
///
/// # Errors
/// An unknown name, with the nearest ones; a value of another type.
pub(crate) fn read(known: &Known, given: &[Given]) -> Result<Value, Failure> {
    let mut parameters = Map::new();
    for given in given {
        let (name, rest) = given.name.split_once('.').unwrap_or((&given.name, ""));
        let members = &known.action().request;
        let wanted = plain(name);
        let member = members.iter().find(|member| plain(&member.name) == wanted);
        let Some(member) = member else {
            let near = nearest(name, members.iter().map(|member| &*member.name));
            let told = format!("{} has no parameter {name}{}", known.name, meant(&near));
            return Err(Failure::usage(told));
        };
        if !rest.is_empty() {
            return Err(Failure::usage(format!("{} is too deep", given.name)));
        }
        let value = match &*given.values {
            [text] => value(member, text)?,
            _ => return Err(Failure::usage(format!("{name} takes one value"))),
        };
        parameters.insert(member.name.clone(), value);
    }
    Ok(Value::Object(parameters))
}

fn value(member: &Member, text: &str) -> Result<Value, Failure> {
    let wrong = |what: &str| Failure::usage(format!("{} takes {what}, not {text}", member.name));
    if member.list || member.kind.object().is_some() {
        return serde_json::from_str(text).map_err(|error| wrong(&format!("JSON ({error})")));
    }
    match member.kind {
        Kind::Bool => text
            .parse()
            .map(Value::Bool)
            .map_err(|_| wrong("true or false")),
        Kind::Float => {
            let number = text.parse().ok().and_then(Number::from_f64);
            number.map(Value::Number).ok_or_else(|| wrong("a number"))
        }
        ref kind if kind.is_integer() => {
            let number: Result<Number, _> = text.parse();
            number
                .map(Value::Number)
                .map_err(|_| wrong("a whole number"))
        }
        _ => Ok(Value::String(text.to_owned())),
    }
}
