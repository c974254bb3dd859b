//! Responses that are set for actions.

use serde::Serialize;

use crate::canned::CannedResponse;
use crate::endpoint::Endpoint;

/// The responses that are set for actions of an [`Emulator`](crate::Emulator), instead of their own.
/// The call is verified and its parameters are checked before.
#[derive(Clone, Copy, Debug)]
pub struct Responses<'a>(&'a Endpoint);

/// A response that is set, and how often it was used.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct CannedStatus {
    /// Its number, for [`Responses::remove`].
    pub id: u64,
    /// The response.
    #[serde(flatten)]
    pub response: CannedResponse,
    /// How many calls it has answered.
    pub used: u64,
}

impl<'a> Responses<'a> {
    pub(crate) fn new(endpoint: &'a Endpoint) -> Self {
        Self(endpoint)
    }

    /// Sets `response`, which is asked before those set earlier, and returns its number.
    ///
    /// # Errors
    /// It has neither a response nor an error, or both.
    pub fn add(&self, response: CannedResponse) -> Result<u64, String> {
        self.0.canned.add(response)
    }

    /// Returns the responses in the order in which they are asked.
    pub fn list(&self) -> Vec<CannedStatus> {
        let list = self.0.canned.list().into_iter();
        list.map(|(id, response, used)| CannedStatus { id, response, used })
            .collect()
    }

    /// Removes the response with the number `id`; returns false if there is none.
    pub fn remove(&self, id: u64) -> bool {
        self.0.canned.remove(Some(id)) > 0
    }

    /// Removes all responses.
    pub fn clear(&self) {
        self.0.canned.remove(None);
    }
}
