//! What approvals are known by.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The SHA-256 of a request: see [`Request::digest`](crate::Request::digest). Written in hexadecimal.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Digest(pub(crate) [u8; 32]);

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}

/// What an approval is known by: letters and digits that nobody guesses. It permits nothing by itself.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ApprovalId(String);

impl ApprovalId {
    /// Returns it as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ApprovalId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for ApprovalId {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let is_plain = text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        match is_plain && (1..=64).contains(&text.len()) {
            true => Ok(Self(text.to_owned())),
            false => {
                Err("not the ID of an approval: letters, digits and hyphens are needed".to_owned())
            }
        }
    }
}

impl FromStr for Digest {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut bytes = [0; 32];
        let pairs = text.as_bytes().chunks(2);
        let mut count = 0;
        for (byte, pair) in bytes.iter_mut().zip(pairs) {
            let digits = std::str::from_utf8(pair).ok();
            let digits = digits.filter(|digits| digits.chars().all(|c| c.is_ascii_hexdigit()));
            let value = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
            *byte = value.ok_or("not a digest: 64 hexadecimal digits are needed")?;
            count += 1;
        }
        match count == 32 && text.len() == 64 {
            true => Ok(Self(bytes)),
            false => Err("not a digest: 64 hexadecimal digits are needed".to_owned()),
        }
    }
}
