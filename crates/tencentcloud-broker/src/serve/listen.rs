//! Where a broker is served: a socket in the file system, or a port of this machine.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, HeaderValue};
use axum::middleware::{self, Next};
use axum::response::Response;
use tokio::net::TcpListener;

use super::{Server, refused};
use crate::answer::Refusal;
use crate::place::Place;
use crate::random::{self, same};
use crate::wire::TOKEN;

/// The letters of a token: 160 bits.
const LETTERS: usize = 32;

/// Where a broker is served.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Listen {
    /// A socket in the file system. Who may ask is who may open it: its owner alone.
    #[cfg(unix)]
    Socket(PathBuf),
    /// A port of this machine, 0 for one that is free. Who may ask is who has the token of the
    /// [`Place`](crate::Place): containers and other users, to whom it is given.
    Port(u16),
}

pub(super) async fn serve(routes: Router, listen: &Listen) -> io::Result<Server> {
    match listen {
        #[cfg(unix)]
        Listen::Socket(path) => super::socket::serve(routes, path),
        Listen::Port(port) => {
            let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).await?;
            let address = listener.local_addr()?;
            let token: Arc<str> = random::letters(LETTERS)?.into();
            let guard = Guard {
                address,
                token: Arc::clone(&token),
            };
            let routes = routes.layer(middleware::from_fn_with_state(guard, guarded));
            let task = tokio::spawn(async move {
                // It does not return: a connection that fails is its own matter.
                let _ = axum::serve(listener, routes).await;
            });
            Ok(Server {
                place: Place::port(address, &*token),
                task,
                #[cfg(unix)]
                _socket: None,
            })
        }
    }
}

#[derive(Clone)]
struct Guard {
    address: SocketAddr,
    token: Arc<str>,
}

impl Guard {
    fn permits(&self, headers: &HeaderMap) -> bool {
        let header = |name| headers.get(name).map(HeaderValue::as_bytes);
        let host = self.address.to_string();
        let is_page =
            headers.contains_key(ORIGIN) || header(&HOST).is_none_or(|own| own != host.as_bytes());
        let token = headers.get(TOKEN).and_then(|value| value.to_str().ok());
        !is_page && token.is_some_and(|token| same(token, &self.token))
    }
}

/// Lets in who has the token, and no page of a browser.
async fn guarded(State(guard): State<Guard>, request: Request, next: Next) -> Response {
    let permitted = guard.permits(request.headers());
    match permitted {
        true => next.run(request).await,
        false => refused(Refusal::new(
            "code",
            "the token of this broker is needed to ask it",
        )),
    }
}
