//! The host that a call is sent to.

use http::uri::{Authority, Scheme, Uri};

use crate::action::Described;
use crate::{Error, Result};

/// The domain below which every service has a host of its own name.
const ROOT: &str = "tencentcloudapi.com";

/// A scheme, and a host with or without a port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Endpoint {
    scheme: Scheme,
    authority: Authority,
}

impl Endpoint {
    /// The endpoint that is set, else the action's own host, else the service's.
    pub(crate) fn of(action: &Described, set: Option<&str>) -> Result<Self> {
        match set {
            Some(set) => Self::parse(set),
            None if !action.host.is_empty() => Self::parse(&action.host),
            None if !action.api.host.is_empty() => Self::parse(&action.api.host),
            None => Self::parse(&format!("{}.{ROOT}", action.api.service)),
        }
    }

    fn parse(text: &str) -> Result<Self> {
        let wrong = |why: &str| {
            Error::request(format!(
                "the endpoint {text:?} {why}: give a host such as cvm.{ROOT}, or a URL with a scheme and no path such as http://127.0.0.1:8080"
            ))
        };
        if text.contains('@') {
            return Err(Error::request(
                "the endpoint holds a user name: credentials do not belong there",
            ));
        }
        let uri: Uri = text
            .trim()
            .trim_end_matches('/')
            .parse()
            .map_err(|_| wrong("is not a host or URL"))?;
        let parts = uri.into_parts();
        let scheme = parts.scheme.unwrap_or(Scheme::HTTPS);
        if scheme != Scheme::HTTPS && scheme != Scheme::HTTP {
            return Err(wrong("has a scheme other than http and https"));
        }
        if parts
            .path_and_query
            .is_some_and(|path| path.as_str() != "/")
        {
            return Err(wrong("has a path"));
        }
        let authority = parts.authority.ok_or_else(|| wrong("has no host"))?;
        Ok(Self { scheme, authority })
    }

    /// The host as it is sent in `Host` and signed: with the port that was given.
    pub(crate) fn host(&self) -> &str {
        self.authority.as_str()
    }

    /// The URI with that query.
    pub(crate) fn uri(&self, query: &str) -> Result<Uri> {
        let path = if query.is_empty() {
            "/".to_owned()
        } else {
            format!("/?{query}")
        };
        Uri::builder()
            .scheme(self.scheme.clone())
            .authority(self.authority.clone())
            .path_and_query(path)
            .build()
            .map_err(|error| {
                Error::request("the query is too long for a URL: use POST").because(error)
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ActionInfo, Api};

    const ACTION: ActionInfo = ActionInfo::new(Api::new("cvm", "2017-03-12"), "DescribeInstances");

    #[test]
    fn host_follows_from_the_service() {
        assert_eq!(
            Endpoint::of(&ACTION.into(), None)
                .unwrap()
                .uri("a=b")
                .unwrap(),
            "https://cvm.tencentcloudapi.com/?a=b"
        );
    }

    #[test]
    fn an_endpoint_is_a_host_or_a_url() {
        for (set, uri) in [
            (
                "cvm.ap-guangzhou.tencentcloudapi.com",
                "https://cvm.ap-guangzhou.tencentcloudapi.com/",
            ),
            ("http://127.0.0.1:80/", "http://127.0.0.1:80/"),
            ("localhost:8080", "https://localhost:8080/"),
        ] {
            assert_eq!(
                Endpoint::of(&ACTION.into(), Some(set))
                    .unwrap()
                    .uri("")
                    .unwrap(),
                uri,
                "{set}"
            );
        }
        for wrong in [
            "",
            "ftp://host",
            "http://host/path",
            "http://user@host",
            "two words",
        ] {
            assert!(
                Endpoint::of(&ACTION.into(), Some(wrong)).is_err(),
                "{wrong}"
            );
        }
    }
}
