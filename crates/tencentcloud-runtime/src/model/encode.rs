//! A model as JSON, or as whatever else a serializer writes.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};

use super::{List, Model, Ref};

/// Writes a model by any serializer: absent members are left out, empty lists are written.
///
/// # Errors
/// What the serializer says.
#[doc(hidden)]
pub fn serialize<S: Serializer>(model: &dyn Model, serializer: S) -> Result<S::Ok, S::Error> {
    let fields = model.shape().fields;
    let mut serializer = Some(serializer);
    let mut result = None;
    model.visit(&mut |values| {
        let Some(serializer) = serializer.take() else {
            return;
        };
        result = Some((|| {
            let mut map = serializer.serialize_map(None)?;
            for (field, value) in fields.iter().zip(values) {
                let value = value.get();
                if !matches!(value, Ref::Absent) {
                    map.serialize_entry(field.wire, &Encode(value))?;
                }
            }
            map.end()
        })());
    });
    // The derive calls back exactly once; a hand-written model that does not is an empty object.
    match (result, serializer) {
        (Some(result), _) => result,
        (None, Some(serializer)) => serializer.serialize_map(Some(0))?.end(),
        (None, None) => Err(serde::ser::Error::custom(
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
pub(crate) fn to_json(model: &dyn Model) -> Vec<u8> {
    let mut json = Vec::with_capacity(256);
    // Writing into a vector cannot fail, and no kind of value is beyond JSON.
    let _ = serialize(model, &mut serde_json::Serializer::new(&mut json));
    json
}
