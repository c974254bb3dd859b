//! From descriptions of the API to Rust source.
//!
//! A pure library: [`service_crate`] gives the files of a service's crate and touches no disk, so
//! that the command line and a macro share one engine. The same descriptions always give the same
//! bytes.
//!
//! Its parts follow the way from a description to a file: [`Scope`] knows what holds for a whole
//! version, `types` turns a member into a field, `docs` turns facts into sentences, `model`,
//! `client` and `errors` make items, `layout` puts them into files, and `text` formats them.

mod client;
mod docs;
mod errors;
mod layout;
mod model;
mod scope;
mod text;
mod types;

pub use layout::{Files, service_crate};
pub use scope::{Fault, Scope};
