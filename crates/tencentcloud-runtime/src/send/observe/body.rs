//! Bodies as they may be logged.

use std::fmt;

use crate::answer::Raw;
use crate::one_line::OneLine;
use crate::recording;
use crate::redact::Redaction;

/// The longest body that is logged whole, in bytes.
const LONGEST: usize = 16 * 1024;

/// Redacted JSON on one line, its end left out if it is long.
pub(super) struct Shown<'a>(pub(super) &'a [u8]);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = &self.0[..self.0.len().min(LONGEST)];
        OneLine(&String::from_utf8_lossy(shown)).fmt(f)?;
        match self.0.len() - shown.len() {
            0 => Ok(()),
            rest => write!(f, " … {rest} bytes more"),
        }
    }
}

/// What is in a `Response`, its secrets masked.
pub(super) fn response(raw: &Raw, redaction: &Redaction) -> Vec<u8> {
    recording::response(&raw.body, redaction)
        .unwrap_or_else(|| format!("{} bytes that are no response", raw.body.len()).into_bytes())
}
