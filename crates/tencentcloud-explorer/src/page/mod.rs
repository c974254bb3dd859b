//! The one window, and what all rooms' pages are made of.

mod filter;
mod language;
mod live;
mod reader;
mod rooms;
mod shell;
mod tabs;
mod view;

pub(crate) use filter::filter;
pub(crate) use language::wanted;
pub(crate) use live::live;
pub(crate) use reader::Reader;
pub(crate) use rooms::rooms;
pub(crate) use tabs::{Tab, tabs};
pub(crate) use tencentcloud_calls::Language;
pub(crate) use view::View;
