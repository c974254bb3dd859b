//! A local endpoint of Tencent Cloud API 3.0, for tests and for trying things out.
//!
//! It verifies signatures on the raw request with code of its own, checks every parameter against
//! the API's description and answers from that description, in the vendor's form and with the
//! vendor's error codes. Upstreams of API Gateway are kept: what is created is listed, modified and
//! deleted. Every other action answers with examples and remembers nothing.
//!
//! ```
//! # async fn doc() -> std::io::Result<()> {
//! let emulator = tencentcloud_emulator::Emulator::start().await?;
//! println!("send requests signed by {:?} to {}", emulator.credential(), emulator.url());
//! # Ok(())
//! # }
//! ```
//!
//! The service that is called is the credential scope's, else the first label of `Host`
//! (`cvm.localhost:8080`), else the only one that has the version and the action. Plain HTTP/1.1
//! only; as an HTTP proxy it takes absolute-form requests and `CONNECT`.
//!
//! What the official clients get wrong and the real services bear is borne here too, each as a
//! [`Rule`] that can be switched off.

mod answer;
mod call;
mod clock;
mod credential;
mod endpoint;
mod fault;
mod ids;
mod lookup;
mod request;
mod resource;
mod rules;
mod serve;
mod verify;

pub use credential::{Credential, TEST_SECRET_ID, TEST_SECRET_KEY};
pub use rules::{Rule, UnknownRule};
pub use serve::{Builder, Emulator};
