//! What a call came back with: its state, its headers, and its response as a tree that is searched.

mod extras;
mod part;
mod state;
mod tree;

pub(crate) use extras::{Attempt, Extras};
pub(crate) use part::part;
pub(crate) use tree::tree;
