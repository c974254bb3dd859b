//! The types of the description format.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Number, Value};

/// The number of the description format that this crate reads and writes.
pub const FORMAT: u32 = 1;

/// The facts about one version of one service.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Description {
    /// The format's number, [`FORMAT`].
    pub format: u32,
    /// The service's name as it stands in the signature's credential scope, e.g. `apigateway`.
    pub service: String,
    /// The API version, e.g. `2018-08-08`.
    pub version: String,
    /// The service's title in Chinese.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The service's title in English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title_en: Option<String>,
    /// The service's host, e.g. `apigateway.tencentcloudapi.com`; `None` where no source gives it.
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

/// One action: what goes in, what comes out.
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
    /// The action's own host, where it differs from the service's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    /// How the parameters travel.
    #[serde(default, skip_serializing_if = "Body::is_json")]
    pub body: Body,
    /// How the request is signed.
    #[serde(default, skip_serializing_if = "Signing::is_signed")]
    pub signing: Signing,
    /// True where the answer may be a stream of server-sent events.
    #[serde(default, skip_serializing_if = "is_false")]
    pub streaming: bool,
    /// How the answer's list is paged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paging: Option<Paging>,
    /// The error codes that the action's own page lists.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub errors: BTreeSet<String>,
    /// The request parameters in the source's order.
    pub request: Vec<Member>,
    /// The answer's members in the source's order, without `RequestId`, which every answer has.
    pub response: Vec<Member>,
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

/// One parameter, or one member of an answer or object.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Member {
    /// The name on the wire, e.g. `UniqVpcId`.
    pub name: String,
    /// The value's kind, or the kind of each item where [`Member::list`] is true.
    #[serde(rename = "type")]
    pub kind: Kind,
    /// True for a list.
    #[serde(default, skip_serializing_if = "is_false")]
    pub list: bool,
    /// A request must give it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub required: bool,
    /// An answer always has it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub always: bool,
    /// It may be `null` in an answer.
    #[serde(default, skip_serializing_if = "is_false")]
    pub nullable: bool,
    /// The marks that its Rust type was published with, where the sources say otherwise by now: an
    /// update never changes the type of a published member.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<Published>,
    /// It is a secret: never printed, logged or recorded.
    #[serde(default, skip_serializing_if = "is_false")]
    pub sensitive: bool,
    /// The vendor asks not to use it any more.
    #[serde(default, skip_serializing_if = "is_false")]
    pub deprecated: bool,
    /// The header that carries it, where the body is [`Body::OctetStream`].
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
    /// What the service takes when the member is left out.
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
    /// The marks that its Rust type in an answer is made from.
    pub fn typed_by(&self) -> Published {
        self.published.unwrap_or(Published {
            always: self.always,
            nullable: self.nullable,
        })
    }

    /// A member with that name and kind and no mark set.
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

/// The marks of an answer's member that its Rust type is made from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Published {
    /// See [`Member::always`].
    #[serde(default, skip_serializing_if = "is_false")]
    pub always: bool,
    /// See [`Member::nullable`].
    #[serde(default, skip_serializing_if = "is_false")]
    pub nullable: bool,
}

/// The kind of a value. The set is closed: an object's name stands for everything else.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Text.
    String,
    /// A whole number whose width no source tells; it is handled as signed 64 bits.
    Integer,
    /// A signed whole number of 64 bits.
    Int64,
    /// An unsigned whole number of 64 bits.
    Uint64,
    /// A floating-point number.
    Float,
    /// True or false.
    Bool,
    /// Bytes of a file, which travel as a part of a multipart body or as the body itself.
    Binary,
    /// Text that holds a date: `2006-01-02`.
    Date,
    /// Text that holds a time without zone: `2006-01-02 15:04:05`.
    DateTime,
    /// Text that holds a time in ISO 8601 form: `2006-01-02T15:04:05+08:00`.
    DateTimeIso,
    /// An object type of the same description.
    Object(String),
}

impl Kind {
    /// The kind's name in the description: a lower-case word, or the object's name.
    pub fn as_str(&self) -> &str {
        match self {
            Self::String => "string",
            Self::Integer => "integer",
            Self::Int64 => "int64",
            Self::Uint64 => "uint64",
            Self::Float => "float",
            Self::Bool => "bool",
            Self::Binary => "binary",
            Self::Date => "date",
            Self::DateTime => "datetime",
            Self::DateTimeIso => "datetime_iso",
            Self::Object(name) => name,
        }
    }

    /// The kind of that name: one of the lower-case words, else an object.
    pub fn from_name(name: &str) -> Self {
        match name {
            "string" => Self::String,
            "integer" => Self::Integer,
            "int64" => Self::Int64,
            "uint64" => Self::Uint64,
            "float" => Self::Float,
            "bool" => Self::Bool,
            "binary" => Self::Binary,
            "date" => Self::Date,
            "datetime" => Self::DateTime,
            "datetime_iso" => Self::DateTimeIso,
            object => Self::Object(object.to_owned()),
        }
    }

    /// The object's name, where the kind is an object.
    pub fn object(&self) -> Option<&str> {
        match self {
            Self::Object(name) => Some(name),
            _ => None,
        }
    }

    /// True for text and for the three kinds of text that hold a date or time.
    pub fn is_text(&self) -> bool {
        matches!(
            self,
            Self::String | Self::Date | Self::DateTime | Self::DateTimeIso
        )
    }

    /// True for the three kinds of whole number.
    pub fn is_integer(&self) -> bool {
        matches!(self, Self::Integer | Self::Int64 | Self::Uint64)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Kind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Kind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self::from_name(&String::deserialize(deserializer)?))
    }
}

/// Whether the vendor still offers an action.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// It is offered.
    #[default]
    Online,
    /// It answers, and the vendor asks not to use it any more.
    Deprecated,
    /// It no longer answers.
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

/// How an answer's list is paged. Paths are member names joined by dots.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paging {
    /// What the position is.
    pub style: PagingStyle,
    /// The request parameter that holds the position.
    pub position: String,
    /// The request parameter that holds the page's size, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<String>,
    /// The answer's path to the list.
    pub items: String,
    /// The answer's path to the number of all items.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<String>,
    /// The answer's path to the next token, for [`PagingStyle::Token`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// The answer's path to a mark that tells whether pages follow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub more: Option<String>,
    /// The answer's path to a mark that tells whether the list is over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub over: Option<String>,
}

/// What moves from one page to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PagingStyle {
    /// The number of items passed over, from 0.
    Offset,
    /// The page's number, from 1.
    Page,
    /// The page's number, from 0.
    Index,
    /// A token that the answer gives for the next page.
    Token,
}

fn is_false(value: &bool) -> bool {
    !value
}
