//! The header Authorization of TC3.

use super::finding::{Finding, Part};

const ALGORITHM: &str = "TC3-HMAC-SHA256";

/// What the header says.
#[derive(Debug, PartialEq)]
pub(super) struct Authorization<'a> {
    pub(super) id: &'a str,
    pub(super) date: &'a str,
    pub(super) service: &'a str,
    pub(super) signed_headers: &'a str,
    pub(super) signature: &'a str,
}

impl<'a> Authorization<'a> {
    /// Reads the header.
    ///
    /// # Errors
    /// Names the first thing that is not as it should be.
    pub(super) fn read(text: &'a str) -> Result<Self, Finding> {
        let wrong = |found: String, expected: &str| Finding::new(Part::Request, found, expected);
        let Some(rest) = text.strip_prefix(ALGORITHM) else {
            let first = text.split_whitespace().next().unwrap_or_default();
            return Err(wrong(
                format!("the header Authorization begins with {first:?}"),
                "TC3-HMAC-SHA256 and a space",
            ));
        };
        let member = |name: &str| {
            let mut parts = rest.split(',').map(str::trim);
            let found = parts.find_map(|part| part.strip_prefix(name)?.strip_prefix('='));
            found.ok_or_else(|| {
                wrong(
                    format!("the header Authorization has no {name}="),
                    "Credential=…, SignedHeaders=…, Signature=…, with commas between",
                )
            })
        };
        let credential = member("Credential")?;
        // An ID has no slash; a date that is written with slashes is found so.
        let mut scope = credential.splitn(2, '/');
        let id = scope.next().unwrap_or_default();
        let scope = scope.next().unwrap_or_default();
        let parts: Vec<_> = scope.split('/').collect();
        let [date, service, "tc3_request"] = parts[..] else {
            return Err(wrong(
                format!("the credential scope is {scope:?}"),
                "<date>/<service>/tc3_request, the date as 2026-01-31",
            ));
        };
        Ok(Self {
            id,
            date,
            service,
            signed_headers: member("SignedHeaders")?,
            signature: member("Signature")?,
        })
    }
}
