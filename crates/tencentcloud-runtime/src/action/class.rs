//! What sending a request twice may do.

use super::classes;

/// What sending a request of an action twice may do: decides which failed calls are sent again.
///
/// | the failed attempt | read, idempotent | write |
/// | --- | --- | --- |
/// | nothing of the request was sent | sent again | sent again |
/// | the service throttled it | sent again | sent again |
/// | it was signed for the wrong time | signed and sent again | signed and sent again |
/// | the connection broke, no response in time, a gateway's or internal error | sent again | not sent again |
/// | any other error | not sent again | not sent again |
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ActionClass {
    /// It changes nothing.
    Read,
    /// The second request has no further effect.
    Idempotent,
    /// The second request may have an effect of its own.
    Write,
}

impl ActionClass {
    /// Returns the class of `action` of `service`, e.g. `DescribeZones` of `cvm`: by the verb that the
    /// name begins with, unless a review of all documented actions found otherwise. An action that
    /// takes a ClientToken is [`Idempotent`](Self::Idempotent), and sent with one; one that nothing is
    /// known of is a [`Write`](Self::Write).
    pub fn of(service: &str, action: &str) -> Self {
        let is_in = |table: &[(&str, &str)]| table.binary_search(&(service, action)).is_ok();
        match by_verb(action) {
            // A price is asked for with the parameters of the order, its ClientToken included.
            Self::Read if is_in(classes::WRITE) => Self::Write,
            Self::Write if is_in(classes::READ) => Self::Read,
            Self::Write if is_in(classes::IDEMPOTENT) => Self::Idempotent,
            by_verb => by_verb,
        }
    }

    /// Returns the class of a request that has a parameter ClientToken, whether it is known that the
    /// action takes one or not.
    pub(crate) fn with_client_token(service: &str, action: &str) -> Self {
        match Self::of(service, action) {
            Self::Write if classes::WRITE.binary_search(&(service, action)).is_err() => {
                Self::Idempotent
            }
            known => known,
        }
    }
}

/// Verbs of actions that change nothing, two of them as they are misspelt.
const READING: [&str; 25] = [
    "Describe",
    "Describle",
    "Decribe",
    "Get",
    "List",
    "Query",
    "Search",
    "Check",
    "Inquiry",
    "Inquire",
    "BatchDescribe",
    "BatchGet",
    "ChannelDescribe",
    "AppGet",
    "Fetch",
    "LookUp",
    "Count",
    "Preview",
    "View",
    "Download",
    "Find",
    "Judge",
    "Validate",
    "Estimate",
    "Calculate",
];

/// What the name alone says. The recognition of a picture's text ends in `OCR`.
fn by_verb(action: &str) -> ActionClass {
    match READING.iter().any(|verb| begins(action, verb)) || action.ends_with("OCR") {
        true => ActionClass::Read,
        false => ActionClass::Write,
    }
}

/// True if the name begins with that verb as a whole word.
fn begins(action: &str, verb: &str) -> bool {
    let rest = action.strip_prefix(verb);
    rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_lowercase()))
}
