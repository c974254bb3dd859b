//! The tools as a client meets them, with a local endpoint as the cloud.

mod protocol;
mod stage;
mod tools;
