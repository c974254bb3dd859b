//! The mistakes of the official clients that the endpoint accepts.

use std::fmt;
use std::str::FromStr;

/// A mistake of an official client that the real services accept, and the endpoint too.
///
/// Every rule is on by default. [`Builder::without`](crate::Builder::without) and the command's
/// `--refuse` switch one off, [`Builder::strict`](crate::Builder::strict) and `--strict` all of them;
/// the error of a request that needs a rule which is off names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Rule {
    /// The signed host lacks the port of the `Host` header (Node SDK).
    HostWithoutPort,
    /// The `Host` header is a URL (tccli with `--endpoint http://…`).
    HostWithScheme,
    /// The credential scope names no service (Node SDK, which puts the first label of the endpoint
    /// there: `127` of an IP address).
    ScopeOfNoService,
    /// Header values are signed as sent, not in lower case as documented (all SDKs).
    ValuesSignedAsSent,
    /// Booleans in a query or form are written `True` and `False` (Python SDK).
    CapitalBooleans,
    /// The content type `application/octet-stream` has a parameter (Node SDK, `charset=utf-8`).
    OctetStreamParameter,
    /// The parameters of a multipart action are sent as JSON, a file among them as text in Base64 or
    /// as Node renders a buffer (Node SDK, typed client).
    JsonForMultipart,
    /// A list or an object in a multipart body lacks the content type `application/json` (Node SDK).
    UntypedJsonPart,
    /// An action that takes no signature is signed (Python SDK, typed client).
    NeedlessSignature,
}

impl Rule {
    /// All rules.
    pub const ALL: [Self; 9] = [
        Self::HostWithoutPort,
        Self::HostWithScheme,
        Self::ScopeOfNoService,
        Self::ValuesSignedAsSent,
        Self::CapitalBooleans,
        Self::OctetStreamParameter,
        Self::JsonForMultipart,
        Self::UntypedJsonPart,
        Self::NeedlessSignature,
    ];

    /// Returns the name that the command line and error messages use, e.g. `host-without-port`.
    pub fn name(self) -> &'static str {
        match self {
            Self::HostWithoutPort => "host-without-port",
            Self::HostWithScheme => "host-with-scheme",
            Self::ScopeOfNoService => "scope-of-no-service",
            Self::ValuesSignedAsSent => "values-signed-as-sent",
            Self::CapitalBooleans => "capital-booleans",
            Self::OctetStreamParameter => "octet-stream-parameter",
            Self::JsonForMultipart => "json-for-multipart",
            Self::UntypedJsonPart => "untyped-json-part",
            Self::NeedlessSignature => "needless-signature",
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Rule {
    type Err = UnknownRule;

    fn from_str(name: &str) -> Result<Self, UnknownRule> {
        Self::ALL
            .into_iter()
            .find(|rule| rule.name() == name)
            .ok_or_else(|| UnknownRule(name.to_owned()))
    }
}

/// The error of a name that no [`Rule`] has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownRule(String);

impl fmt::Display for UnknownRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = Rule::ALL.map(Rule::name).join(", ");
        write!(f, "{:?} is not a rule; the rules are {names}", self.0)
    }
}

impl std::error::Error for UnknownRule {}

/// The rules that are on.
#[derive(Clone, Debug)]
pub(crate) struct Rules(Vec<Rule>);

impl Rules {
    pub(crate) fn all() -> Self {
        Self(Rule::ALL.to_vec())
    }

    pub(crate) fn remove(&mut self, rule: Rule) {
        self.0.retain(|known| *known != rule);
    }

    pub(crate) fn allow(&self, rule: Rule) -> bool {
        self.0.contains(&rule)
    }
}
