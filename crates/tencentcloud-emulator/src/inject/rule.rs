//! Which calls fail, and how.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// A fault: which calls it befalls, and how they fail. By default it befalls every call of its
/// actions. As JSON: `{"action": "cvm:Run*", "kind": "throttle", "calls": [1, 3]}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct FaultRule {
    /// The actions: `cvm:RunInstances`, `cvm:*`, `Describe*` of any service, or `*`.
    pub action: String,
    /// How a call fails.
    pub kind: FaultKind,
    /// The account whose calls fail; by default those of all accounts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// The numbers, from 1, of the calls that fail, among those that the other conditions take.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub calls: Vec<u64>,
    /// How many calls go well first.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub skip: u64,
    /// The distance of the calls that fail: with 10, every tenth of those after `skip`. Defaults to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub every: Option<u64>,
    /// After how many failures the fault is over; by default never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u64>,
    /// The probability, from 0 to 1, that a call fails; drawn by the emulator's seed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probability: Option<f64>,
    /// How long the response is held back, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub milliseconds: Option<u64>,
    /// The error code of [`FaultKind::Error`] and [`FaultKind::ErrorAfter`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The HTTP status of [`FaultKind::Gateway`], from 500 to 599. Defaults to 502.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
}

/// A way in which a call fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum FaultKind {
    /// The response comes late, by [`FaultRule::milliseconds`].
    Latency,
    /// The connection is closed without a response before the call took effect.
    ResetBefore,
    /// The connection is closed without a response after the call took effect.
    ResetAfter,
    /// The call takes effect, and the connection breaks in the middle of its response.
    Truncate,
    /// A gateway responds with a page of its own; the call does not take effect.
    Gateway,
    /// The call is refused with `RequestLimitExceeded`.
    Throttle,
    /// The call is refused with `AuthFailure.TokenFailure`.
    ExpiredToken,
    /// The call is refused with [`FaultRule::code`].
    Error,
    /// The call takes effect, and responds with the error [`FaultRule::code`].
    ErrorAfter,
    /// The call takes effect, and its response is not JSON.
    BadJson,
    /// The call takes effect, and its response has the content type `text/html`.
    ContentType,
    /// The connection breaks in the middle of a stream of events.
    CutEvents,
    /// A stream of events stays open in its middle, and no more of it comes.
    StallEvents,
}

impl FaultKind {
    /// All kinds.
    pub const ALL: [Self; 13] = [
        Self::Latency,
        Self::ResetBefore,
        Self::ResetAfter,
        Self::Truncate,
        Self::Gateway,
        Self::Throttle,
        Self::ExpiredToken,
        Self::Error,
        Self::ErrorAfter,
        Self::BadJson,
        Self::ContentType,
        Self::CutEvents,
        Self::StallEvents,
    ];

    /// Returns true if the call takes effect although it fails.
    pub fn takes_effect(self) -> bool {
        !matches!(
            self,
            Self::ResetBefore | Self::Gateway | Self::Throttle | Self::ExpiredToken | Self::Error
        )
    }

    /// Returns the name in JSON, e.g. `reset-before`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Latency => "latency",
            Self::ResetBefore => "reset-before",
            Self::ResetAfter => "reset-after",
            Self::Truncate => "truncate",
            Self::Gateway => "gateway",
            Self::Throttle => "throttle",
            Self::ExpiredToken => "expired-token",
            Self::Error => "error",
            Self::ErrorAfter => "error-after",
            Self::BadJson => "bad-json",
            Self::ContentType => "content-type",
            Self::CutEvents => "cut-events",
            Self::StallEvents => "stall-events",
        }
    }
}

impl FaultRule {
    /// Creates a fault that befalls every call of `action`, e.g. `cvm:RunInstances`, `cvm:*` or `*`.
    pub fn new(action: impl Into<String>, kind: FaultKind) -> Self {
        Self {
            action: action.into(),
            kind,
            account: None,
            calls: Vec::new(),
            skip: 0,
            every: None,
            times: None,
            probability: None,
            milliseconds: None,
            code: None,
            status: None,
        }
    }

    /// Befalls the calls of `account` alone.
    pub fn account(mut self, account: impl Into<String>) -> Self {
        self.account = Some(account.into());
        self
    }

    /// Befalls the calls with these numbers, from 1, alone.
    pub fn calls(mut self, calls: impl IntoIterator<Item = u64>) -> Self {
        self.calls = calls.into_iter().collect();
        self
    }

