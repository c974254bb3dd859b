//! A line for each call.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use hyper::Method;

use crate::seen::Seen;

/// How much of a name that a request gives is repeated, in characters.
const LONGEST: usize = 80;

/// Where the lines go.
#[derive(Clone)]
pub(crate) struct Log(Arc<dyn Fn(&str) + Send + Sync>);

impl Log {
    pub(super) fn new(write: impl Fn(&str) + Send + Sync + 'static) -> Self {
        Self(Arc::new(write))
    }

    /// Logs a call: service and action, `OK` or its error code, how long it took, the rules that it
    /// needs, how it was held, and the parameters that look wrong.
    pub(super) fn call(&self, seen: &Seen, took: Duration) {
        let held = seen.hold.map_or(Duration::ZERO, |hold| hold.time);
        let took = took.saturating_sub(held);
        let milliseconds = took.as_secs_f64() * 1000.0;
        let mut line = format!("{seen} {milliseconds:.1} ms");
        if let [first, rest @ ..] = &seen.borne[..] {
            line.push_str(&format!(" accepted by {first}"));
            for rule in rest {
                line.push_str(&format!(", {rule}"));
            }
        }
        if let Some(hold) = &seen.hold {
            let edited = if hold.edited { " and edited" } else { "" };
            line.push_str(&format!(" held {:.1} s{edited}", held.as_secs_f64()));
        }
        for warning in &seen.warnings {
            let parameter = plain(&warning.parameter, LONGEST);
            line.push_str(&format!("; {parameter} {}", warning.message));
        }
        (self.0)(&line);
    }

    /// Logs a request that is refused for what sent it.
    pub(super) fn forbidden(&self, method: &Method, seen: &Seen) {
        let message = seen.message.as_deref().unwrap_or_default();
        (self.0)(&format!("{method} refused: {}", plain(message, usize::MAX)));
    }

    /// Logs what the endpoint itself cannot do.
    pub(super) fn trouble(&self, error: &dyn fmt::Display) {
        (self.0)(&error.to_string());
    }
}

impl fmt::Debug for Log {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Log")
    }
}

impl fmt::Display for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(service) = &self.service {
            write!(f, "{service} ")?;
        }
        let action = self.action.as_deref().unwrap_or("-");
        let code = self.code.as_deref().unwrap_or("OK");
        write!(f, "{} {code}", plain(action, LONGEST))
    }
}

/// Returns text of others so that it stays on its line and shows no control character.
fn plain(text: &str, longest: usize) -> String {
    let plain: String = text
        .chars()
        .take(longest)
        .map(|c| if c.is_control() { '\u{fffd}' } else { c })
        .collect();
    plain
}
