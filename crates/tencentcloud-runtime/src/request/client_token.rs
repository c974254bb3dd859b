//! The parameter by which a service knows a request that it has seen before.

use crate::model::{Model, Ref, path};
use crate::{Result, random};

pub(crate) const NAME: &str = "ClientToken";

/// Returns true if the model has a ClientToken that is not set.
pub(crate) fn is_missing(model: &dyn Model) -> bool {
    path::read(model, NAME, &mut |value| Some(matches!(value, Ref::Absent))) == Some(true)
}

/// A ClientToken that no other request has.
///
/// # Errors
/// A system without random numbers.
pub(crate) fn fresh() -> Result<String> {
    Ok(uuid(random::number()?, random::number()?))
}

/// Random numbers in the form of a UUID, version 4.
fn uuid(high: u64, low: u64) -> String {
    let (high, low) = (high & !0xf000 | 0x4000, low & !(0b11 << 62) | 1 << 63);
    let (a, b, c) = (high >> 32, high >> 16 & 0xffff, high & 0xffff);
    let (d, e) = (low >> 48, low & 0xffff_ffff_ffff);
    format!("{a:08x}-{b:04x}-{c:04x}-{d:04x}-{e:012x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_has_the_form_of_a_uuid() {
        assert_eq!(uuid(0, 0), "00000000-0000-4000-8000-000000000000");
        assert_eq!(
            uuid(u64::MAX, u64::MAX),
            "ffffffff-ffff-4fff-bfff-ffffffffffff"
        );
    }
}
