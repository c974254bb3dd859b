use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::member::Member;
use super::paging::Paging;

/// One action, with its parameters and its response.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Action {
    /// The action's title in Chinese.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The action's title in English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title_en: Option<String>,
    /// One English sentence of this project's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doc: Option<String>,
    /// Whether the vendor still offers it.
    #[serde(default, skip_serializing_if = "Status::is_online")]
    pub status: Status,
    /// The sites that offer it; empty is unknown.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub sites: BTreeSet<Site>,
    /// Whether the action takes Region; `None` is unknown, and nothing is assumed from it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<Region>,
    /// Default rate limit in requests per second; `None` is unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<u32>,
    /// The action's own host, if it differs from the service's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    /// How the parameters travel.
    #[serde(default, skip_serializing_if = "Body::is_json")]
    pub body: Body,
    /// How the request is signed.
    #[serde(default, skip_serializing_if = "Signing::is_signed")]
    pub signing: Signing,
    /// True if the response may be a stream of server-sent events.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub streaming: bool,
    /// How the response's list is paged; `None` if it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paging: Option<Paging>,
    /// The error codes that the action's own page lists.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub errors: BTreeSet<String>,
    /// The request parameters in the source's order.
    pub request: Vec<Member>,
    /// The response's members in the source's order, without `RequestId`, which every response has.
    pub response: Vec<Member>,
}

/// Whether the vendor still offers an action.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// It is offered.
    #[default]
    Online,
    /// It still works, and the vendor asks not to use it any more.
    Deprecated,
    /// It no longer works.
    Offline,
}

impl Status {
    fn is_online(&self) -> bool {
        *self == Self::Online
    }
}

/// One of the vendor's two sites, each with its own accounts and documentation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Site {
    /// The Chinese site, `cloud.tencent.com`.
    China,
    /// The international site, `tencentcloud.com`.
    International,
}

/// Whether an action takes the common parameter Region.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Region {
    /// It must be given.
    Required,
    /// It may be given.
    Optional,
    /// It is not taken.
    None,
}

/// How an action's parameters travel in a POST.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Body {
    /// A JSON object.
    #[default]
    Json,
    /// `multipart/form-data`, a part for each parameter.
    Multipart,
    /// `application/octet-stream`: one binary parameter is the body, the others are headers.
    OctetStream,
}

impl Body {
    fn is_json(&self) -> bool {
        *self == Self::Json
    }
}

/// Whether a request is signed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Signing {
    /// With the caller's credential.
    #[default]
    Signed,
    /// Not at all: `Authorization: SKIP`.
    Skip,
}

impl Signing {
    fn is_signed(&self) -> bool {
        *self == Self::Signed
    }
}
