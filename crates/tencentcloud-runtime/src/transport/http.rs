//! The default transport.

use std::error::Error as StdError;
use std::fmt;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::header::{HOST, PROXY_AUTHORIZATION};
use http::{Request, Response, StatusCode, Uri};
use http_body::Body as _;
use http_body_util::Full;
use hyper::body::Incoming;
use hyper_util::client::legacy;
use hyper_util::client::legacy::connect::{CaptureConnection, capture_connection};

use super::connect::Dialer;
use super::meter::Meter;
use super::pools::Pools;
use super::proxy::Proxies;
use super::socket::Unwritten;
use super::stall::{Guarded, upload};
use super::tls::Trust;
use super::{Body, Sending, Transport, Unreached, is_events};
use crate::{Error, Result};

/// Servers close idle connections at about 60 seconds; ours go before that.
const IDLE: Duration = Duration::from_secs(45);

/// The time in which a connection must be made, from its name to its TLS.
const CONNECT: Duration = Duration::from_secs(10);

/// The time in which a transfer must move.
const STALL: Duration = Duration::from_secs(20);

/// What a system takes of a body at once is not watched.
const SMALL: usize = 64 * 1024;

/// Sends requests over connections of its own, by HTTP/1.1 or, with the feature `http2`, by HTTP/2 if
/// the server offers it; by way of a gateway always by HTTP/1.1.
///
/// Connections are kept for the next request, a pool for each tokio runtime: one transport serves any
/// number of runtimes. A call that finds a connection closed by the server takes another one without
/// an error. Redirects are not followed, and nothing is decompressed.
///
/// Uses the proxy that the environment names in `HTTPS_PROXY`, `HTTP_PROXY` or `ALL_PROXY`, unless
/// `NO_PROXY` names the host. A loopback host (`localhost`, `127.0.0.1`, `::1`) and the metadata
/// service of the instance never go through a proxy.
///
/// ```no_run
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use tencentcloud_runtime::transport::Http;
/// use tencentcloud_runtime::{Config, Credential};
///
/// let transport = Http::new()
///     .ca_certificates(std::fs::read("company-ca.pem")?)
///     .proxy("http://proxy.example:3128")?;
/// let config = Config::new(Credential::new("AKIDexample", "example-secret-key"))
///     .transport(transport);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Default)]
pub struct Http {
    settings: Settings,
    /// Made at the first request.
    dialer: OnceLock<Arc<Dialer>>,
    pools: Pools,
}

#[derive(Debug, Default)]
struct Settings {
    trust: Trust,
    proxies: Option<Proxies>,
    connect: Option<Duration>,
    idle: Option<Duration>,
    stall: Option<Duration>,
}

impl Http {
    /// Creates a transport with the defaults.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the time in which a connection must be made, including the lookup of its name and TLS.
    /// Defaults to 10 seconds.
    #[must_use]
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.settings.connect = Some(timeout);
        self
    }

    /// Closes connections that were not used for `timeout`. Defaults to 45 seconds: the service's
    /// servers close them after about 60.
    #[must_use]
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.settings.idle = Some(timeout);
        self
    }

    /// Fails a transfer that moves fewer than 20 bytes in `timeout`: an upload that the server does
    /// not take, or a response that does not come on once it has begun. Only waiting counts: neither
    /// the time that the server needs before it responds, nor the time that a slow consumer needs.
    /// Responses that are streams of events are left out. Defaults to 20 seconds.
    #[must_use]
    pub fn stall_timeout(mut self, timeout: Duration) -> Self {
        self.settings.stall = Some(timeout);
        self
    }

    /// Sends through the proxy at `url` instead of those that the environment names:
    /// `http://host:port`, `https://host:port`, `socks5://host:port` or `socks5h://host:port` (which
    /// looks up names itself), with `user:password@` if it asks for them. Hosts in the environment's
    /// `NO_PROXY`, and loopback hosts, are reached directly.
    ///
    /// # Errors
    /// Fails if `url` is not the URL of a proxy.
    pub fn proxy(mut self, url: &str) -> Result<Self> {
        self.settings.proxies = Some(Proxies::at(url)?);
        Ok(self)
    }

    /// Sends directly, whatever proxies the environment names.
    #[must_use]
    pub fn no_proxy(mut self) -> Self {
        self.settings.proxies = Some(Proxies::none());
        self
    }

    /// Trusts the CA certificates in `pem` too, beside the platform's. What is wrong with them is
    /// the error of the first call by HTTPS.
    #[must_use]
    pub fn ca_certificates(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.settings.trust.extra.push(pem.into());
        self
    }

    /// Trusts the certificates of [`ca_certificates`](Self::ca_certificates) alone, none of the
    /// platform's.
    #[must_use]
    pub fn only_given_certificates(mut self) -> Self {
        self.settings.trust.only = true;
        self
    }

    /// Trusts the roots that this program contains, those of Mozilla, instead of the platform's: for
    /// a program in an empty container.
    #[cfg(feature = "webpki-roots")]
    #[cfg_attr(docsrs, doc(cfg(feature = "webpki-roots")))]
    #[must_use]
    pub fn bundled_roots(mut self) -> Self {
        self.settings.trust.bundled = true;
        self
    }

    /// Presents the certificate chain in `chain` with its private `key`, both in PEM, to servers and
    /// gateways that ask for one. What is wrong with them is the error of the first call by HTTPS.
    #[must_use]
    pub fn client_certificate(
        mut self,
        chain: impl Into<Vec<u8>>,
        key: impl Into<Vec<u8>>,
    ) -> Self {
        self.settings.trust.identity = Some((chain.into(), key.into()));
        self
    }

    fn dialer(&self) -> &Arc<Dialer> {
        self.dialer.get_or_init(|| {
            let Settings { trust, proxies, .. } = &self.settings;
            let proxies = proxies.clone().unwrap_or_else(Proxies::from_env);
            let limit = self.settings.connect.unwrap_or(CONNECT);
            Arc::new(Dialer::new(proxies, trust.clone(), limit))
        })
    }

    async fn exchange(&self, request: Request<Bytes>) -> Result<Response<Body>> {
        let dialer = self.dialer();
        let stall = self.settings.stall.unwrap_or(STALL);
        let (mut parts, body) = request.into_parts();
        let target = parts.uri.clone();
        // Over HTTP/2 the URI's authority is the host, and a header beside it is one too many. What
        // goes by way of a gateway has another host than the one that is connected to: HTTP/1.1 alone
        // can say both.
        let own = target.authority().map(|own| own.as_str().as_bytes());
        let h2 =
            cfg!(feature = "http2") && own == parts.headers.get(HOST).map(|host| host.as_bytes());
        if h2 {
            parts.headers.remove(HOST);
        }
        let idle = self.settings.idle.unwrap_or(IDLE);
        let pool = self.pools.current(dialer, idle, h2)?;
        if let Some(word) = dialer.proxies.authorization(&target) {
            parts.headers.insert(PROXY_AUTHORIZATION, word);
        }
        let unreached = parts.extensions.get::<Unreached>().cloned();
        let large = body.len() > SMALL;
        let mut request = Request::from_parts(parts, Full::new(body));
        let captured = capture_connection(&mut request);
        let given_up = GivenUp(&captured, unreached.as_ref());
        let sending = pool.request(request);
        let sent = match large {
            true => upload(sending, || meter(&captured), stall).await?,
            false => sending.await,
        };
        drop(given_up);
        let response = sent.map_err(|error| {
            if let Some(unreached) = unreached
                && unwritten(&error).is_some_and(|why| why.used)
            {
                unreached.close();
            }
            failed(&error, &target)
        })?;
        if is_transient(response.status()) {
            // What is behind it may not recover: the next request has another one.
            if let Some(connected) = captured.connection_metadata().as_ref() {
                connected.poison();
            }
        }
        let events = is_events(response.headers());
        Ok(response.map(|body| {
            let pieces = Pieces { body, target };
            match events {
                true => Body::stream(pieces),
                false => Body::stream(Guarded::new(pieces, stall)),
            }
        }))
    }
}

