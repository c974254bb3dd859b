#![doc = include_str!("../README.md")]

mod called;
mod caller;
mod find;
mod inner;
mod opening;
mod ready;
mod reply;
mod server;
mod session;
mod tools;

pub use find::Find;
pub use inner::Options;
pub use server::Server;
