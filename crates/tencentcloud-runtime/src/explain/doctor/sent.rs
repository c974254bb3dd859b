//! A request as it was sent.

use bytes::Bytes;

/// A request as it was sent by any client, e.g. one that was pasted. It holds what is secret in it, so
/// that `Debug` shows names alone.
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Sent {
    /// The HTTP method.
    pub method: String,
    /// The host of its URL, if that is known.
    pub authority: String,
    /// The path of its URL.
    pub path: String,
    /// The query of its URL, as it was sent, without `?`.
    pub query: String,
    /// Its headers by name.
    pub headers: Vec<(String, String)>,
    /// Its body.
    pub body: Vec<u8>,
}

impl std::fmt::Debug for Sent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let headers: Vec<_> = self.headers.iter().map(|(name, _)| name).collect();
        f.debug_struct("Sent")
            .field("method", &self.method)
            .field("headers", &headers)
            .finish_non_exhaustive()
    }
}

impl Sent {
    pub(super) fn of(request: &http::Request<Bytes>) -> Self {
        let uri = request.uri();
        let text = |value: &http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into();
        let headers = request.headers().iter();
        let authority = uri.authority();
        Self {
            method: request.method().to_string(),
            authority: authority.map_or("", |host| host.as_str()).to_owned(),
            path: uri.path().to_owned(),
            query: uri.query().unwrap_or_default().to_owned(),
            headers: headers
                .map(|(name, value)| (name.to_string(), text(value)))
                .collect(),
            body: request.body().to_vec(),
        }
    }

    /// Sets the target of a URL or a request line.
    pub(super) fn target(&mut self, target: &str) {
        let rest = target.split_once("://").map_or(target, |(_, rest)| rest);
        let rest = rest.split('#').next().unwrap_or_default();
        let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (authority, path) = match place.find('/') {
            Some(at) => place.split_at(at),
            None => (place, ""),
        };
        authority.clone_into(&mut self.authority);
        self.path = if path.is_empty() { "/" } else { path }.to_owned();
        query.clone_into(&mut self.query);
    }

    /// Returns the first header of that `name`, in any case, trimmed.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        let found = headers.find(|(own, _)| own.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.trim())
    }

    /// Returns the host that the request is sent to: its header, else that of its URL.
    pub fn host(&self) -> &str {
        self.header("host").unwrap_or(&self.authority)
    }
}
