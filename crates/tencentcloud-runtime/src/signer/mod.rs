//! Signatures, as the vendor's pages "Signature v3" and "Signature v1" define them. These are pure
//! functions of what is sent: [`tc3`] signs a header, [`v1`] signs a parameter.

mod date;
mod keys;
pub mod tc3;
pub mod v1;

pub(crate) use keys::KeyCache;

use std::fmt;

/// How a request is signed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SignatureMethod {
    /// Signature v3, in the header Authorization.
    #[default]
    Tc3HmacSha256,
    /// Signature v1 with HMAC-SHA1, in a parameter.
    HmacSha1,
    /// Signature v1 with HMAC-SHA256, in a parameter.
    HmacSha256,
}

impl SignatureMethod {
    /// The method's name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Tc3HmacSha256 => "TC3-HMAC-SHA256",
            Self::HmacSha1 => "HmacSHA1",
            Self::HmacSha256 => "HmacSHA256",
        }
    }
}

/// Bytes as lower-case hexadecimal.
pub(crate) struct Hex<'a>(pub(crate) &'a [u8]);

impl fmt::Display for Hex<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}
