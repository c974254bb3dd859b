//! A request as it was sent.

use bytes::Bytes;

/// A request as it was sent.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Sent {
    pub(super) method: String,
    /// The host of its URL, if that is known.
    pub(super) authority: String,
    pub(super) path: String,
    /// Without `?`.
    pub(super) query: String,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
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

    /// The first header of that name, trimmed.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        let found = headers.find(|(own, _)| own.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.trim())
    }

    /// The host that the request is sent to.
    pub(super) fn host(&self) -> &str {
        self.header("host").unwrap_or(&self.authority)
    }
}
