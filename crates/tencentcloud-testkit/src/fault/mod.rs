//! A server that fails as a script says, on real sockets.
//!
//! A [`Script`] has a [`Step`] for each request, the last of which repeats. The server runs on a
//! thread of its own, so that it serves tests of every kind: blocking ones, ones with several
//! runtimes, ones whose runtime is gone. It counts connections and requests, and keeps what came.
//!
//! ```
//! use tencentcloud_testkit::fault::{Server, Step};
//!
//! let server = Server::start([Step::page(502), Step::ok(r#""Loaves":3"#)]);
//! // … a call to `server.url()` that is sent twice …
//! assert_eq!(server.requests().len(), 0);
//! ```
//!
//! Nothing here is a matter of time: a step that is slow for good ends when the client turns away,
//! one that has a [gate](Step::gate) goes on when the test says so.

mod connection;
mod request;
mod script;
mod server;
mod shared;
mod step;

pub use request::Request;
pub use script::Script;
pub use server::Server;
pub use step::Step;
