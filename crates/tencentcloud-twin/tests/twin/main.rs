//! What a twin says of calls before they are made.

mod accounts;
mod beside;
mod bounds;
mod common_kinds;
mod following;
mod honesty;
mod measure;
mod secrets;
mod world;
