#![doc = include_str!("../README.md")]

mod check;
mod client;
mod person;
pub mod relay;
pub mod report;
pub mod run;
mod score;
pub mod scripted;
mod stage;
mod tally;
pub mod task;
mod world;

pub use check::check;
pub use client::{CONFIG, Client};
pub use person::{Person, Wish};
pub use score::{Score, Totals};
pub use stage::Stage;
pub use tally::{Counter, Tally};
pub use world::{REGION, World};
