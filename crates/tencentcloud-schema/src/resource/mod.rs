//! The resources of a service: which actions make, list, change and end what.
//!
//! A resource is an item with members, as lists return it. Paths are member names joined by dots; a
//! path that passes a list means each of its items. Whatever maps has the path of a request or
//! response on its left and the member of the item, itself a path, on its right.

mod canonical;
mod overlay;
mod parse;
mod path;
mod validate;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use overlay::{ResourceCorrection, ResourceOverlay};

/// The number of the format of resources that this crate reads and writes.
pub const RESOURCE_FORMAT: u32 = 1;

/// The resources of one version, by the kind's name.
pub type Kinds = BTreeMap<String, Resource>;

/// Paths of a request or response, each with the member of the item that it means.
pub type Paths = BTreeMap<String, String>;

/// The resources of one service: `schema/resources/<service>.json`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resources {
    /// The format's number, [`RESOURCE_FORMAT`].
    pub format: u32,
    /// The service's name, as its descriptions have it.
    pub service: String,
    /// The resources by API version.
    pub versions: BTreeMap<String, Kinds>,
}

/// One kind of resource.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resource {
    /// The object type of an item in lists; `None` if lists hold plain values, and if the only
    /// response that shows an item is an item itself.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub object: Option<String>,
    /// How far an item is known.
    #[serde(default, skip_serializing_if = "Scope::is_region")]
    pub scope: Scope,
    /// The members that identify an item together. One that the creating request does not give is
    /// made by the service.
    pub id: Vec<String>,
    /// The form of members that the service makes: `*` is a lower-case letter or a digit, `?` a
    /// hexadecimal digit, `#` a decimal digit, everything else itself.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub made: BTreeMap<String, String>,
    /// The member that holds the name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// True if no two items of one account, region and parent have the same name.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unique: bool,
    /// The member that holds the time of creation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created: Option<String>,
    /// The member that holds the time of the last change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated: Option<String>,
    /// The member that holds the list of tags.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tags: Option<String>,
    /// What stands before the id in the six-part name that CAM and Tag use: `instance` of
    /// `qcs::cvm:ap-guangzhou:uin/1:instance/ins-1`. If that name has another service, it stands
    /// before a colon: `cvm:volume`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub segment: Option<String>,
    /// The states that an item goes through by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<State>,
    /// The resources that must exist before an item, and that cannot go before it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parents: Vec<Parent>,
    /// What each action does with items of this kind.
    pub actions: BTreeMap<String, Use>,
}

/// How far an item is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// Within one region of the account.
    #[default]
    Region,
    /// Within the account, whatever the region.
    Account,
}

impl Scope {
    fn is_region(&self) -> bool {
        *self == Self::Region
    }
}

/// The states that an item goes through by itself: values of one member.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct State {
    /// The member that holds the state.
    pub member: String,
    /// The state right after creation; absent if it is `ready` at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub begins: Option<Value>,
    /// The state in which an item stays.
    pub ready: Value,
    /// The state while it is deleted; absent if it is gone at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends: Option<Value>,
}

/// A resource that must exist before an item.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parent {
    /// The other service; `None` for a resource of the same one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// The kind of the other resource.
    pub resource: String,
    /// The member of the item that names the other; one that is absent names none.
    pub member: String,
    /// The member of the other that it holds; absent: the last of its id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// Members of the parent that are shown as members of the item.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub brings: Paths,
}

/// What an action does with items of a kind.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Use {
    /// What it does.
    pub does: Verb,
    /// The parameters that say which items are meant, with the members that must be equal: those that
    /// a request gives, together. A list means any of its values.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub by: Paths,
    /// The parameters that must occur within a text member.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub search: Paths,
    /// The parameter that is a list of filters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filters: Option<Filters>,
    /// The list in the request of which each item makes or changes an item, with parameters of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub each: Option<String>,
    /// The parameter that says how many are made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<String>,
    /// The parameters that become members of another name. A parameter with the name of a member
    /// becomes that member, too, without being listed here; one with an empty name becomes none. A
    /// list for a member that is none gives its n-th value to the n-th item.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub set: Paths,
    /// Members that get a value of their own, which a parameter overrides; `null` clears one.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub put: BTreeMap<String, Value>,
    /// The states in which the action is possible; empty for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub from: Vec<Value>,
    /// The state for a while.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub through: Option<Value>,
    /// The state in the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Value>,
    /// Where the response shows an item or a list of items; the empty path is the response itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
    /// Where the response shows single members, or of several items a list of one member's values.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub gives: Paths,
    /// Where the response says how many items there are, if the action has no paging that says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<String>,
}

/// What an action does.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Verb {
    /// Makes items.
    Create,
    /// Shows the items that match, none if none does.
    #[default]
    List,
    /// Shows one item, which must exist.
    Get,
    /// Changes members.
    Modify,
    /// Changes the state.
    State,
    /// Ends items.
    Delete,
    /// Adds to a member that is a list, e.g. tags.
    Add,
    /// Removes from a member that is a list, by values or by keys.
    Remove,
}

/// A list of filters in a request.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Filters {
    /// The parameter.
    pub at: String,
    /// The member of a filter that holds its name; `Name` if absent.
    #[serde(default = "name", skip_serializing_if = "is_name")]
    pub name: String,
    /// The member of a filter that holds its values, or its one value; `Values` if absent.
    #[serde(default = "values", skip_serializing_if = "is_values")]
    pub values: String,
    /// The filters by name, each with the member that must be equal to one of its values. A filter
    /// that is not listed has the name of a member.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub members: Paths,
}

fn name() -> String {
    "Name".to_owned()
}

fn values() -> String {
    "Values".to_owned()
}

fn is_name(text: &str) -> bool {
    text == "Name"
}

fn is_values(text: &str) -> bool {
    text == "Values"
}

impl Resource {
    /// Returns true if actions make, show and delete items: a whole life.
    pub fn lives(&self) -> bool {
        let does = |verbs: &[Verb]| self.actions.values().any(|u| verbs.contains(&u.does));
        does(&[Verb::Create]) && does(&[Verb::List, Verb::Get]) && does(&[Verb::Delete])
    }

    /// Returns the actions that do `verb`, sorted by name.
    pub fn that(&self, verb: Verb) -> impl Iterator<Item = (&str, &Use)> {
        let actions = self
            .actions
            .iter()
            .filter(move |(_, used)| used.does == verb);
        actions.map(|(name, used)| (name.as_str(), used))
    }
}

impl Verb {
    /// All verbs, in the order of a life.
    pub const ALL: [Self; 8] = [
        Self::Create,
        Self::List,
        Self::Get,
        Self::Modify,
        Self::State,
        Self::Add,
        Self::Remove,
        Self::Delete,
    ];

    /// Returns the verb's word in a file.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::List => "list",
            Self::Get => "get",
            Self::Modify => "modify",
            Self::State => "state",
            Self::Delete => "delete",
            Self::Add => "add",
            Self::Remove => "remove",
        }
    }
}
