//! Values made empty.

use crate::model::Mut;

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
