//! Requests as any program makes them.

use http::{Method, Request, Response};
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1;
use hyper::rt::{Read, Write};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tencentcloud_broker::Place;
use tencentcloud_runtime::Bytes;
use tokio::net::{TcpStream, UnixStream};

/// Calls the socket of a broker.
pub(crate) struct Raw {
    path: std::path::PathBuf,
}

impl Raw {
    pub(crate) fn new(place: &Place) -> Self {
        Self {
            path: place.path().unwrap().to_owned(),
        }
    }

    pub(crate) async fn call(
        &self,
        method: Method,
        target: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Response<Value> {
        let stream = UnixStream::connect(&self.path).await.unwrap();
        let headers = [&[("host", "broker")], headers].concat();
        call(stream, method, target, &headers, body).await
    }
}

/// Calls the port of a broker with no other headers than these.
pub(crate) async fn plain(
    authority: &str,
    method: Method,
    target: &str,
    headers: &[(&str, &str)],
) -> Response<Value> {
    let stream = TcpStream::connect(authority).await.unwrap();
    call(stream, method, target, headers, "").await
}

async fn call<S>(
    stream: S,
    method: Method,
    target: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Response<Value>
where
    TokioIo<S>: Read + Write + Unpin + Send + 'static,
{
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.unwrap();
    tokio::spawn(connection);
    let mut request = Request::builder().method(method).uri(target);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Full::new(Bytes::from(body.to_owned())));
    let response = sender.send_request(request.unwrap()).await.unwrap();
    let (head, body) = response.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    let body = serde_json::from_slice(&body).unwrap_or_default();
    Response::from_parts(head, body)
}
