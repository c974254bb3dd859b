//! Facts about Tencent Cloud API 3.0, read from what the vendor publishes: documentation pages
//! ([`page`]) and the official packages ([`official`], with the feature `official`).
//!
//! Text goes in and a [`Description`](tencentcloud_schema::Description) comes out, or what is wrong
//! with the text and where. Nothing here touches a disk or prints.

mod error;
mod hosts;
mod merge;
#[cfg(feature = "official")]
pub mod official;
pub mod page;
pub mod paging;
mod pattern;
mod prose;
mod sensitive;

pub use error::{Error, Result};
pub use merge::{Difference, Source, merge};
