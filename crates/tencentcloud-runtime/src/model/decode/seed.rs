//! One value of the input, into the place that waits for it.

use std::fmt;

use serde_core::Deserializer;
use serde_core::de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::members::{members, wipe};
use super::scalar::Scalar;
use super::{Location, Misfit, Report};
use crate::model::{List, Mut};

/// What became of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It was read.
    Set,
    /// It was null, or an empty list in the place of an object: nothing was there.
    Null,
    /// It could not be converted, and that was reported.
    Unfit,
}

/// A place to read a value into.
pub(super) struct Seed<'a> {
    pub(super) target: Mut<'a>,
    pub(super) location: &'a Location<'a>,
    pub(super) report: &'a dyn Report,
}

impl<'a> Seed<'a> {
    /// Reports that what was found cannot be converted. Kinds are named, values are not: the input
    /// may hold secrets.
    fn unfit<E: serde_core::de::Error>(self, found: &str) -> Result<Outcome, E> {
        let expected = match self.target {
            Mut::Str(_) => "a string",
            Mut::I64(_) => "a signed 64-bit number",
            Mut::U64(_) => "an unsigned 64-bit number",
            Mut::F64(_) => "a number",
            Mut::Bool(_) => "a boolean",
            Mut::Bytes(_) => "base64 text",
            Mut::Object(_) => "an object",
            Mut::List(_) => "a list",
            Mut::Optional(_) => "a value",
        };
        let misfit = Misfit {
            path: self.location.to_string(),
            message: format!("expected {expected}, found {found}"),
        };
        match self.report.misfit(misfit) {
            Ok(()) => Ok(Outcome::Unfit),
            Err(misfit) => Err(E::custom(misfit)),
        }
    }

    /// Reads into what an optional value holds, or into a list's only item, and takes it away
    /// again where nothing came of it.
    fn within<E>(self, read: impl FnOnce(Seed<'_>) -> Result<Outcome, E>) -> Result<Outcome, E> {
        let Self {
            target,
            location,
            report,
        } = self;
        match target {
            Mut::Optional(optional) => {
                let outcome = read(Seed {
                    target: optional.insert(),
                    location,
                    report,
                })?;
                if outcome != Outcome::Set {
                    optional.clear();
                }
                Ok(outcome)
            }
            Mut::List(list) => {
                list.clear();
                let outcome = read(Seed {
                    target: list.push(),
                    location,
                    report,
                })?;
                if outcome != Outcome::Set {
                    list.clear();
                }
                Ok(outcome)
            }
            target => read(Seed {
                target,
                location,
                report,
            }),
        }
    }

    fn scalar<E: serde_core::de::Error>(mut self, scalar: Scalar<'_>) -> Result<Outcome, E> {
        let read = match &mut self.target {
            Mut::Str(text) => scalar.text().map(|value| **text = value),
            Mut::I64(number) => scalar.i64().map(|value| **number = value),
            Mut::U64(number) => scalar.u64().map(|value| **number = value),
            Mut::F64(number) => scalar.f64().map(|value| **number = value),
            Mut::Bool(truth) => scalar.bool().map(|value| **truth = value),
            Mut::Bytes(bytes) => scalar.bytes().map(|value| **bytes = value.into()),
            Mut::Optional(_) | Mut::List(_) => return self.within(|inner| inner.scalar(scalar)),
            Mut::Object(_) => None,
        };
        match read {
            Some(()) => Ok(Outcome::Set),
            None => self.unfit(scalar.kind()),
        }
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Outcome;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Outcome, D::Error> {
        match self.target {
            Mut::Optional(_) => deserializer.deserialize_option(self),
            _ => deserializer.deserialize_any(self),
        }
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Outcome;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_none<E: serde_core::de::Error>(self) -> Result<Outcome, E> {
        self.visit_unit()
    }

    fn visit_unit<E: serde_core::de::Error>(mut self) -> Result<Outcome, E> {
        wipe(&mut self.target);
        Ok(Outcome::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Outcome, D::Error> {
        self.within(|inner| inner.deserialize(deserializer))
    }

    fn visit_bool<E: serde_core::de::Error>(self, value: bool) -> Result<Outcome, E> {
        self.scalar(Scalar::Bool(value))
    }

    #[inline]
    fn visit_i64<E: serde_core::de::Error>(self, value: i64) -> Result<Outcome, E> {
        self.scalar(Scalar::I64(value))
    }

    #[inline]
    fn visit_u64<E: serde_core::de::Error>(self, value: u64) -> Result<Outcome, E> {
        self.scalar(Scalar::U64(value))
    }

    fn visit_f64<E: serde_core::de::Error>(self, value: f64) -> Result<Outcome, E> {
        self.scalar(Scalar::F64(value))
    }

    #[inline]
    fn visit_str<E: serde_core::de::Error>(self, value: &str) -> Result<Outcome, E> {
        // Most of the input is text where text is expected.
        if let Mut::Str(text) = self.target {
            *text = value.to_owned();
            return Ok(Outcome::Set);
        }
        self.scalar(Scalar::Str(value))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Outcome, A::Error> {
        match self.target {
            Mut::Object(model) => {
                members(model, self.location, self.report, map, None)?;
                Ok(Outcome::Set)
            }
            Mut::Optional(_) | Mut::List(_) => self.within(|inner| inner.visit_map(map)),
            _ => {
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                self.unfit("an object")
            }
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut seq: A) -> Result<Outcome, A::Error> {
        match &mut self.target {
            Mut::List(list) => {
                list.clear();
                let (location, report) = (self.location, self.report);
                for index in 0.. {
                    match seq.next_element_seed(Item {
                        list: &mut **list,
                        location: &location.item(index),
                        report,
                    })? {
                        Some(Outcome::Null) => list.pop(),
                        Some(_) => {}
                        None => break,
                    }
                }
                Ok(Outcome::Set)
            }
            Mut::Optional(_) => self.within(|inner| inner.visit_seq(seq)),
            // A list of one stands for its item, and an empty one for nothing.
            target => {
                let only = Seed {
                    target: reborrow(target),
                    location: self.location,
                    report: self.report,
                };
                let Some(outcome) = seq.next_element_seed(only)? else {
                    return Ok(Outcome::Null);
                };
                if seq.next_element::<IgnoredAny>()?.is_none() {
                    return Ok(outcome);
                }
                while seq.next_element::<IgnoredAny>()?.is_some() {}
                wipe(target);
                self.unfit("a list of several")
            }
        }
    }
}

/// Appends an item to a list once there is one.
struct Item<'a> {
    list: &'a mut dyn List,
    location: &'a Location<'a>,
    report: &'a dyn Report,
}

impl<'de> DeserializeSeed<'de> for Item<'_> {
    type Value = Outcome;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Outcome, D::Error> {
        let Self {
            list,
            location,
            report,
        } = self;
        Seed {
            target: list.push(),
            location,
            report,
        }
        .deserialize(deserializer)
    }
}

fn reborrow<'a>(target: &'a mut Mut<'_>) -> Mut<'a> {
    match target {
        Mut::Str(value) => Mut::Str(value),
        Mut::I64(value) => Mut::I64(value),
        Mut::U64(value) => Mut::U64(value),
        Mut::F64(value) => Mut::F64(value),
        Mut::Bool(value) => Mut::Bool(value),
        Mut::Bytes(value) => Mut::Bytes(value),
        Mut::Object(value) => Mut::Object(&mut **value),
        Mut::List(value) => Mut::List(&mut **value),
        Mut::Optional(value) => Mut::Optional(&mut **value),
    }
}
