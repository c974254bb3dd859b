//! A model as `{:?}` prints it: what is set, secrets masked.

use std::fmt;

use super::{Model, Ref};

/// What is shown in the place of a secret.
pub(crate) const MASK: &str = "***";

/// Prints a model for `Debug`: fields that are absent are left out, secrets read `***`.
///
/// # Errors
/// What the formatter says.
#[doc(hidden)]
pub fn debug(model: &dyn Model, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut result = Ok(());
    model.visit(|shape, values| {
        let mut out = f.debug_struct(shape.name);
        let mut complete = true;
        for (field, value) in shape.fields().zip(values) {
            match value.get() {
                Ref::Absent => complete = false,
                _ if field.sensitive => {
                    out.field(field.rust(), &format_args!("{MASK}"));
                }
                value => {
                    out.field(field.rust(), &Shown(value));
                }
            }
        }
        result = match complete {
            true => out.finish(),
            false => out.finish_non_exhaustive(),
        };
    });
    result
}

struct Shown<'a>(Ref<'a>);

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Ref::Absent => f.write_str("None"),
            Ref::Str(value) => value.fmt(f),
            Ref::I64(value) => value.fmt(f),
            Ref::U64(value) => value.fmt(f),
            Ref::F64(value) => value.fmt(f),
            Ref::Bool(value) => value.fmt(f),
            Ref::Bytes(value) => write!(f, "<{} bytes>", value.len()),
            Ref::Object(model) => debug(model, f),
            Ref::List(list) => f
                .debug_list()
                .entries((0..list.len()).map(|i| Shown(list.at(i))))
                .finish(),
        }
    }
}
