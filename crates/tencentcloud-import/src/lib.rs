#![doc = include_str!("../README.md")]

mod error;
pub mod facts;
mod hosts;
mod merge;
#[cfg(feature = "official")]
pub mod official;
pub mod page;
pub mod paging;
mod pattern;
mod prose;
pub mod resource;
mod sensitive;

pub use error::{Error, Result};
pub use merge::{Difference, Source, merge, merge_kept};
