#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod classes;
#[cfg(feature = "files")]
mod crate_;
mod docs;
mod effects;
mod items;
pub mod names;
mod text;

pub use classes::Classes;
#[cfg(feature = "files")]
pub use crate_::{Files, UMBRELLA, service_crate, standalone_crate, umbrella_crate};
pub use effects::Effects;
pub use items::items;
pub use items::scope::{Fault, Scope};
