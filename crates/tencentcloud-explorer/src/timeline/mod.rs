//! The calls of all sources, live.

mod body;
mod connect;
mod entry;
mod filter;
mod follow;
pub(crate) mod ids;
mod mark;
#[cfg(test)]
mod measure;
mod moment;
mod notice;
mod open;
mod panel;
mod recording;
mod routes;
mod store;
mod tail;
mod twice;
mod watch;
mod wide;

pub(crate) use entry::{Entry, Source};
pub(crate) use filter::{Filter, message};
pub(crate) use follow::follow;
pub(crate) use mark::Marks;
pub(crate) use panel::panel;
pub(crate) use routes::routes;
pub(crate) use store::Timeline;
pub(crate) use tail::From;
pub(crate) use watch::{Watch, watch};
