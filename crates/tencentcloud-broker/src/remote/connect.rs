//! A connection for one request.

use std::io;

use bytes::Bytes;
use http::header::HOST;
use http::{HeaderMap, HeaderValue, Method, Request, Response};
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;

use crate::place::{At, Place};
use crate::wire::TOKEN;

/// Why there is no response.
#[derive(Debug)]
pub(super) enum Failed {
    /// There is no connection: nothing was sent.
    Unreached(io::Error),
    /// The connection broke.
    Broken(hyper::Error),
}

impl From<io::Error> for Failed {
    fn from(error: io::Error) -> Self {
        Self::Unreached(error)
    }
}

/// Sends a request to the broker at `place` and returns the head of its response.
pub(super) async fn send(
    place: &Place,
    method: Method,
    path: &str,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response<Incoming>, Failed> {
    let mut request = Request::new(Full::new(body));
    *request.method_mut() = method;
    *request.uri_mut() = path.parse().map_err(io::Error::other)?;
    *request.headers_mut() = headers;
    match &place.0 {
        #[cfg(unix)]
        At::Socket(path) => {
            request
                .headers_mut()
                .insert(HOST, HeaderValue::from_static("broker"));
            through(tokio::net::UnixStream::connect(path).await?, request).await
        }
        #[cfg(not(unix))]
        At::Socket(_) => Err(io::Error::other("this system has no such sockets").into()),
        At::Port { address, token } => {
            let header = |text: &str| HeaderValue::from_str(text).map_err(io::Error::other);
            let mut secret = header(token)?;
            secret.set_sensitive(true);
            request.headers_mut().insert(TOKEN, secret);
            request
                .headers_mut()
                .insert(HOST, header(&address.to_string())?);
            through(TcpStream::connect(address).await?, request).await
        }
    }
}

async fn through(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    request: Request<Full<Bytes>>,
) -> Result<Response<Incoming>, Failed> {
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream))
        .await
        .map_err(Failed::Broken)?;
    // It ends with the response, whose reader learns of a break.
    tokio::spawn(connection);
    sender.send_request(request).await.map_err(Failed::Broken)
}
