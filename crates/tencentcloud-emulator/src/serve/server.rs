//! HTTP/1.1: connections, tunnels, responses.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Instant;

use bytes::Bytes;
use futures_util::{StreamExt, stream};
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Full, StreamBody};
use hyper::body::{Body, Frame, Incoming};
use hyper::header::{
    CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, DATE, HeaderMap, HeaderName, HeaderValue,
};
use hyper::rt::{Read, Write};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;

use super::body::{self, Untaken};
use super::guard::Guard;
use super::limits::{Budget, Limits};
use super::log::Log;
use super::prefixed::Prefixed;
use super::socket::{Asked, Socket};
use super::tls::Tls;
use crate::answer::stream::Stream;
use crate::clock;
use crate::control::Control;
use crate::endpoint::{Content, End, Endpoint, Passing, Reply};
use crate::fault::Fault;
use crate::hold::{Hold, Released, Verdict};
use crate::hosts;
use crate::request::Raw;

type Outgoing = UnsyncBoxBody<Bytes, Closed>;

/// The first byte of a connection that speaks TLS: a record of a handshake.
const HANDSHAKE: u8 = 0x16;

/// The largest head, in bytes: the largest query and as much for headers, with room.
const HEAD: usize = 128 << 10;

/// What all connections of an endpoint share.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(super) endpoint: Arc<Endpoint>,
    pub(super) control: Control,
    pub(super) guard: Guard,
    pub(super) limits: Limits,
    pub(super) budget: Budget,
    pub(super) tls: Arc<Tls>,
    pub(super) log: Option<Log>,
}

/// How the requests of a connection come.
#[derive(Clone, Debug)]
struct Way {
    shared: Arc<Shared>,
    /// What they ask of the socket.
    asked: Asked,
    /// The host whose tunnel they are in; `None` at the port itself.
    tunnel: Option<Arc<str>>,
}

/// Serves a connection, whose first byte says whether it speaks TLS.
pub(super) async fn serve(connection: TcpStream, shared: Arc<Shared>) {
    let mut first = [0];
    let peek = timeout(shared.limits.patience, connection.peek(&mut first));
    if !matches!(peek.await, Ok(Ok(1..))) {
        return;
    }
    let socket = Socket::new(connection);
    let way = Way {
        shared,
        asked: socket.asked(),
        tunnel: None,
    };
    match first[0] {
        HANDSHAKE => secure(socket, way).await,
        _ => plain(TokioIo::new(socket), way).await,
    }
}

/// Serves what is inside TLS.
async fn secure<C>(connection: C, way: Way)
where
    C: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let shared = &way.shared;
    let config = match shared.tls.config(way.tunnel.as_deref()) {
        Ok(config) => config,
        Err(error) => {
            if let Some(log) = &shared.log {
                log.trouble(&error);
            }
            return;
        }
    };
    let accept = TlsAcceptor::from(config).accept(connection);
    // A client that does not trust the authority ends here, and says so itself.
    if let Ok(Ok(connection)) = timeout(shared.limits.patience, accept).await {
        plain(TokioIo::new(connection), way).await;
    }
}

async fn plain<C>(connection: C, way: Way)
where
    C: Read + Write + Unpin + Send + 'static,
{
    let patience = way.shared.limits.patience;
    let service = service_fn(move |request| {
        let way = way.clone();
        async move { answer(request, &way).await }
    });
    // An error is of the peer's end of the connection, and there is nobody to report it to.
    let _ = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(patience)
        .max_buf_size(HEAD)
        // Who has sent all may end his side and still read.
        .half_close(true)
        .serve_connection(connection, service)
        .with_upgrades()
        .await;
}

/// The error that closes a connection without a response.
#[derive(Debug)]
struct Closed;

impl std::fmt::Display for Closed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the request did not come whole")
    }
}

impl std::error::Error for Closed {}

