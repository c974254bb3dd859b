#![doc = include_str!("../README.md")]
#![allow(dead_code, unused_imports)]

mod account;
mod app;
mod assets;
mod call;
mod code;
mod explorer;
mod form;
mod history;
mod home;
mod page;
mod response;
mod serve;
mod signature;
mod target;
mod timeline;

pub use account::{Account, Accounts, NoAccounts};
pub use explorer::{Builder, Explorer};
