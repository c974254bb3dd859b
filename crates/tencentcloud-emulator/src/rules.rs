//! What the endpoint accepts beyond the documented protocol, and what a request needed of it.

use std::cell::RefCell;
use std::fmt;
use std::str::FromStr;

/// Something that the documentation does not allow and that the real services accept, or that only a test
/// can want.
///
/// The mistakes of the official clients are accepted by default. What a description does not know,
/// [`UnknownParameter`](Self::UnknownParameter) and [`UnknownAction`](Self::UnknownAction), is
/// accepted only if [`Builder::with`](crate::Builder::with) or the command's `--allow-unknown` says so.
/// [`Builder::without`](crate::Builder::without) and the command's `--refuse` switch a rule off,
/// [`Builder::strict`](crate::Builder::strict) and `--strict` all of them; the error of a request that
/// needs a rule which is off names it. Each response lists the rules that its request needed in the
/// header `x-emulator-borne`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Rule {
    /// The signed host lacks the port of the `Host` header (Node SDK).
    HostWithoutPort,
    /// The `Host` header is a URL (tccli with `--endpoint http://…`).
    HostWithScheme,
    /// The credential scope names the first label of the endpoint, which is no service (Node SDK:
    /// `127` of an IP address). Any other wrong service is an error.
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
    /// An action that deletes is given an object with the id of what it deletes, and without what a
    /// new one must have: a route by its `RouteId` (Terraform provider).
    IdAlone,
    /// A role is assumed of an account that has no role here, as programs assume roles that the account
    /// of a test was never given. Once an account has roles, one that it lacks is an error.
    UnknownRole,
    /// The request has a parameter that the description lacks, as programs send some that the
    /// documentation does not have. Off by default.
    UnknownParameter,
    /// The version lacks the action, or the catalogue the service that the vendor's host names, as
    /// programs call some that the documentation does not have. The response has nothing but a request
    /// ID, or what is kept where programs need it: `DescribeEnvInfo` of tcb, `DescribeCurrentUserDetails`
    /// of account. Off by default.
    UnknownAction,
}

impl Rule {
    /// All rules.
    pub const ALL: [Self; 13] = [
        Self::HostWithoutPort,
        Self::HostWithScheme,
        Self::ScopeOfNoService,
        Self::ValuesSignedAsSent,
        Self::CapitalBooleans,
        Self::OctetStreamParameter,
        Self::JsonForMultipart,
        Self::UntypedJsonPart,
        Self::NeedlessSignature,
        Self::IdAlone,
        Self::UnknownRole,
        Self::UnknownParameter,
        Self::UnknownAction,
    ];

    /// Returns true if the rule is on unless it is switched off.
    pub fn is_default(self) -> bool {
        !matches!(self, Self::UnknownParameter | Self::UnknownAction)
    }

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
            Self::IdAlone => "id-alone",
            Self::UnknownRole => "unknown-role",
            Self::UnknownParameter => "unknown-parameter",
            Self::UnknownAction => "unknown-action",
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

/// The rules that are on, and what else is decided once for all requests.
#[derive(Clone, Debug)]
pub(crate) struct Rules {
    on: Vec<Rule>,
    /// True if a value that is not among the listed ones is an error, not a warning.
    pub(crate) closed_values: bool,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            on: Rule::ALL
                .into_iter()
                .filter(|rule| rule.is_default())
                .collect(),
            closed_values: false,
        }
    }
}

impl Rules {
    pub(crate) fn add(&mut self, rule: Rule) {
        self.remove(rule);
        self.on.push(rule);
    }

    pub(crate) fn remove(&mut self, rule: Rule) {
        self.on.retain(|known| *known != rule);
    }
}

/// The rules as one request meets them: what it needs of them is noted.
#[derive(Debug)]
pub(crate) struct Leeway<'a> {
    rules: &'a Rules,
    needed: RefCell<Vec<Rule>>,
    warnings: RefCell<Vec<Warning>>,
}

/// A parameter that is accepted and looks wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Warning {
    pub(crate) parameter: String,
    /// What looks wrong, without the value, which may be a secret.
    pub(crate) message: String,
}

impl<'a> Leeway<'a> {
    pub(crate) fn new(rules: &'a Rules) -> Self {
        Self {
            rules,
            needed: RefCell::default(),
            warnings: RefCell::default(),
        }
    }

    /// Returns true if `rule` is on, and notes that the request needs it.
    pub(crate) fn allow(&self, rule: Rule) -> bool {
        let on = self.rules.on.contains(&rule);
        let mut needed = self.needed.borrow_mut();
        if on && !needed.contains(&rule) {
            needed.push(rule);
        }
        on
    }

    /// Returns true if a value that is not among the listed ones is an error.
    pub(crate) fn closed_values(&self) -> bool {
        self.rules.closed_values
    }

    pub(crate) fn warn(&self, parameter: &str, message: impl Into<String>) {
        self.warnings.borrow_mut().push(Warning {
            parameter: parameter.to_owned(),
            message: message.into(),
        });
    }

    /// Returns the rules that the request needed, and the warnings about it.
    pub(crate) fn into_notes(self) -> (Vec<Rule>, Vec<Warning>) {
        (self.needed.into_inner(), self.warnings.into_inner())
    }
}
