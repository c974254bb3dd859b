//! The tools as a client meets them, with a local endpoint as the cloud.

mod described;
mod lines;
mod protocol;
mod recall;
mod stage;
mod tools;
