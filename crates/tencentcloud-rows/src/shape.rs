//! What is worth showing of a response: its list, and the order of columns.

use std::collections::HashMap;

use serde_json::Value;
use tencentcloud_schema::{Action, Kind};

/// What is known of the form of a response.
#[derive(Clone, Debug, Default)]
pub struct Shape {
    /// The path of the list that the response is about.
    pub items: Option<String>,
    /// The columns of a table, best first; empty to choose them by the items.
    pub columns: Vec<Column>,
    /// True if the members of items are in the order in which they are to be columns.
    pub as_given: bool,
}

/// A column of a table.
#[derive(Clone, Debug)]
pub struct Column {
    /// The title.
    pub title: String,
    /// The path of the value in an item.
    pub path: String,
}

impl Column {
    /// Creates a column of the member `name`, called as it is.
    pub fn of(name: &str) -> Self {
        Self {
            title: name.to_owned(),
            path: name.to_owned(),
        }
    }
}

impl Shape {
    /// Returns what the description of `action` says: the list that is paged, or else the only list
    /// of objects.
    pub fn of(action: &Action) -> Self {
        let paged = action.paging.as_ref().map(|paging| &paging.items);
        let mut lists = action.response.iter().filter(|member| {
            let object = matches!(member.kind, Kind::Object(_));
            member.list && object
        });
        let only = match (lists.next(), lists.next()) {
            (Some(only), None) => Some(&only.name),
            _ => None,
        };
        Self {
            items: paged.or(only).cloned(),
            ..Self::default()
        }
    }

    /// Returns what `value` lists: itself, its list, or else itself as the only row.
    pub fn rows<'v>(&self, value: &'v Value) -> Vec<&'v Value> {
        match (value, self.list(value)) {
            (Value::Array(items), _) | (_, Some((_, items))) => items.iter().collect(),
            (value, None) => vec![value],
        }
    }

    /// Returns the list that a response is about, with its path.
    pub fn list<'v>(&self, value: &'v Value) -> Option<(String, &'v Vec<Value>)> {
        if let Some(path) = &self.items
            && let Some(Value::Array(items)) = at(value, path)
        {
            return Some((path.clone(), items));
        }
        let mut lists = lists(value).into_iter();
        match (lists.next(), lists.next()) {
            (Some(only), None) => Some(only),
            _ => None,
        }
    }
}

/// Returns the lists of objects in `value` and in the objects right below it, with their paths.
pub fn lists(value: &Value) -> Vec<(String, &Vec<Value>)> {
    let of_objects = |items: &Vec<Value>| items.iter().any(Value::is_object);
    let mut found = Vec::new();
    for (name, value) in value.as_object().into_iter().flatten() {
        match value {
            Value::Array(items) if of_objects(items) => found.push((name.clone(), items)),
            Value::Object(members) => found.extend(members.iter().filter_map(|(inner, value)| {
                let items = value.as_array().filter(|items| of_objects(items))?;
                Some((format!("{name}.{inner}"), items))
            })),
            _ => {}
        }
    }
    found
}

/// Returns the value at `path`, names joined by dots.
pub fn at<'v>(value: &'v Value, path: &str) -> Option<&'v Value> {
    path.split('.')
        .try_fold(value, |value, name| value.get(name))
}

/// Returns true for objects and lists.
pub fn is_nested(value: &Value) -> bool {
    matches!(value, Value::Object(_) | Value::Array(_))
}

/// Returns `value` without quotes, one that is nested as JSON, and null as nothing.
pub fn plain_text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        value => value.to_string(),
    }
}

/// Returns the names of the members of all `rows`, in the order in which they come, and the rows by
/// these names. Rows that are lists or plain values have no names.
pub fn rows_and_columns<'v>(rows: &[&'v Value]) -> (Vec<&'v str>, Vec<Vec<Option<&'v Value>>>) {
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut names: Vec<&str> = Vec::new();
    for name in rows
        .iter()
        .filter_map(|row| row.as_object())
        .flat_map(|row| row.keys())
    {
        places.entry(name).or_insert_with(|| {
            names.push(name);
            names.len() - 1
        });
    }
    let cells = |row: &&'v Value| match row {
        Value::Object(members) => {
            let mut cells = vec![None; names.len()];
            for (name, value) in members {
                cells[places[name.as_str()]] = Some(value);
            }
            cells
        }
        Value::Array(items) => items.iter().map(Some).collect(),
        value => vec![Some(*value)],
    };
    let rows = rows.iter().map(cells).collect();
    (names, rows)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_list_of_a_response_is_the_one_that_is_paged_or_the_only_one() {
        let of = |items: Option<&str>, value: Value| {
            let items = items.map(str::to_owned);
            let shape = Shape {
                items,
                ..Shape::default()
            };
            shape.rows(&value).into_iter().cloned().collect::<Vec<_>>()
        };
        let two = json!({"A": [{"x": 1}], "B": {"C": [{"y": 2}]}, "RequestId": "r"});
        assert_eq!(of(Some("B.C"), two.clone()), [json!({"y": 2})]);
        assert_eq!(of(None, two.clone()), [two]);
        assert_eq!(of(None, json!({"B": {"C": [{"y": 2}]}})), [json!({"y": 2})]);
        assert_eq!(of(Some("A"), json!({"A": []})), [] as [Value; 0]);
        assert_eq!(of(None, json!([1, 2])), [json!(1), json!(2)]);
    }

    #[test]
    fn columns_are_in_the_order_in_which_they_come() {
        let (a, b) = (json!({"x": 1, "y": 2}), json!({"z": 3, "x": 4}));
        let (names, rows) = rows_and_columns(&[&a, &b]);
        assert_eq!(names, ["x", "y", "z"]);
        assert_eq!(rows[1], [Some(&json!(4)), None, Some(&json!(3))]);
    }
}
