//! Which values a member takes.

use serde_json::Value;

use crate::description::{Kind, Member};

impl Member {
    /// Returns true if `value` is of this member's kind, item by item for a list. An object takes any
    /// JSON object: its members are checked by who uses it.
    pub fn accepts(&self, value: &Value) -> bool {
        match value {
            Value::Array(items) if self.list => items.iter().all(|item| self.kind.accepts(item)),
            _ if self.list => false,
            value => self.kind.accepts(value),
        }
    }
}

impl Kind {
    /// Returns true if `value` is one value of this kind.
    pub fn accepts(&self, value: &Value) -> bool {
        match self {
            Self::String | Self::Date | Self::DateTime | Self::DateTimeIso | Self::Binary => {
                value.is_string()
            }
            Self::Integer | Self::Int64 => value.is_i64(),
            Self::Uint64 => value.is_u64(),
            Self::Float => value.is_number(),
            Self::Bool => value.is_boolean(),
            Self::Object(_) => value.is_object(),
        }
    }
}
