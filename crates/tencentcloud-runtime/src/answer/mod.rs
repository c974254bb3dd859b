//! From the bytes of a response to a model.

mod envelope;
mod from_response;
mod read;
mod warning;

pub use envelope::from_json;
pub(crate) use from_response::FromResponse;
pub(crate) use read::{About, Raw};
pub(crate) use warning::Mode;
pub use warning::Warning;

use crate::model::{Model, path};

/// A response with what the call reports beside it. Returned by
/// [`Call::answer`](crate::Call::answer).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Answer<R> {
    /// The response.
    pub response: R,
    /// The fields that could not be converted and were left empty.
    pub warnings: Vec<Warning>,
    /// The request ID, from the response or else from its headers; empty if neither has one.
    pub request_id: String,
    /// The number of times that the request was sent.
    pub attempts: u32,
}

impl<R> Answer<R> {
    pub(crate) fn new(response: R, about: About) -> Self {
        Self {
            response,
            warnings: about.warnings,
            request_id: about.request_id,
            attempts: about.attempts,
        }
    }
}

/// The request ID that a response's own field holds.
pub(crate) fn request_id(response: &dyn Model) -> Option<String> {
    path::text(response, "RequestId")
}

#[cfg(test)]
mod tests;
