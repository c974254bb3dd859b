//! Sending: a call to the local endpoint or to a real account, once, page after page, in several
//! regions, or event by event.

mod asked;
mod attempts;
mod bar;
mod confirm;
mod events;
mod gather;
mod gathered;
mod identity;
mod lines;
mod once;
mod outcome;
mod routes;
mod sending;

pub(crate) use bar::bar;
pub(crate) use routes::routes;
pub(crate) use sending::Sending;
