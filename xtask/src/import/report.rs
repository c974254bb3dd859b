//! What an import did to a description, for a reader.

use std::path::Path;

use serde_json::Value;
use tencentcloud_import::Difference;
use tencentcloud_schema::Description;

/// The changes of one description, the differences between its sources, and its open types.
pub(super) fn report(
    path: &Path,
    before: Option<&Description>,
    after: &Description,
    differences: &[Difference],
) -> String {
    let mut changes = Changes::default();
    match before {
        Some(before) => changes.compare(String::new(), &tree(before), &tree(after)),
        None => changes.say("", "new"),
    }
    let mut lines = vec![match changes.lines.len() {
        0 => format!("{}: unchanged", path.display()),
        1 => format!("{}: 1 change", path.display()),
        count => format!("{}: {count} changes", path.display()),
    }];
    lines.extend(
        changes
            .lines
            .into_iter()
            .map(|change| format!("  {change}")),
    );
    lines.extend(
        differences
            .iter()
            .map(|difference| format!("  sources differ: {difference}")),
    );
    if !after.open.is_empty() {
        let open: Vec<_> = after.open.iter().map(String::as_str).collect();
        lines.push(format!(
            "  open types, named by members and defined by no source yet: {}",
            open.join(", ")
        ));
    }
    lines.join("\n") + "\n"
}

fn tree(description: &Description) -> Value {
    serde_json::to_value(description).unwrap_or_default()
}

/// Lines that each tell one change and its place.
#[derive(Default)]
struct Changes {
    lines: Vec<String>,
}

impl Changes {
    fn compare(&mut self, place: String, before: &Value, after: &Value) {
        match (before, after) {
            _ if before == after => {}
            (Value::Object(old), Value::Object(new)) => {
                let gone = old.keys().filter(|key| !new.contains_key(*key));
                for key in new.keys().chain(gone) {
                    let [old, new] = [old, new].map(|map| map.get(key).unwrap_or(&Value::Null));
                    self.compare(join(&place, key), old, new);
                }
            }
            (Value::Array(old), Value::Array(new)) if is_members(old) && is_members(new) => {
                let gone = old.iter().filter(|member| find(new, member).is_null());
                for member in new.iter().chain(gone) {
                    let name = member["name"].as_str().unwrap_or_default();
                    self.compare(join(&place, name), find(old, member), find(new, member));
                }
                let kept = |from: &[Value], other: &[Value]| -> Vec<Value> {
                    let kept = from.iter().filter(|member| !find(other, member).is_null());
                    kept.map(|member| member["name"].clone()).collect()
                };
                if kept(old, new) != kept(new, old) {
                    self.say(&place, "the members' order changed");
                }
            }
            (Value::Null | Value::Array(_), Value::Null | Value::Array(_)) => {
                let items = |value: &Value| value.as_array().cloned().unwrap_or_default();
                let (old, new) = (items(before), items(after));
                for (verb, from, other) in [("added", &new, &old), ("removed", &old, &new)] {
                    let moved: Vec<_> = from
                        .iter()
                        .filter(|item| !other.contains(item))
                        .map(|item| {
                            item.as_str()
                                .map_or_else(|| item.to_string(), str::to_owned)
                        })
                        .collect();
                    if !moved.is_empty() {
                        self.say(&place, &format!("{verb} {}", moved.join(", ")));
                    }
                }
            }
            (Value::Null, Value::Object(_)) => self.say(&place, "new"),
            (Value::Null, new) => self.say(&place, &format!("{new}, was not told")),
            (Value::Object(_), Value::Null) => self.say(&place, "removed"),
            (old, Value::Null) => self.say(&place, &format!("not told, was {old}")),
            (old, new) => self.say(&place, &format!("{new}, was {old}")),
        }
    }

    fn say(&mut self, place: &str, change: &str) {
        let colon = if place.is_empty() { "" } else { ": " };
        self.lines.push(format!("{place}{colon}{change}"));
    }
}

fn join(place: &str, name: &str) -> String {
    let dot = if place.is_empty() { "" } else { "." };
    format!("{place}{dot}{name}")
}

fn is_members(items: &[Value]) -> bool {
    items.iter().all(Value::is_object)
}

fn find<'a>(members: &'a [Value], like: &Value) -> &'a Value {
    let found = members.iter().find(|member| member["name"] == like["name"]);
    found.unwrap_or(&Value::Null)
}
