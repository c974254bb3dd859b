#![doc = include_str!("../README.md")]

mod index;
mod knowledge;
mod named;
mod rehearsal;
mod twin;

pub use knowledge::{Knowledge, NamedResource};
pub use rehearsal::{Outcome, Rehearsal};
/// What becomes of a resource, as the emulator says it.
pub use tencentcloud_emulator::{ChangeKind, MemberChange, ResourceChange, ResourceKey, Trial};
pub use twin::Twin;
