//! Calls that give more than one response: events, pages, and waiting.

mod events;
mod pages;
mod position;
mod raw;
mod reading;
mod wait;

pub use events::EventStream;
pub use pages::{ItemStream, PageStream};
pub use wait::Wait;
