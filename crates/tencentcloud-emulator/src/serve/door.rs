//! The control endpoint over HTTP: who may use it, and its connections.

use std::convert::Infallible;
use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Incoming;
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use serde_json::Value;
use sha2::{Digest, Sha256};
use tokio::net::{TcpListener, TcpStream};

use super::guard::Guard;
use crate::control::Control;
use crate::control::routes::{Asked, Refusal};

/// The largest body, in bytes: snapshots are the largest.
const LARGEST: usize = 256 << 20;
/// How long a head may take.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long nothing is accepted after an error.
const PAUSE: Duration = Duration::from_millis(10);

/// What opens the control endpoint. `Debug` does not print it.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Token(pub(super) String);

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token")
    }
}

/// Where the control endpoint is, and what opens it.
pub(crate) struct Door {
    pub(super) address: SocketAddr,
    pub(super) token: Token,
    listener: std::net::TcpListener,
}

impl Door {
    /// Binds the address.
    ///
    /// # Errors
    /// It is taken, or is not one of this machine.
    pub(super) fn open(address: SocketAddr, token: Option<Token>) -> io::Result<Self> {
        let listener = std::net::TcpListener::bind(address)?;
        listener.set_nonblocking(true)?;
        Ok(Self {
            address: listener.local_addr()?,
            token: match token {
                Some(token) => token,
                None => Token(drawn()?),
            },
            listener,
        })
    }
}

/// Without the token.
impl fmt::Debug for Door {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Door({})", self.address)
    }
}

/// Returns a token that nobody guesses.
fn drawn() -> io::Result<String> {
    let mut bytes = [0; 24];
    getrandom::fill(&mut bytes).map_err(io::Error::other)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Returns a future that serves the control endpoint until it is dropped; without a door, one that
/// does nothing for ever.
///
/// # Errors
/// The listener cannot be used.
pub(super) fn run(
    door: Option<&Door>,
    control: Control,
) -> io::Result<impl Future<Output = ()> + Send + use<>> {
    let open = match door {
        Some(door) => Some((door.listener.try_clone()?, door.token.clone())),
        None => None,
    };
    Ok(async move {
        let Some((listener, token)) = open else {
            return std::future::pending().await;
        };
        let listener = TcpListener::from_std(listener)
            .expect("the runtime takes a listener that does not block");
        loop {
            match listener.accept().await {
                Ok((connection, _)) => {
                    tokio::spawn(serve(connection, control.clone(), token.clone()));
                }
                Err(_) => tokio::time::sleep(PAUSE).await,
            }
        }
    })
}

async fn serve(connection: TcpStream, control: Control, token: Token) {
    let _ = connection.set_nodelay(true);
    let service = service_fn(|request| answer(request, &control, &token));
    // An error is of the peer's end of the connection, and there is nobody to report it to.
    let _ = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(PATIENCE)
        .half_close(true)
        .serve_connection(TokioIo::new(connection), service)
        .await;
}

async fn answer(
    request: Request<Incoming>,
    control: &Control,
    token: &Token,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let (head, body) = request.into_parts();
    let refused = |status, code, message: String, hint: &str| {
        let refusal = Refusal {
            status,
            code,
            message,
            hint: hint.to_owned(),
        };
        Ok(response(refusal.status, &refusal.json()))
    };
    if let Some(why) = Guard::default().refusal(&head.uri, &head.headers) {
        let hint = "Call it from a program on this machine.";
        return refused(StatusCode::FORBIDDEN, "forbidden", why, hint);
    }
    if !opens(head.headers.get(AUTHORIZATION), token) {
        return refused(
            StatusCode::UNAUTHORIZED,
            "unauthorized",
            "The token is missing or wrong.".to_owned(),
            "Send `Authorization: Bearer <token>`; the emulator prints the token when it starts.",
        );
    }
    let Ok(body) = Limited::new(body, LARGEST).collect().await else {
        return refused(
            StatusCode::PAYLOAD_TOO_LARGE,
            "too_large",
            "The body did not come whole, or is too large.".to_owned(),
            "A body has at most 256 MiB.",
        );
    };
    let asked = Asked {
        method: &head.method,
        path: head.uri.path(),
        query: head.uri.query().unwrap_or_default(),
        body: &body.to_bytes(),
    };
    Ok(match control.route(&asked).await {
        Ok(json) => response(StatusCode::OK, &json),
        Err(refusal) => response(refusal.status, &refusal.json()),
    })
}

/// Compares hashes, so that how long it takes tells nothing of the token.
fn opens(given: Option<&HeaderValue>, token: &Token) -> bool {
    let given = given.and_then(|value| value.as_bytes().strip_prefix(b"Bearer "));
    given.is_some_and(|given| Sha256::digest(given) == Sha256::digest(&token.0))
}

fn response(status: StatusCode, json: &Value) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::from(json.to_string()));
    *response.status_mut() = status;
    let media = HeaderValue::from_static("application/json");
    response.headers_mut().insert(CONTENT_TYPE, media);
    response
}
