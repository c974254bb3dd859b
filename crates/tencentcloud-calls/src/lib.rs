#![doc = include_str!("../README.md")]

mod advice;
mod effect;
mod error;
mod given;
pub mod ids;
mod known;
mod language;
mod meaning;
mod pages;
pub mod parameters;
mod prepared;
mod price;
pub mod resources;
pub mod saved;
pub mod shell;
mod target;

pub use advice::Advice;
pub use effect::Effect;
pub use error::{Error, ErrorKind};
pub use given::Given;
pub use known::{Known, alias, find_service, meant, nearest, plain};
pub use language::Language;
pub use meaning::{Meaning, near_codes, spelt};
pub use pages::page_size;
#[doc(inline)]
pub use parameters::{NoFiles, Parameters, Sources};
pub use prepared::Prepared;
pub use price::Inquiry;
pub use target::{Target, Wanted};
