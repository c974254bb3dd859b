//! JSON into a model: leniently.
//!
//! Real responses break their own schema. A member that is missing, null, unknown or of a
//! convertible kind never fails; one that cannot be converted is left empty and reported with its
//! path, and so is one that is null or missing in a field that cannot say so. [`Report`] decides
//! what follows. Nothing wraps or truncates.

mod items;
mod location;
mod members;
mod misfit;
mod reader;
mod scalar;
mod seen;
mod wipe;

use serde_core::de::Error as _;
use serde_core::{Deserialize, Deserializer};

use location::Location;
pub(crate) use members::Intercept;
pub(crate) use misfit::{Misfit, MisfitKind, Quiet, Report, Stop, Strict};
use reader::{Outcome, Reader};

use super::json::{Cursor, text};
use super::{Model, Mut, shape};

/// Reads a model from any deserializer. What cannot be converted is an error: nobody would read a
/// warning.
///
/// # Errors
/// What the deserializer reports of its own input; the first member that cannot be converted.
#[doc(hidden)]
pub fn deserialize<'de, D: Deserializer<'de>, M: Model>(deserializer: D) -> Result<M, D::Error> {
    // By way of JSON: so there is one engine that decides what converts to what.
    let json = serde_json::Value::deserialize(deserializer)?.to_string();
    let mut model = M::empty();
    let read = Reader::new(Cursor::new(&json, false), &Strict)
        .value(Mut::Object(&mut model), &Location::ROOT);
    match read {
        Ok(Outcome::Set) => Ok(model),
        Ok(_) => Err(D::Error::custom("expected an object, found nothing")),
        Err(stop) => Err(D::Error::custom(stop)),
    }
}

/// Reads JSON text that is one object of the model's own members.
pub(crate) fn decode_object(
    json: &[u8],
    model: &mut dyn Model,
    report: &dyn Report,
) -> Result<(), Stop> {
    let (text, mended) = text(json);
    let mut reader = Reader::new(Cursor::new(&text, mended), report);
    reader.value(Mut::Object(model), &Location::ROOT)?;
    Ok(reader.cursor.end()?)
}

/// Reads the next value, which must be an object of the model's own members.
pub(crate) fn object<'a>(
    cursor: &mut Cursor<'a>,
    model: &mut dyn Model,
    report: &'a dyn Report,
    intercept: Option<&mut dyn Intercept>,
) -> Result<(), Stop> {
    if cursor.peek() != b'{' {
        cursor.skip()?;
        return Err(Stop::Form("expected an object"));
    }
    let mut reader = Reader::new(*cursor, report);
    let shape = shape(model);
    let read = reader.members(model, shape, &Location::ROOT, intercept);
    *cursor = reader.cursor;
    read
}

#[cfg(test)]
mod tests;
