//! JSON, or whatever else a deserializer reads, into a model: leniently.
//!
//! Real answers break their own schema. A member that is missing, null, unknown or of a
//! convertible kind never fails a call; what cannot be converted is left empty and told, with its
//! path, unless the caller is strict. Nothing wraps or truncates.

use std::cell::RefCell;
use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserializer;
use serde::de::{
    DeserializeSeed, Error as _, Expected, IgnoredAny, MapAccess, SeqAccess, Unexpected, Visitor,
};

use super::shape::{Field, Place, Shape, shape};
use super::{List, Model, Mut};

/// A whole number that a 64-bit float holds exactly is at most this far from zero.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// A member that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Warning {
    /// The JSON path from the answer's root, e.g. `Result.UpstreamSet[3].Retries`; empty for the
    /// root itself.
    pub path: String,
    /// What was expected there and what was found. No value of the answer is repeated.
    pub message: String,
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.path.as_str() {
            "" => f.write_str(&self.message),
            path => write!(f, "{path}: {}", self.message),
        }
    }
}

/// What to do with a member that cannot be converted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Leave it empty and tell.
    #[default]
    Lenient,
    /// Fail.
    Strict,
}

/// What became of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// It was read.
    Set,
    /// It was null, or an empty list in the place of an object: nothing was there.
    Null,
    /// It could not be converted, and that was told.
    Unfit,
}

/// What decoding learns beside the model.
pub(crate) struct Context {
    mode: Mode,
    warnings: RefCell<Vec<Warning>>,
}

impl Context {
    pub(crate) fn new(mode: Mode) -> Self {
        Self {
            mode,
            warnings: RefCell::default(),
        }
    }

    pub(crate) fn into_warnings(self) -> Vec<Warning> {
        self.warnings.into_inner()
    }
}

/// The way from the root to a value, kept on the stack.
#[derive(Clone, Copy)]
struct Path<'a> {
    parent: Option<&'a Path<'a>>,
    step: Step,
}

#[derive(Clone, Copy)]
enum Step {
    Root,
    Name(Field),
    Index(usize),
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = self.parent {
            parent.fmt(f)?;
        }
        match self.step {
            Step::Root => Ok(()),
            Step::Name(field) => match self.parent {
                Some(Path {
                    step: Step::Root, ..
                })
                | None => f.write_str(field.wire()),
                Some(_) => write!(f, ".{}", field.wire()),
            },
            Step::Index(index) => write!(f, "[{index}]"),
        }
    }
}

const ROOT: Path<'static> = Path {
    parent: None,
    step: Step::Root,
};

