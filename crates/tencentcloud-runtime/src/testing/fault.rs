//! Ways in which an attempt fails.

use bytes::Bytes;

use crate::transport::Body;
use crate::{Error, Result};

/// A way in which one attempt of a call fails, for [`Schedules`](crate::Schedules).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Fault {
    /// The connection is refused: nothing is sent and nothing happens.
    Refused,
    /// The connection breaks on the way there: nothing happens, but the caller cannot know.
    LostRequest,
    /// The connection breaks on the way back: the request takes effect and its response is lost.
    LostResponse,
    /// The request takes effect and no response comes in time.
    Timeout,
    /// The request takes effect and a gateway responds with HTTP 502 and a page of its own.
    Gateway,
    /// The service refuses for a rate: nothing happens.
    Throttled,
    /// The service fails inside after the request has taken effect.
    Internal,
    /// The service refuses the credential: nothing happens.
    ExpiredToken,
}

impl Fault {
    /// All faults.
    pub const ALL: [Self; 8] = [
        Self::Refused,
        Self::LostRequest,
        Self::LostResponse,
        Self::Timeout,
        Self::Gateway,
        Self::Throttled,
        Self::Internal,
        Self::ExpiredToken,
    ];

    /// Returns true if the request takes effect although the attempt fails.
    pub fn takes_effect(self) -> bool {
        matches!(
            self,
            Self::LostResponse | Self::Timeout | Self::Gateway | Self::Internal
        )
    }

    /// What the caller gets.
    pub(super) fn response(self) -> Result<http::Response<Body>> {
        match self {
            Self::Refused => Err(Error::network("connection refused").unsent()),
            Self::LostRequest | Self::LostResponse => {
                Err(Error::network("connection reset by peer"))
            }
            Self::Timeout => Err(Error::timeout(None)),
            Self::Gateway => Ok(gateway()),
            Self::Throttled => Ok(error("RequestLimitExceeded")),
            Self::Internal => Ok(error("InternalError")),
            Self::ExpiredToken => Ok(error("AuthFailure.TokenFailure")),
        }
    }
}

fn gateway() -> http::Response<Body> {
    let page = Bytes::from_static(b"<html><body><h1>502 Bad Gateway</h1></body></html>");
    let mut response = http::Response::new(Body::from(page));
    *response.status_mut() = http::StatusCode::BAD_GATEWAY;
    response
}

fn error(code: &str) -> http::Response<Body> {
    let error = serde_json::json!({ "Code": code, "Message": "by the schedule" });
    let whole = serde_json::json!({ "Response": { "Error": error, "RequestId": "schedule" } });
    http::Response::new(Body::from(whole.to_string()))
}
