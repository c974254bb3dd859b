//! Whether two values have the same content.

use super::{Model, Ref};

/// Compares two values of one type, for `PartialEq`.
#[doc(hidden)]
pub fn equal(a: &dyn Model, b: &dyn Model) -> bool {
    let mut equal = true;
    a.visit(|_, a| {
        b.visit(|_, b| {
            let mut pairs = a.iter().zip(b);
            equal &= pairs.all(|(a, b)| same(a.get(), b.get()));
        });
    });
    equal
}

fn same(a: Ref<'_>, b: Ref<'_>) -> bool {
    match (a, b) {
        (Ref::Absent, Ref::Absent) => true,
        (Ref::Str(a), Ref::Str(b)) => a == b,
        (Ref::I64(a), Ref::I64(b)) => a == b,
        (Ref::U64(a), Ref::U64(b)) => a == b,
        (Ref::F64(a), Ref::F64(b)) => a == b,
        (Ref::Bool(a), Ref::Bool(b)) => a == b,
        (Ref::Bytes(a), Ref::Bytes(b)) => a == b,
        (Ref::Object(a), Ref::Object(b)) => equal(a, b),
        (Ref::List(a), Ref::List(b)) => {
            a.len() == b.len() && (0..a.len()).all(|index| same(a.at(index), b.at(index)))
        }
        _ => false,
    }
}
