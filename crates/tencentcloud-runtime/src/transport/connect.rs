//! Makes connections: directly or through a proxy, with or without TLS.

use std::error::Error as StdError;
use std::fmt;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};
use std::time::Duration;

use futures_util::FutureExt;
use http::Uri;
use http::uri::Scheme;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::proxy::{SocksV4, SocksV5, Tunnel};
use hyper_util::client::proxy::matcher::Intercept;
use hyper_util::rt::TokioIo;
use tower_service::Service;

use super::meter::Meter;
use super::proxy::Proxies;
use super::socket::{Duplex, Socket};
use super::tls::{Tls, Trust};
use super::wire::Wire;

type Failed = Box<dyn StdError + Send + Sync>;

type Connecting<T> = Pin<Box<dyn Future<Output = Result<T, Failed>> + Send>>;

/// A connection is found dead by the system after about a minute, though nobody uses it.
const KEEP_ALIVE: (Duration, Duration, u32) = (Duration::from_secs(30), Duration::from_secs(10), 3);

/// What connections are made with. All pools of a transport share one.
pub(super) struct Dialer {
    pub(super) proxies: Proxies,
    pub(super) limit: Duration,
    trust: Trust,
    tls: OnceLock<Tls>,
    tcp: HttpConnector,
}

impl Dialer {
    pub(super) fn new(proxies: Proxies, trust: Trust, limit: Duration) -> Self {
        let mut tcp = HttpConnector::new();
        let (time, interval, retries) = KEEP_ALIVE;
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        tcp.set_connect_timeout(Some(limit));
        tcp.set_keepalive(Some(time));
        tcp.set_keepalive_interval(Some(interval));
        tcp.set_keepalive_retries(Some(retries));
        Self {
            proxies,
            limit,
            trust,
            tls: OnceLock::new(),
            tcp,
        }
    }

    /// Made at the first use: plain HTTP needs no certificates. What failed is tried again.
    fn tls(&self) -> Result<&Tls, Failed> {
        if let Some(tls) = self.tls.get() {
            return Ok(tls);
        }
        let made = Tls::new(&self.trust).map_err(|why| format!("TLS: {why}"))?;
        Ok(self.tls.get_or_init(|| made))
    }

    async fn plain(&self, target: Uri, meter: &Meter) -> Result<Box<dyn Duplex>, Failed> {
        let stream = self.tcp.clone().call(target).await?;
        Ok(Box::new(Socket::new(stream.into_inner(), meter.clone())))
    }

    /// Makes a connection secure, for the host of a URI; by HTTP/2 if that is asked for and offered.
    async fn secure(
        &self,
        target: &Uri,
        stream: Box<dyn Duplex>,
        h2: bool,
    ) -> Result<(Box<dyn Duplex>, bool), Failed> {
        let host = target.host().unwrap_or_default();
        Ok(self.tls()?.connect(host, stream, h2).await?)
    }
}

impl fmt::Debug for Dialer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Dialer").finish_non_exhaustive()
    }
}

/// Connects a pool.
#[derive(Clone)]
pub(super) struct Connector {
    dialer: Arc<Dialer>,
    alive: Arc<()>,
    h2: bool,
}

impl Connector {
    pub(super) fn new(dialer: Arc<Dialer>, alive: Arc<()>, h2: bool) -> Self {
        Self { dialer, alive, h2 }
    }

    async fn connect(self, target: Uri) -> Result<Wire, Failed> {
        let dialer = &self.dialer;
        let meter = Meter::default();
        let secure = target.scheme() == Some(&Scheme::HTTPS);
        let (stream, proxied) = match dialer.proxies.of(&target) {
            None => {
                // Certificates that cannot be read are told before anybody is called.
                if secure {
                    dialer.tls()?;
                }
                (dialer.plain(target.clone(), &meter).await?, false)
            }
            Some(proxy) => self.through(&proxy, &target, secure, &meter).await?,
        };
        let (stream, h2) = match secure {
            true => dialer.secure(&target, stream, self.h2).await?,
            false => (stream, false),
        };
        Ok(Wire::new(stream, meter, self.alive).proxied(proxied).h2(h2))
    }

