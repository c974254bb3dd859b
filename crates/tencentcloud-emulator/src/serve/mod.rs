//! The running endpoint: its thread and its connections.

mod emulator;
mod server;

pub use emulator::{Builder, Emulator};
