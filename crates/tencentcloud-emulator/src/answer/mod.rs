//! Responses that are made from the description.

mod empty;
mod example;
mod pages;
pub(crate) mod stream;

pub(crate) use example::example;
