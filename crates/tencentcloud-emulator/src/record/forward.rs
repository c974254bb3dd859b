//! Requests that go on to the cloud.
//!
//! Nothing goes there unless its host was named, or all were. What goes is the request as the program signed it;
//! the endpoint has no key of its own.

use std::fmt;
use std::io;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_util::stream::BoxStream;
use futures_util::{StreamExt, TryStreamExt};
use http_body_util::{BodyDataStream, Full};
use hyper::client::conn::http1;
use hyper::header::{
    ACCEPT_ENCODING, CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, EXPECT, HOST, HeaderMap, HeaderName,
    TE, TRANSFER_ENCODING, UPGRADE,
};
use hyper::rt::{Read, Write};
use hyper::{Request, Response, Uri};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use super::carrier::Carrier;
use crate::fault::Fault;
use crate::hosts;
use crate::request::Raw;

/// The largest response, in bytes.
const LARGEST: usize = 64 << 20;
/// How long a call may take there; of a stream of events, until it begins.
const PATIENCE: Duration = Duration::from_secs(120);

/// Headers that are about one connection alone.
const OF_CONNECTION: [HeaderName; 6] = [
    CONNECTION,
    TE,
    TRANSFER_ENCODING,
    CONTENT_LENGTH,
    UPGRADE,
    EXPECT,
];

/// Where the requests to a host go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Upstream {
    host: String,
    place: Place,
}

/// What is connected to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    is_tls: bool,
    name: String,
    port: u16,
}

impl Place {
    /// Reads `http://…` or `https://…` with a host alone.
    ///
    /// # Errors
    /// `url` is none.
    pub(crate) fn read(url: &str) -> Result<Self, String> {
        let wrong = || format!("{url:?} is no URL of http or https with a host alone");
        let uri: Uri = url.parse().map_err(|_| wrong())?;
        let is_tls = match (uri.scheme_str(), uri.path()) {
            (Some("https"), "/" | "") => true,
            (Some("http"), "/" | "") => false,
            _ => return Err(wrong()),
        };
        let name = uri.host().ok_or_else(wrong)?;
        let port = if is_tls { 443 } else { 80 };
        Ok(Self {
            is_tls,
            name: name.to_owned(),
            port: uri.port_u16().unwrap_or(port),
        })
    }

    /// Returns the host itself, by HTTPS.
    fn of_host(host: &str) -> Self {
        Self {
            is_tls: true,
            name: host.to_ascii_lowercase(),
            port: 443,
        }
    }
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
        let place = match url {
            Some(url) => Place::read(url)?,
            None => Place::of_host(host),
        };
        Ok(Self {
            host: host.to_ascii_lowercase(),
            place,
        })
    }
}

/// Where the requests to hosts of the vendor go that are not named.
#[derive(Clone, Debug, Default)]
pub(crate) enum Others {
    /// Nowhere: they are answered here.
    #[default]
    Stay,
    /// To the host that they are for, by HTTPS.
    Host,
    /// All to the same place.
    Place(Place),
    /// All to a program that takes them there; those that are for no host of the vendor, too.
    Carrier(Arc<dyn Carrier>),
}

/// How a request goes on.
#[derive(Clone, Debug)]
pub(crate) enum Onward {
    /// Over a connection to where its host's requests go.
    Upstream(Upstream),
    /// By a program that takes it to that host.
    Carrier(Arc<dyn Carrier>, String),
}

/// The hosts whose requests go on to the cloud.
#[derive(Default)]
pub(crate) struct Forward {
    upstreams: Vec<Upstream>,
    others: Others,
    tls: OnceLock<Arc<ClientConfig>>,
}

/// A response of the cloud.
#[derive(Debug)]
pub(crate) struct Forwarded {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Body,
}

/// The body of a response of the cloud.
pub(crate) enum Body {
    Whole(Bytes),
    /// A stream of events, of which nothing was read.
    Events(BoxStream<'static, io::Result<Bytes>>),
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole(bytes) => write!(f, "{} bytes", bytes.len()),
            Self::Events(_) => f.write_str("events"),
        }
    }
}

