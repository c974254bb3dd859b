//! Requests that are held: edited, signed again, and let go.

mod act;
mod edit;
mod list;
mod merge;
mod one;
mod place;
mod routes;
mod sign;
mod tick;

pub(crate) use routes::routes;
pub(crate) use tick::Tick;
