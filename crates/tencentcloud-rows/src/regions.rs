//! Rows of several regions.

use serde_json::{Map, Value};

/// The member of a row that says which region it comes from.
pub const REGION: &str = "Region";

/// Returns `item` with the name of its `region` as its first member; a plain value becomes the member
/// `Value`.
pub fn tagged(item: Value, region: &str) -> Value {
    let mut tagged = Map::from_iter([(REGION.to_owned(), Value::from(region))]);
    match item {
        Value::Object(members) => tagged.extend(members),
        value => {
            tagged.insert("Value".to_owned(), value);
        }
    }
    Value::Object(tagged)
}
