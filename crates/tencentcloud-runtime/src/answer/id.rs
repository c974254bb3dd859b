//! The request ID, wherever it is.

use http::HeaderMap;

use crate::model::json::{Cursor, Json};

/// The request ID that the headers of a response have; empty if there is none.
pub(crate) fn header_id(headers: &HeaderMap) -> &str {
    headers
        .get("x-tc-requestid")
        .and_then(|id| id.to_str().ok())
        .unwrap_or_default()
}

/// The request ID in text that is not wholly JSON, e.g. because its end is missing.
pub(super) fn search(text: &str) -> Option<String> {
    let (_, behind) = text.rsplit_once("\"RequestId\"")?;
    let behind = behind.trim_ascii_start().strip_prefix(':')?;
    let value = Cursor::new(behind, false).skip().ok();
    value.and_then(Json::text).map(std::borrow::Cow::into_owned)
}
