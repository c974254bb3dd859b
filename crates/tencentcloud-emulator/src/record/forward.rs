//! Requests that go on to the cloud.
//!
//! Nothing goes there unless its host was named. What goes is the request as the program signed it;
//! the endpoint has no key of its own.

use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::client::conn::http1;
use hyper::header::{
    CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, HOST, HeaderName, TE, TRANSFER_ENCODING,
};
use hyper::rt::{Read, Write};
use hyper::{Request, Uri};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use crate::hosts;
use crate::request::Raw;

/// The largest response, in bytes.
const LARGEST: usize = 64 << 20;
/// How long a call may take there.
const PATIENCE: Duration = Duration::from_secs(120);

/// Headers that are about one connection alone.
const OF_CONNECTION: [HeaderName; 4] = [CONNECTION, TE, TRANSFER_ENCODING, CONTENT_LENGTH];

/// Where the requests to a host go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Upstream {
    host: String,
    is_tls: bool,
    /// The name and the port that are connected to.
    name: String,
    port: u16,
}

impl Upstream {
    /// Forwards the host `host` to itself by HTTPS, or to `url`.
    ///
    /// # Errors
    /// `host` is not one of the vendor's, or `url` is not `http://…` or `https://…` with a host alone.
    pub(crate) fn new(host: &str, url: Option<&str>) -> Result<Self, String> {
        if !hosts::is_vendors(host) {
            return Err(format!(
                "{host:?} is no host of Tencent Cloud, e.g. cvm.tencentcloudapi.com"
            ));
        }
        let wrong = |url: &str| format!("{url:?} is no URL of http or https with a host alone");
        let of_host = format!("https://{host}");
        let text = url.unwrap_or(&of_host);
        let uri: Uri = text.parse().map_err(|_| wrong(text))?;
        let is_tls = match (uri.scheme_str(), uri.path()) {
            (Some("https"), "/" | "") => true,
            (Some("http"), "/" | "") => false,
            _ => return Err(wrong(text)),
        };
        let name = uri.host().ok_or_else(|| wrong(text))?;
        let port = if is_tls { 443 } else { 80 };
        Ok(Self {
            host: host.to_ascii_lowercase(),
            is_tls,
            name: name.to_owned(),
            port: uri.port_u16().unwrap_or(port),
        })
    }
}

/// The hosts whose requests go on to the cloud.
#[derive(Default)]
pub(crate) struct Forward {
    upstreams: Vec<Upstream>,
    tls: OnceLock<Arc<ClientConfig>>,
}

/// A response of the cloud.
#[derive(Debug)]
pub(crate) struct Forwarded {
    pub(crate) status: u16,
    pub(crate) media: String,
    pub(crate) body: Bytes,
}

impl Forward {
    pub(crate) fn new(upstreams: Vec<Upstream>) -> Self {
        Self {
            upstreams,
            tls: OnceLock::new(),
        }
    }

    /// Returns where a request goes, if it does not stay here.
    pub(crate) fn upstream(&self, raw: &Raw) -> Option<&Upstream> {
        if self.upstreams.is_empty() {
            return None;
        }
        let name = hosts::name(raw.host()?);
        let mut upstreams = self.upstreams.iter();
        upstreams.find(|upstream| upstream.host.eq_ignore_ascii_case(name))
    }

    /// Sends a request on and returns its response.
    ///
    /// # Errors
    /// There is none; the error says why.
    pub(crate) async fn send(&self, raw: &Raw, upstream: &Upstream) -> Result<Forwarded, String> {
        let sent = timeout(PATIENCE, self.exchange(raw, upstream)).await;
        sent.unwrap_or_else(|_| Err("it took too long".to_owned()))
            .map_err(|why| format!("{} cannot be reached: {why}", upstream.host))
    }

    async fn exchange(&self, raw: &Raw, upstream: &Upstream) -> Result<Forwarded, String> {
        let address = (upstream.name.trim_matches(['[', ']']), upstream.port);
        let connection = TcpStream::connect(address).await.map_err(text)?;
        if !upstream.is_tls {
            return over(TokioIo::new(connection), raw).await;
        }
        let name = ServerName::try_from(upstream.name.clone()).map_err(text)?;
        let connector = TlsConnector::from(self.tls()?);
        let connection = connector.connect(name, connection).await.map_err(text)?;
        over(TokioIo::new(connection), raw).await
    }

    /// Returns how TLS is spoken: with the certificates that this machine trusts.
    fn tls(&self) -> Result<Arc<ClientConfig>, String> {
        if let Some(config) = self.tls.get() {
            return Ok(Arc::clone(config));
        }
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        if roots.is_empty() {
            return Err("this machine has no certificates that it trusts".to_owned());
        }
        let config = ClientConfig::builder()
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Arc::clone(self.tls.get_or_init(|| Arc::new(config))))
    }
}

/// The hosts alone.
impl fmt::Debug for Forward {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hosts = self.upstreams.iter().map(|upstream| &upstream.host);
        f.debug_set().entries(hosts).finish()
    }
}

async fn over<C>(connection: C, raw: &Raw) -> Result<Forwarded, String>
where
    C: Read + Write + Unpin + Send + 'static,
{
    let (mut sender, driver) = http1::handshake(connection).await.map_err(text)?;
    let driver = tokio::spawn(driver);
    let target = raw
        .uri
        .path_and_query()
        .map_or("/", |target| target.as_str());
    let mut request = Request::new(Full::new(raw.body.clone()));
    *request.method_mut() = raw.method.clone();
    *request.uri_mut() = target.parse().map_err(text)?;
    for (name, value) in &raw.headers {
        let of_connection = OF_CONNECTION.contains(name) || name.as_str().starts_with("proxy-");
        if !of_connection {
            request.headers_mut().append(name.clone(), value.clone());
        }
    }
    if let (None, Some(host)) = (raw.headers.get(HOST), raw.host()) {
        let host = host.parse().map_err(text)?;
        request.headers_mut().insert(HOST, host);
    }
    let response = sender.send_request(request).await.map_err(text)?;
    let (head, body) = response.into_parts();
    let body = Limited::new(body, LARGEST).collect().await.map_err(text)?;
    driver.abort();
    let media = head.headers.get(CONTENT_TYPE);
    let media = media.and_then(|media| media.to_str().ok());
    Ok(Forwarded {
        status: head.status.as_u16(),
        media: media.unwrap_or("application/json").to_owned(),
        body: body.to_bytes(),
    })
}

fn text(error: impl fmt::Display) -> String {
    error.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_goes_to_itself_or_to_a_url() {
        let new = |url| Upstream::new("cvm.tencentcloudapi.com", url);
        let own = new(None).unwrap();
        assert_eq!(
            (own.is_tls, &*own.name, own.port),
            (true, "cvm.tencentcloudapi.com", 443)
        );
        let local = new(Some("http://127.0.0.1:9000")).unwrap();
        assert_eq!(
            (local.is_tls, &*local.name, local.port),
            (false, "127.0.0.1", 9000)
        );
        for wrong in ["127.0.0.1:9000", "ftp://a", "https://a/b", "https://"] {
            assert!(new(Some(wrong)).unwrap_err().contains("URL"), "{wrong}");
        }
        assert!(Upstream::new("example.com", None).is_err());
    }
}
