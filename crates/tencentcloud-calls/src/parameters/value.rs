//! The value of a typed parameter, by its type.

use serde_json::{Number, Value};
use tencentcloud_schema::{Kind, Member};

use super::expected;
use super::guess;
use super::place::{At, Place};
use super::source::{self, Sources};
use crate::error::Error;

/// Returns the value that `words` are at `place`.
///
/// # Errors
/// Words that are no value of its type.
pub(super) fn value(
    place: &Place<'_>,
    words: &[String],
    sources: &mut dyn Sources,
) -> Result<Value, Error> {
    let words: Vec<String> = words
        .iter()
        .map(|word| read(word, sources))
        .collect::<Result<_, _>>()?;
    let wrong = |member: &Member, what: &str| {
        let needed = expected::needed(member, !matches!(place.at, At::List(_)), &place.path);
        Error::usage(format!("{} takes {needed}, not {what}", place.path))
    };
    match (place.at, &*words) {
        (At::Free, words) => Ok(guess::value(words)),
        (At::Members(..) | At::Value(_), []) if !is_flag(place.at) => {
            Err(Error::usage(format!("{} has no value", place.path)))
        }
        (At::Value(_), []) => Ok(Value::Bool(true)),
        (At::Members(_, Some(member)), [text]) => match source::structure(text) {
            Ok(Value::Object(members)) => Ok(Value::Object(members)),
            Ok(other) => Err(wrong(member, expected::kind_of(&other))),
            Err(what) => Err(wrong(member, &format!("a value that {what}"))),
        },
        (At::Value(member), [text]) => {
            scalar(&member.kind, text).ok_or_else(|| wrong(member, &shown(member, text)))
        }
        (At::List(member), words) => list(member, words).map_err(|what| wrong(member, &what)),
        (At::Members(_, Some(member)) | At::Value(member), words) => {
            Err(wrong(member, &format!("{} values", words.len())))
        }
        (At::Members(_, None), _) => Err(Error::usage("a parameter has no name")),
    }
}

/// Returns the content of the file that `words` name for a parameter that takes one.
///
/// # Errors
/// They name none, or it cannot be read.
pub(super) fn file(
    place: &Place<'_>,
    words: &[String],
    sources: &mut dyn Sources,
) -> Result<Vec<u8>, Error> {
    let path = &place.path;
    match words {
        [word] if word.starts_with('@') => sources.bytes(&word[1..]),
        _ => Err(Error::usage(format!(
            "{path} takes a file: --{path} @FILE, or @- for standard input"
        ))),
    }
}

/// A word as it was meant: `@FILE` is the file's text, `@@text` is `@text`, and `@` alone is itself, as
/// the host of a domain's own records is written.
fn read(word: &str, sources: &mut dyn Sources) -> Result<String, Error> {
    match word.strip_prefix('@') {
        None | Some("") => Ok(word.to_owned()),
        Some(literal) if literal.starts_with('@') => Ok(literal.to_owned()),
        Some(file) => sources.text(file).map_err(|failure| {
            Error::usage(format!(
                "{failure}; a text that begins with @ is written @@"
            ))
        }),
    }
}

fn is_flag(at: At<'_>) -> bool {
    matches!(at, At::Value(member) if member.kind == Kind::Bool)
}

/// What is shown of a value in an error.
fn shown(member: &Member, text: &str) -> String {
    match member.sensitive {
        true => "what was given".to_owned(),
        false => text.trim_end().to_owned(),
    }
}

/// The items that `words` are: each a value, or JSON of several.
fn list(member: &Member, words: &[String]) -> Result<Value, String> {
    let mut items = Vec::new();
    for word in words {
        let begun = word.trim_start();
        let several = begun.starts_with('[') || member.kind.object().is_some();
        match several.then(|| source::structure(word)) {
            Some(Ok(Value::Array(more))) => items.extend(more),
            Some(Ok(item @ Value::Object(_))) if member.kind.object().is_some() => items.push(item),
            Some(Ok(other)) => return Err(expected::kind_of(&other).to_owned()),
            // A text may begin with a bracket.
            Some(Err(what)) if !member.kind.is_text() => {
                return Err(format!("a value that {what}"));
            }
            Some(Err(_)) | None => match scalar(&member.kind, word) {
                Some(item) => items.push(item),
                None => return Err(shown(member, word)),
            },
        }
    }
    Ok(Value::Array(items))
}

/// The value that `text` is for that kind.
fn scalar(kind: &Kind, text: &str) -> Option<Value> {
    let trimmed = text.trim();
    match kind {
        Kind::Bool => flag(trimmed).map(Value::Bool),
        Kind::Float => {
            let number: f64 = trimmed.parse().ok()?;
            // As it was typed, if it is a whole number.
            let whole = trimmed.parse::<i64>().ok().map(Number::from);
            whole
                .or_else(|| Number::from_f64(number))
                .map(Value::Number)
        }
        Kind::Uint64 => trimmed.parse::<u64>().ok().map(Value::from),
        Kind::Integer | Kind::Int64 => trimmed.parse::<i64>().ok().map(Value::from),
        _ => Some(Value::String(text.to_owned())),
    }
}

/// True and false as they are typed here, and by users of tccli.
fn flag(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "t" | "1" => Some(true),
        "false" | "f" | "0" => Some(false),
        _ => None,
    }
}
