//! The official clients and programs of others, unchanged, against the endpoint as a command.
//!
//! `cargo xtask peers` installs them. Where a toolchain is missing the tests say what they skip
//! and pass; where the environment variable `CI` is set they fail.

mod client;
mod endpoint;
mod equal;
mod exec;
mod life;
mod message;
mod ours;
mod programs;
mod proxy;
mod readme;
mod refusals;
mod rules;
