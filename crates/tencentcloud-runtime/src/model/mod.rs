//! The model engine: one non-generic piece of code that reads, writes, flattens and prints every
//! generated type.
//!
//! The kinds of value that the API knows are a closed set. `#[derive(Model)]` tells the engine a
//! type's fields as slices of [`Value`]s, and the engine does the rest, so that a generated type
//! costs a few small functions and nothing else.

mod compare;
mod copy;
mod debug;
mod decode;
mod encode;
mod finite;
mod flat;
pub(crate) mod json;
mod kinds;
pub(crate) mod path;
mod shape;
mod tree;
mod visit;
mod with;

use std::any::Any;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;

pub use compare::equal;
pub use copy::clone;
pub(crate) use debug::MASK;
pub use debug::debug;
pub use decode::deserialize;
pub(crate) use decode::{
    Intercept, Misfit, MisfitKind, Quiet, Report, Stop, Strict, decode_object, object,
};
pub(crate) use encode::Encode;
pub use encode::{serialize, to_json};
pub(crate) use finite::not_finite;
pub(crate) use flat::{NoFlatForm, flatten};
pub use shape::Shape;
pub(crate) use shape::shape;
pub(crate) use tree::{Tree, take_list};
pub use visit::{Lend, Show};
pub use with::With;

/// A request, a response, or an object in one. Derived by `#[derive(Model)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a model of the API",
    note = "derive it: `#[derive(Model)]` with `#[model(request)]`, `#[model(response)]` or `#[model(both)]`"
)]
pub trait Model: Send + Sync + 'static {
    /// Shows the type's shape, and the fields' values in the shape's order.
    #[doc(hidden)]
    fn show(&self, to: &mut dyn Show);

    /// Lends the fields' values, in the shape's order.
    #[doc(hidden)]
    fn lend(&mut self, to: &mut dyn Lend);

    /// A value with every field empty or absent.
    #[doc(hidden)]
    fn empty() -> Self
    where
        Self: Sized;
}

/// A value of one of the API's kinds: `String`, `i64`, `u64`, `f64`, `bool`, [`Bytes`], a
/// [`Model`], and `Vec` or `Option` of these. The set is closed.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a kind of value that a model can hold",
    label = "not one of the API's kinds",
    note = "use `String`, `i64`, `u64`, `f64`, `bool`, `Bytes`, a type that derives `Model`, or `Vec` or `Option` of these"
)]
#[doc(hidden)]
pub trait Value: Send + Sync + 'static {
    /// The value for reading.
    fn get(&self) -> Ref<'_>;
    /// The value for writing.
    fn get_mut(&mut self) -> Mut<'_>;
    /// The kind's empty value.
    fn empty() -> Self
    where
        Self: Sized;
}

/// A value for reading.
#[doc(hidden)]
#[derive(Clone, Copy)]
#[allow(missing_debug_implementations)]
pub enum Ref<'a> {
    /// An optional value that is not there.
    Absent,
    /// Text.
    Str(&'a str),
    /// A signed whole number.
    I64(i64),
    /// An unsigned whole number.
    U64(u64),
    /// A floating-point number.
    F64(f64),
    /// True or false.
    Bool(bool),
    /// The content of a file.
    Bytes(&'a Bytes),
    /// An object.
    Object(&'a dyn Model),
    /// A list.
    List(&'a dyn List),
}

impl Ref<'_> {
    /// A scalar as plain text, bytes in base64; `None` if it is absent or no scalar.
    pub(crate) fn text(self) -> Option<String> {
        match self {
            Self::Absent | Self::Object(_) | Self::List(_) => None,
            Self::Str(text) => Some(text.to_owned()),
            Self::I64(number) => Some(number.to_string()),
            Self::U64(number) => Some(number.to_string()),
            Self::F64(number) => Some(number.to_string()),
            Self::Bool(truth) => Some(truth.to_string()),
            Self::Bytes(bytes) => Some(STANDARD.encode(bytes)),
        }
    }
}

/// A value for writing.
#[doc(hidden)]
#[allow(missing_debug_implementations)]
pub enum Mut<'a> {
    /// Text.
    Str(&'a mut String),
    /// A signed whole number.
    I64(&'a mut i64),
    /// An unsigned whole number.
    U64(&'a mut u64),
    /// A floating-point number.
    F64(&'a mut f64),
    /// True or false.
    Bool(&'a mut bool),
    /// The content of a file.
    Bytes(&'a mut Bytes),
    /// An object.
    Object(&'a mut dyn Model),
    /// A list.
    List(&'a mut dyn List),
    /// A value that may be absent.
    Optional(&'a mut dyn Optional),
}

/// A list of values of one kind.
#[doc(hidden)]
pub trait List {
    /// How many items there are.
    fn len(&self) -> usize;
    /// True if there is no item.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// The item at that index, which must be below [`List::len`].
    fn at(&self, index: usize) -> Ref<'_>;
    /// Lends the items one after the other.
    fn each_mut(&mut self, lend: &mut dyn FnMut(Mut<'_>));
    /// Appends an empty item and lends it.
    fn push(&mut self) -> Mut<'_>;
    /// Takes the last item away.
    fn pop(&mut self);
    /// Takes all items away.
    fn clear(&mut self);
    /// The list itself, for who knows its type.
    fn as_any_mut(&mut self) -> &mut dyn Any;
}

/// A value that may be absent.
#[doc(hidden)]
pub trait Optional {
    /// Puts the kind's empty value in and lends it.
    fn insert(&mut self) -> Mut<'_>;
    /// The value that is there.
    fn some_mut(&mut self) -> Option<Mut<'_>>;
    /// Makes the value absent.
    fn clear(&mut self);
}
