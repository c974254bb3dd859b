//! Words as a shell reads them.

/// Returns `word` as a POSIX shell reads it: in single quotes if it needs any.
pub fn quoted(word: &str) -> String {
    let harmless = |c: char| c.is_alphanumeric() || "-_./:@%+=,".contains(c);
    if !word.is_empty() && word.chars().all(harmless) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}
