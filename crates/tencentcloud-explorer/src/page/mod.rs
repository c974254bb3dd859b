//! The one window, and what all rooms' pages are made of.

mod language;
mod reader;
mod shell;
mod tabs;
mod view;

pub(crate) use language::Language;
pub(crate) use reader::Reader;
pub(crate) use tabs::{Tab, tabs};
pub(crate) use view::View;
