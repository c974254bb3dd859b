//! From the bytes of a response to a model.

mod envelope;
mod from_response;
mod id;
mod old;
mod parser;
mod read;
mod refusal;
mod unknown;
mod warning;

use std::fmt;

use bytes::Bytes;

pub(crate) use from_response::FromResponse;
pub(crate) use id::header_id;
pub(crate) use parser::{Parser, TooLong};
pub use read::from_json;
pub(crate) use read::{About, Raw};
pub use unknown::Unknown;
pub(crate) use warning::Mode;
pub use warning::{Warning, WarningKind};

use crate::model::Model;

/// A response with what the call reports beside it. Returned by
/// [`Call::answer`](crate::Call::answer).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Answer<R> {
    /// The response.
    pub response: R,
    /// The fields that are not as their type expects them: the first 100.
    pub warnings: Vec<Warning>,
    /// The number of all such fields.
    pub warning_count: usize,
    /// The request ID, from the response or else from its headers; empty if neither has one.
    pub request_id: String,
    /// The number of times that the request was sent.
    pub attempts: u32,
    raw: Whole,
}

impl<R> Answer<R> {
    pub(crate) fn new(response: R, about: About) -> Self {
        Self {
            response,
            warnings: about.warnings,
            warning_count: about.warning_count,
            request_id: about.request_id,
            attempts: about.attempts,
            raw: Whole(about.body),
        }
    }

    /// Returns the bytes of the response as they came: `{"Response": {…}}`. They may hold secrets.
    pub fn raw(&self) -> &Bytes {
        &self.raw.0
    }
}

impl<R: Model> Answer<R> {
    /// Returns the members of the response that no field of its type is for, e.g. of an API that is
    /// newer than this program. Reads the response again.
    pub fn unknown(&self) -> Vec<Unknown> {
        read::unknown(self.raw(), &mut R::empty())
    }
}

/// The bytes of a response, which `Debug` does not show.
#[derive(Clone, PartialEq)]
struct Whole(Bytes);

impl fmt::Debug for Whole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{} bytes>", self.0.len())
    }
}

#[cfg(test)]
mod tests;
