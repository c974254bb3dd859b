//! The running endpoint: its threads, its connections, and who may use them.

mod body;
mod door;
mod emulator;
mod guard;
mod handle;
mod limits;
mod log;
mod prefixed;
mod server;
mod socket;
mod tls;
mod workers;

pub use emulator::{Builder, Emulator};
