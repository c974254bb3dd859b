//! Example values, typed as the member is.

use serde_json::{Number, Value};
use tencentcloud_schema::{Kind, Member};

/// A longer example shows nothing that a shorter one does not.
const LONGEST: usize = 200;

/// The value that an example text says; none for a secret and for an object, whose members have
/// their own, and where the text is a placeholder, of another type, or too long.
pub(crate) fn example(member: &Member, text: &str) -> Option<Value> {
    let text = text.trim();
    if member.sensitive || member.kind.object().is_some() || text.chars().count() > LONGEST {
        return None;
    }
    if !member.list {
        return scalar(&member.kind, text);
    }
    let items = match list(text) {
        Some(items) => items
            .iter()
            .map(|item| match item {
                Value::String(text) => scalar(&member.kind, text),
                other => scalar(&member.kind, &other.to_string()),
            })
            .collect::<Option<Vec<_>>>()?,
        // A single word is the list of that word; anything longer may be cut in two ways.
        None if !text.contains(|c: char| c.is_whitespace() || "[]{},;，、；\"'".contains(c)) => {
            vec![scalar(&member.kind, text)?]
        }
        None => return None,
    };
    (!items.is_empty()).then_some(Value::Array(items))
}

/// True if the text is a value of another type than the member's, and no placeholder.
pub(crate) fn contradicts(member: &Member, text: &str) -> bool {
    let numeric = member.kind.is_integer() || matches!(member.kind, Kind::Float | Kind::Bool);
    if !numeric || member.sensitive || text.chars().count() > LONGEST {
        return false;
    }
    let other = |text: &str| !is_placeholder(text) && scalar(&member.kind, text).is_none();
    if !member.list {
        return other(text);
    }
    list(text).is_some_and(|items| {
        items.iter().any(|item| match item {
            Value::String(text) => other(text),
            item => other(&item.to_string()),
        })
    })
}

fn list(text: &str) -> Option<Vec<Value>> {
    serde_json::from_str(text)
        .or_else(|error| match text.contains('"') {
            true => Err(error),
            false => serde_json::from_str(&text.replace('\'', "\"")),
        })
        .ok()
}

fn scalar(kind: &Kind, text: &str) -> Option<Value> {
    let unquoted: Option<String> = serde_json::from_str(text).ok();
    let text = unquoted.as_deref().unwrap_or(text).trim();
    if is_placeholder(text) {
        return None;
    }
    match kind {
        Kind::String => Some(unescaped(text).unwrap_or_else(|| text.to_owned()).into()),
        Kind::Date | Kind::DateTime | Kind::DateTimeIso => is_date(text).then(|| text.into()),
        Kind::Int64 | Kind::Integer => text.parse::<i64>().ok().map(Value::from),
        Kind::Uint64 => text.parse::<u64>().ok().map(Value::from),
        Kind::Float => Number::from_f64(text.parse().ok()?).map(Value::Number),
        Kind::Bool => match text.to_ascii_lowercase().as_str() {
            "true" => Some(true.into()),
            "false" => Some(false.into()),
            _ => None,
        },
        Kind::Binary | Kind::Object(_) => None,
    }
}

/// The JSON that a text is only after its escapes are taken away once: it was escaped once too often.
fn unescaped(text: &str) -> Option<String> {
    let json = |text: &str| {
        let value = serde_json::from_str::<Value>(text).ok();
        value.is_some_and(|value| value.is_object() || value.is_array())
    };
    if !text.contains("\\\"") || json(text) {
        return None;
    }
    let line = text.replace('\n', "\\n").replace('\t', "\\t");
    let once: String = serde_json::from_str(&format!("\"{line}\"")).ok()?;
    json(&once).then_some(once)
}

fn is_placeholder(text: &str) -> bool {
    let bare = text.trim_matches(|c: char| c.is_ascii_punctuation() || c.is_whitespace());
    let word = bare.to_ascii_lowercase();
    // A single sign, such as a field separator, is a value; signs of absence are not.
    let signs = bare.is_empty() && text.chars().all(|c| "-*\"'[]{}. /".contains(c));
    signs
        || (!word.is_empty() && word.chars().all(|c| c == 'x'))
        || ["null", "none", "nil", "undefined", "n/a", "string", "str"].contains(&word.as_str())
        || ["无", "空", "暂无", "略", "空字符串", "无示例值", "示例值"].contains(&word.as_str())
}

fn is_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 10
        && bytes[..10].iter().enumerate().all(|(i, b)| match i {
            4 | 7 => *b == b'-',
            _ => b.is_ascii_digit(),
        })
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use tencentcloud_schema::{Kind, Member};

    use super::example;

    #[test]
    fn typed_as_the_member_is() {
        let cases = [
            ("string", false, "test_upstream", json!("test_upstream")),
            ("string", false, "\"auth\"", json!("auth")),
            ("uint64", false, "3", json!(3)),
            ("int64", false, "-1", json!(-1)),
            ("float", false, "0.5", json!(0.5)),
            ("bool", false, "False", json!(false)),
            (
                "string",
                true,
                "[\"release\",\"test\"]",
                json!(["release", "test"]),
            ),
            ("string", true, "['a', 'b']", json!(["a", "b"])),
            ("string", true, "lgtk-1", json!(["lgtk-1"])),
            // JSON that was escaped once too often, JSON that was not, and text with escapes.
            ("string", false, r#"{\"a\":[1]}"#, json!(r#"{"a":[1]}"#)),
            (
                "string",
                false,
                r#"{"a":"say \"b\""}"#,
                json!(r#"{"a":"say \"b\""}"#),
            ),
            (
                "string",
                false,
                r#"{\"a\":\"\\n\"}"#,
                json!(r#"{"a":"\n"}"#),
            ),
            ("string", false, r#"say \"b\""#, json!(r#"say \"b\""#)),
            ("string", true, r#"["{\"a\":1}"]"#, json!([r#"{"a":1}"#])),
            ("uint64", true, "[1,2]", json!([1, 2])),
            (
                "datetime",
                false,
                "2020-03-27 00:00:00",
                json!("2020-03-27 00:00:00"),
            ),
        ];
        for (kind, list, text, expected) in cases {
            let mut member = Member::new("Name", Kind::from_name(kind));
            member.list = list;
            assert_eq!(example(&member, text), Some(expected), "{kind} {text}");
        }
    }

    #[test]
    fn placeholders_and_other_types_are_dropped() {
        let long = "a".repeat(201);
        for (kind, list, text) in [
            ("string", false, "无"),
            ("string", false, ""),
            ("string", false, "xxx"),
            ("string", false, "\"\\u65e0\""),
            ("string", false, "NULL"),
            ("string", false, "-"),
            ("string", false, &long),
            ("uint64", false, "-1"),
            ("int64", false, "xx"),
            ("bool", false, "1"),
            ("datetime", false, "now"),
            ("string", true, "[1.1.1.1]"),
            ("string", true, "a,b"),
            ("string", true, "[\"xx\"]"),
            ("string", true, "[]"),
            ("Tag", false, "{}"),
        ] {
            let mut member = Member::new("Name", Kind::from_name(kind));
            member.list = list;
            assert_eq!(example(&member, text), None, "{kind} {text}");
        }
        let mut secret = Member::new("Password", Kind::String);
        secret.sensitive = true;
        assert_eq!(example(&secret, "abc"), None);
    }
}
