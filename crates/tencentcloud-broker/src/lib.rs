#![doc = include_str!("../README.md")]

mod account;
mod answer;
mod approvals;
mod approver;
mod brief;
mod briefing;
mod broker;
mod check;
mod code;
mod id;
mod log;
mod policy;
pub mod random;
mod request;

pub use account::{Account, Accounts, NoAccounts};
pub use answer::{Answer, Refusal, Ticket};
pub use approvals::{ApprovalState, Pending};
pub use approver::Approver;
pub use brief::{Brief, Named};
pub use broker::{Broker, Builder};
pub use id::{ApprovalId, Digest};
pub use log::verify_log;
pub use policy::{Decision, Policy, PolicyError, Ruling, Subject};
pub use request::{Asked, Request};
pub use tencentcloud_calls::Effect;
