//! A model as the flat parameters of a query or form: `Filters.0.Values.1`.

use super::{Model, Ref};

/// A value that has no flat form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NoFlatForm {
    /// The parameter, e.g. `Filters.0.Values`.
    pub(crate) path: String,
    /// What it is: an empty list, an empty object.
    pub(crate) what: &'static str,
}

/// The parameters as names and plain values, in the shape's order, indexes from 0.
///
/// # Errors
/// An empty list or object, which has no flat form.
pub(crate) fn flatten(model: &dyn Model) -> Result<Vec<(String, String)>, NoFlatForm> {
    let mut out = Vec::new();
    object(model, "", &mut out)?;
    Ok(out)
}

fn object(
    model: &dyn Model,
    prefix: &str,
    out: &mut Vec<(String, String)>,
) -> Result<(), NoFlatForm> {
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

fn value(item: Ref<'_>, name: String, out: &mut Vec<(String, String)>) -> Result<(), NoFlatForm> {
    let before = out.len();
    let what = match item {
        Ref::Object(model) => {
            object(model, &name, out)?;
            "an empty object"
        }
        Ref::List(list) => {
            (0..list.len()).try_for_each(|i| value(list.at(i), format!("{name}.{i}"), out))?;
            "an empty list"
        }
        scalar => {
            out.extend(scalar.text().map(|text| (name, text)));
            return Ok(());
        }
    };
    match out.len() > before {
        true => Ok(()),
        false => Err(NoFlatForm { path: name, what }),
    }
}
