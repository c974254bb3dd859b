#![doc = include_str!("../README.md")]
#![allow(dead_code)]

mod account;
mod app;
mod explorer;
mod home;
mod page;
mod serve;
mod timeline;

pub use account::{Account, Accounts, NoAccounts};
pub use explorer::{Builder, Explorer};
