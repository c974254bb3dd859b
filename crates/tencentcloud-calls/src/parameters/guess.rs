//! The value of a parameter that no description speaks of.

use serde_json::Value;

/// Returns what `words` look like: JSON if it is any, else text; several are a list, none is true.
pub(super) fn value(words: &[String]) -> Value {
    let one = |word: &String| serde_json::from_str(word).unwrap_or_else(|_| word.clone().into());
    match words {
        [] => Value::Bool(true),
        [word] => one(word),
        words => words.iter().map(one).collect(),
    }
}
