//! The runtime of the Tencent Cloud API 3.0 clients.
//!
//! Generated crates bring requests, answers and a client for each service; this crate does the
//! rest. Its layers, from the caller to the wire, each replaceable:
//!
//! 1. [`Action`], a typed request, becomes bytes without any network ([`Call::prepare`]);
//! 2. a [`ProvideCredential`] gives the [`Credential`] to sign with;
//! 3. the [`signer`] signs;
//! 4. a [`transport::Transport`] sends;
//! 5. the bytes of the answer become a typed response, leniently, or an [`Error`].
//!
//! Everything below the first layer works on bytes and is compiled once, not once an action.
//!
//! # Features
//! * `derive` (default): `#[derive(Model)]`.
//! * `include`: `include_api!`, an API from its documentation pages or its description, at compile time.
//! * `catalogue`: lets `include_api!` take types of known services from the catalogue.
//! * `serde`: serde's `Serialize` and `Deserialize` for every model. As in an answer, what is missing
//!   is left empty, and an unknown member is passed over: serde does not ask for what is required.
//! * `reqwest` (default): the default transport.
//! * `rustls` (default), `native-tls`: its TLS.
//! * `blocking`: `Call::send`, for code that is not asynchronous.
#![doc(html_root_url = "https://docs.rs/tencentcloud-runtime/latest")]

mod action;
mod answer;
mod client;
mod config;
mod credential;
mod endpoint;
mod error;
mod explain;
#[cfg(feature = "include")]
mod include;
mod model;
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
    Action, ActionInfo, Api, BodyKind, Paged, Pages, PagesStyle, RegionRule, Streaming,
};
pub use answer::{Answer, Warning};
pub use client::{AnswerFuture, Call, Client, ResponseFuture};
pub use config::{Config, Method};
pub use credential::{Credential, Environment, ProvideCredential};
pub use error::{Error, Result};
pub use explain::Explanation;
pub use model::{Model, With};
pub use signer::SignatureMethod;
pub use stream::{EventStream, ItemStream, PageStream, Wait};
pub use testing::{Fixture, Fixtures, Mock, Recorder};

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
