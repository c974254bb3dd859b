//! Descriptions as text: reading, writing, and where in a text something is.

mod canonical;
mod locate;
mod parse;

pub(crate) use canonical::inline;
