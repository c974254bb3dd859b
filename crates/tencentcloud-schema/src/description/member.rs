use serde::{Deserialize, Serialize};
use serde_json::{Number, Value};

use super::kind::Kind;

/// One parameter, or one member of a response or object.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Member {
    /// The name on the wire, e.g. `UniqVpcId`.
    pub name: String,
    /// The value's kind, or the kind of each item if [`Member::list`] is true.
    #[serde(rename = "type")]
    pub kind: Kind,
    /// True for a list.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub list: bool,
    /// True if a request must give it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub required: bool,
    /// True if a response always has it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub always: bool,
    /// True if it may be `null` in a response.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub nullable: bool,
    /// The flags that its Rust type was published with, if the sources say otherwise by now: an
    /// update never changes the type of a published member.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<Published>,
    /// True for a secret: never printed, logged or recorded.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub sensitive: bool,
    /// True if the vendor asks not to use it any more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub deprecated: bool,
    /// The header that carries it, if the body is [`Body::OctetStream`](crate::Body::OctetStream).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub header: Option<String>,
    /// The values that the documentation lists: a hint, never a closed set.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    /// The names that the filters of a list of filters take: a hint, never a closed set.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub filters: Vec<String>,
    /// The smallest number that the documentation allows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<Number>,
    /// The largest number that the documentation allows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<Number>,
    /// What the service assumes if the member is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<Value>,
    /// An example value of the member's own type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub example: Option<Value>,
    /// One English sentence of this project's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doc: Option<String>,
}

impl Member {
    /// Returns the flags that its Rust type in a response is made from.
    pub fn typed_by(&self) -> Published {
        self.published.unwrap_or(Published {
            always: self.always,
            nullable: self.nullable,
        })
    }

    /// Creates a member with `name` and `kind`, and no flag set.
    pub fn new(name: impl Into<String>, kind: Kind) -> Self {
        Self {
            name: name.into(),
            kind,
            list: false,
            required: false,
            always: false,
            nullable: false,
            published: None,
            sensitive: false,
            deprecated: false,
            header: None,
            values: Vec::new(),
            filters: Vec::new(),
            min: None,
            max: None,
            default: None,
            example: None,
            doc: None,
        }
    }
}

/// The flags of a response's member that its Rust type is made from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Published {
    /// See [`Member::always`].
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub always: bool,
    /// See [`Member::nullable`].
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub nullable: bool,
}
