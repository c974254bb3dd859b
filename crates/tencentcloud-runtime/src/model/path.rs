//! A member of a model by its path of wire names: `Result.UpstreamSet`.

use super::shape::{Place, shape};
use super::{Model, Mut, Ref};

/// Shows the member at that path; `None` where the path leads nowhere or through an absent object.
pub(crate) fn read<T>(
    model: &dyn Model,
    path: &str,
    show: &mut dyn FnMut(Ref<'_>) -> Option<T>,
) -> Option<T> {
    let (name, rest) = path
        .split_once('.')
        .map_or((path, None), |(a, b)| (a, Some(b)));
    let mut found = None;
    model.visit(|shape, values| {
        let index = shape.find(name, Place::default()).map(|(index, ..)| index);
        let value = index.and_then(|index| values.get(index));
        found = match (value.map(|value| value.get()), rest) {
            (Some(Ref::Object(inner)), Some(rest)) => read(inner, rest, show),
            (Some(value), None) => show(value),
            _ => None,
        };
    });
    found
}

/// Lends the member at that path. An optional member on the way is entered if it is set; the last
/// one is lent as it is.
pub(crate) fn write(model: &mut dyn Model, path: &str, change: &mut dyn FnMut(Mut<'_>)) {
    let (name, rest) = path
        .split_once('.')
        .map_or((path, None), |(a, b)| (a, Some(b)));
    let Some((index, ..)) = shape(model).find(name, Place::default()) else {
        return;
    };
    model.visit_mut(|values| {
        let Some(value) = values.get_mut(index).map(|value| value.get_mut()) else {
            return;
        };
        let Some(rest) = rest else {
            return change(value);
        };
        let inner = match value {
            Mut::Optional(optional) => optional.some_mut(),
            value => Some(value),
        };
        if let Some(Mut::Object(inner)) = inner {
            write(inner, rest, change);
        }
    });
}

/// The text at that path.
pub(crate) fn text(model: &dyn Model, path: &str) -> Option<String> {
    read(model, path, &mut |value| match value {
        Ref::Str(text) => Some(text.to_owned()),
        Ref::I64(number) => Some(number.to_string()),
        Ref::U64(number) => Some(number.to_string()),
        _ => None,
    })
}

/// The flag at that path, also if it is a number.
pub(crate) fn flag(model: &dyn Model, path: &str) -> Option<bool> {
    read(model, path, &mut |value| match value {
        Ref::Bool(flag) => Some(flag),
        Ref::I64(number) => Some(number != 0),
        Ref::U64(number) => Some(number != 0),
        _ => None,
    })
}

/// Sets the text or whole number at that path from text.
pub(crate) fn set(model: &mut dyn Model, path: &str, text: &str) {
    write(model, path, &mut |value| {
        let value = match value {
            Mut::Optional(optional) => optional.insert(),
            value => value,
        };
        match value {
            Mut::Str(target) => text.clone_into(target),
            Mut::I64(target) => *target = text.parse().unwrap_or_default(),
            Mut::U64(target) => *target = text.parse().unwrap_or_default(),
            _ => {}
        }
    });
}

/// Takes the list at that path out of the model; `None` where it is no list of `T` or absent.
pub(crate) fn take<T: 'static>(model: &mut dyn Model, path: &str) -> Option<Vec<T>> {
    let mut taken = None;
    write(model, path, &mut |value| {
        let value = match value {
            Mut::Optional(optional) => optional.some_mut(),
            value => Some(value),
        };
        if let Some(Mut::List(list)) = value {
            taken = list
                .as_any_mut()
                .downcast_mut::<Vec<T>>()
                .map(std::mem::take);
        }
    });
    taken
}

/// How many items the list at that path has, and what they are as JSON; `None` where there is no
/// list.
pub(crate) fn list(model: &dyn Model, path: &str) -> Option<(usize, Vec<u8>)> {
    read(model, path, &mut |value| match value {
        Ref::List(list) => Some((
            list.len(),
            serde_json::to_vec(&super::Encode(value)).unwrap_or_default(),
        )),
        _ => None,
    })
}
