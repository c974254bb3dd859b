//! Which requests are sent at once, which need a person, and which are never sent.

mod file;

pub use file::PolicyError;

use std::fmt;

use serde::Deserialize;
use tencentcloud_calls::Effect;
use wildmatch::WildMatch;

/// What becomes of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Decision {
    /// It is signed and sent at once.
    Allow,
    /// A person has to approve it.
    Confirm,
    /// It is not sent, and nobody is asked.
    Deny,
}

impl Decision {
    /// Returns its name: `allow`, `confirm` or `deny`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Confirm => "confirm",
            Self::Deny => "deny",
        }
    }
}

/// What a policy is asked about.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// The account's name.
    pub account: &'a str,
    /// The account's number, if it is known.
    pub account_id: Option<&'a str>,
    /// The service.
    pub service: &'a str,
    /// The action.
    pub action: &'a str,
    /// The region, if the request names one.
    pub region: Option<&'a str>,
    /// The class of the action.
    pub class: Effect,
    /// True if the account is the local endpoint, which is no real one.
    pub local: bool,
}

/// What a policy says, and by which rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ruling {
    /// What becomes of the request.
    pub decision: Decision,
    /// Which rule says so: its line and reason, or the default of which class.
    pub because: String,
}

/// Which requests are sent at once, which need a person, and which are never sent.
///
/// Rules say what is different from the defaults, which go by class: what reads is allowed; what returns
/// secrets, writes or destroys needs a person. Among the rules that match, the strictest counts: deny before
/// confirm before allow. Their order makes no difference. At the local endpoint, everything is allowed that no
/// rule forbids.
///
/// What is unknown of a request is matched by no rule that allows, and by every rule that is stricter: the region of
/// a request that names none, the number of an account that STS did not say, if a rule names numbers.
#[derive(Clone, Debug)]
pub struct Policy {
    defaults: Defaults,
    rules: Vec<Rule>,
    origin: Option<String>,
}

/// What becomes of requests that no rule matches, by class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Defaults {
    read: Decision,
    secret: Decision,
    write: Decision,
    destroy: Decision,
}

impl Default for Policy {
    /// Allows what reads; what returns secrets, writes or destroys needs a person.
    fn default() -> Self {
        Self {
            defaults: Defaults {
                read: Decision::Allow,
                secret: Decision::Confirm,
                write: Decision::Confirm,
                destroy: Decision::Confirm,
            },
            rules: Vec::new(),
            origin: None,
        }
    }
}

#[derive(Clone, Debug)]
struct Rule {
    /// The line of the file, from 1.
    line: usize,
    decision: Decision,
    /// Patterns of `service:Action`; `None` for all, as in the other lists.
    actions: Option<Vec<Pattern>>,
    classes: Option<Vec<Effect>>,
    regions: Option<Vec<Pattern>>,
    accounts: Option<Vec<Pattern>>,
    reason: Option<String>,
}

/// A pattern of text in which `*` stands for any text and `?` for one character; case makes no difference.
#[derive(Clone, PartialEq)]
struct Pattern(WildMatch);

impl Pattern {
    fn new(text: &str) -> Self {
        Self(WildMatch::new(&text.to_lowercase()))
    }

    fn takes(&self, text: &str) -> bool {
        self.0.matches(&text.to_lowercase())
    }

    /// Returns true if it may match the number of an account.
    fn takes_numbers(&self) -> bool {
        let pattern = self.0.to_string();
        pattern
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '*' | '?'))
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl Policy {
    /// Returns what becomes of a request.
    pub fn decide(&self, subject: &Subject<'_>) -> Ruling {
        let matching = self.rules.iter().filter(|rule| rule.takes(subject));
        // The strictest; of those the first.
        let strictest = matching.rev().max_by_key(|rule| rule.decision);
        match strictest {
            Some(rule) => Ruling {
                decision: rule.decision,
                because: self.named(rule),
            },
            None if subject.local => Ruling {
                decision: Decision::Allow,
                because: "the local endpoint is no real account".to_owned(),
            },
            None => {
                let decision = self.defaults.of(subject.class);
                let class = subject.class.name();
                let because = match decision {
                    Decision::Allow => format!("the class {class} is allowed by default"),
                    Decision::Confirm => format!("the class {class} needs a person by default"),
                    Decision::Deny => format!("the class {class} is denied by default"),
                };
                Ruling { decision, because }
            }
        }
    }

    /// Returns true if a rule goes by numbers of accounts, which are worth asking for then.
    pub(crate) fn asks_for_numbers(&self) -> bool {
        let mut accounts = self.rules.iter().filter_map(|rule| rule.accounts.as_ref());
        accounts.any(|patterns| patterns.iter().any(Pattern::takes_numbers))
    }

    fn named(&self, rule: &Rule) -> String {
        let place = match &self.origin {
            Some(origin) => format!("{origin}:{}", rule.line),
            None => format!("line {}", rule.line),
        };
        let reason = rule.reason.as_deref().map(|reason| format!(": {reason}"));
        format!(
            "{} by the rule at {place}{}",
            rule.decision.name(),
            reason.unwrap_or_default()
        )
    }
}

impl Defaults {
    fn of(&self, class: Effect) -> Decision {
        match class {
            Effect::Read => self.read,
            Effect::Secret => self.secret,
            Effect::Write => self.write,
            Effect::Destroy => self.destroy,
        }
    }
}

impl Rule {
    fn takes(&self, subject: &Subject<'_>) -> bool {
        // What is unknown permits nothing, and forbids.
        let unknown = self.decision != Decision::Allow;
        let region = subject.region.map(str::trim);
        let region = region.filter(|region| !region.is_empty());
        let of_region = |patterns: &Vec<Pattern>| match region {
            Some(region) => any(patterns, region),
            None => unknown,
        };
        let of_account = |patterns: &Vec<Pattern>| {
            let by_number = match subject.account_id {
                Some(number) => any(patterns, number),
                None => unknown && patterns.iter().any(Pattern::takes_numbers),
            };
            by_number || any(patterns, subject.account)
        };
        let action = format!("{}:{}", subject.service, subject.action);
        let of_class = |classes: &Vec<Effect>| classes.contains(&subject.class);
        self.classes.as_ref().is_none_or(of_class)
            && self
                .actions
                .as_ref()
                .is_none_or(|patterns| any(patterns, &action))
            && self.regions.as_ref().is_none_or(of_region)
            && self.accounts.as_ref().is_none_or(of_account)
    }
}

/// Returns true if one of `patterns` matches `text`.
fn any(patterns: &[Pattern], text: &str) -> bool {
    patterns.iter().any(|pattern| pattern.takes(text))
}
