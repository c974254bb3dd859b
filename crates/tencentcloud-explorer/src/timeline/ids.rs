//! Numbers of calls in an address: `3,7-12`.

use std::ops::RangeInclusive;

/// Reads numbers and ranges of them, with commas between.
///
/// # Errors
/// What is neither.
pub(crate) fn read(text: &str) -> Result<Vec<RangeInclusive<u64>>, String> {
    let parts = text.split(',').filter(|part| !part.is_empty());
    parts
        .map(|part| {
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            match (first.parse(), last.parse()) {
                (Ok(first), Ok(last)) => Ok(first..=last),
                _ => Err(format!("{part} is neither a number of a call nor a range")),
            }
        })
        .collect()
}
