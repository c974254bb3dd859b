//! A local endpoint of Tencent Cloud API 3.0, for tests and for trying things out.
//!
//! It verifies the signature of each request with code of its own, checks every parameter against
//! the API's description, and responds from that description, in the vendor's form and with the
//! vendor's error codes. No account is needed and nothing leaves the machine.
//!
//! ```
//! use tencentcloud_emulator::Emulator;
//!
//! # async fn doc() -> std::io::Result<()> {
//! let emulator = Emulator::start().await?;
//! println!("send requests to {}", emulator.url());
//! println!("sign them with {} and its key", emulator.credential().secret_id);
//! # Ok(())
//! # }
//! ```
//!
//! # What it keeps
//! Upstreams of API Gateway, per account and region: what CreateUpstream makes is listed, modified
//! and deleted. Every other action of the catalogue responds with examples, which repeat what the
//! request gave where the response has a member of the same name, and remembers nothing.
//!
//! # Which service is called
//! The one that the credential scope names; else the first label of `Host`, `cvm` of
//! `cvm.localhost:8080`; else the only one that has the version and the action.
//!
//! # What it speaks
//! Plain HTTP/1.1, every signature method, every form of parameters, and server-sent events. As an
//! HTTP proxy it takes absolute-form requests and `CONNECT`, whatever host they name.
//!
//! # What it tolerates
//! The official clients make mistakes that the real services accept. Each is a [`Rule`], accepted by
//! default, that [`Builder::without`] switches off.

mod answer;
mod call;
mod clock;
mod credential;
mod endpoint;
mod fault;
mod ids;
mod lookup;
mod nearest;
mod request;
mod resource;
mod rules;
mod serve;
mod verify;

pub use credential::{Credential, TEST_SECRET_ID, TEST_SECRET_KEY};
pub use rules::{Rule, UnknownRule};
pub use serve::{Builder, Emulator};

/// The README's example compiles.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