impl Transport for Http {
    fn send(&self, request: Request<Bytes>) -> Sending<'_> {
        Box::pin(self.exchange(request))
    }
}

/// Says of a request that is given up whether it had a connection.
struct GivenUp<'a>(&'a CaptureConnection, Option<&'a Unreached>);

impl Drop for GivenUp<'_> {
    fn drop(&mut self) {
        if let Some(unreached) = self.1
            && self.0.connection_metadata().is_none()
        {
            unreached.give_up();
        }
    }
}

fn meter(captured: &CaptureConnection) -> Option<Meter> {
    let connected = captured.connection_metadata();
    let mut found = http::Extensions::new();
    connected.as_ref()?.get_extras(&mut found);
    found.remove()
}

fn is_transient(status: StatusCode) -> bool {
    matches!(status.as_u16(), 500 | 502 | 503 | 504)
}

/// The data of a body; trailers are not looked at.
struct Pieces {
    body: Incoming,
    target: Uri,
}

impl Stream for Pieces {
    type Item = Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            let frame = ready!(Pin::new(&mut self.body).poll_frame(cx));
            match frame.map(|frame| frame.map(http_body::Frame::into_data)) {
                None => return Poll::Ready(None),
                Some(Ok(Ok(data))) => return Poll::Ready(Some(Ok(data))),
                Some(Ok(Err(_trailers))) => {}
                Some(Err(error)) => {
                    let error = told(&self.target, &cause(&error));
                    return Poll::Ready(Some(Err(error)));
                }
            }
        }
    }
}

/// The error of an exchange. The error itself does not become a source: those around its cause say
/// where in the code, not what happened.
fn failed(error: &legacy::Error, target: &Uri) -> Error {
    let told = told(target, &cause(error));
    match error.is_connect() || is_unsent(error) {
        // No name, no connection, no TLS, or a connection that was closed before the request's turn.
        true => told.unsent(),
        false => told,
    }
}

/// True if hyper gave the request back, or nothing of it was written.
fn is_unsent(error: &legacy::Error) -> bool {
    let canceled = causes(error).any(|cause| {
        let hyper = cause.downcast_ref::<hyper::Error>();
        hyper.is_some_and(hyper::Error::is_canceled)
    });
    canceled || unwritten(error).is_some()
}

/// What says that the connection was closed before anything of the request was written.
fn unwritten(error: &legacy::Error) -> Option<&Unwritten> {
    causes(error).find_map(|cause| cause.downcast_ref::<io::Error>()?.get_ref()?.downcast_ref())
}

fn causes(error: &legacy::Error) -> impl Iterator<Item = &(dyn StdError + 'static)> {
    std::iter::successors(error.source(), |cause| (*cause).source())
}

/// Names the target's origin: the rest of its URL may hold a signature.
fn told(target: &Uri, cause: &str) -> Error {
    Error::network(format!("{}: {cause}", Origin(target)))
}

struct Origin<'a>(&'a Uri);

impl fmt::Display for Origin<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.scheme_str().unwrap_or_default())?;
        f.write_str("://")?;
        f.write_str(self.0.authority().map_or("", |host| host.as_str()))
    }
}

/// The innermost cause, which says what happened.
fn cause(error: &(dyn StdError + 'static)) -> String {
    let mut inner = error;
    while let Some(cause) = inner.source() {
        inner = cause;
    }
    inner.to_string()
}
