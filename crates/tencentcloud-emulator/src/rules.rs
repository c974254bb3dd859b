//! What the official clients do that the protocol does not say, and that is borne.

use std::fmt;
use std::str::FromStr;

/// One tolerated fault of a client. All are tolerated unless switched off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Rule {
    /// The signed host lacks the port that the `Host` header has (Node SDK).
    HostWithoutPort,
    /// The `Host` header is a URL (tccli with `--endpoint http://…`).
    HostWithScheme,
    /// The credential scope names no service: the Node SDK takes the endpoint's first label,
    /// which is `127` at an IP address.
    ScopeOfNoService,
    /// Header values are signed as sent, not in lower case as the documentation asks (all SDKs).
    ValuesSignedAsSent,
    /// Booleans in a query or form are `True` and `False` (Python SDK).
    CapitalBooleans,
    /// `application/octet-stream` carries a parameter (Node SDK: `; charset=utf-8`).
    OctetStreamParameter,
    /// An action that takes multipart is sent JSON; a file is then a string, or Node's rendering
    /// of a buffer (Node SDK's typed client).
    JsonForMultipart,
    /// A list or an object in a multipart body is not marked as `application/json`.
    UntypedJsonPart,
    /// An action that takes no signature is signed (Python SDK's typed client).
    NeedlessSignature,
}

impl Rule {
    /// Every rule.
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

    /// The rule's name, as the command line and error messages have it.
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

/// A name that no [`Rule`] has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownRule(String);

impl fmt::Display for UnknownRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = Rule::ALL.map(Rule::name).join(", ");
        write!(f, "{:?} is not a rule; the rules are {names}", self.0)
    }
}

impl std::error::Error for UnknownRule {}

/// The rules in force.
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
