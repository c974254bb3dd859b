//! What all calls of a configuration share while they run: tokens for retries, turns, hosts that do
//! not respond, and how far the clock is off.

mod breaker;
mod quota;
mod rate;
mod skew;

pub(crate) use breaker::{Breakers, Pass};
pub(crate) use quota::{Cost, Quota};
pub(crate) use rate::Rates;
pub(crate) use skew::Skew;