async fn answer(request: Request<Incoming>, way: &Way) -> Result<Response<Outgoing>, Closed> {
    let shared = &*way.shared;
    let begun = Instant::now();
    if request.method() == Method::CONNECT {
        return Ok(connect(request, way));
    }
    let (head, body) = request.into_parts();
    let mut raw = Raw {
        method: head.method,
        uri: head.uri,
        headers: head.headers,
        body: Bytes::new(),
    };
    if let Some(why) = shared.guard.refusal(&raw.uri, &raw.headers) {
        return Ok(forbidden(shared, &raw, why));
    }
    let early = || shared.endpoint.early_fault(&raw);
    let held_back = || way.asked.acknowledge();
    let taken = body::take(body, early, held_back, (&shared.budget, &shared.limits)).await;
    let reply = match taken {
        Ok(taken) => {
            raw.body = taken.bytes.clone();
            let reply = reply(shared, &mut raw, way).await;
            drop(taken);
            match reply {
                Ok(reply) => reply,
                Err(why) => return Ok(forbidden(shared, &raw, why)),
            }
        }
        Err(Untaken::Refused(fault)) => shared.endpoint.refuse(&raw, fault),
        Err(Untaken::Gone) => return Err(Closed),
    };
    if let Some(log) = &shared.log {
        log.call(&reply.seen, begun.elapsed());
        if let Some(why) = &reply.trouble {
            log.trouble(why);
        }
    }
    match reply.end {
        End::Reset => Err(Closed),
        End::Whole | End::Cut => Ok(response(reply, &way.asked)),
    }
}

/// Returns the reply to a request, which first waits if it is held; then `raw` is what goes on.
///
/// # Errors
/// What goes on in its place may not call; the error says why.
async fn reply(shared: &Shared, raw: &mut Raw, way: &Way) -> Result<Reply, String> {
    let Some(waiting) = shared.endpoint.hold(raw) else {
        return Ok(answered(shared, raw, None, way).await);
    };
    // Boxed: it is seldom needed, and would make the future of every request larger.
    let held = Box::pin(way.asked.while_connected(waiting.released()));
    let Released { hold, verdict } = held.await;
    match verdict {
        Verdict::Continue => {}
        Verdict::Replace(other) => {
            *raw = *other;
            if let Some(why) = shared.guard.refusal(&raw.uri, &raw.headers) {
                return Err(why);
            }
        }
        Verdict::Refuse(fault) => return Ok(shared.endpoint.refuse_held(raw, fault, hold)),
    }
    Ok(answered(shared, raw, Some(hold), way).await)
}

/// Returns the reply to a request; one that may take long is given up once the client has gone.
async fn answered(shared: &Shared, raw: &Raw, hold: Option<Hold>, way: &Way) -> Reply {
    let answer = shared.endpoint.answer(raw, hold);
    match shared.endpoint.forward.is_patient() {
        // Boxed: it is seldom needed, and would make the future of every request larger.
        true => Box::pin(way.asked.while_connected(answer)).await,
        false => answer.await,
    }
}

/// Opens a tunnel to a host of the vendor, which ends here; in a tunnel, none.
fn connect(request: Request<Incoming>, way: &Way) -> Response<Outgoing> {
    let authority = request.uri().authority().map(|a| a.as_str().to_owned());
    let authority = authority.unwrap_or_default();
    let why = match way.tunnel {
        Some(_) => Some("A tunnel cannot be opened within a tunnel.".to_owned()),
        None => way.shared.guard.foreign_tunnel(&authority),
    };
    if let Some(why) = why {
        let raw = Raw {
            method: request.method().clone(),
            uri: request.uri().clone(),
            headers: request.headers().clone(),
            body: Bytes::new(),
        };
        return forbidden(&way.shared, &raw, why);
    }
    let inner = Way {
        tunnel: Some(hosts::name(&authority).into()),
        ..way.clone()
    };
    // Boxed because the future would contain itself: that it does not is known by `tunnel` alone.
    let inside: Pin<Box<dyn Future<Output = ()> + Send>> = Box::pin(async move {
        let patience = inner.shared.limits.patience;
        let opened = async {
            let inside = hyper::upgrade::on(request).await.ok()?;
            Prefixed::peek(TokioIo::new(inside)).await.ok()
        };
        match timeout(patience, opened).await {
            Ok(Some((HANDSHAKE, inside))) => secure(inside, inner).await,
            Ok(Some((_, inside))) => plain(TokioIo::new(inside), inner).await,
            _ => {}
        }
    });
    tokio::spawn(inside);
    Response::new(whole(Bytes::new()))
}

/// Returns the response to whoever may not call, and closes the connection.
fn forbidden(shared: &Shared, raw: &Raw, why: String) -> Response<Outgoing> {
    let reply = shared
        .endpoint
        .refuse(raw, Fault::new("UnauthorizedOperation", why));
    if let Some(log) = &shared.log {
        log.forbidden(&raw.method, &reply.seen);
    }
    let mut response = response(reply, &Asked::default());
    *response.status_mut() = StatusCode::FORBIDDEN;
    let headers = response.headers_mut();
    headers.insert(CONNECTION, HeaderValue::from_static("close"));
    response
}

