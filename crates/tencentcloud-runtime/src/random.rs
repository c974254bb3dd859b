//! Random numbers of the system.

use crate::{Error, Result};

/// A random number.
///
/// # Errors
/// A system without random numbers.
pub(crate) fn number() -> Result<u64> {
    let mut bytes = [0; 8];
    getrandom::getrandom(&mut bytes)
        .map_err(|error| Error::request(format!("the system gives no random numbers: {error}")))?;
    Ok(u64::from_ne_bytes(bytes))
}

/// A random number from 0 to below 1.
///
/// # Errors
/// As [`number`].
pub(crate) fn fraction() -> Result<f64> {
    // As many bits as a float holds exactly.
    Ok((number()? >> 11) as f64 / (1_u64 << 53) as f64)
}
