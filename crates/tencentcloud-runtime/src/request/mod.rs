//! From a model to a signed HTTP request, without any network.
//!
//! A model becomes a [`Draft`], which is complete but for its time, credential and signature; a
//! draft signs itself as often as it is sent. How parameters are written is in `content`, with a
//! file for each kind of body; how they are signed is in `tc3` and `v1`; all of them make one
//! [`Message`].

pub(crate) mod client_token;
mod common;
mod content;
mod draft;
mod message;
mod multipart;
mod octet_stream;
mod parameters;
mod sign;
mod tc3;
mod v1;

pub(crate) use common::request_client;
pub(crate) use content::read;
pub(crate) use draft::{Draft, Signed};
pub(crate) use parameters::{Parameters, RawHeader, RawParameters, flat};
