//! The broker for other processes: HTTP/1 on a socket of this machine.

mod asking;
mod deciding;
mod listen;
#[cfg(unix)]
mod socket;

use std::io;

use axum::extract::DefaultBodyLimit;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Json, Router};
use tokio::task::JoinHandle;

use crate::answer::Refusal;
use crate::broker::Broker;
use crate::place::Place;

pub use listen::Listen;

/// The largest body of a request, in bytes: a little more than the service takes.
const LARGEST: usize = 11 << 20;

/// A broker that is served until this is dropped.
#[derive(Debug)]
pub struct Server {
    place: Place,
    task: JoinHandle<()>,
    #[cfg(unix)]
    _socket: Option<socket::Socket>,
}

impl Server {
    /// Serves `broker` at `listen`.
    ///
    /// What programs may do there: ask, plan, list the accounts' names and see what became of an approval that they
    /// know. What a person does needs a proof of the [code](Broker::code) in each request; the code does not travel.
    ///
    /// # Errors
    /// The place is taken or cannot be made: [`AddrInUse`](io::ErrorKind::AddrInUse) if another broker is there.
    pub async fn start(broker: Broker, listen: &Listen) -> io::Result<Self> {
        let routes = Router::new()
            .merge(asking::routes())
            .merge(deciding::routes(&broker))
            .with_state(broker)
            .layer(DefaultBodyLimit::max(LARGEST));
        listen::serve(routes, listen).await
    }

    /// Returns where it is, for programs that ask.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// Waits while it is served, which is until its task fails.
    pub async fn wait(&mut self) {
        // It ends by a panic alone, which has been printed by then.
        let _ = (&mut self.task).await;
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// A refusal as a response.
fn refused(refusal: Refusal) -> Response {
    let status = match &*refusal.code {
        "code" | "locked" => StatusCode::UNAUTHORIZED,
        "unknown" => StatusCode::NOT_FOUND,
        _ => StatusCode::FORBIDDEN,
    };
    (status, [(header::CACHE_CONTROL, "no-store")], Json(refusal)).into_response()
}

/// A request that is wrong, as a response.
fn unusable(told: String) -> Response {
    refused(Refusal::new("unusable", told))
}
