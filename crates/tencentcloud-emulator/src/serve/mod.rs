//! The running endpoint: its thread, its connections.

mod emulator;
mod server;

pub use emulator::{Builder, Emulator};
