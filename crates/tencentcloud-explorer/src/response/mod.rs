//! What a call came back with: its state, its headers, and its response as a tree or a table.

mod extras;
mod look;
mod looked;
mod part;
mod recorded;
mod state;
mod subject;
mod table;
mod tree;

pub(crate) use extras::{Attempt, Extras};
pub(crate) use look::routes;
pub(crate) use looked::look;
pub(crate) use part::{part, tab};
pub(crate) use subject::{Responses, Subject};
pub(crate) use tree::tree;
