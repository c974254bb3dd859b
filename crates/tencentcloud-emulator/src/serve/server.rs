//! HTTP/1.1: connections, tunnels, bodies.

use std::convert::Infallible;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_util::{StreamExt, stream};
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Empty, Full, StreamBody};
use hyper::body::{Body, Frame, Incoming};
use hyper::header::{CONTENT_TYPE, DATE, HeaderName, HeaderValue};
use hyper::rt::{Read, Write};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

use crate::answer::stream::Stream;
use crate::clock;
use crate::endpoint::{Content, Endpoint, Reply};
use crate::request::{POST_LIMIT, Raw};

type Outgoing = UnsyncBoxBody<Bytes, Infallible>;

/// Serves connections until the future is dropped.
pub(crate) async fn run(listener: TcpListener, endpoint: Arc<Endpoint>) {
    loop {
        // The error is of one connection that was reset, or passes, as too many open files do.
        let Ok((connection, _)) = listener.accept().await else {
            tokio::time::sleep(Duration::from_millis(10)).await;
            continue;
        };
        let _ = connection.set_nodelay(true);
        tokio::spawn(serve(TokioIo::new(connection), Arc::clone(&endpoint)));
    }
}

async fn serve<C>(connection: C, endpoint: Arc<Endpoint>)
where
    C: Read + Write + Unpin + Send + 'static,
{
    let service = service_fn(move |request| {
        let endpoint = Arc::clone(&endpoint);
        async move { answer(request, endpoint).await }
    });
    // An error is of the peer's end of the connection, and there is nobody to report it to.
    let _ = http1::Builder::new()
        .serve_connection(connection, service)
        .with_upgrades()
        .await;
}

async fn answer(
    request: Request<Incoming>,
    endpoint: Arc<Endpoint>,
) -> Result<Response<Outgoing>, hyper::Error> {
    if request.method() == Method::CONNECT {
        tunnel(request, endpoint);
        return Ok(Response::new(Empty::new().boxed_unsync()));
    }
    let (head, body) = request.into_parts();
    let raw = Raw {
        method: head.method,
        uri: head.uri,
        headers: head.headers,
        body: read(body).await?,
    };
    Ok(response(endpoint.reply(&raw)))
}

/// Serves the requests inside a tunnel, whatever host it names.
fn tunnel(request: Request<Incoming>, endpoint: Arc<Endpoint>) {
    tokio::spawn(async move {
        if let Ok(inside) = hyper::upgrade::on(request).await {
            // Boxed because the future would contain itself.
            let serving: Pin<Box<dyn Future<Output = ()> + Send>> =
                Box::pin(serve(inside, endpoint));
            serving.await;
        }
    });
}

/// Reads a body. Of one that is over the limit, it keeps a byte more than the limit, and reads and
/// drops the rest: a client that still writes does not read a response.
async fn read(body: Incoming) -> Result<Bytes, hyper::Error> {
    let mut body = pin!(body);
    let mut kept = BytesMut::new();
    while let Some(frame) = body.frame().await {
        if let Ok(data) = frame?.into_data() {
            let room = (POST_LIMIT + 1).saturating_sub(kept.len());
            kept.extend_from_slice(&data[..data.len().min(room)]);
        }
    }
    Ok(kept.freeze())
}

fn response(reply: Reply) -> Response<Outgoing> {
    let (media, body) = match reply.content {
        Content::Json(text) => ("application/json", Full::from(text).boxed_unsync()),
        Content::Events(stream) => ("text/event-stream", body(stream).boxed_unsync()),
    };
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(media));
    let request_id = HeaderName::from_static("x-tc-requestid");
    for (name, value) in [
        (request_id, reply.request_id),
        (DATE, clock::http(reply.now)),
    ] {
        let value = HeaderValue::try_from(value).expect("a UUID and a date are ASCII");
        headers.insert(name, value);
    }
    if let Some(trace_id) = reply.trace_id {
        headers.insert("x-tc-traceid", trace_id);
    }
    response
}

fn body(stream: Stream) -> impl Body<Data = Bytes, Error = Infallible> {
    let chunks = stream.chunks.into_iter();
    let chunks = stream::iter(chunks.map(|chunk| Ok(Frame::data(chunk))));
    StreamBody::new(if stream.stall {
        chunks.chain(stream::pending()).left_stream()
    } else {
        chunks.right_stream()
    })
}
