#![doc = include_str!("../README.md")]

mod endpoint;
mod language;
mod paste;
mod program;
mod project;
mod snippet;
mod text;
mod tree;
mod write;

pub use language::Language;
pub use paste::{Pasted, paste};
pub use program::{Program, Script};
pub use snippet::Snippet;
