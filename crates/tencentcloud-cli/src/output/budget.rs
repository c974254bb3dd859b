//! A value that is cut to a number of bytes: by rows, and only if one row is too long within it.

use serde_json::{Map, Value};

/// What no value is cut below: names of members, and the ends of texts.
const LEAST: usize = 24;

/// What stands for the rest of a text.
const MORE: &str = "…";

/// A list, a text or an object of which a part was cut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cut {
    /// Where it is, as a JMESPath expression; empty for the whole.
    pub(super) path: String,
    /// How much of it is shown.
    pub(super) shown: usize,
    /// How much there is.
    pub(super) of: usize,
    pub(super) unit: Unit,
}

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Rows,
    Members,
    Bytes,
}

impl Unit {
    /// Returns its name.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Rows => "rows",
            Self::Members => "members",
            Self::Bytes => "bytes",
        }
    }
}

/// Cuts `value` to about `limit` bytes of compact JSON, and returns what was cut. What is short stays whole: lists lose
/// their last rows, then texts their ends.
pub(super) fn cut(value: &Value, limit: usize) -> (Value, Vec<Cut>) {
    let mut cuts = Vec::new();
    let value = shrunk(value, "", limit.max(LEAST), &mut cuts);
    (value, cuts)
}

/// The number of bytes of `value` as compact JSON.
pub(super) fn size(value: &Value) -> usize {
    value.to_string().len()
}

fn shrunk(value: &Value, path: &str, limit: usize, cuts: &mut Vec<Cut>) -> Value {
    if size(value) <= limit {
        return value.clone();
    }
    match value {
        Value::Array(items) => list(items, path, limit, cuts).into(),
        Value::Object(members) => object(members, path, limit, cuts).into(),
        Value::String(text) => {
            let shown = beginning(text, limit.saturating_sub(MORE.len() + 2));
            cuts.push(Cut {
                path: path.to_owned(),
                shown: shown.len(),
                of: text.len(),
                unit: Unit::Bytes,
            });
            format!("{shown}{MORE}").into()
        }
        scalar => scalar.clone(),
    }
}

/// The first rows of a list, and at least one, which is cut itself then.
fn list(items: &[Value], path: &str, limit: usize, cuts: &mut Vec<Cut>) -> Vec<Value> {
    let mut left = limit.saturating_sub(2);
    let mut kept = Vec::new();
    for item in items {
        let needed = size(item) + 1;
        if needed > left {
            break;
        }
        left -= needed;
        kept.push(item.clone());
    }
    if let (true, Some(first)) = (kept.is_empty(), items.first()) {
        let inner = left.saturating_sub(1).max(LEAST);
        kept.push(shrunk(first, &format!("{path}[0]"), inner, cuts));
    }
    if kept.len() < items.len() {
        let own = Cut {
            path: path.to_owned(),
            shown: kept.len(),
            of: items.len(),
            unit: Unit::Rows,
        };
        // What most is missing of comes first.
        cuts.insert(0, own);
    }
    kept
}

/// An object whose longest members are cut to what the others leave.
fn object(
    members: &Map<String, Value>,
    path: &str,
    limit: usize,
    cuts: &mut Vec<Cut>,
) -> Map<String, Value> {
    // What a member takes beside its value: the name, quotes, colon and comma.
    let beside = |name: &str| name.len() + 4;
    let mut most = 0;
    let mut needed = 2;
    for name in members.keys() {
        needed += beside(name) + LEAST;
        if needed > limit && most > 0 {
            break;
        }
        most += 1;
    }
    if most < members.len() {
        cuts.push(Cut {
            path: path.to_owned(),
            shown: most,
            of: members.len(),
            unit: Unit::Members,
        });
    }
    let members: Vec<(&String, &Value)> = members.iter().take(most).collect();
    let names: usize = members.iter().map(|(name, _)| beside(name)).sum();
    let mut sizes: Vec<usize> = members.iter().map(|(_, value)| size(value)).collect();
    sizes.sort_unstable();
    let share = share(&sizes, limit.saturating_sub(names + 2)).max(LEAST);
    let shown = members.into_iter().map(|(name, value)| {
        let path = match path {
            "" => quoted(name),
            path => format!("{path}.{}", quoted(name)),
        };
        (name.clone(), shrunk(value, &path, share, cuts))
    });
    shown.collect()
}

