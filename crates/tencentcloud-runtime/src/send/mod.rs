//! From a draft to a response's bytes: the same code for all actions.

mod attempt;
mod limit;

pub(crate) use attempt::{Opened, open, whole};
pub(crate) use limit::Limit;