impl Forward {
    pub(crate) fn new(upstreams: Vec<Upstream>, others: Others) -> Self {
        Self {
            upstreams,
            others,
            tls: OnceLock::new(),
        }
    }

    /// Returns how a request goes on, if it does not stay here.
    pub(crate) fn onward(&self, raw: &Raw) -> Option<Onward> {
        if self.upstreams.is_empty() && matches!(self.others, Others::Stay) {
            return None;
        }
        let name = hosts::name(raw.host()?);
        let mut upstreams = self.upstreams.iter();
        let named = upstreams.find(|upstream| upstream.host.eq_ignore_ascii_case(name));
        let host = name.to_ascii_lowercase();
        let place = match &self.others {
            _ if named.is_some() => return named.cloned().map(Onward::Upstream),
            Others::Stay => return None,
            Others::Carrier(carrier) => return Some(Onward::Carrier(Arc::clone(carrier), host)),
            _ if !hosts::is_vendors(name) => return None,
            Others::Host => Place::of_host(name),
            Others::Place(place) => place.clone(),
        };
        Some(Onward::Upstream(Upstream { host, place }))
    }

    /// Returns true if requests may wait for long before they have a response.
    pub(crate) fn is_patient(&self) -> bool {
        matches!(self.others, Others::Carrier(_))
    }

    /// Sends a request on and returns its response.
    ///
    /// # Errors
    /// There is none; the error says why.
    pub(crate) async fn send(&self, raw: &Raw, onward: &Onward) -> Result<Forwarded, Fault> {
        let (host, sent) = match onward {
            Onward::Upstream(upstream) => {
                let sent = timeout(PATIENCE, self.exchange(raw, upstream)).await;
                let sent = sent.unwrap_or_else(|_| Err("it took too long".to_owned()));
                (&upstream.host, sent)
            }
            Onward::Carrier(carrier, host) => (host, carried(&**carrier, raw, host).await?),
        };
        let unreached = |why| format!("{host} cannot be reached: {why}.");
        sent.map_err(|why| Fault::new("InternalError", unreached(why)))
    }

    async fn exchange(&self, raw: &Raw, upstream: &Upstream) -> Result<Forwarded, String> {
        let place = &upstream.place;
        let address = (place.name.trim_matches(['[', ']']), place.port);
        let connection = TcpStream::connect(address).await.map_err(text)?;
        if !place.is_tls {
            return over(TokioIo::new(connection), raw).await;
        }
        let name = ServerName::try_from(place.name.clone()).map_err(text)?;
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
        f.debug_struct("Forward")
            .field("hosts", &hosts.collect::<Vec<_>>())
            .field("others", &self.others)
            .finish_non_exhaustive()
    }
}

async fn over<C>(connection: C, raw: &Raw) -> Result<Forwarded, String>
where
    C: Read + Write + Unpin + Send + 'static,
{
    let (mut sender, driver) = http1::handshake(connection).await.map_err(text)?;
    tokio::spawn(driver);
    let target = raw
        .uri
        .path_and_query()
        .map_or("/", |target| target.as_str());
    let mut request = Request::new(Full::new(raw.body.clone()));
    *request.method_mut() = raw.method.clone();
    *request.uri_mut() = target.parse().map_err(text)?;
    for (name, value) in &raw.headers {
        // What comes packed could not be read for the journal.
        if is_of_connection(name) || (*name == ACCEPT_ENCODING && !is_signed(raw, name)) {
            continue;
        }
        request.headers_mut().append(name.clone(), value.clone());
    }
    if let (None, Some(host)) = (raw.headers.get(HOST), raw.host()) {
        let host = host.parse().map_err(text)?;
        request.headers_mut().insert(HOST, host);
    }
    let response = sender.send_request(request).await.map_err(text)?;
    let pieces = |body| BodyDataStream::new(body).map_err(io::Error::other).boxed();
    forwarded(response.map(pieces)).await
}