/// Reads a model by any deserializer. Here nobody hears warnings, so what cannot be converted is an
/// error.
///
/// # Errors
/// What the deserializer says of its own input; the first member that cannot be converted.
#[doc(hidden)]
pub fn deserialize<'de, D: Deserializer<'de>, M: Model>(deserializer: D) -> Result<M, D::Error> {
    let mut model = M::empty();
    let outcome = Seed {
        target: Mut::Object(&mut model),
        path: &ROOT,
        context: &Context::new(Mode::Strict),
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
    context: &Context,
) -> Result<(), serde_json::Error> {
    let mut reader = serde_json::Deserializer::from_str(utf8(json)?);
    let seed = Seed {
        target: Mut::Object(model),
        path: &ROOT,
        context,
    };
    seed.deserialize(&mut reader)?;
    reader.end()
}

/// Reads the JSON text of one event: the model's own members, with an error in any of the shapes
/// that products give it.
pub(crate) fn decode_event(
    json: &[u8],
    model: &mut dyn Model,
    context: &Context,
) -> Result<Envelope, serde_json::Error> {
    let mut reader = serde_json::Deserializer::from_str(utf8(json)?);
    let mut envelope = Envelope {
        event: true,
        ..Envelope::default()
    };
    Inner {
        model,
        context,
        envelope: &mut envelope,
    }
    .deserialize(&mut reader)?;
    reader.end()?;
    if let Some(wrapped) = envelope.wrapped.take() {
        Inner {
            model,
            context,
            envelope: &mut envelope,
        }
        .deserialize(wrapped)?;
    }
    Ok(envelope)
}

/// Reads the JSON text of a whole answer, `{"Response": {…}}`: its members into the model, its
/// error and its request id beside it.
pub(crate) fn decode_envelope(
    json: &[u8],
    model: &mut dyn Model,
    context: &Context,
) -> Result<Envelope, serde_json::Error> {
    let mut reader = serde_json::Deserializer::from_str(utf8(json)?);
    let mut envelope = Envelope::default();
    (&mut reader).deserialize_any(Outer {
        model,
        context,
        envelope: &mut envelope,
    })?;
    reader.end()?;
    Ok(envelope)
}

/// Reads the JSON text of a whole answer as a call does, for measuring it.
///
/// # Errors
/// Text that is not the JSON of an answer.
#[doc(hidden)]
pub fn from_json(json: &[u8], model: &mut dyn Model) -> Result<(), serde_json::Error> {
    decode_envelope(json, model, &Context::new(Mode::Lenient)).map(drop)
}

/// The text as UTF-8: checked once for all, which is faster than string by string.
fn utf8(json: &[u8]) -> Result<&str, serde_json::Error> {
    std::str::from_utf8(json).map_err(serde_json::Error::custom)
}

/// What stands around the members of an answer.
#[derive(Debug, Default)]
pub(crate) struct Envelope {
    /// True where the answer has a `Response` object at all.
    pub(crate) found: bool,
    /// The error's code and message, each empty where the error has none.
    pub(crate) error: Option<(String, String)>,
    /// The request id, where the model has no field for it.
    pub(crate) request_id: Option<String>,
    /// True for an event of a stream, which tells its errors in more ways.
    event: bool,
    /// The `Response` that an event's members stand in, where they do.
    wrapped: Option<serde_json::Value>,
}

impl Envelope {
    /// Takes a member that is the envelope's own; `false` gives it back to the model.
    fn take(&mut self, name: &str, value: &serde_json::Value) -> bool {
        match name {
            "Error" | "ErrorMsg" => {
                let Some(code) = text(value, "Code") else {
                    return false;
                };
                // Empty text in both is no error: tbp answers so where all went well.
                let fine = code.is_empty() && text(value, "Message").as_deref() == Some("");
                if !fine {
                    self.error = Some((code, message(value)));
                }
            }
            "Response" => {
                let member = |name: &str| value.get(name).unwrap_or(&serde_json::Value::Null);
                self.take("RequestId", member("RequestId"));
                return self.take("Error", member("Error"));
            }
            "RequestId" => self.request_id = value.as_str().map(str::to_owned),
            _ => return false,
        }
        true
    }

    /// Takes the same where the model has no place for it: then an error is one without a code
    /// too, and a `Response` is what the event is wrapped in.
    fn take_unclaimed(&mut self, name: &str, value: serde_json::Value) {
        if self.take(name, &value) || !value.is_object() {
            return;
        }
        match name {
            "Error" | "ErrorMsg" => self.error = Some((String::new(), message(&value))),
            "Response" => self.wrapped = Some(value),
            _ => {}
        }
    }

    /// True for the names under which this envelope may tell an error.
    fn may_err(&self, name: &str) -> bool {
        name == "Error" || (self.event && matches!(name, "ErrorMsg" | "Response"))
    }
}

/// A member of an error as text.
fn text(error: &serde_json::Value, name: &str) -> Option<String> {
    match error.get(name)? {
        serde_json::Value::String(text) => Some(text.clone()),
        serde_json::Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn message(error: &serde_json::Value) -> String {
    text(error, "Message")
        .or_else(|| text(error, "Msg"))
        .unwrap_or_default()
}

struct Outer<'a> {
    model: &'a mut dyn Model,
    context: &'a Context,
    envelope: &'a mut Envelope,
}

impl<'de> Visitor<'de> for Outer<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with the member Response")
    }

    fn visit_str<E: serde::de::Error>(self, _: &str) -> Result<(), E> {
        Err(no_object(&self))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key_seed(Key {
            shape: Shape::NONE,
            hint: Place::default(),
        })? {
            if matches!(key, Found::Envelope("Response")) {
                self.envelope.found = true;
                map.next_value_seed(Inner {
                    model: &mut *self.model,
                    context: self.context,
                    envelope: &mut *self.envelope,
                })?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

struct Inner<'a> {
    model: &'a mut dyn Model,
    context: &'a Context,
    envelope: &'a mut Envelope,
}

impl<'de> DeserializeSeed<'de> for Inner<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Inner<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the object Response")
    }

    fn visit_str<E: serde::de::Error>(self, _: &str) -> Result<(), E> {
        Err(no_object(&self))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        members(self.model, &ROOT, self.context, map, Some(self.envelope))
    }
}

/// Says that text stands where an object should. What serde says repeats the text, and an answer
/// may hold secrets.
fn no_object<E: serde::de::Error>(expected: &dyn Expected) -> E {
    E::invalid_type(Unexpected::Other("a string"), expected)
}

/// The names of an envelope's own members.
const ENVELOPE: [&str; 4] = ["Error", "ErrorMsg", "RequestId", "Response"];

/// A name of the input, held against the fields.
enum Found {
    Member(usize, Field, Place),
    /// One of the names that an envelope may know.
    Envelope(&'static str),
    Unknown,
}

/// Finds a name among the fields, looking first where the last hit says the next one stands.
struct Key {
    shape: Shape,
    hint: Place,
}

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Found;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Found, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl<'de> Visitor<'de> for Key {
    type Value = Found;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a member's name")
    }

    #[inline]
    fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<Found, E> {
        Ok(match self.shape.find(name, self.hint) {
            Some((index, field, next)) => Found::Member(index, field, next),
            None => match ENVELOPE.iter().find(|known| **known == name) {
                Some(known) => Found::Envelope(known),
                None => Found::Unknown,
            },
        })
    }
}

/// Reads the members of an object into a model.
fn members<'de, A: MapAccess<'de>>(
    model: &mut dyn Model,
    path: &Path<'_>,
    context: &Context,
    map: A,
    mut envelope: Option<&mut Envelope>,
) -> Result<(), A::Error> {
    let shape = shape(model);
    let mut map = Some(map);
    let mut result = Ok(());
    model.visit_mut(|values| {
        let Some(mut map) = map.take() else { return };
        result = (|| {
            let mut hint = Place::default();
            while let Some(found) = map.next_key_seed(Key { shape, hint })? {
                match found {
                    Found::Member(index, field, next) => {
                        hint = next;
                        let seed = Seed {
                            target: values[index].get_mut(),
                            path: &Path {
                                parent: Some(path),
                                step: Step::Name(field),
                            },
                            context,
                        };
                        match &mut envelope {
                            // An answer with a member Error of its own must not hide a real one.
                            Some(envelope) if envelope.may_err(field.wire()) => {
                                let value: serde_json::Value = map.next_value()?;
                                if !envelope.take(field.wire(), &value) {
                                    seed.deserialize(value).map_err(A::Error::custom)?;
                                }
                            }
                            _ => {
                                map.next_value_seed(seed)?;
                            }
                        }
                    }
                    Found::Envelope(name) => match &mut envelope {
                        Some(envelope) if name == "RequestId" || envelope.may_err(name) => {
                            envelope.take_unclaimed(name, map.next_value()?);
                        }
                        _ => {
                            map.next_value::<IgnoredAny>()?;
                        }
                    },
                    Found::Unknown => {
                        map.next_value::<IgnoredAny>()?;
                    }
                }
            }
            Ok(())
        })();
    });
    result
}

/// A place to read a value into.
struct Seed<'a> {
    target: Mut<'a>,
    path: &'a Path<'a>,
    context: &'a Context,
}