fn response(reply: Reply, asked: &Asked) -> Response<Outgoing> {
    let length = reply.content.len();
    let (media, body) = match (reply.content, reply.end) {
        (Content::Json(text), End::Cut) => ("application/json", cut(vec![text]).boxed_unsync()),
        (Content::Json(text), _) => ("application/json", whole(text)),
        (Content::Events(stream), End::Cut) => {
            ("text/event-stream", cut(stream.chunks).boxed_unsync())
        }
        (Content::Events(stream), _) => {
            let body = events(stream, asked.clone()).boxed_unsync();
            ("text/event-stream", body)
        }
        (Content::Passing(events), _) => {
            let body = passing(events, asked.clone()).boxed_unsync();
            ("text/event-stream", body)
        }
    };
    let mut response = Response::new(body);
    *response.status_mut() = StatusCode::from_u16(reply.status).unwrap_or_default();
    let headers = response.headers_mut();
    if let (End::Cut, Some(length)) = (reply.end, length) {
        headers.insert(CONTENT_LENGTH, length.into());
    }
    let request_id = HeaderName::from_static("x-tc-requestid");
    if let Some(passed) = reply.passed {
        headers.extend(*passed);
    } else {
        let media = reply.media.unwrap_or(media.into());
        for (name, value) in [
            (CONTENT_TYPE, &*media),
            (request_id, &reply.request_id),
            (DATE, &clock::http(reply.now)),
        ] {
            let value = HeaderValue::try_from(value).expect("media, a UUID and a date are ASCII");
            headers.insert(name, value);
        }
    }
    let source = HeaderName::from_static("x-emulator-source");
    headers.insert(source, HeaderValue::from_static(reply.seen.source.name()));
    if let Some(trace_id) = reply.trace_id {
        headers.insert("x-tc-traceid", trace_id);
    }
    let borne = reply.seen.borne.iter().map(|rule| rule.name());
    let warned = reply
        .seen
        .warnings
        .iter()
        .map(|warning| &*warning.parameter);
    let denied = reply.seen.denied.iter().map(String::as_str);
    note(headers, "x-emulator-borne", borne);
    note(headers, "x-emulator-denied", denied);
    note(headers, "x-emulator-warning", warned);
    response
}

/// Lists names in a header, if there are any: as far as a header takes them.
fn note<'a>(headers: &mut HeaderMap, header: &'static str, names: impl Iterator<Item = &'a str>) {
    const LONGEST: usize = 1 << 10;
    let names: Vec<_> = names.collect();
    let text = names.join(", ");
    let visible = text
        .chars()
        .take(LONGEST)
        .map(|c| if matches!(c, ' '..='~') { c } else { '?' });
    let visible: String = visible.collect();
    if !visible.is_empty() {
        let value = HeaderValue::try_from(visible).expect("what is visible in ASCII");
        headers.insert(header, value);
    }
}

fn whole(bytes: Bytes) -> Outgoing {
    Full::from(bytes)
        .map_err(|never| match never {})
        .boxed_unsync()
}

/// Returns a body that breaks off in its middle.
fn cut(chunks: Vec<Bytes>) -> impl Body<Data = Bytes, Error = Closed> {
    let mut bytes: Bytes = chunks.concat().into();
    bytes.truncate(bytes.len() / 2);
    // What came is flushed once nothing more is there: an error at once would take it away.
    let broken = stream::once(async {
        tokio::task::yield_now().await;
        Err(Closed)
    });
    StreamBody::new(stream::iter([Ok(Frame::data(bytes))]).chain(broken))
}

/// Returns events of the cloud as they come, until the client goes away.
fn passing(events: Box<Passing>, asked: Asked) -> impl Body<Data = Bytes, Error = Closed> {
    StreamBody::new(stream::unfold(events, move |mut events| {
        let asked = asked.clone();
        async move {
            let next = asked.while_connected(events.next()).await?;
            Some((next.map(Frame::data).map_err(|_| Closed), events))
        }
    }))
}

fn events(stream: Stream, asked: Asked) -> impl Body<Data = Bytes, Error = Closed> {
    let chunks = stream.chunks.into_iter();
    let chunks = stream::iter(chunks.map(|chunk| Ok(Frame::data(chunk))));
    StreamBody::new(if stream.stall {
        let stalled = stream::once(async move {
            asked.end_with_peer();
            std::future::pending().await
        });
        chunks.chain(stalled).left_stream()
    } else {
        chunks.right_stream()
    })
}
