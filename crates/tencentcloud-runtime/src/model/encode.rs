//! A model as JSON, or as whatever else a serializer writes.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_core::ser::{SerializeMap, SerializeSeq};
use serde_core::{Serialize, Serializer};

use super::{List, Model, Ref};

/// Writes a model by any serializer: absent members are left out, empty lists are written.
///
/// # Errors
/// What the serializer says.
#[doc(hidden)]
pub fn serialize<S: Serializer>(model: &dyn Model, serializer: S) -> Result<S::Ok, S::Error> {
    let mut serializer = Some(serializer);
    let mut result = None;
    model.visit(|shape, values| {
        let Some(serializer) = serializer.take() else {
            return;
        };
        result = Some((|| {
            let mut map = serializer.serialize_map(None)?;
            for (field, value) in shape.fields().zip(values) {
                let value = value.get();
                if !matches!(value, Ref::Absent) {
                    map.serialize_entry(field.wire(), &Encode(value))?;
                }
            }
            map.end()
        })());
    });
    // The derive calls back exactly once; a hand-written model that does not is an empty object.
    match (result, serializer) {
        (Some(result), _) => result,
        (None, Some(serializer)) => serializer.serialize_map(Some(0))?.end(),
        (None, None) => Err(serde_core::ser::Error::custom(
            "the model did not show its fields",
        )),
    }
}

/// A value that serializes itself.
pub(crate) struct Encode<'a>(pub(crate) Ref<'a>);

impl Serialize for Encode<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Ref::Absent => serializer.serialize_none(),
            Ref::Str(text) => serializer.serialize_str(text),
            Ref::I64(number) => serializer.serialize_i64(number),
            Ref::U64(number) => serializer.serialize_u64(number),
            Ref::F64(number) => serializer.serialize_f64(number),
            Ref::Bool(truth) => serializer.serialize_bool(truth),
            Ref::Bytes(bytes) => serializer.serialize_str(&STANDARD.encode(bytes)),
            Ref::Object(model) => serialize(model, serializer),
            Ref::List(list) => items(list, serializer),
        }
    }
}

fn items<S: Serializer>(list: &dyn List, serializer: S) -> Result<S::Ok, S::Error> {
    let mut seq = serializer.serialize_seq(Some(list.len()))?;
    for index in 0..list.len() {
        seq.serialize_element(&Encode(list.at(index)))?;
    }
    seq.end()
}

/// The compact JSON of a model. A number that JSON cannot say (NaN, infinity) is `null`.
///
/// The same text as [`serialize`] gives through serde_json, by a shorter way: the structure is
/// written here, and every string and number by serde_json.
pub fn to_json(model: &dyn Model) -> Vec<u8> {
    let mut json = Vec::with_capacity(256);
    object(model, &mut json);
    json
}

fn object(model: &dyn Model, out: &mut Vec<u8>) {
    out.push(b'{');
    model.visit(|shape, values| {
        let mut first = true;
        for (field, value) in shape.fields().zip(values) {
            let value = value.get();
            if matches!(value, Ref::Absent) {
                continue;
            }
            if !first {
                out.push(b',');
            }
            first = false;
            out.extend_from_slice(field.key);
            write(value, out);
        }
    });
    out.push(b'}');
}

fn write(value: Ref<'_>, out: &mut Vec<u8>) {
    match value {
        Ref::Object(model) => object(model, out),
        Ref::List(list) => {
            out.push(b'[');
            for index in 0..list.len() {
                if index > 0 {
                    out.push(b',');
                }
                write(list.at(index), out);
            }
            out.push(b']');
        }
        Ref::Str(text) if is_plain(text) => {
            out.reserve(text.len() + 2);
            out.push(b'"');
            out.extend_from_slice(text.as_bytes());
            out.push(b'"');
        }
        Ref::Bool(truth) => out.extend_from_slice(if truth { b"true" } else { b"false" }),
        // Writing into a vector cannot fail.
        scalar => drop(serde_json::to_writer(out, &Encode(scalar))),
    }
}

/// True for text that JSON writes as it is. No early way out: so it runs many bytes at a time.
fn is_plain(text: &str) -> bool {
    text.bytes().fold(true, |plain, byte| {
        plain & (byte >= 0x20) & (byte != b'"') & (byte != b'\\')
    })
}
