//! A request as a program that holds no key asks for it to be signed and sent.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderName};
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use crate::id::{ApprovalId, Digest};

/// The headers of a request that count: beside the content type, those of the protocol that a
/// signature does not bring along.
const KEPT: [&str; 7] = [
    "content-type",
    "x-tc-action",
    "x-tc-version",
    "x-tc-region",
    "x-tc-language",
    "x-tc-requestclient",
    "x-tc-traceid",
];

/// A POST without a signature: what is approved, byte for byte, and what is signed and sent then.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Request {
    /// The name of the account whose key signs it; empty for the usual one.
    pub account: String,
    /// The service that it is signed for, e.g. `cvm`.
    pub service: String,
    /// Where it is sent: scheme and host, e.g. `https://cvm.tencentcloudapi.com`.
    pub url: String,
    /// The headers that count: the content type and those of the protocol, without a signature.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

impl Request {
    /// Creates a request to `url` for `service` by the key of `account`. Of `headers`, those of a signature
    /// and of connections are left out.
    pub fn new(
        account: impl Into<String>,
        service: impl Into<String>,
        url: impl Into<String>,
        headers: &HeaderMap,
        body: impl Into<Bytes>,
    ) -> Self {
        let own = |name: &HeaderName| KEPT.contains(&name.as_str());
        let kept = headers.iter().filter(|(name, _)| own(name));
        Self {
            account: account.into(),
            service: service.into(),
            url: url.into(),
            headers: kept
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect(),
            body: body.into(),
        }
    }

    /// Returns the action, e.g. `TerminateInstances`; empty if it names none.
    pub fn action(&self) -> &str {
        self.header("x-tc-action").unwrap_or_default()
    }

    /// Returns the API version, e.g. `2017-03-12`; empty if it names none.
    pub fn version(&self) -> &str {
        self.header("x-tc-version").unwrap_or_default()
    }

    /// Returns the region, if it names one.
    pub fn region(&self) -> Option<&str> {
        self.header("x-tc-region")
    }

    /// Returns a header that counts, by its name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// Returns the parameters, if the body is a JSON object.
    pub fn parameters(&self) -> Option<Map<String, Value>> {
        serde_json::from_slice(&self.body).ok()
    }

    /// Returns the digest of everything that is signed or decides what is: two requests with one digest are
    /// the same bytes to the same place by the same key.
    pub fn digest(&self) -> Digest {
        let mut hash = Sha256::new();
        let mut part = |bytes: &[u8]| {
            hash.update((bytes.len() as u64).to_be_bytes());
            hash.update(bytes);
        };
        for text in [&self.account, &self.service, &self.url] {
            part(text.as_bytes());
        }
        for name in KEPT {
            for value in self.headers.get_all(name) {
                part(name.as_bytes());
                part(value.as_bytes());
            }
        }
        // No name of a header is empty.
        part(b"");
        part(&self.body);
        Digest(hash.finalize().into())
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Parameters may be secret.
        f.debug_struct("Request")
            .field("account", &self.account)
            .field("service", &self.service)
            .field("action", &self.action())
            .field("region", &self.region())
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish_non_exhaustive()
    }
}

/// A request with who asks for it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Asked {
    /// The request.
    pub request: Request,
    /// Who asks, by its own account, e.g. the name of an agent.
    pub agent: Option<String>,
    /// Why, in the asking program's own words.
    pub reason: Option<String>,
    /// The approval that was given for it.
    pub approval: Option<ApprovalId>,
    /// How long to wait for a person before a [`Ticket`](crate::Ticket) is returned. Defaults to not at all.
    pub wait: Duration,
}

impl Asked {
    /// Asks for `request` to be sent, without an approval and without waiting for one.
    pub fn new(request: Request) -> Self {
        Self {
            request,
            agent: None,
            reason: None,
            approval: None,
            wait: Duration::ZERO,
        }
    }
}
