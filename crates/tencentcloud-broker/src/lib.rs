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
mod desk;
mod id;
mod log;
mod place;
mod policy;
pub mod random;
mod remote;
mod request;
mod serve;
mod wire;

pub use account::{Account, Accounts, NoAccounts};
pub use answer::{Answer, Refusal, Ticket};
pub use approvals::{ApprovalState, Pending};
pub use approver::Approver;
pub use brief::{Brief, Named};
pub use broker::{Broker, Builder};
pub use desk::{Desk, Through, Told};
pub use id::{ApprovalId, Digest};
pub use log::verify_log;
pub use place::{Place, VARIABLE};
pub use policy::{Decision, Policy, PolicyError, Ruling, Subject};
pub use remote::{Remote, RemoteApprover};
pub use request::{Asked, Request};
pub use serve::{Listen, Server};
pub use tencentcloud_calls::Effect;
