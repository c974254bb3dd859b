//! What all calls of a configuration share while they run: tokens for retries, and how far the
//! clock is off.

mod quota;
mod skew;

pub(crate) use quota::{Cost, Quota};
pub(crate) use skew::Skew;
