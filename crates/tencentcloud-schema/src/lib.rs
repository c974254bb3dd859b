#![doc = include_str!("../README.md")]

mod description;
pub mod diff;
mod error;
mod folder;
mod lock;
mod overlay;
mod reach;
pub mod resource;
mod secrets;
mod text;
mod titles;
mod validate;

pub use description::{
    Action, Body, Description, FORMAT, Kind, Member, Object, Paging, PagingStyle, Published,
    Region, Signing, Site, Status, main_version,
};
pub use error::{Error, Problem};
pub use folder::Folder;
pub use lock::{Lock, LockedFacts, LockedPackage};
pub use overlay::{Correction, Overlay};
pub use reach::{Index, Role};
pub use secrets::{response_without_secrets, without_secrets};
pub use titles::{Title, Titles};
