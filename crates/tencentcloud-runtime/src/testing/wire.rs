//! A request as it was sent, read back.

use bytes::Bytes;
use http::HeaderMap;

use crate::redact::Redaction;
use crate::{Action, Error, Result, request};

/// A request as it was sent.
pub(super) struct Sent {
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
    pub(super) redaction: Option<Redaction>,
}

impl Sent {
    /// A header's text; empty if there is none.
    pub(super) fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    /// The service that the request is signed for; empty if it is not signed.
    pub(super) fn service(&self) -> &str {
        let scope = self.header("authorization").split('/').nth(2);
        scope.unwrap_or_default()
    }

    /// The JSON of the parameters with its secrets masked.
    pub(super) fn shown(&self) -> String {
        let redaction = self.redaction.as_ref();
        let shown = redaction.map(|redaction| redaction.request(&self.body));
        String::from_utf8_lossy(&shown.unwrap_or_default()).into_owned()
    }

    /// The request as its type.
    ///
    /// # Errors
    /// A body that is not in the form of that type.
    pub(super) fn decode<A: Action>(&self) -> Result<A> {
        let mut model = A::empty();
        match request::read(&self.headers, &self.body, &mut model) {
            Some(()) => Ok(model),
            None => Err(Error::request(format!(
                "the mock cannot read a request of {} from its {} body",
                A::INFO.name,
                self.header("content-type")
            ))),
        }
    }
}