    /// Reaches `target` by way of a proxy; also returns true if requests name their whole URL.
    async fn through(
        &self,
        proxy: &Intercept,
        target: &Uri,
        secure: bool,
        meter: &Meter,
    ) -> Result<(Box<dyn Duplex>, bool), Failed> {
        let mut dial = Dial(Arc::clone(&self.dialer), meter.clone());
        let at = proxy.uri().clone();
        let (name, word) = match proxy.raw_auth() {
            Some((name, word)) => (name.to_owned(), Some(word.to_owned())),
            None => (String::new(), None),
        };
        let stream = match at.scheme_str() {
            Some("socks4" | "socks4a") => {
                let socks = SocksV4::new(with_port(at.clone()), dial);
                let local = at.scheme_str() == Some("socks4");
                socks.local_dns(local).call(target.clone()).await?
            }
            Some("socks5" | "socks5h") => {
                let local = at.scheme_str() == Some("socks5");
                let target = match local {
                    true => resolved(target).await?,
                    false => target.clone(),
                };
                let mut socks = SocksV5::new(with_port(at), dial);
                if let Some(word) = word {
                    socks = socks.with_auth(name, word);
                }
                socks.call(target).await?
            }
            _ if secure => {
                let mut tunnel = Tunnel::new(at, dial);
                if let Some(auth) = proxy.basic_auth() {
                    tunnel = tunnel.with_auth(auth.clone());
                }
                tunnel.call(target.clone()).await?
            }
            _ => return Ok((dial.call(at).await?.into_inner(), true)),
        };
        Ok((stream.into_inner(), false))
    }
}

impl Service<Uri> for Connector {
    type Response = Wire;
    type Error = Failed;
    type Future = Connecting<Wire>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Failed>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, target: Uri) -> Self::Future {
        let limit = self.dialer.limit;
        // Tokio panics where a runtime was built without its network.
        let connecting = AssertUnwindSafe(self.clone().connect(target)).catch_unwind();
        Box::pin(async move {
            match tokio::time::timeout(limit, connecting).await {
                Ok(Ok(connected)) => connected,
                Ok(Err(_)) => Err(super::runtime::LACKS.into()),
                Err(_) => Err(format!("no connection within {limit:?}").into()),
            }
        })
    }
}

/// Connects to a proxy.
#[derive(Clone)]
struct Dial(Arc<Dialer>, Meter);

impl Service<Uri> for Dial {
    type Response = TokioIo<Box<dyn Duplex>>;
    type Error = Failed;
    type Future = Connecting<Self::Response>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Failed>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, proxy: Uri) -> Self::Future {
        let (dialer, meter) = (Arc::clone(&self.0), self.1.clone());
        Box::pin(async move {
            let mut stream = dialer.plain(proxy.clone(), &meter).await?;
            if proxy.scheme() == Some(&Scheme::HTTPS) {
                // It is asked for a tunnel, or names a whole URL: both by HTTP/1.1.
                stream = dialer.secure(&proxy, stream, false).await?.0;
            }
            Ok(TokioIo::new(stream))
        })
    }
}

/// A SOCKS proxy's URI with its port.
fn with_port(proxy: Uri) -> Uri {
    if proxy.port().is_some() {
        return proxy;
    }
    let mut parts = proxy.clone().into_parts();
    let host = proxy.host().unwrap_or_default();
    parts.authority = format!("{host}:1080").parse().ok();
    Uri::from_parts(parts).unwrap_or(proxy)
}

/// A URI with the address of its host, for a proxy that looks up no names.
async fn resolved(target: &Uri) -> Result<Uri, Failed> {
    let port = match target.port_u16() {
        Some(port) => port,
        None if target.scheme() == Some(&Scheme::HTTPS) => 443,
        None => 80,
    };
    let host = target.host().unwrap_or_default();
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let mut found = tokio::net::lookup_host((host, port)).await?;
    let address = found.next().ok_or("the host has no address")?;
    let mut parts = target.clone().into_parts();
    parts.authority = Some(address.to_string().parse()?);
    Ok(Uri::from_parts(parts)?)
}
