#![doc = include_str!("../README.md")]

mod called;
mod caller;
mod find;
mod opening;
mod reply;
mod server;
mod session;
mod tools;

pub use find::Find;
pub use server::{Options, Server};
