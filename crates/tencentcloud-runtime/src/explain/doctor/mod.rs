//! The signature doctor: what is wrong with a request whose signature a service refuses.
//!
//! A pasted request is taken apart in `pasted`. `tc3` and `v1` check what can be seen in it, then sign
//! it again: first rightly, then with each of the mistakes in `mistake` until one gives the signature
//! that was sent.

mod authorization;
mod compared;
mod finding;
mod json;
mod mistake;
mod pasted;
mod sent;
mod shell;
mod tc3;
mod v1;

use std::fmt;
use std::time::{Duration, SystemTime};

use bytes::Bytes;

pub use compared::Compared;
pub use finding::{Diagnosis, Finding, Part};
pub use sent::Sent;
pub use shell::shell_words;

use crate::{Credential, Result};

/// The clock difference that services accept, in seconds.
const SKEW: u64 = 300;

/// Finds out why a service refuses the signature of a request, by any client.
///
/// ```
/// use tencentcloud_runtime::{Credential, Doctor, Part};
///
/// let doctor = Doctor::new(Credential::new("AKIDexample", "example-secret-key"));
/// let diagnosis = doctor.diagnose("curl https://cvm.tencentcloudapi.com -d '{}'")?;
/// let first = diagnosis.first().unwrap();
/// assert_eq!(first.part, Part::Request);
/// assert_eq!(first.found, "the request has no header Authorization");
/// # Ok::<(), tencentcloud_runtime::Error>(())
/// ```
#[derive(Clone)]
pub struct Doctor {
    credential: Credential,
    now: Option<SystemTime>,
    canonical_request: Option<String>,
    string_to_sign: Option<String>,
}

impl Doctor {
    /// Creates a doctor that knows the `credential` which the request should be signed with.
    pub fn new(credential: Credential) -> Self {
        Self {
            credential,
            now: None,
            canonical_request: None,
            string_to_sign: None,
        }
    }

    /// Sets the time at which the service received the request, e.g. that in the `Date` header of its
    /// response. Defaults to now.
    #[must_use]
    pub fn received_at(mut self, time: SystemTime) -> Self {
        self.now = Some(time);
        self
    }

    /// Adds the canonical request that the other client made, if it prints it: the first line that
    /// differs is reported.
    #[must_use]
    pub fn canonical_request(mut self, text: impl Into<String>) -> Self {
        self.canonical_request = Some(text.into());
        self
    }

    /// Adds the string to sign that the other client made, if it prints it: the first line, or with
    /// signature v1 the first parameter, that differs is reported.
    #[must_use]
    pub fn string_to_sign(mut self, text: impl Into<String>) -> Self {
        self.string_to_sign = Some(text.into());
        self
    }

    /// Examines a pasted request: the text of an HTTP request, or a curl command.
    ///
    /// # Errors
    /// Fails if the text is neither, or if its body is in a file.
    pub fn diagnose(&self, pasted: &str) -> Result<Diagnosis> {
        Ok(self.examine(&Sent::parse(pasted)?))
    }

    /// Examines `request`, e.g. one that [`Call::prepare`](crate::Call::prepare) returns.
    pub fn diagnose_request(&self, request: &http::Request<Bytes>) -> Diagnosis {
        self.examine(&Sent::of(request))
    }

    fn examine(&self, sent: &Sent) -> Diagnosis {
        match v1::is_v1(sent) {
            true => v1::examine(self, sent),
            false => tc3::examine(self, sent),
        }
    }

    /// What is wrong with the timestamp of a request.
    fn clock(&self, timestamp: &str) -> Option<Finding> {
        let found = match timestamp.parse::<u64>() {
            Err(_) => format!("the timestamp {timestamp:?} is not a whole number"),
            Ok(time) => {
                let now = self.now.unwrap_or_else(SystemTime::now);
                let now = now
                    .duration_since(SystemTime::UNIX_EPOCH)
                    .unwrap_or_default();
                match now.as_secs().abs_diff(time) {
                    0..=SKEW => return None,
                    _ if now.as_secs().abs_diff(time / 1000) <= SKEW => {
                        format!("the timestamp {time} is in milliseconds")
                    }
                    off => {
                        let side = if time < now.as_secs() {
                            "behind"
                        } else {
                            "ahead of"
                        };
                        let off = Duration::from_secs(off);
                        format!("the timestamp {time} is {off:?} {side} the service's time")
                    }
                }
            }
        };
        let expected = format!(
            "seconds since 1970 in UTC, at most {SKEW} from the service's time: set the clock"
        );
        Some(Finding::new(Part::Clock, found, expected))
    }

    /// What is wrong with the secret ID and session token that a request is sent with.
    fn identity(&self, id: &str, token: Option<&str>, findings: &mut Vec<Finding>) {
        let own = &self.credential;
        if id != own.secret_id() {
            let found = match id.trim() == own.secret_id() {
                true => format!("the secret ID {id:?} has white space around it"),
                false => format!("the secret ID is {id:?}"),
            };
            let expected = format!("{:?}, that of the credential", own.secret_id());
            findings.push(Finding::new(Part::Key, found, expected));
        }
        let found = match (own.token(), token) {
            (Some(_), None) => "the request has no session token",
            (Some(own), Some(sent)) if own != sent => {
                "the session token is not that of the credential"
            }
            (None, Some(_)) => "the request has a session token, and the credential has none",
            _ => return,
        };
        let expected = "the ID, key and token of one temporary credential, or no token";
        findings.push(Finding::new(Part::Key, found, expected));
    }
}

impl fmt::Debug for Doctor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Doctor")
            .field("credential", &self.credential)
            .finish_non_exhaustive()
    }
}
