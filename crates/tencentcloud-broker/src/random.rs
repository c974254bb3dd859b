//! Random letters: codes, cookies, confirmations.

use std::io;

/// Letters that nobody takes for another one: five bits each.
const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz023456789";

/// Returns `length` random letters.
///
/// # Errors
/// A machine without random numbers.
pub fn letters(length: usize) -> io::Result<String> {
    let mut bytes = vec![0; length];
    getrandom::fill(&mut bytes).map_err(|error| io::Error::other(error.to_string()))?;
    let letters = bytes
        .iter()
        .map(|byte| char::from(LETTERS[usize::from(byte % 32)]));
    Ok(letters.collect())
}

/// Compares without telling by its time how much is the same.
pub fn same(left: &str, right: &str) -> bool {
    let pairs = left.bytes().zip(right.bytes());
    left.len() == right.len() && pairs.fold(0, |sum, (l, r)| sum | (l ^ r)) == 0
}