impl<'a> Seed<'a> {
    /// Tells that what was found cannot be converted. Kinds are told, values are not: an answer
    /// may hold secrets.
    fn unfit<E: serde::de::Error>(self, found: &str) -> Result<Outcome, E> {
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
        let message = format!("expected {expected}, found {found}");
        let warning = Warning {
            path: self.path.to_string(),
            message,
        };
        if self.context.mode == Mode::Strict {
            return Err(E::custom(warning));
        }
        self.context.warnings.borrow_mut().push(warning);
        Ok(Outcome::Unfit)
    }

    /// Reads into what an optional value holds, or into a list's only item, and takes it away
    /// again where nothing came of it.
    fn within<E>(self, read: impl FnOnce(Seed<'_>) -> Result<Outcome, E>) -> Result<Outcome, E> {
        let Self {
            target,
            path,
            context,
        } = self;
        match target {
            Mut::Optional(optional) => {
                let outcome = read(Seed {
                    target: optional.insert(),
                    path,
                    context,
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
                    path,
                    context,
                })?;
                if outcome != Outcome::Set {
                    list.clear();
                }
                Ok(outcome)
            }
            target => read(Seed {
                target,
                path,
                context,
            }),
        }
    }

    fn scalar<E: serde::de::Error>(mut self, scalar: Scalar<'_>) -> Result<Outcome, E> {
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

    fn visit_none<E: serde::de::Error>(self) -> Result<Outcome, E> {
        self.visit_unit()
    }

    fn visit_unit<E: serde::de::Error>(mut self) -> Result<Outcome, E> {
        wipe(&mut self.target);
        Ok(Outcome::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Outcome, D::Error> {
        self.within(|inner| inner.deserialize(deserializer))
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<Outcome, E> {
        self.scalar(Scalar::Bool(value))
    }

    #[inline]
    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<Outcome, E> {
        self.scalar(Scalar::I64(value))
    }

    #[inline]
    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Outcome, E> {
        self.scalar(Scalar::U64(value))
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Outcome, E> {
        self.scalar(Scalar::F64(value))
    }

    #[inline]
    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<Outcome, E> {
        // Most of an answer is text where text is expected.
        if let Mut::Str(text) = self.target {
            *text = value.to_owned();
            return Ok(Outcome::Set);
        }
        self.scalar(Scalar::Str(value))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Outcome, A::Error> {
        match self.target {
            Mut::Object(model) => {
                members(model, self.path, self.context, map, None)?;
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
                let (path, context) = (self.path, self.context);
                for index in 0.. {
                    let path = Path {
                        parent: Some(path),
                        step: Step::Index(index),
                    };
                    match seq.next_element_seed(Item {
                        list: &mut **list,
                        path: &path,
                        context,
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
                    path: self.path,
                    context: self.context,
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
    path: &'a Path<'a>,
    context: &'a Context,
}

impl<'de> DeserializeSeed<'de> for Item<'_> {
    type Value = Outcome;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Outcome, D::Error> {
        let Self {
            list,
            path,
            context,
        } = self;
        Seed {
            target: list.push(),
            path,
            context,
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

/// Makes a value empty.
fn wipe(target: &mut Mut<'_>) {
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

/// A scalar of the input, and what it converts to without loss.
#[derive(Clone, Copy)]
enum Scalar<'a> {
    Bool(bool),
    I64(i64),
    U64(u64),
    F64(f64),
    Str(&'a str),
}

impl Scalar<'_> {
    fn kind(self) -> &'static str {
        match self {
            Self::Bool(_) => "a boolean",
            Self::I64(_) | Self::U64(_) => "a whole number that does not fit",
            Self::F64(_) => "a number that does not fit",
            Self::Str(_) => "a string that does not convert",
        }
    }

    fn text(self) -> Option<String> {
        match self {
            Self::Bool(value) => Some(value.to_string()),
            Self::I64(value) => Some(value.to_string()),
            Self::U64(value) => Some(value.to_string()),
            // A whole number this large lost digits before it came here.
            Self::F64(value) => (value.abs() < EXACT).then(|| value.to_string()),
            Self::Str(value) => Some(value.to_owned()),
        }
    }

    fn i64(self) -> Option<i64> {
        match self {
            Self::I64(value) => Some(value),
            Self::U64(value) => i64::try_from(value).ok(),
            Self::F64(value) => whole(value),
            Self::Str(value) => {
                let value = value.trim();
                value.parse().ok().or_else(|| whole(value.parse().ok()?))
            }
            Self::Bool(_) => None,
        }
    }

    fn u64(self) -> Option<u64> {
        match self {
            Self::U64(value) => Some(value),
            Self::Str(value) => value
                .trim()
                .parse()
                .ok()
                .or_else(|| self.i64()?.try_into().ok()),
            _ => self.i64()?.try_into().ok(),
        }
    }

    fn f64(self) -> Option<f64> {
        match self {
            Self::F64(value) => Some(value),
            Self::I64(value) => exact(value.unsigned_abs()).then_some(value as f64),
            Self::U64(value) => exact(value).then_some(value as f64),
            Self::Str(value) => {
                let value = value.trim();
                // Digits alone are a whole number here too, and those are exact.
                if let Ok(whole) = value.parse() {
                    return Self::I64(whole).f64();
                }
                if let Ok(whole) = value.parse() {
                    return Self::U64(whole).f64();
                }
                value.parse().ok().filter(|value: &f64| value.is_finite())
            }
            Self::Bool(_) => None,
        }
    }

    fn bool(self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(value),
            Self::I64(0) | Self::U64(0) => Some(false),
            Self::I64(1) | Self::U64(1) => Some(true),
            Self::Str(value) if value.eq_ignore_ascii_case("true") => Some(true),
            Self::Str(value) if value.eq_ignore_ascii_case("false") => Some(false),
            _ => None,
        }
    }

    fn bytes(self) -> Option<Vec<u8>> {
        match self {
            Self::Str(value) => STANDARD.decode(value).ok(),
            _ => None,
        }
    }
}

fn whole(value: f64) -> Option<i64> {
    (value.fract() == 0.0 && value.abs() < EXACT).then_some(value as i64)
}

/// True for a whole number that a float holds as it is. Asked before the conversion, which rounds.
fn exact(magnitude: u64) -> bool {
    magnitude <= EXACT as u64
}

#[cfg(test)]
mod tests;