/// What each of those with `sizes`, the smallest first, may take so that all take `limit`: the small ones leave the
/// others what they do not need.
fn share(sizes: &[usize], limit: usize) -> usize {
    let mut left = limit;
    for (index, size) in sizes.iter().enumerate() {
        let each = left / (sizes.len() - index);
        if *size > each {
            return each;
        }
        left -= size;
    }
    limit
}

/// The longest beginning of `text` that takes no more than `limit` bytes as JSON.
fn beginning(text: &str, limit: usize) -> &str {
    let mut taken = 0;
    for (at, c) in text.char_indices() {
        taken += match c {
            '"' | '\\' | '\n' | '\r' | '\t' => 2,
            c if c.is_ascii_control() => 6,
            c => c.len_utf8(),
        };
        if taken > limit {
            return &text[..at];
        }
    }
    text
}

/// A name as JMESPath reads it.
fn quoted(name: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let begins = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    match begins && name.chars().all(plain) {
        true => name.to_owned(),
        false => Value::from(name).to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn rows(count: usize) -> Value {
        (0..count)
            .map(|n| json!({"Id": format!("ins-{n:08}"), "State": "RUNNING"}))
            .collect()
    }

    #[test]
    fn a_list_loses_its_last_rows_and_the_rest_stays() {
        let value = json!({"Total": 100, "Set": rows(100), "RequestId": "r"});
        let (shown, cuts) = cut(&value, 1000);
        assert!((800..=1000).contains(&size(&shown)), "{}", size(&shown));
        let kept = shown["Set"].as_array().unwrap();
        assert_eq!(kept[..], value["Set"].as_array().unwrap()[..kept.len()]);
        assert_eq!(
            (&shown["Total"], &shown["RequestId"]),
            (&json!(100), &json!("r"))
        );
        let only = Cut {
            path: "Set".to_owned(),
            shown: kept.len(),
            of: 100,
            unit: Unit::Rows,
        };
        assert_eq!(cuts, [only]);
    }

    #[test]
    fn what_fits_is_not_cut() {
        let value = json!({"Set": rows(3), "odd name": [1, null]});
        assert_eq!(cut(&value, size(&value)), (value.clone(), Vec::new()));
    }

    #[test]
    fn a_row_that_is_too_long_is_cut_within() {
        let value = json!([{"Id": "a", "Data": "x\"\n".repeat(900), "odd name": "é".repeat(900)}]);
        let (shown, cuts) = cut(&value, 400);
        assert!(size(&shown) <= 400, "{}", size(&shown));
        assert_eq!(shown[0]["Id"], "a");
        let paths: Vec<_> = cuts.iter().map(|cut| &*cut.path).collect();
        assert_eq!(paths, ["[0].Data", "[0].\"odd name\""]);
        assert!(shown[0]["Data"].as_str().unwrap().ends_with('…'));
    }

    #[test]
    fn whatever_comes_is_cut_to_what_was_asked_or_little_more() {
        let wide: Value = (0..5000)
            .map(|n| (format!("member{n}"), json!(n)))
            .collect::<Map<_, _>>()
            .into();
        let mut deep = json!("x".repeat(5000));
        for _ in 0..40 {
            deep = json!({"a": [deep]});
        }
        let many = json!({"A": rows(50), "B": rows(500), "C": "y".repeat(9000), "D": wide});
        for value in [
            wide.clone(),
            deep,
            many,
            json!("z".repeat(9000)),
            rows(1000),
        ] {
            for limit in [200, 1000, 4000] {
                let (shown, cuts) = cut(&value, limit);
                assert!(!cuts.is_empty());
                assert!(size(&shown) <= limit + 600, "{limit}: {}", size(&shown));
            }
        }
    }
}
