//! The description of Tencent Cloud API 3.0 as data.
//!
//! A [`Description`] holds the facts about one version of one service: its actions, their
//! parameters and answers, the object types these use, and the error codes. The format is told
//! field by field in `schema/README.md`; this crate is its one reader and writer.
//!
//! * [`Description::parse`] reads and validates; errors name a JSON path.
//! * [`Description::to_canonical`] writes the one canonical form, so that a diff reads well.
//! * [`Overlay`] corrects what the sources get wrong or leave out.
//! * [`Index`] answers what the generator and the emulator ask: which types a request reaches,
//!   which contain themselves, which names are open.

mod description;
pub mod diff;
mod error;
mod folder;
mod overlay;
mod reach;
mod text;
mod validate;

pub use description::{
    Action, Body, Description, FORMAT, Kind, Member, Object, Paging, PagingStyle, Published,
    Region, Signing, Site, Status, main_version,
};
pub use error::{Error, Problem};
pub use folder::Folder;
pub use overlay::{Correction, Overlay};
pub use reach::{Index, Role};
