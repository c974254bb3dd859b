//! The resources that the parameters of a call name.

use std::collections::HashMap;

use serde_json::{Map, Value};
use tencentcloud_calls::Known;
use tencentcloud_calls::ids::{self, Named};

/// How many named resources are looked at.
const MOST: usize = 200;

/// A parameter that names a resource.
#[derive(Debug)]
pub(crate) struct Mention {
    pub(crate) path: String,
    pub(crate) value: String,
    pub(crate) named: Named,
}

/// Returns what the parameters of an action name, in their order.
pub(crate) fn mentions(known: &Known, parameters: &Map<String, Value>) -> Vec<Mention> {
    let mut walk = Walk {
        known,
        fields: HashMap::new(),
        found: Vec::new(),
    };
    for (name, value) in parameters {
        walk.visit(name.clone(), name.clone(), value);
    }
    walk.found
}

struct Walk<'k> {
    known: &'k Known,
    /// What fields name, by their place without positions.
    fields: HashMap<String, Option<Named>>,
    found: Vec<Mention>,
}

impl Walk<'_> {
    fn visit(&mut self, path: String, field: String, value: &Value) {
        match value {
            _ if self.found.len() >= MOST => {}
            Value::Object(members) => {
                for (name, value) in members {
                    self.visit(format!("{path}.{name}"), format!("{field}.{name}"), value);
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.visit(format!("{path}.{index}"), field.clone(), item);
                }
            }
            Value::String(text) if !text.is_empty() => self.note(path, field, text.clone()),
            Value::Number(number) => self.note(path, field, number.to_string()),
            _ => {}
        }
    }

    fn note(&mut self, path: String, field: String, value: String) {
        let known = self.known;
        let named = self
            .fields
            .entry(field)
            .or_insert_with_key(|field| ids::of_field(known, field));
        if let Some(named) = named {
            self.found.push(Mention {
                path,
                value,
                named: named.clone(),
            });
        }
    }
}
