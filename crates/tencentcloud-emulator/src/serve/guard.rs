//! Who may call: programs, and no web page of somebody else.
//!
//! A browser sends whatever a page asks it to, to addresses of this machine too, and the default key
//! is public. It names the page in `Origin`, `Sec-Fetch-Site` or `Referer`, which pages cannot
//! change; and a page whose own name was made to point here is known by `Host`.

use std::net::IpAddr;

use hyper::Uri;
use hyper::header::{HOST, HeaderMap, HeaderName, ORIGIN, REFERER};

use crate::hosts;

/// The hosts that the endpoint answers for, beside this machine's and the vendor's.
#[derive(Clone, Debug, Default)]
pub(crate) struct Guard {
    names: Vec<String>,
}

impl Guard {
    /// Answers for `name` as well.
    pub(super) fn add(&mut self, name: String) {
        self.names.push(name);
    }

    /// Returns why the request is refused, if it is.
    pub(super) fn refusal(&self, uri: &Uri, headers: &HeaderMap) -> Option<String> {
        self.foreign_target(uri)
            .or_else(|| self.foreign_host(headers))
            .or_else(|| self.foreign_page(headers))
    }

    /// Returns why no tunnel is opened to `authority`, if none is.
    pub(super) fn foreign_tunnel(&self, authority: &str) -> Option<String> {
        let name = hosts::name(authority);
        let known = hosts::is_vendors(name)
            || (hosts::is_localhost(name) && name.contains('.'))
            || self.is_named(name);
        (!known).then(|| foreign(name))
    }

    fn foreign_target(&self, uri: &Uri) -> Option<String> {
        let name = hosts::name(uri.authority()?.as_str());
        let known = hosts::is_vendors(name) || hosts::is_local(name) || self.is_named(name);
        (!known).then(|| foreign(name))
    }

    fn foreign_host(&self, headers: &HeaderMap) -> Option<String> {
        headers.get_all(HOST).iter().find_map(|value| {
            let text = String::from_utf8_lossy(value.as_bytes());
            let name = hosts::name(text.trim());
            (!self.answers_for(name)).then(|| {
                format!(
                    "The header `Host` names {name:?}, which is neither this machine nor a host of Tencent Cloud. If the endpoint is to be reached by that name, allow it with `--host` or `Builder::host`."
                )
            })
        })
    }

    /// Addresses cannot be made to point elsewhere, so any is the endpoint's own.
    fn answers_for(&self, name: &str) -> bool {
        name.parse::<IpAddr>().is_ok()
            || hosts::is_localhost(name)
            || hosts::is_vendors(name)
            || self.is_named(name)
    }

    fn is_named(&self, name: &str) -> bool {
        self.names
            .iter()
            .any(|known| known.eq_ignore_ascii_case(name))
    }

    fn foreign_page(&self, headers: &HeaderMap) -> Option<String> {
        for (shown, header) in [("Origin", ORIGIN), ("Referer", REFERER)] {
            for value in headers.get_all(&header) {
                let text = String::from_utf8_lossy(value.as_bytes());
                let name = hosts::name(text.trim());
                if !hosts::is_local(name) && !self.is_named(name) {
                    return Some(format!(
                        "The request is made by a web page: the header `{shown}` names {name:?}. Only pages of this machine may call the endpoint."
                    ));
                }
            }
        }
        let site = headers.get(HeaderName::from_static("sec-fetch-site"))?;
        // With a local `Origin`, the page is one of this machine and only its port is another.
        let foreign = !matches!(site.as_bytes(), b"same-origin" | b"none");
        (foreign && !headers.contains_key(ORIGIN)).then(|| {
            "The request is made by a web page of another site, as the header `Sec-Fetch-Site` says."
                .to_owned()
        })
    }
}

fn foreign(name: &str) -> String {
    format!(
        "{name:?} is no host of Tencent Cloud. As a proxy, the endpoint serves those alone and forwards nothing; put other hosts in NO_PROXY."
    )
}
