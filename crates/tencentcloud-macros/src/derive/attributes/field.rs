//! The attribute on a field.

use syn::{Attribute, LitStr, Result};

use super::{each, once, text, word};

/// The attribute on a field.
#[derive(Default)]
pub(in crate::derive) struct Field {
    pub(in crate::derive) name: Option<LitStr>,
    pub(in crate::derive) sensitive: bool,
    pub(in crate::derive) header: Option<LitStr>,
}

impl Field {
    pub(in crate::derive) fn read(attributes: &[Attribute]) -> Result<Self> {
        let mut name = None;
        let mut sensitive = None;
        let mut header = None;
        each(attributes, |meta| match word(&meta).as_str() {
            "name" => once(&mut name, &meta, text),
            "sensitive" => once(&mut sensitive, &meta, |_| Ok(())),
            "header" => once(&mut header, &meta, text),
            _ => Err(meta.error("expected `name = \"…\"`, `sensitive` or `header = \"…\"`")),
        })?;
        Ok(Self {
            name,
            sensitive: sensitive.is_some(),
            header,
        })
    }
}
