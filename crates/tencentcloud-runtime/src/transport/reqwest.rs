//! The default transport.

use std::error::Error as StdError;
use std::net::{IpAddr, Ipv4Addr};
use std::pin::Pin;
use std::sync::OnceLock;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http_body::Body as _;

use super::{Body, Sending, Transport};
use crate::{Error, Result};

/// Servers close idle connections at about 60 seconds; ours go before that.
const IDLE: Duration = Duration::from_secs(45);

/// The time in which a connection must be made.
const CONNECT: Duration = Duration::from_secs(10);

/// Sends requests with a pool of HTTP connections of its own, which is made at the first request.
///
/// Uses the proxy that the environment names in `HTTPS_PROXY`, `HTTP_PROXY` or `ALL_PROXY`, unless
/// `NO_PROXY` names the host. A loopback host (`localhost`, `127.0.0.1`, `::1`) and the metadata
/// service of the instance never go through a proxy.
#[derive(Debug, Default)]
pub struct Reqwest {
    proxied: Pool,
    direct: Pool,
}

/// A client that is made at its first use.
type Pool = OnceLock<Result<reqwest::Client, String>>;

impl Reqwest {
    fn client(&self, uri: &http::Uri) -> Result<&reqwest::Client> {
        let (pool, direct) = match uri.host().is_some_and(is_direct) {
            true => (&self.direct, true),
            false => (&self.proxied, false),
        };
        let made = pool.get_or_init(|| {
            let mut builder = secured(reqwest::Client::builder())?;
            if direct {
                builder = builder.no_proxy();
            }
            builder
                .redirect(reqwest::redirect::Policy::none())
                .pool_idle_timeout(IDLE)
                .connect_timeout(CONNECT)
                .build()
                .map_err(|error| cause(&error))
        });
        made.as_ref()
            .map_err(|why| Error::request(format!("the HTTP client cannot be made: {why}")))
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
fn is_loopback(host: &str) -> bool {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let local = host.rsplit('.').next().unwrap_or_default();
    local.eq_ignore_ascii_case("localhost") || host.parse().is_ok_and(|ip: IpAddr| ip.is_loopback())
}

/// The builder with the TLS that the features name.
fn secured(builder: reqwest::ClientBuilder) -> Result<reqwest::ClientBuilder, String> {
    #[cfg(feature = "native-tls")]
    let builder = builder.tls_backend_native();
    #[cfg(all(
        any(feature = "rustls", feature = "aws-lc"),
        not(feature = "native-tls")
    ))]
    let builder = builder
        .tls_backend_preconfigured(super::tls::config().map_err(|error| format!("TLS: {error}"))?);
    Ok(builder)
}

impl Transport for Reqwest {
    fn send(&self, request: http::Request<Bytes>) -> Sending<'_> {
        Box::pin(async move {
            let (mut parts, body) = request.into_parts();
            // Over HTTP/2 the URI's authority is the host, and a header beside it is one too many.
            if parts.uri.authority().map(|a| a.as_str().as_bytes())
                == parts.headers.get(http::header::HOST).map(|h| h.as_bytes())
            {
                parts.headers.remove(http::header::HOST);
            }
            let url = parts.uri.to_string();
            let answer = self
                .client(&parts.uri)?
                .request(parts.method, url)
                .headers(parts.headers)
                .body(body)
                .send()
                .await
                .map_err(failed)?;
            Ok(http::Response::from(answer).map(|body| Body::stream(Pieces(body))))
        })
    }
}

/// The data of a body; trailers are not looked at.
struct Pieces(reqwest::Body);

impl Stream for Pieces {
    type Item = Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            let frame = ready!(Pin::new(&mut self.0).poll_frame(cx));
            match frame.map(|frame| frame.map(http_body::Frame::into_data)) {
                None => return Poll::Ready(None),
                Some(Ok(Ok(data))) => return Poll::Ready(Some(Ok(data))),
                Some(Ok(Err(_trailers))) => {}
                Some(Err(error)) => return Poll::Ready(Some(Err(failed(error)))),
            }
        }
    }
}

/// Names the target's origin: the rest of its URL may hold a signature, and a proxy's URL may hold a
/// password. So the error itself, which may print either, does not become a source.
fn failed(error: reqwest::Error) -> Error {
    let cause = match error.is_connect() && error.is_timeout() {
        true => format!("no connection within {CONNECT:?}"),
        false => cause(&error),
    };
    let told = match error.url().map(|url| url.origin()) {
        Some(origin) => format!("{}: {cause}", origin.ascii_serialization()),
        None => cause,
    };
    match (error.is_connect(), error.is_timeout()) {
        // No name, no connection, no TLS: nothing of the request was written.
        (true, _) => Error::network(told).unsent(),
        (false, true) => Error::timeout(None),
        (false, false) => Error::network(told),
    }
}

/// The innermost cause, which says what happened; those around it say where in the code.
fn cause(error: &reqwest::Error) -> String {
    let mut inner: &dyn StdError = error;
    while let Some(cause) = inner.source() {
        inner = cause;
    }
    match std::ptr::addr_eq(inner, error) {
        // Without a cause, the error's own text would name the URL.
        true if error.is_builder() => "the URL is not valid".to_owned(),
        true => "the exchange broke off".to_owned(),
        false => inner.to_string(),
    }
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
}
