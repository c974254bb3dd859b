//! Where a call goes, if not to the service's own host.

/// A scheme and a host, which may have a port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Endpoint {
    pub(crate) plain: bool,
    pub(crate) host: String,
}

impl Endpoint {
    /// Reads `text`: a URL, or a host that is reached by HTTPS.
    pub(crate) fn read(text: &str) -> Self {
        let text = text.trim();
        let (plain, host) = match text.split_once("://") {
            Some((scheme, host)) => (scheme.eq_ignore_ascii_case("http"), host),
            None => (false, text),
        };
        Self {
            plain,
            host: host.trim_end_matches('/').to_owned(),
        }
    }

    /// Returns the scheme: `http` or `https`.
    pub(crate) fn scheme(&self) -> &'static str {
        if self.plain { "http" } else { "https" }
    }

    /// Returns the URL, without a slash at its end.
    pub(crate) fn url(&self) -> String {
        format!("{}://{}", self.scheme(), self.host)
    }

    /// Returns the shortest text that [`read`](Self::read) takes: a host, or the URL of one without TLS.
    pub(crate) fn text(&self) -> String {
        match self.plain {
            true => self.url(),
            false => self.host.clone(),
        }
    }
}
