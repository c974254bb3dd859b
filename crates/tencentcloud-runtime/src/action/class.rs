//! What sending a request twice may do.

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
    /// Returns the class of an action by its name. An action that nothing is known of is a
    /// [`Write`](Self::Write).
    pub fn of(_service: &str, action: &str) -> Self {
        let read = ["Describe", "Get", "List", "Query", "Search", "Check"];
        match read.iter().any(|verb| follows(action, verb)) {
            true => Self::Read,
            false => Self::Write,
        }
    }
}

/// True if the name begins with that verb as a whole word.
fn follows(action: &str, verb: &str) -> bool {
    let rest = action.strip_prefix(verb);
    rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_lowercase()))
}
