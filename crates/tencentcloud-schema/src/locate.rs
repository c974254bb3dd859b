//! Which line of a JSON text a path leads to.

use std::collections::HashMap;

use serde_json::value::RawValue;

/// The line, from 1, on which the value at `path` begins; that of the value around it where a part
/// of the path leads nowhere. `None` for a text that is not JSON.
pub(crate) fn line(text: &str, path: &str) -> Option<usize> {
    let mut at: &RawValue = serde_json::from_str(text).ok()?;
    for part in path.split(['.', '[', ']']).filter(|part| !part.is_empty()) {
        let inner = match part.parse::<usize>() {
            Ok(index) => serde_json::from_str::<Vec<&RawValue>>(at.get())
                .ok()
                .and_then(|items| items.get(index).copied()),
            Err(_) => serde_json::from_str::<HashMap<String, &RawValue>>(at.get())
                .ok()
                .and_then(|members| members.get(part).copied()),
        };
        match inner {
            Some(inner) => at = inner,
            None => break,
        }
    }
    let offset = at.get().as_ptr().addr() - text.as_ptr().addr();
    Some(1 + text[..offset].matches('\n').count())
}
