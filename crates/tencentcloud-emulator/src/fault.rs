//! Errors in the vendor's form.

use std::borrow::Cow;

/// An error: a code of the vendor's and a message of our own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) code: Cow<'static, str>,
    pub(crate) message: String,
    /// True if something that the call needs is not there.
    pub(crate) absent: bool,
}

/// Words of codes that say that something is not there.
const ABSENT: [&str; 5] = ["NotFound", "NotExist", "NoExist", "NonExist", "NoDataOf"];

impl Fault {
    pub(crate) fn new(code: impl Into<Cow<'static, str>>, message: impl Into<String>) -> Self {
        let code = code.into();
        Self {
            absent: ABSENT.iter().any(|word| code.contains(word)),
            code,
            message: message.into(),
        }
    }

    pub(crate) fn invalid_request(message: impl Into<String>) -> Self {
        Self::new("InvalidRequest", message)
    }

    pub(crate) fn signature(message: impl Into<String>) -> Self {
        Self::new("AuthFailure.SignatureFailure", message)
    }

    pub(crate) fn missing(parameter: &str) -> Self {
        Self::new(
            "MissingParameter",
            format!("The request lacks the parameter `{parameter}`."),
        )
    }

    /// Creates the error of a parameter of the wrong type. The value is left out: it may be a secret.
    pub(crate) fn mistyped(path: &str, expected: &str, got: &str) -> Self {
        Self::new(
            "InvalidParameter",
            format!("The parameter `{path}` must be {expected}; got {got}."),
        )
    }
}
