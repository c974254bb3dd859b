//! Which proxy a request goes through.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use http::Uri;
use http::header::HeaderValue;
use http::uri::Scheme;
use hyper_util::client::proxy::matcher::{Intercept, Matcher};

use crate::{Error, Result};

/// The proxies that are set.
#[derive(Clone, Debug)]
pub(super) struct Proxies(Option<Arc<Matcher>>);

impl Proxies {
    /// Those that the environment names.
    pub(super) fn from_env() -> Self {
        Self(Some(Arc::new(Matcher::from_env())))
    }

    /// None, whatever the environment says.
    pub(super) fn none() -> Self {
        Self(None)
    }

    /// The proxy `url` for all hosts that `NO_PROXY` does not name.
    ///
    /// # Errors
    /// A URL that is none of a proxy. It may hold a password, and is not repeated.
    pub(super) fn at(url: &str) -> Result<Self> {
        let no = ["NO_PROXY", "no_proxy"];
        let no = no.into_iter().find_map(|name| std::env::var(name).ok());
        let matcher = Matcher::builder().all(url.to_owned());
        let matcher = matcher.no(no.unwrap_or_default()).build();
        let usual = Matcher::builder().all(url.to_owned()).build();
        match usual.intercept(&Uri::from_static("https://tencentcloudapi.com")) {
            Some(_) => Ok(Self(Some(Arc::new(matcher)))),
            None => Err(Error::request(
                "the proxy's URL is not one: give http://host:port, https://host:port or socks5://host:port",
            )),
        }
    }

    /// The proxy for a request to `target`, unless it is reached directly in any case.
    pub(super) fn of(&self, target: &Uri) -> Option<Intercept> {
        let matcher = self.0.as_ref()?;
        match target.host().is_some_and(is_direct) {
            true => None,
            false => matcher.intercept(target),
        }
    }

    /// What a plain HTTP request to `target` carries for its proxy. Through a tunnel the tunnel does.
    pub(super) fn authorization(&self, target: &Uri) -> Option<HeaderValue> {
        match target.scheme() == Some(&Scheme::HTTP) {
            true => self.of(target)?.basic_auth().cloned(),
            false => None,
        }
    }
}

/// True for hosts that no proxy can reach for this machine: its own addresses, and the metadata
/// service, which would tell the proxy's machine from it.
fn is_direct(host: &str) -> bool {
    let link_local = |ip: Ipv4Addr| ip.is_link_local();
    is_loopback(host)
        || host.eq_ignore_ascii_case("metadata.tencentyun.com")
        || host.parse().is_ok_and(link_local)
}

/// True for this machine's own addresses.
pub(super) fn is_loopback(host: &str) -> bool {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let local = host.rsplit('.').next().unwrap_or_default();
    local.eq_ignore_ascii_case("localhost") || host.parse().is_ok_and(|ip: IpAddr| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_metadata_service_is_asked_without_a_proxy() {
        for host in ["metadata.tencentyun.com", "169.254.0.23", "127.0.0.1"] {
            assert!(is_direct(host), "{host}");
        }
        for host in ["tencentyun.com", "sts.tencentcloudapi.com", "170.254.0.23"] {
            assert!(!is_direct(host), "{host}");
        }
    }

    #[test]
    fn a_loopback_host_is_one_by_name_or_address() {
        for host in [
            "localhost",
            "LocalHost",
            "api.localhost",
            "127.0.0.1",
            "127.8.0.1",
            "[::1]",
        ] {
            assert!(is_loopback(host), "{host}");
        }
        for host in [
            "cvm.tencentcloudapi.com",
            "localhost.example",
            "128.0.0.1",
            "[::2]",
            "",
        ] {
            assert!(!is_loopback(host), "{host}");
        }
    }

    #[test]
    fn what_is_no_proxy_is_refused_without_its_password() {
        for url in [
            "",
            "ftp://user:hunter2@host",
            "http://user:hunter2@",
            "two words",
        ] {
            let told = Proxies::at(url).unwrap_err().to_string();
            assert!(
                told.contains("proxy's URL") && !told.contains("hunter2"),
                "{told}"
            );
        }
    }
}
