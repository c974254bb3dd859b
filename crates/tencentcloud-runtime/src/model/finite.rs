//! Numbers that JSON cannot say.

use super::{Model, Ref};

/// The path of the first number that is NaN or infinite, e.g. `Filters.0.Weight`.
pub(crate) fn not_finite(model: &dyn Model) -> Option<String> {
    let mut found = None;
    model.visit(|shape, values| {
        let mut fields = shape.fields().zip(values);
        found = fields.find_map(|(field, shown)| {
            value(shown.get()).map(|below| format!("{}{below}", field.wire()))
        });
    });
    found
}

/// The rest of the path below a value.
fn value(item: Ref<'_>) -> Option<String> {
    match item {
        Ref::F64(number) => (!number.is_finite()).then(String::new),
        Ref::Object(model) => not_finite(model).map(|below| format!(".{below}")),
        Ref::List(list) => (0..list.len())
            .find_map(|index| value(list.at(index)).map(|below| format!(".{index}{below}"))),
        _ => None,
    }
}
