#![doc = include_str!("../README.md")]

mod called;
mod reply;
mod server;
mod session;
mod tools;

pub use server::{Options, Server};
