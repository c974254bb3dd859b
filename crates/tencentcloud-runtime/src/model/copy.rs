//! A second value with the same content.

use super::{Model, Mut, Ref};

/// What `Clone` gives.
#[doc(hidden)]
pub fn clone<M: Model>(model: &M) -> M {
    let mut copy = M::empty();
    members(model, &mut copy);
    copy
}

fn members(from: &dyn Model, to: &mut dyn Model) {
    from.visit(|_, from| {
        to.visit_mut(|to| {
            for (from, to) in from.iter().zip(to) {
                value(from.get(), to.get_mut());
            }
        });
    });
}

/// Both are of one kind, because they belong to the same field; the target is empty.
fn value(from: Ref<'_>, to: Mut<'_>) {
    match (from, to) {
        (Ref::Absent, _) => {}
        (from, Mut::Optional(to)) => value(from, to.insert()),
        (Ref::Str(from), Mut::Str(to)) => from.clone_into(to),
        (Ref::I64(from), Mut::I64(to)) => *to = from,
        (Ref::U64(from), Mut::U64(to)) => *to = from,
        (Ref::F64(from), Mut::F64(to)) => *to = from,
        (Ref::Bool(from), Mut::Bool(to)) => *to = from,
        (Ref::Bytes(from), Mut::Bytes(to)) => to.clone_from(from),
        (Ref::Object(from), Mut::Object(to)) => members(from, to),
        (Ref::List(from), Mut::List(to)) => {
            (0..from.len()).for_each(|index| value(from.at(index), to.push()));
        }
        _ => {}
    }
}
