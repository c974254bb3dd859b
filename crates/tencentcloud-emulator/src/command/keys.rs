//! The keys that are accepted: by argument, by file and by environment, since other users of the
//! machine can read arguments.

use std::path::Path;

use crate::Credential;

/// The variable that holds keys.
pub(super) const VARIABLE: &str = "TENCENTCLOUD_EMULATOR_KEYS";

/// Reads the pairs of arguments. They are read here and not by clap, which would print what it cannot
/// read.
pub(super) fn of_arguments(keys: &[String]) -> Result<Vec<Credential>, String> {
    numbered(keys.iter().map(String::as_str), "--key number")
}

/// Reads a file of a pair a line; lines that are empty or begin with `#` are left out.
pub(super) fn of_file(path: &Path) -> Result<Vec<Credential>, String> {
    let origin = path.display();
    let text =
        std::fs::read_to_string(path).map_err(|error| format!("cannot read {origin}: {error}"))?;
    let lines = text.lines().map(str::trim).enumerate();
    let lines = lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|(index, line)| {
            let read = line.parse::<Credential>();
            read.map_err(|error| format!("{origin}, line {}: {error}", index + 1))
        })
        .collect()
}

/// Reads the pairs of [`VARIABLE`], which commas or white space part.
pub(super) fn of_environment() -> Result<Vec<Credential>, String> {
    let text = match std::env::var(VARIABLE) {
        Ok(text) => text,
        Err(std::env::VarError::NotPresent) => return Ok(Vec::new()),
        Err(_) => return Err(format!("{VARIABLE} is not UTF-8")),
    };
    let pairs = text.split(|c: char| c == ',' || c.is_whitespace());
    numbered(
        pairs.filter(|pair| !pair.is_empty()),
        &format!("{VARIABLE}, pair"),
    )
}

fn numbered<'a>(
    pairs: impl Iterator<Item = &'a str>,
    place: &str,
) -> Result<Vec<Credential>, String> {
    pairs
        .enumerate()
        .map(|(index, pair)| {
            let read = pair.parse::<Credential>();
            read.map_err(|error| format!("{place} {}: {error}", index + 1))
        })
        .collect()
}
