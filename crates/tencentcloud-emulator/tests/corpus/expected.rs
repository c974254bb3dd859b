//! What is expected of a response, and whether it came.

use std::collections::BTreeSet;

use serde_json::Value;
use tencentcloud_schema::{Action, Description, Member};

use crate::connection::Response;

/// What a response must be.
#[derive(Debug)]
pub(crate) enum Expected {
    /// No error, and warnings about these parameters.
    Accepted { warned: BTreeSet<String> },
    /// An error with this code, whose message names this parameter first.
    Refused { code: String, parameter: String },
    /// An error with this code, of the action as a whole.
    Closed { code: &'static str },
}

pub(crate) fn refused(code: &str, parameter: &str) -> Expected {
    Expected::Refused {
        code: code.to_owned(),
        parameter: parameter.to_owned(),
    }
}

impl Expected {
    /// Returns what is unexplained about the response, if something is.
    pub(crate) fn explains(&self, response: &Response) -> Result<(), String> {
        let answer = response.json();
        let error = &answer["Response"]["Error"];
        let text = |member: &str| error[member].as_str().unwrap_or_default();
        let (code, message) = (text("Code"), text("Message"));
        let named = message.split('`').nth(1).unwrap_or_default();
        match self {
            Self::Accepted { warned } => {
                if !code.is_empty() && self.refused_by_state(response).is_none() {
                    return Err(format!("accepted was expected, {code} came: {message}"));
                }
                let header = response.header("x-emulator-warning");
                let came = header.into_iter().flat_map(|names| names.split(", "));
                let came: BTreeSet<_> = came.map(str::to_owned).collect();
                // A long list of names is cut.
                let cut = header.is_some_and(|names| names.len() >= 1024);
                (came == *warned || cut)
                    .then_some(())
                    .ok_or_else(|| format!("warnings {warned:?} were expected, {came:?} came"))
            }
            Self::Refused {
                code: expected,
                parameter,
            } => (code == expected && named == parameter)
                .then_some(())
                .ok_or_else(|| {
                    format!("{expected} of {parameter} was expected, {code:?} came: {message:?}")
                }),
            Self::Closed { code: expected } => (code == *expected)
                .then_some(())
                .ok_or_else(|| format!("{expected} was expected, {code:?} came: {message:?}")),
        }
    }
}

impl Expected {
    /// Returns the code with which a request that is in order was refused by what is kept: resources
    /// that it names and that are not there, a name that is taken. What checks parameters alone has
    /// other codes.
    pub(crate) fn refused_by_state(&self, response: &Response) -> Option<String> {
        let in_order = matches!(self, Self::Accepted { .. });
        let stateful = response.header("x-emulator-source") == Some("stateful");
        if !in_order || !stateful {
            return None;
        }
        let answer = response.json();
        let code = answer["Response"]["Error"]["Code"].as_str()?;
        let of_checks = ["InternalError", "UnknownParameter"];
        (!of_checks.contains(&code)).then(|| code.to_owned())
    }
}

/// Which side of a range a number is on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Below,
    Above,
}

/// Returns the code that an action has for a number outside the range of its parameter: one that
/// speaks of ranges, else one that names the parameter, else the class.
pub(crate) fn range_code(
    description: &Description,
    action: &Action,
    member: &Member,
    side: Side,
) -> String {
    let own = match action.errors.is_empty() {
        true => &description.errors,
        false => &action.errors,
    };
    let class = "InvalidParameterValue";
    let listed = |tail: &str| own.contains(&format!("{class}.{tail}"));
    let size = match side {
        Side::Above => "TooLarge",
        Side::Below => "TooSmall",
    };
    for tail in ["Range", "OutOfRange", "NotWithinRange", size] {
        if listed(tail) {
            return format!("{class}.{tail}");
        }
    }
    const WORDS: [&str; 9] = [
        "",
        "Error",
        "Exceed",
        "Exceeded",
        "Invalid",
        "OutOfRange",
        "TooLarge",
        "TooSmall",
        "Value",
    ];
    let around = |before: &str| WORDS.map(|after| format!("{before}{}{after}", member.name));
    let mut tails: Vec<_> = WORDS.iter().flat_map(|before| around(before)).collect();
    tails.sort();
    match tails.iter().find(|tail| listed(tail)) {
        Some(tail) => format!("{class}.{tail}"),
        None => class.to_owned(),
    }
}

/// Returns true if the description's own example or default is outside the member's range, or the
/// vendor's example of a request is.
pub(crate) fn contradicted(description: &Description, owner: &str, member: &Member) -> bool {
    let place = [
        &description.service,
        &description.version,
        owner,
        &member.name,
    ]
    .join("\t");
    if EXCEEDED
        .lines()
        .any(|line| line.starts_with(&format!("{place}\t")))
    {
        return true;
    }
    let own = [&member.example, &member.default].into_iter().flatten();
    own.filter_map(Value::as_f64).any(|value| {
        let bound = |bound: &Option<serde_json::Number>| bound.as_ref().and_then(|b| b.as_f64());
        bound(&member.min).is_some_and(|min| value < min)
            || bound(&member.max).is_some_and(|max| value > max)
    })
}

const EXCEEDED: &str = include_str!("../../src/request/ranges.tsv");