/// Lets `carrier` take a request to `host`.
///
/// # Errors
/// It has no response; within, one that broke off.
async fn carried(
    carrier: &dyn Carrier,
    raw: &Raw,
    host: &str,
) -> Result<Result<Forwarded, String>, Fault> {
    let target = raw.uri.path_and_query();
    let target = target.map_or("/", |target| target.as_str());
    let uri: Uri = format!("https://{host}{target}")
        .parse()
        .map_err(|_| Fault::invalid_request("The request is for no host that can be reached."))?;
    let mut request = Request::new(raw.body.clone());
    *request.method_mut() = raw.method.clone();
    *request.uri_mut() = uri;
    request.headers_mut().clone_from(&raw.headers);
    let carried = carrier.carry(request).await;
    let response = carried.map_err(|error| Fault::new(error.code, error.message))?;
    Ok(forwarded(response).await)
}

/// Returns a response as it is passed on, and reads its body unless that is events.
async fn forwarded(
    response: Response<BoxStream<'static, io::Result<Bytes>>>,
) -> Result<Forwarded, String> {
    let (head, mut body) = response.into_parts();
    let mut headers = head.headers;
    for name in OF_CONNECTION {
        headers.remove(name);
    }
    let media = headers.get(CONTENT_TYPE);
    let body = match media.is_some_and(|media| media.as_bytes().starts_with(b"text/event-stream")) {
        true => Body::Events(body),
        false => {
            let mut whole = BytesMut::new();
            while let Some(piece) = body.next().await {
                let piece = piece.map_err(text)?;
                if piece.len() > LARGEST - whole.len() {
                    return Err(format!("its response is larger than {LARGEST} bytes"));
                }
                whole.extend_from_slice(&piece);
            }
            Body::Whole(whole.freeze())
        }
    };
    Ok(Forwarded {
        status: head.status.as_u16(),
        headers,
        body,
    })
}

fn is_of_connection(name: &HeaderName) -> bool {
    OF_CONNECTION.contains(name) || name.as_str().starts_with("proxy-")
}

/// Returns true if the signature of a request has the header.
fn is_signed(raw: &Raw, name: &HeaderName) -> bool {
    let signature = raw.header("authorization").unwrap_or_default();
    signature.to_ascii_lowercase().contains(name.as_str())
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
        let own = own.place;
        assert_eq!(
            (own.is_tls, &*own.name, own.port),
            (true, "cvm.tencentcloudapi.com", 443)
        );
        let local = new(Some("http://127.0.0.1:9000")).unwrap().place;
        assert_eq!(
            (local.is_tls, &*local.name, local.port),
            (false, "127.0.0.1", 9000)
        );
        for wrong in ["127.0.0.1:9000", "ftp://a", "https://a/b", "https://"] {
            assert!(new(Some(wrong)).unwrap_err().contains("URL"), "{wrong}");
        }
        assert!(Upstream::new("example.com", None).is_err());
    }

    #[test]
    fn all_hosts_of_the_vendor_go_on_and_named_ones_where_their_name_says() {
        let named = Upstream::new("cvm.tencentcloudapi.com", Some("http://127.0.0.1:9000"));
        let forward = Forward::new(vec![named.unwrap()], Others::Host);
        let place = |host: &'static str| {
            let raw = Raw {
                method: hyper::Method::POST,
                uri: Uri::from_static("/"),
                headers: [(HOST, host.parse().unwrap())].into_iter().collect(),
                body: Bytes::new(),
            };
            match forward.onward(&raw)? {
                Onward::Upstream(Upstream { place, .. }) => {
                    Some((place.is_tls, place.name, place.port))
                }
                Onward::Carrier(..) => None,
            }
        };
        let own = |name: &str| Some((true, name.to_owned(), 443));
        let local = Some((false, "127.0.0.1".to_owned(), 9000));
        assert_eq!(place("cvm.tencentcloudapi.com"), local);
        assert_eq!(
            place("VPC.tencentcloudapi.com:443"),
            own("vpc.tencentcloudapi.com")
        );
        assert_eq!(
            place("vpc.tencentcloudapi.com.cn"),
            own("vpc.tencentcloudapi.com.cn")
        );
        for host in ["localhost:9000", "127.0.0.1", "tencentcloudapi.example.com"] {
            assert_eq!(place(host), None, "{host}");
        }
    }
}
