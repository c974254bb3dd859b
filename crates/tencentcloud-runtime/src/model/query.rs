//! A model as the flat parameters of a query or form: `Filters.0.Values.1`.

use super::{Model, Ref};

/// A value that has no flat form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unsayable {
    /// The parameter, e.g. `Filters.0.Values`.
    pub(crate) path: String,
    /// What it is: an empty list, an empty object.
    pub(crate) what: &'static str,
}

/// The parameters as names and plain values, in the shape's order, indexes from 0.
///
/// # Errors
/// An empty list or object, which a query cannot say.
pub(crate) fn flatten(model: &dyn Model) -> Result<Vec<(String, String)>, Unsayable> {
    let mut out = Vec::new();
    object(model, "", &mut out)?;
    Ok(out)
}

fn object(
    model: &dyn Model,
    prefix: &str,
    out: &mut Vec<(String, String)>,
) -> Result<(), Unsayable> {
    let mut result = Ok(());
    model.visit(|shape, values| {
        result = shape.fields().zip(values).try_for_each(|(field, shown)| {
            let name = match prefix {
                "" => field.wire().to_owned(),
                prefix => format!("{prefix}.{}", field.wire()),
            };
            value(shown.get(), name, out)
        });
    });
    result
}

fn value(item: Ref<'_>, name: String, out: &mut Vec<(String, String)>) -> Result<(), Unsayable> {
    use base64::Engine;
    let text = match item {
        Ref::Absent => return Ok(()),
        Ref::Str(text) => text.to_owned(),
        Ref::I64(number) => number.to_string(),
        Ref::U64(number) => number.to_string(),
        Ref::F64(number) => number.to_string(),
        Ref::Bool(truth) => truth.to_string(),
        Ref::Bytes(bytes) => base64::engine::general_purpose::STANDARD.encode(bytes),
        Ref::Object(model) => {
            let before = out.len();
            object(model, &name, out)?;
            if out.len() == before {
                return Err(Unsayable {
                    path: name,
                    what: "an empty object",
                });
            }
            return Ok(());
        }
        Ref::List(list) => {
            if list.is_empty() {
                return Err(Unsayable {
                    path: name,
                    what: "an empty list",
                });
            }
            return (0..list.len()).try_for_each(|i| value(list.at(i), format!("{name}.{i}"), out));
        }
    };
    out.push((name, text));
    Ok(())
}
