//! What the project's tests and tasks share.
//!
//! * [`repository`] and [`files`]: where the repository is, and how files in it are written.
//! * [`peers`]: the official clients, others' programs and the browser that `cargo xtask peers` has installed.
//! * [`scratch`] and [`workspace`]: cargo workspaces that a task keeps below `target/`, or that a test
//!   throws away.
//! * `call`, with that feature: signed requests as bytes, on connections that are kept.
//! * `endpoint`, with that feature: a local endpoint for programs that a test starts.
//! * `transport`, with that feature: transports that answer without a network.
//! * `values` and `drawn`, with the feature `values`: requests by a description, and of actions drawn
//!   from the catalogue.
//! * `fault`, with that feature: a server on real sockets that fails as a script says.

#[cfg(feature = "call")]
pub mod call;
#[cfg(feature = "values")]
pub mod drawn;
#[cfg(feature = "endpoint")]
pub mod endpoint;
#[cfg(feature = "fault")]
pub mod fault;
pub mod files;
pub mod peers;
pub mod repository;
pub mod scratch;
#[cfg(feature = "transport")]
pub mod transport;
#[cfg(feature = "values")]
pub mod values;
pub mod workspace;
