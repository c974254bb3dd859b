//! The error that a response carries, in any of the forms that services give it.

use crate::Error;
use crate::model::json::Json;

/// An error's code and message, each empty if the error has none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) code: String,
    pub(super) message: String,
}

impl Refusal {
    /// Reads a member that stands for an error: `None` if it says that there is none. Anything but
    /// null is one, whatever its form: an object, one in a list, a text, a number.
    pub(super) fn read(value: Json<'_>) -> Option<Self> {
        if value.is_null() {
            return None;
        }
        let value = value.first();
        if !value.is_object() {
            return Some(Self {
                code: String::new(),
                message: value.text().unwrap_or_default().into_owned(),
            });
        }
        let (mut found, mut parts) = (Self::default(), (false, false));
        for (name, value) in value.members() {
            let Some(text) = value.text() else { continue };
            let is = |known: &str| name.eq_ignore_ascii_case(known);
            if is("Code") {
                (found.code, parts.0) = (text.into_owned(), true);
            } else if is("Message") || (is("Msg") && found.message.is_empty()) {
                (found.message, parts.1) = (text.into_owned(), true);
            }
        }
        // Empty text in both is no error: tbp responds so when all went well.
        let fine = parts == (true, true)
            && matches!(found.code.as_str(), "" | "0")
            && found.message.is_empty();
        (!fine).then_some(found)
    }

    /// True for what can be nothing but an error: an object with a code.
    pub(super) fn is_certain(value: Json<'_>) -> bool {
        let mut members = value.members();
        members.any(|(name, value)| name == "Code" && value.text().is_some())
    }

    /// Programs and support go by the code: without one it is none of the API's errors.
    pub(super) fn into_error(self) -> Error {
        match (self.code.trim(), self.message.trim()) {
            ("", "") => Error::unusable("it is an error without a code or a message"),
            ("", message) => Error::unusable(format!("it is an error without a code: {message}")),
            _ => Error::service(self.code, self.message),
        }
    }
}
