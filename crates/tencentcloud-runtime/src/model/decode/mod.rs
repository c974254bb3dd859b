//! JSON, or whatever else a deserializer reads, into a model: leniently.
//!
//! Real responses break their own schema. A member that is missing, null, unknown or of a
//! convertible kind never fails; one that cannot be converted is reported with its path, and
//! [`Report`] decides what follows. Nothing wraps or truncates.

mod location;
mod members;
mod misfit;
mod scalar;
mod seed;

use serde_core::Deserializer;
use serde_core::de::{DeserializeSeed, Error as _};

use location::Location;
pub(crate) use members::{Intercept, Object};
pub(crate) use misfit::{Misfit, Quiet, Report, Strict};
use seed::{Outcome, Seed};

use super::{Model, Mut};

/// Reads a model from any deserializer. What cannot be converted is an error: nobody would read a
/// warning.
///
/// # Errors
/// What the deserializer reports of its own input; the first member that cannot be converted.
#[doc(hidden)]
pub fn deserialize<'de, D: Deserializer<'de>, M: Model>(deserializer: D) -> Result<M, D::Error> {
    let mut model = M::empty();
    let outcome = Seed {
        target: Mut::Object(&mut model),
        location: &Location::ROOT,
        report: &Strict,
    }
    .deserialize(deserializer)?;
    match outcome {
        Outcome::Set => Ok(model),
        _ => Err(D::Error::custom("expected an object, found nothing")),
    }
}

/// Reads JSON text that is one object of the model's own members.
pub(crate) fn decode_object(
    json: &[u8],
    model: &mut dyn Model,
    report: &dyn Report,
) -> Result<(), serde_json::Error> {
    let mut reader = serde_json::Deserializer::from_str(utf8(json)?);
    let seed = Seed {
        target: Mut::Object(model),
        location: &Location::ROOT,
        report,
    };
    seed.deserialize(&mut reader)?;
    reader.end()
}

/// The text as UTF-8: checked once for all, which is faster than string by string.
pub(crate) fn utf8(json: &[u8]) -> Result<&str, serde_json::Error> {
    std::str::from_utf8(json).map_err(serde_json::Error::custom)
}

#[cfg(test)]
mod tests;