    /// Lets the first `calls` calls go well.
    pub fn skip(mut self, calls: u64) -> Self {
        self.skip = calls;
        self
    }

    /// Befalls every `calls`-th call alone, after those that are [skipped](Self::skip).
    pub fn every(mut self, calls: u64) -> Self {
        self.every = Some(calls);
        self
    }

    /// Ends after `times` failures.
    pub fn times(mut self, times: u64) -> Self {
        self.times = Some(times);
        self
    }

    /// Befalls a call with `probability`, from 0 to 1, drawn by the emulator's seed.
    pub fn probability(mut self, probability: f64) -> Self {
        self.probability = Some(probability);
        self
    }

    /// Holds the response back for `milliseconds`.
    pub fn milliseconds(mut self, milliseconds: u64) -> Self {
        self.milliseconds = Some(milliseconds);
        self
    }

    /// Sets the error code.
    pub fn code(mut self, code: impl Into<String>) -> Self {
        self.code = Some(code.into());
        self
    }

    /// Sets the HTTP status of a gateway's page.
    pub fn status(mut self, status: u16) -> Self {
        self.status = Some(status);
        self
    }

    pub(super) fn latency(&self) -> Duration {
        Duration::from_millis(self.milliseconds.unwrap_or(0))
    }

    pub(crate) fn check(&self) -> Result<(), String> {
        let kind = self.kind.name();
        if self.action.is_empty() {
            return Err("`action` is empty; every action is `*`".to_owned());
        }
        if self.kind == FaultKind::Latency && self.milliseconds.is_none() {
            return Err(format!("a fault of the kind {kind} needs `milliseconds`"));
        }
        let coded = matches!(self.kind, FaultKind::Error | FaultKind::ErrorAfter);
        if coded != self.code.is_some() {
            return Err(match coded {
                true => format!("a fault of the kind {kind} needs `code`"),
                false => format!("a fault of the kind {kind} has no `code`"),
            });
        }
        if let Some(p) = self.probability.filter(|p| !(0.0..=1.0).contains(p)) {
            return Err(format!("`probability` is from 0 to 1; got {p}"));
        }
        if self.every == Some(0) {
            return Err("`every` is 1 or more; got 0".to_owned());
        }
        if self.every.is_some() && !self.calls.is_empty() {
            return Err("give `calls` or `every`, not both".to_owned());
        }
        match self.status {
            Some(_) if self.kind != FaultKind::Gateway => {
                Err(format!("a fault of the kind {kind} has no `status`"))
            }
            Some(status) if !(500..600).contains(&status) => {
                Err(format!("`status` is from 500 to 599; got {status}"))
            }
            _ => Ok(()),
        }
    }
}

fn is_zero(number: &u64) -> bool {
    *number == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_that_lacks_what_it_needs_is_refused() {
        let why = |rule: FaultRule| rule.check().unwrap_err();
        let new = |kind| FaultRule::new("*", kind);
        assert!(why(FaultRule::new("", FaultKind::Throttle)).contains("`action`"));
        assert!(why(new(FaultKind::Latency)).contains("`milliseconds`"));
        assert!(why(new(FaultKind::Error)).contains("needs `code`"));
        assert!(why(new(FaultKind::Throttle).code("X")).contains("no `code`"));
        assert!(why(new(FaultKind::Gateway).status(200)).contains("500"));
        assert!(why(new(FaultKind::Throttle).status(500)).contains("no `status`"));
        assert!(why(new(FaultKind::Throttle).every(0)).contains("`every`"));
        assert!(why(new(FaultKind::Throttle).every(2).calls([1])).contains("`every`"));
        for wrong in [-0.1, 1.1, f64::NAN] {
            assert!(why(new(FaultKind::Throttle).probability(wrong)).contains("`probability`"));
        }
    }

    #[test]
    fn a_kind_is_named_as_its_json() {
        let text = r#"{"action": "cvm:Run*", "kind": "reset-after", "calls": [1, 3]}"#;
        let rule: FaultRule = serde_json::from_str(text).unwrap();
        let expected = FaultRule::new("cvm:Run*", FaultKind::ResetAfter).calls([1, 3]);
        assert_eq!(rule, expected);
        let back = serde_json::to_value(&rule).unwrap();
        assert_eq!(back["kind"], rule.kind.name());
        let unknown = serde_json::from_str::<FaultRule>(r#"{"action": "*", "kinds": 1}"#);
        assert!(unknown.unwrap_err().to_string().contains("`kinds`"));
    }
}
