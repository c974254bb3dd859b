//! From descriptions of the API to Rust source.
//!
//! A pure library, which touches no disk, so that the command line and a macro share one engine:
//! [`items`] gives the items of one version as tokens, and `service_crate` (with the feature
//! `files`) the formatted files of a service's crate. The same descriptions always give the same
//! bytes.
//!
//! `items/` makes the items of one version, which the macro needs too; `docs` turns facts into
//! sentences; `crate_/` makes the files of a crate from the items of its versions.

#[cfg(feature = "files")]
mod crate_;
mod docs;
mod items;
pub mod names;
mod text;

#[cfg(feature = "files")]
pub use crate_::{Files, UMBRELLA, service_crate, umbrella_crate};
pub use items::items;
pub use items::scope::{Fault, Scope};
