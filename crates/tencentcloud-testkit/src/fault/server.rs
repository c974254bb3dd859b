//! The server and its thread.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

use tokio::net::{TcpListener, TcpSocket};
use tokio::runtime::Builder;
use tokio::sync::oneshot;

use super::connection::serve;
use super::shared::{Shared, lock};
use super::{Request, Script};

/// A server that fails as its script says. It ends when it is dropped.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
    state: Mutex<State>,
}

#[derive(Debug)]
enum State {
    Bound(TcpSocket),
    Listening(oneshot::Sender<()>, JoinHandle<()>),
    Ended,
}

impl Server {
    /// Starts a server on a free port of 127.0.0.1.
    pub fn start(script: impl Into<Script>) -> Self {
        let server = Self::refusing(script);
        server.listen();
        server
    }

    /// Takes a port on which connections are refused, until [`Server::listen`].
    pub fn refusing(script: impl Into<Script>) -> Self {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind(SocketAddr::from(([127, 0, 0, 1], 0))).unwrap();
        Self {
            address: socket.local_addr().unwrap(),
            shared: Arc::new(Shared::new(script.into())),
            state: Mutex::new(State::Bound(socket)),
        }
    }

    /// Begins to take connections.
    pub fn listen(&self) {
        let mut state = lock(&self.state);
        *state = match std::mem::replace(&mut *state, State::Ended) {
            State::Bound(socket) => self.begin(socket),
            other => other,
        };
    }

    fn begin(&self, socket: TcpSocket) -> State {
        let (stop, stopped) = oneshot::channel::<()>();
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        let listener = {
            let _inside = runtime.enter();
            socket.listen(1024).unwrap()
        };
        let shared = Arc::clone(&self.shared);
        let thread = thread::Builder::new().name("fault server".to_owned());
        let thread = thread.spawn(move || {
            runtime.spawn(accept(listener, shared));
            let _ = runtime.block_on(stopped);
        });
        State::Listening(stop, thread.unwrap())
    }

    /// Returns the server's URL, `http://127.0.0.1:…`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Returns the server's address.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns how many connections were accepted.
    pub fn connections(&self) -> usize {
        self.shared.connections()
    }

    /// Returns how many whole requests came.
    pub fn count(&self) -> usize {
        self.shared.count()
    }

    /// Blocks until so many whole requests have come.
    pub fn wait(&self, requests: usize) {
        self.shared.wait(requests);
    }

    /// Returns the requests that came, in order; none if the script is a function.
    pub fn requests(&self) -> Vec<Request> {
        self.shared.requests()
    }

    /// Lets one step go on behind its [gate](super::Step::gate).
    pub fn open(&self) {
        self.shared.open();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let state = std::mem::replace(&mut *lock(&self.state), State::Ended);
        if let State::Listening(stop, thread) = state {
            drop(stop);
            let _ = thread.join();
        }
    }
}

async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    while let Ok((stream, _)) = listener.accept().await {
        let number = shared.connected();
        let shared = Arc::clone(&shared);
        tokio::spawn(async move {
            // A client that turns away is what many a test is about.
            let _ = serve(stream, &shared, number).await;
        });
    }
}
