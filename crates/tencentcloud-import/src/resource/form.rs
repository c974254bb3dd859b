//! The form of ids that a service makes, from examples.

use serde_json::Value;
use tencentcloud_schema::Kind;

/// The form where no example tells one.
const UNKNOWN: &str = "********";
const NUMBER: &str = "########";

/// The form that an id of that kind has in the first example that shows one.
pub(super) fn form<'a>(kind: &Kind, examples: impl Iterator<Item = &'a Value>) -> String {
    if kind.is_integer() || *kind == Kind::Float {
        return NUMBER.to_owned();
    }
    let texts = examples.filter_map(|example| match example {
        Value::Array(items) => items.first()?.as_str(),
        value => value.as_str(),
    });
    let mut forms = texts.filter_map(of);
    forms.next().unwrap_or_else(|| UNKNOWN.to_owned())
}

/// The form of one example; `None` for what is no id.
fn of(example: &str) -> Option<String> {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if !(4..=64).contains(&example.len()) || !example.chars().all(fits) {
        return None;
    }
    if uuid(example) {
        return Some(
            example
                .chars()
                .map(|c| if c == '-' { c } else { '?' })
                .collect(),
        );
    }
    let begin = example.rfind(['-', '_']).map_or(0, |index| index + 1);
    let (prefix, rest) = example.split_at(begin);
    let digit = |c: char| c.is_ascii_digit();
    let hex = |c: char| digit(c) || ('a'..='f').contains(&c);
    if rest.len() < 4 || !rest.chars().any(digit) || prefix.len() > 24 {
        // A word, such as `cls-example`: only the prefix is telling.
        let short = prefix.len() <= 24 && begin > 0 && prefix.matches(['-', '_']).count() == 1;
        return short.then(|| format!("{prefix}{UNKNOWN}"));
    }
    let kind = if rest.chars().all(digit) {
        "#"
    } else if rest.len() >= 16 && rest.chars().all(hex) {
        "?"
    } else {
        "*"
    };
    Some(format!("{prefix}{}", kind.repeat(rest.len())))
}

fn uuid(text: &str) -> bool {
    let parts: Vec<_> = text.split('-').map(str::len).collect();
    parts == [8, 4, 4, 4, 12] && text.chars().all(|c| c == '-' || c.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn examples_tell_prefix_alphabet_and_length() {
        for (example, expected) in [
            (json!("ins-09dx96dg"), "ins-********"),
            (json!(["subnet-bthucmmy"]), "subnet-********"),
            (json!("10001"), "#####"),
            (json!("upstream-c0cnvt0w"), "upstream-********"),
            (
                json!("1d2c1a58-5ba9-4a1d-8b9c-5e0b9d2b8b5e"),
                "????????-????-????-????-????????????",
            ),
            (
                json!("53b2b3ad0d0c4f0f9c4f1a2b3c4d5e6f"),
                "????????????????????????????????",
            ),
            (json!("a name"), UNKNOWN),
            (json!("xxx"), UNKNOWN),
        ] {
            assert_eq!(
                form(&Kind::String, [&example].into_iter()),
                expected,
                "{example}"
            );
        }
        assert_eq!(form(&Kind::Uint64, std::iter::empty()), NUMBER);
    }
}
