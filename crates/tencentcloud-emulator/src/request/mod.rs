//! Requests as they come in: from bytes to checked parameters.
//!
//! Nothing here knows credentials; what a request claims is proved in [`verify`](crate::verify).

pub(crate) mod check;
pub(crate) mod decode;
mod depth;
mod encoding;
mod envelope;
mod form;
mod multipart;
mod range;
mod raw;
pub(crate) mod region;
mod signature;

pub(crate) use encoding::POST_LIMIT;
pub(crate) use envelope::Envelope;
pub(crate) use raw::Raw;
pub(crate) use signature::{Authorization, Tc3, V1};
