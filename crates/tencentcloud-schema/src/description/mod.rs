//! The types of the description format.

mod action;
mod kind;
mod member;
mod paging;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

pub use action::{Action, Body, Region, Signing, Site, Status};
pub use kind::Kind;
pub use member::{Member, Published};
pub use paging::{Paging, PagingStyle};

/// The number of the description format that this crate reads and writes.
pub const FORMAT: u32 = 1;

/// The facts about one version of one service.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Description {
    /// The format's number, [`FORMAT`].
    pub format: u32,
    /// The service's name in the credential scope of a signature, e.g. `apigateway`.
    pub service: String,
    /// The API version, e.g. `2018-08-08`.
    pub version: String,
    /// The service's title in Chinese.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The service's title in English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title_en: Option<String>,
    /// The service's host, e.g. `apigateway.tencentcloudapi.com`; `None` if no source gives it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    /// The actions by name.
    pub actions: BTreeMap<String, Action>,
    /// The object types by name.
    pub types: BTreeMap<String, Object>,
    /// The error codes that the sources list for this version, each a full code.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub errors: BTreeSet<String>,
    /// Types that are named by a member and defined by no source yet.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub open: BTreeSet<String>,
}

/// Returns the version that represents a service and is re-exported at its crate's root: the one with the most
/// actions, as a newer one is often a beginning; of two with as many, the newer. `versions` are in
/// order, oldest first; `None` if there are none.
pub fn main_version(versions: &[Description]) -> Option<&Description> {
    versions.iter().max_by_key(|version| version.actions.len())
}

/// One object type.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Object {
    /// One English sentence of this project's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doc: Option<String>,
    /// The members in the source's order.
    pub members: Vec<Member>,
}
