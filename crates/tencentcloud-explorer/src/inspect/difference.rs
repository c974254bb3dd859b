//! What differs between two JSON values.

use serde_json::Value;

/// A place where two values differ.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Difference {
    /// Its path, as parameters are written: `Nodes.0.Host`.
    pub(super) path: String,
    /// What the left value has there.
    pub(super) left: Option<Value>,
    /// What the right value has there.
    pub(super) right: Option<Value>,
}

/// Returns where `left` and `right` differ, as deep as both have the same kind of value.
pub(super) fn differences(left: &Value, right: &Value) -> Vec<Difference> {
    let mut found = Vec::new();
    collect(String::new(), Some(left), Some(right), &mut found);
    found
}

fn collect(path: String, left: Option<&Value>, right: Option<&Value>, found: &mut Vec<Difference>) {
    let below = |name: &str| match &*path {
        "" => name.to_owned(),
        path => format!("{path}.{name}"),
    };
    match (left, right) {
        (Some(left), Some(right)) if left == right => {}
        (Some(Value::Object(left)), Some(Value::Object(right))) => {
            for (name, value) in left {
                collect(below(name), Some(value), right.get(name), found);
            }
            for (name, value) in right.iter().filter(|(name, _)| !left.contains_key(*name)) {
                collect(below(name), None, Some(value), found);
            }
        }
        (Some(Value::Array(left)), Some(Value::Array(right))) => {
            for index in 0..left.len().max(right.len()) {
                let name = index.to_string();
                collect(below(&name), left.get(index), right.get(index), found);
            }
        }
        (left, right) => found.push(Difference {
            path,
            left: left.cloned(),
            right: right.cloned(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn differences_are_told_where_they_are() {
        let left = json!({"a": 1, "b": [{"c": "x"}, 2], "d": null, "e": {"f": 1}});
        let right = json!({"a": 1, "b": [{"c": "y"}], "d": null, "e": "f", "g": []});
        let found = differences(&left, &right);
        let told: Vec<_> = found.iter().map(|one| &*one.path).collect();
        assert_eq!(told, ["b.0.c", "b.1", "e", "g"]);
        assert_eq!(found[1].right, None);
        assert_eq!(found[3].left, None);
        assert_eq!(differences(&left, &left), []);
    }
}
