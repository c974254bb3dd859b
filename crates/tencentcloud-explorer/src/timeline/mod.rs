//! The calls of all sources, live.

mod entry;
mod follow;
mod panel;
mod routes;
mod store;

pub(crate) use follow::follow;
pub(crate) use panel::panel;
pub(crate) use routes::routes;
pub(crate) use store::Timeline;
