//! Options of a command that is written like a call, wherever they stand among its words.

use std::ffi::OsString;

use crate::error::Failure;

/// Takes the first option `name`, e.g. `--state`, and its value out of `words`; `None` if it is not
/// there. `needs` says what a value is.
///
/// # Errors
/// An option without its value.
pub(crate) fn take(
    words: &mut Vec<OsString>,
    name: &str,
    needs: &str,
) -> Result<Option<String>, Failure> {
    let text = |word: &OsString| word.to_str().map(str::to_owned);
    let found = words.iter().position(|word| {
        let rest = word.to_str().and_then(|word| word.strip_prefix(name));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('='))
    });
    let Some(place) = found else {
        return Ok(None);
    };
    let option = words.remove(place);
    let value = match text(&option).and_then(|it| Some(it.split_once('=')?.1.to_owned())) {
        Some(value) => Some(value),
        None if place < words.len() => text(&words.remove(place)),
        None => None,
    };
    let value = value.filter(|value| !value.is_empty());
    value
        .map(Some)
        .ok_or_else(|| Failure::usage(format!("{name} needs {needs}")))
}
