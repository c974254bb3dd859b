#![doc = include_str!("../README.md")]

mod account;
mod answer;
mod brief;
mod id;
mod request;

pub use account::{Account, Accounts, NoAccounts};
pub use answer::{Answer, Refusal, Ticket};
pub use brief::{Brief, Named};
pub use id::{ApprovalId, Digest};
pub use request::{Asked, Request};
