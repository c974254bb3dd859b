//! The runtime of the Tencent Cloud API 3.0 clients: models, signing, sending, errors, tests.
//!
//! The service crates bring a client with the requests and responses of each service; this crate
//! does the rest. It serves actions that no service crate has as well: describe one, and call it.
//!
//! ```no_run
//! use tencentcloud_runtime::{Api, Client, Config, Model};
//!
//! #[derive(Model)]
//! #[model(request, api = Api::new("cvm", "2017-03-12"), action = "DescribeZones", response = DescribeZonesResponse)]
//! struct DescribeZonesRequest {}
//!
//! #[derive(Model)]
//! #[model(response)]
//! struct DescribeZonesResponse {
//!     zone_set: Vec<ZoneInfo>,
//!     request_id: String,
//! }
//!
//! #[derive(Model)]
//! #[model(response)]
//! struct ZoneInfo {
//!     zone: String,
//!     zone_state: String,
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> tencentcloud_runtime::Result<()> {
//! // TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY hold the credential.
//! let config = Config::from_env()?.region("ap-guangzhou");
//! let client = Client::new(&config);
//! match client.call(DescribeZonesRequest::new()).await {
//!     Ok(zones) => {
//!         for zone in zones.zone_set {
//!             println!("{} {}", zone.zone, zone.zone_state);
//!         }
//!     }
//!     Err(error) if error.is_throttled() => println!("later: {error}"),
//!     Err(error) => return Err(error),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Where to look
//! * [`guide`]: a page for each topic, and for whoever comes from the Go or the Python SDK.
//! * [`Config`]: credentials, region, timeout. [`Call`]: the same for one call, and all ways to make
//!   it: `await`, [`answer`](Call::answer), [`pages`](Call::pages), [`items`](Call::items),
//!   [`events`](Call::events), [`wait_until`](Call::wait_until).
//! * [`Error`]: predicates for what a program can do about it.
//! * [`Mock`] and [`Recorder`]: tests without a network. [`With`]: responses in one expression.
//!   [`Schedules`]: a test once for each call and each way in which it fails.
//! * [`Call::explain`]: each step of a signature, and the call as a curl command.
//!
//! # Layers
//! From the caller to the network, each replaceable:
//!
//! 1. [`Action`], a typed request, becomes bytes without any network ([`Call::prepare`]);
//! 2. a [`ProvideCredential`] returns the [`Credential`] to sign with;
//! 3. the [`signer`] signs;
//! 4. a [`transport::Transport`] sends;
//! 5. the bytes of the response become its type, leniently, or an [`Error`].
//!
//! Everything below the first layer works on bytes and is compiled once, not once per action.
//!
//! # Features
//! | feature | default | what it adds |
//! | --- | --- | --- |
//! | `derive` | yes | `#[derive(Model)]` |
//! | `include` | | `include_api!`: an API from its documentation pages or its description, at compile time |
//! | `catalogue` | | lets `include_api!` take types of known services from the catalogue |
//! | `serde` | | serde's `Serialize` and `Deserialize` for every model, also without required fields |
//! | `keyring` | | `Keyring`: credentials in the keyring of the system |
//! | `blocking` | | `Call::send`, for code that is not asynchronous |
//! | `metrics` | | a histogram of the durations of calls, by OpenTelemetry: `rpc.client.call.duration` |
//! | `http-client` | yes | the default transport, [`transport`], for plain HTTP |
//! | `rustls` | yes | its HTTPS by rustls with ring and the platform's roots |
//! | `aws-lc` | | its HTTPS by rustls with aws-lc |
//! | `native-tls` | | its HTTPS by the platform's own library |
//! | `http2` | | its HTTP/2 if the server offers it, but with `native-tls` |
//! | `webpki-roots` | | Mozilla's roots in the program, for [`transport`]'s `Http::bundled_roots` |
//! | `reqwest-client` | | `transport::Reqwest`: a client of reqwest 0.13 as the transport |
//!
//! `rustls`, `aws-lc`, `native-tls`, `http2` and `webpki-roots` imply `http-client`, which the service
//! crates call `reqwest`. If several TLS libraries are enabled,
//! `native-tls` precedes `aws-lc`, and `aws-lc` precedes `rustls`. If the program has installed a
//! provider for rustls, that one is used. A program whose own code builds a rustls configuration from
//! the features of rustls alone needs one provider for all: let it install one, or enable `aws-lc`
//! without default features.
//!
//! Numbers of a response come exactly as they were sent: floats are parsed by the standard library,
//! and no feature of serde_json is switched on for the program.
#![cfg_attr(docsrs, feature(doc_cfg))]
#![doc(html_root_url = "https://docs.rs/tencentcloud-runtime/latest")]

mod action;
mod answer;
mod client;
mod config;
mod credential;
mod endpoint;
mod error;
mod explain;
// Text and its examples: no build has it.
#[cfg(any(
    all(doc, not(doctest)),
    all(doctest, feature = "derive", feature = "http-client")
))]
pub mod guide;
#[cfg(feature = "include")]
mod include;
mod inspect;
mod intercept;
mod model;
mod one_line;
mod pace;
mod random;
mod recording;
mod redact;
mod request;
mod send;
pub mod signer;
mod stream;
mod testing;
pub mod transport;

pub use bytes::Bytes;
#[cfg(feature = "derive")]
pub use tencentcloud_macros::Model;

pub use action::{
    Action, ActionClass, ActionInfo, Api, BodyKind, Paged, Pages, PagesStyle, RawAction, RawPages,
    RegionRule, Streaming,
};
pub use answer::{Answer, Unknown, Warning, WarningKind};
pub use client::{AnswerFuture, Call, Client, RawCall, RawRequest, ResponseFuture};
pub use config::{Breaker, Config, Defaults, HostKind, Loader, Method, Retries};
#[cfg(feature = "keyring")]
pub use credential::Keyring;
pub use credential::{
    AssumeRole, AssumeRoleWithSaml, Cached, Credential, CredentialReport, CredentialStep,
    Environment, InstanceRole, Outcome, Process, Profile, ProvideCredential, Providing,
    WebIdentity,
};
pub use error::{Error, Result};
pub use explain::{Compared, Diagnosis, Doctor, Explanation, Finding, Part, Sent, shell_words};
pub use intercept::{AttemptInfo, AttemptOutcome, Intercept, Unsigned};
pub use model::{Model, With};
pub use one_line::OneLine;
pub use signer::SignatureMethod;
pub use stream::{EventStream, ItemStream, PageStream, Wait};
pub use testing::{
    Fault, Fixture, Fixtures, Mock, Recorder, Repeated, Schedule, ScheduleFailure, ScheduleReport,
    Schedules,
};

/// What the expansion of the macros names. Not for use by hand: it changes without notice.
#[doc(hidden)]
pub mod __private {
    pub use std::boxed::Box;

    pub use serde_core::{Deserialize, Deserializer, Serialize, Serializer};
    #[cfg(feature = "include")]
    pub use tencentcloud_macros::include_api;

    pub use crate::answer::from_json;
    pub use crate::model::{
        Lend, List, Mut, Optional, Ref, Shape, Show, Value, clone, debug, deserialize, equal,
        serialize, to_json,
    };

    /// A list of strings from anything that makes them.
    pub fn strings<S, I>(values: I) -> Vec<String>
    where
        I: IntoIterator<Item = S>,
        S: Into<String>,
    {
        values.into_iter().map(Into::into).collect()
    }
}

/// The examples of the README.
#[cfg(all(doctest, feature = "derive", feature = "http-client"))]
#[doc = include_str!("../README.md")]
struct Readme;
