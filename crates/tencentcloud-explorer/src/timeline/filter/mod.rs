//! Which calls are shown: a small language, and what it finds.

mod compile;
mod member;
mod message;
mod query;
mod suggest;
#[cfg(test)]
mod tests;

pub(crate) use compile::Filter;
pub(crate) use message::message;
pub(super) use query::Wrong;
pub(super) use suggest::suggest;
