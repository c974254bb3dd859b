#![doc = include_str!("../README.md")]

mod app;
mod approvals;
mod assets;
mod call;
mod code;
mod docs;
mod effect;
mod environment;
mod errors;
mod explorer;
mod find;
mod form;
mod history;
mod holds;
mod inspect;
mod inspected;
mod local;
mod member;
mod page;
mod response;
mod saved;
mod send;
mod serve;
mod signature;
mod target;
mod timeline;

pub use explorer::{Builder, Explorer};
pub use tencentcloud_broker::{Account, Accounts, Broker, NoAccounts};
