//! What was sent by this page, with its responses.

mod file;
mod page;
mod routes;
mod store;

pub(crate) use routes::{keep, routes};
pub(crate) use store::{History, MOST};
