//! The fields of a request whose body is an octet-stream.

use syn::{Error, Result};

use super::attributes::Container;
use super::input::Field;

/// Checks the fields against the body. Beside an octet-stream there are headers and nothing else,
/// so a field that is neither would be lost.
pub(super) fn check(container: &Container, fields: &[Field]) -> Result<()> {
    let body = container
        .action
        .as_ref()
        .and_then(|action| action.body.as_ref())
        .filter(|body| body.value() == "octet-stream");
    let Some(body) = body else {
        return match fields.iter().find_map(|field| field.header.as_ref()) {
            Some(header) => Err(Error::new(
                header.span(),
                "`header` takes effect with `body = \"octet-stream\"` only",
            )),
            None => Ok(()),
        };
    };
    let mut content = None;
    for field in fields {
        let wrong = match &field.header {
            Some(_) if field.kind.text && !field.kind.list => continue,
            Some(_) => "unsupported type of a header: use `String` or `Option<String>`".to_owned(),
            None if !field.kind.is_bytes() => {
                "missing `#[model(header = \"…\")]`: with an octet-stream body, other fields travel as headers"
                    .to_owned()
            }
            None => match content.replace(&field.ident) {
                Some(first) => format!("duplicate body: `{first}` is of type `Bytes` too"),
                None => continue,
            },
        };
        return Err(Error::new(field.ident.span(), wrong));
    }
    match content {
        Some(_) => Ok(()),
        None => Err(Error::new(
            body.span(),
            "missing body: add a field of type `Bytes`",
        )),
    }
}
