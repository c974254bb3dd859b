//! A request as it came.

use bytes::Bytes;
use hyper::header::{self, HeaderMap};
use hyper::{Method, Uri};

/// A request as it came: nothing decoded, nothing normalised.
#[derive(Clone, Debug)]
pub(crate) struct Raw {
    pub(crate) method: Method,
    pub(crate) uri: Uri,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Raw {
    /// Returns the header's value, trimmed; `None` if it is missing or not UTF-8.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let value = std::str::from_utf8(self.headers.get(name)?.as_bytes()).ok()?;
        Some(value.trim())
    }

    /// Returns `Host` as sent, else the authority of an absolute-form target.
    pub(crate) fn host(&self) -> Option<&str> {
        self.header(header::HOST.as_str())
            .or_else(|| self.uri.authority().map(|authority| authority.as_str()))
    }

    /// Returns what the client calls itself.
    pub(crate) fn client(&self) -> Option<&str> {
        let names = ["user-agent", "x-tc-requestclient"];
        names.into_iter().find_map(|name| self.header(name))
    }

    pub(crate) fn query(&self) -> &str {
        self.uri.query().unwrap_or_default()
    }

    /// Returns true if the parameters may be a form in the body, by its media type.
    pub(crate) fn is_form(&self) -> bool {
        self.media().0 == "application/x-www-form-urlencoded"
    }

    /// Returns the media type, in lower case, and its parameters.
    pub(super) fn media(&self) -> (String, &str) {
        let value = self.header(header::CONTENT_TYPE.as_str()).unwrap_or("");
        let (media, parameters) = value.split_once(';').unwrap_or((value, ""));
        (media.trim().to_ascii_lowercase(), parameters.trim())
    }
}
