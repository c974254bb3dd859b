//! The members of an object, each to its field.

use std::fmt;

use serde_core::Deserializer;
use serde_core::de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, Unexpected, Visitor};
use serde_json::Value;

use super::{Location, Report, Seed};
use crate::model::shape::{Field, Place, Shape, shape};
use crate::model::{Model, Mut};

/// Takes members of the outermost object that are not the model's alone.
pub(crate) trait Intercept {
    /// Returns `name` as a constant if the member is wanted although no field has that name.
    fn wants(&self, name: &str) -> Option<&'static str>;

    /// Returns true if the member is wanted before the field of that name reads it.
    fn wants_first(&self, name: &str) -> bool;

    /// Looks at a member that a field has; true takes it away from the field.
    fn take(&mut self, name: &str, value: &Value) -> bool;

    /// Takes a member that no field has.
    fn take_unclaimed(&mut self, name: &'static str, value: Value);
}

/// An object to read into a model.
pub(crate) struct Object<'a> {
    pub(crate) model: &'a mut dyn Model,
    pub(crate) report: &'a dyn Report,
    pub(crate) intercept: Option<&'a mut dyn Intercept>,
}

impl<'de> DeserializeSeed<'de> for Object<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Object<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    /// What serde says repeats the text, and the input may hold secrets.
    fn visit_str<E: serde_core::de::Error>(self, _: &str) -> Result<(), E> {
        Err(E::invalid_type(Unexpected::Other("a string"), &self))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        members(
            self.model,
            &Location::ROOT,
            self.report,
            map,
            self.intercept,
        )
    }
}

/// A name of the input, compared with the fields.
enum Found {
    Member(usize, Field, Place),
    Wanted(&'static str),
    Unknown,
}

/// Finds a name among the fields, looking first behind the last hit.
struct Key<'a> {
    shape: Shape,
    hint: Place,
    intercept: Option<&'a dyn Intercept>,
}

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = Found;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Found, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl<'de> Visitor<'de> for Key<'_> {
    type Value = Found;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a member's name")
    }

    #[inline]
    fn visit_str<E: serde_core::de::Error>(self, name: &str) -> Result<Found, E> {
        Ok(match self.shape.find(name, self.hint) {
            Some((index, field, next)) => Found::Member(index, field, next),
            None => match self.intercept.and_then(|other| other.wants(name)) {
                Some(name) => Found::Wanted(name),
                None => Found::Unknown,
            },
        })
    }
}

/// Reads the members of an object into a model.
pub(super) fn members<'de, A: MapAccess<'de>>(
    model: &mut dyn Model,
    location: &Location<'_>,
    report: &dyn Report,
    map: A,
    mut intercept: Option<&mut dyn Intercept>,
) -> Result<(), A::Error> {
    let shape = shape(model);
    let mut map = Some(map);
    let mut result = Ok(());
    model.visit_mut(|values| {
        let Some(mut map) = map.take() else { return };
        result = (|| {
            let mut hint = Place::default();
            while let Some(found) = map.next_key_seed(Key {
                shape,
                hint,
                intercept: intercept.as_deref(),
            })? {
                let (index, field) = match found {
                    Found::Member(index, field, next) => {
                        hint = next;
                        (index, field)
                    }
                    Found::Wanted(name) => {
                        let value = map.next_value()?;
                        if let Some(other) = &mut intercept {
                            other.take_unclaimed(name, value);
                        }
                        continue;
                    }
                    Found::Unknown => {
                        map.next_value::<IgnoredAny>()?;
                        continue;
                    }
                };
                let seed = Seed {
                    target: values[index].get_mut(),
                    location: &location.member(field),
                    report,
                };
                match &mut intercept {
                    Some(other) if other.wants_first(field.wire()) => {
                        offered(&mut map, field, seed, &mut **other)?;
                    }
                    _ => {
                        map.next_value_seed(seed)?;
                    }
                }
            }
            Ok(())
        })();
    });
    result
}

/// Reads a member into its field unless it is taken away from it.
fn offered<'de, A: MapAccess<'de>>(
    map: &mut A,
    field: Field,
    seed: Seed<'_>,
    intercept: &mut dyn Intercept,
) -> Result<(), A::Error> {
    let value: Value = map.next_value()?;
    if !intercept.take(field.wire(), &value) {
        seed.deserialize(value).map_err(A::Error::custom)?;
    }
    Ok(())
}

/// Makes a value empty.
pub(super) fn wipe(target: &mut Mut<'_>) {
    match target {
        Mut::Str(value) => value.clear(),
        Mut::I64(value) => **value = 0,
        Mut::U64(value) => **value = 0,
        Mut::F64(value) => **value = 0.0,
        Mut::Bool(value) => **value = false,
        Mut::Bytes(value) => value.clear(),
        Mut::Object(model) => model.visit_mut(|values| {
            values
                .iter_mut()
                .for_each(|value| wipe(&mut value.get_mut()));
        }),
        Mut::List(list) => list.clear(),
        Mut::Optional(optional) => optional.clear(),
    }
}
