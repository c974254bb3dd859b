//! The official clients, unchanged, against the endpoint as a command.
//!
//! `cargo xtask peers` installs them. Where a toolchain is missing the tests say what they skip
//! and pass; where the environment variable `CI` is set they fail.

mod client;
mod endpoint;
mod installed;
mod life;
mod ours;
mod proxy;
mod readme;
mod refusals;
mod rules;
