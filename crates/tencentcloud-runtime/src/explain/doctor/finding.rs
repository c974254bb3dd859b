//! What the doctor finds.

use std::fmt;

use super::compared::Compared;
use crate::one_line::OneLine;

/// The part of a signed request in which something differs, in the order in which a service checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Part {
    /// The request lacks something, e.g. a header.
    Request,
    /// The timestamp is not the service's time.
    Clock,
    /// The canonical request of TC3.
    CanonicalRequest,
    /// The string to sign.
    StringToSign,
    /// The credential, or the key that is derived from it.
    Key,
    /// The form in which the signature is sent.
    Signature,
}

/// One difference between a request and what it should be. It repeats no parameter and no secret.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// Where the difference is.
    pub part: Part,
    /// What was found there.
    pub found: String,
    /// What should be there.
    pub expected: String,
}

impl Finding {
    pub(super) fn new(part: Part, found: impl Into<String>, expected: impl Into<String>) -> Self {
        Self {
            part,
            found: found.into(),
            expected: expected.into(),
        }
    }
}

/// What is wrong with a request's signature. Returned by [`Doctor::diagnose`](super::Doctor::diagnose);
/// `Display` prints a line for each difference.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Diagnosis {
    /// The differences, in the order in which a service checks; empty if the request is signed rightly.
    pub findings: Vec<Finding>,
    /// The canonical request of TC3; `None` if the request lacks what it is made of.
    pub canonical_request: Option<Compared>,
    /// The string to sign; `None` if the request lacks what it is made of.
    pub string_to_sign: Option<Compared>,
}

impl Diagnosis {
    pub(super) fn new(mut findings: Vec<Finding>) -> Self {
        findings.sort_by_key(|finding| finding.part);
        Self {
            findings,
            canonical_request: None,
            string_to_sign: None,
        }
    }

    /// Returns the first difference; `None` if the request is signed rightly.
    pub fn first(&self) -> Option<&Finding> {
        self.findings.first()
    }

    /// Returns true if the request is signed rightly with the doctor's credential.
    pub fn is_right(&self) -> bool {
        self.findings.is_empty()
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Request => "request",
            Self::Clock => "clock",
            Self::CanonicalRequest => "canonical request",
            Self::StringToSign => "string to sign",
            Self::Key => "key",
            Self::Signature => "signature",
        })
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (found, expected) = (OneLine(&self.found), OneLine(&self.expected));
        write!(f, "{}: {found}; expected {expected}", self.part)
    }
}

impl fmt::Display for Diagnosis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_right() {
            return f.write_str(
                "The request is signed rightly for this credential. If the service refuses it, the secret \
                 key belongs to another ID, or something on the way changes the request.",
            );
        }
        for (index, finding) in self.findings.iter().enumerate() {
            f.write_str(if index > 0 { "\n" } else { "" })?;
            finding.fmt(f)?;
        }
        Ok(())
    }
}
