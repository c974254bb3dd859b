//! Filters of the Explorer's list of calls.

use crate::query::{Place, parse, place};

/// A text is wrong at a place that it has, or it is a filter that reads as the same again once it is
/// written. What is typed at its end begins within it.
pub fn filter(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    match parse(&text) {
        Ok(query) => assert_eq!(parse(&query.to_string()), Ok(query)),
        Err(wrong) => assert!(text.get(wrong.at).is_some(), "{text}"),
    }
    if let Place::Condition(from) | Place::Value(_, from) = place(&text) {
        assert!(text.get(from..).is_some(), "{text}");
    }
}
