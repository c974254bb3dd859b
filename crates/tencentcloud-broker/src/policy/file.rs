//! A policy as a file in TOML.

use std::fmt;
use std::ops::Range;

use serde::Deserialize;
use tencentcloud_calls::{Effect, Error, Known, find_service};
use tencentcloud_runtime::OneLine;
use toml::Spanned;

use super::{Decision, Defaults, Pattern, Policy, Rule};

/// What is wrong with the file of a policy, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PolicyError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong there, and what is expected.
    pub message: String,
    origin: String,
}

impl fmt::Display for PolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.origin, self.line, self.message)
    }
}

impl std::error::Error for PolicyError {}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    #[serde(default)]
    default: Classes,
    #[serde(default)]
    rule: Vec<Spanned<Given>>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Classes {
    read: Option<Decision>,
    secret: Option<Decision>,
    write: Option<Decision>,
    destroy: Option<Decision>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Given {
    decision: Decision,
    actions: Option<Vec<Spanned<String>>>,
    classes: Option<Vec<Spanned<String>>>,
    regions: Option<Vec<Spanned<String>>>,
    accounts: Option<Vec<Spanned<String>>>,
    reason: Option<String>,
}

impl Policy {
    /// Reads a policy in TOML; `origin` is the name of its file, for errors and rulings.
    ///
    /// ```
    /// use tencentcloud_broker::{Decision, Effect, Policy, Subject};
    ///
    /// let policy = Policy::read(
    ///     r#"
    /// [default]
    /// destroy = "deny"
    ///
    /// [[rule]]
    /// decision = "allow"
    /// actions = ["cvm:StartInstances", "cvm:StopInstances"]
    /// accounts = ["dev"]
    /// regions = ["ap-shanghai"]
    /// reason = "the night shift"
    /// "#,
    ///     "policy.toml",
    /// )?;
    /// let start = Subject {
    ///     account: "dev",
    ///     account_id: None,
    ///     service: "cvm",
    ///     action: "StartInstances",
    ///     region: Some("ap-shanghai"),
    ///     class: Effect::of("cvm", "StartInstances"),
    ///     local: false,
    /// };
    /// assert_eq!(policy.decide(&start).decision, Decision::Allow);
    /// let elsewhere = Subject { region: Some("ap-beijing"), ..start };
    /// assert_eq!(policy.decide(&elsewhere).decision, Decision::Confirm);
    /// # Ok::<(), tencentcloud_broker::PolicyError>(())
    /// ```
    ///
    /// # Errors
    /// Returns what is wrong and its line: TOML that is none, a key or a value that is unknown, a list that is empty,
    /// and a pattern that would match nothing: of actions without a service, with a letter that no name has, the name
    /// of an action that is not documented, which is `cvm:NewActio?` if it is to be taken all the same.
    pub fn read(text: &str, origin: &str) -> Result<Self, PolicyError> {
        let error = |range: Option<Range<usize>>, message: String| PolicyError {
            line: range.map_or(1, |range| line(text, range.start)),
            message,
            origin: origin.to_owned(),
        };
        let read: Text = toml::from_str(text)
            .map_err(|wrong| error(wrong.span(), wrong.message().to_owned()))?;
        let mut rules = Vec::new();
        for rule in read.rule {
            let span = rule.span();
            let given = rule.into_inner();
            let lists = [
                &given.actions,
                &given.classes,
                &given.regions,
                &given.accounts,
            ];
            if lists.into_iter().flatten().any(Vec::is_empty) {
                let told = "an empty list matches nothing: leave it out to match everything";
                return Err(error(Some(span), told.to_owned()));
            }
            for action in given.actions.iter().flatten() {
                check_action(action.get_ref()).map_err(|told| error(Some(action.span()), told))?;
            }
            for region in given.regions.iter().flatten() {
                check_region(region.get_ref()).map_err(|told| error(Some(region.span()), told))?;
            }
            let classes = given.classes.as_ref().map(|names| {
                let class = |name: &Spanned<String>| {
                    let known = Effect::named(name.get_ref());
                    known.ok_or_else(|| {
                        let told = format!(
                            "{:?} is no class: read, secret, write and destroy are",
                            name.get_ref()
                        );
                        error(Some(name.span()), told)
                    })
                };
                names.iter().map(class).collect::<Result<Vec<_>, _>>()
            });
            rules.push(Rule {
                line: line(text, span.start),
                decision: given.decision,
                actions: given.actions.map(patterns),
                classes: classes.transpose()?,
                regions: given.regions.map(patterns),
                accounts: given.accounts.map(patterns),
                reason: given.reason.map(|text| OneLine(&text).to_string()),
            });
        }
        let usual = Self::default().defaults;
        let set = read.default;
        Ok(Self {
            defaults: Defaults {
                read: set.read.unwrap_or(usual.read),
                secret: set.secret.unwrap_or(usual.secret),
                write: set.write.unwrap_or(usual.write),
                destroy: set.destroy.unwrap_or(usual.destroy),
            },
            rules,
            origin: Some(origin.to_owned()),
        })
    }
}

/// Checks that a pattern of actions matches something.
///
/// # Errors
/// Why it does not.
fn check_action(text: &str) -> Result<(), String> {
    let Some((service, action)) = text.split_once(':') else {
        return Err(format!(
            "{text:?} names no service: write service:Action, e.g. cvm:Terminate*, or *:Delete*"
        ));
    };
    if service.is_empty() || action.is_empty() {
        return Err(format!(
            "{text:?} matches nothing: * stands for any service and any action"
        ));
    }
    let is_pattern = |c: char| c.is_ascii_alphanumeric() || matches!(c, '*' | '?');
    let wrong = text.chars().find(|c| !is_pattern(*c) && *c != '-');
    let wrong = match action.chars().find(|c| !is_pattern(*c)) {
        None => wrong.filter(|c| *c != ':'),
        wrong => wrong,
    };
    if let Some(wrong) = wrong {
        return Err(format!(
            "{text:?} matches nothing: no name has {wrong:?}. Write service:Action, e.g. cvm:Terminate*"
        ));
    }
    let undocumented = |error: Error| {
        format!(
            "{text:?} matches nothing documented: {}. Put a ? or * in it if it is right",
            error.message
        )
    };
    let is_open = |name: &str| name.contains(['*', '?']);
    if is_open(service) {
        return Ok(());
    }
    let (known, _) = find_service(service).map_err(undocumented)?;
    if !known.eq_ignore_ascii_case(service) {
        return Err(format!(
            "{text:?} matches nothing: {service} is {known} in requests"
        ));
    }
    match is_open(action) {
        true => Ok(()),
        false => Known::find(known, action, None)
            .map(|_| ())
            .map_err(undocumented),
    }
}

/// Checks that a pattern of regions can match one.
///
/// # Errors
/// Why it cannot.
fn check_region(text: &str) -> Result<(), String> {
    let is_pattern = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '*' | '?');
    match text.is_empty() || !text.chars().all(is_pattern) {
        true => Err(format!(
            "{text:?} is no region: write e.g. ap-guangzhou, or ap-*"
        )),
        false => Ok(()),
    }
}

fn patterns(texts: Vec<Spanned<String>>) -> Vec<Pattern> {
    let texts = texts.into_iter();
    texts.map(|text| Pattern::new(text.get_ref())).collect()
}

/// The line of the byte at `at`, from 1.
fn line(text: &str, at: usize) -> usize {
    let before = text.as_bytes().iter().take(at);
    before.filter(|byte| **byte == b'\n').count() + 1
}
