//! A model's JSON without its secrets.

use super::{Context, Mode, Model, Mut, decode_object, shape, to_json};

/// What stands in the place of a secret.
pub(crate) const MASK: &str = "***";

/// The JSON of a model with every secret masked, from its JSON with them. Members that the model
/// does not know are left out: nobody has said that they are no secrets. What is no JSON of the
/// model comes back empty.
pub(crate) fn redact<M: Model>(json: &[u8]) -> Vec<u8> {
    let mut model = M::empty();
    redact_into(json, &mut model)
}

/// The same, for a model that is empty before and holds what is shown afterwards.
pub(crate) fn redact_into(json: &[u8], model: &mut dyn Model) -> Vec<u8> {
    match decode_object(json, model, &Context::new(Mode::Lenient)) {
        Ok(()) => {
            mask(model);
            to_json(model)
        }
        Err(_) => Vec::new(),
    }
}

fn mask(model: &mut dyn Model) {
    let shape = shape(model);
    model.visit_mut(|values| {
        for (field, value) in shape.fields().zip(values) {
            if field.sensitive {
                hide(value.get_mut());
            } else {
                enter(value.get_mut());
            }
        }
    });
}

/// Masks the secrets inside a value.
fn enter(value: Mut<'_>) {
    match value {
        Mut::Object(model) => mask(model),
        Mut::Optional(optional) => optional.some_mut().into_iter().for_each(enter),
        Mut::List(list) => list.each_mut(&mut enter),
        _ => {}
    }
}

/// Masks a value that is a secret itself.
fn hide(value: Mut<'_>) {
    match value {
        Mut::Str(text) => MASK.clone_into(text),
        Mut::I64(number) => *number = 0,
        Mut::U64(number) => *number = 0,
        Mut::F64(number) => *number = 0.0,
        Mut::Bool(truth) => *truth = false,
        Mut::Bytes(bytes) => bytes.clear(),
        Mut::List(list) => list.clear(),
        Mut::Object(model) => model.visit_mut(|values| {
            values.iter_mut().for_each(|value| hide(value.get_mut()));
        }),
        Mut::Optional(optional) => optional.some_mut().into_iter().for_each(hide),
    }
}
