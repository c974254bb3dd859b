//! The struct as the derive sees it.

use std::collections::HashMap;

use proc_macro2::TokenStream;
use syn::ext::IdentExt;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Attribute, Data, DeriveInput, Error, Fields, Ident, LitStr, Result, Type, Visibility};

use super::attributes::{self, Container, Role};
use super::kind::Kind;

/// The longest name whose length, with quotes and colon, fits into a byte.
const LONGEST: usize = 240;

/// A struct with its attributes.
pub(super) struct Struct {
    pub(super) name: Ident,
    pub(super) visibility: Visibility,
    pub(super) container: Container,
    pub(super) fields: Vec<Field>,
}

/// A field with its wire name and kind.
pub(super) struct Field {
    pub(super) ident: Ident,
    pub(super) kind: Kind,
    pub(super) wire: LitStr,
    pub(super) sensitive: bool,
    pub(super) header: Option<LitStr>,
    pub(super) docs: Vec<Attribute>,
    pub(super) deprecated: Option<Attribute>,
}

impl Struct {
    pub(super) fn read(input: DeriveInput) -> Result<Self> {
        let container = Container::read(&input.attrs, input.ident.span())?;
        if let Some(parameter) = input.generics.params.first() {
            return Err(Error::new(
                parameter.span(),
                "generic parameters are not supported: write the type out",
            ));
        }
        let named = match input.data {
            Data::Struct(data) => match data.fields {
                Fields::Named(fields) => fields.named,
                Fields::Unit => Punctuated::new(),
                Fields::Unnamed(fields) => {
                    return Err(Error::new(
                        fields.span(),
                        "unnamed fields are not supported: use `struct Name { field: Type }`",
                    ));
                }
            },
            _ => {
                return Err(Error::new(
                    input.ident.span(),
                    "`Model` can be derived for structs only",
                ));
            }
        };
        let mut seen = HashMap::new();
        let fields = named
            .into_iter()
            .map(|field| {
                let field = Field::read(field)?;
                field.check_within(&input.ident)?;
                if let Some(other) = seen.insert(field.wire.value(), field.ident.clone()) {
                    return Err(Error::new(
                        field.ident.span(),
                        format!("duplicate wire name {:?}, which `{other}` has: set another with `#[model(name = \"…\")]`", field.wire.value()),
                    ));
                }
                Ok(field)
            })
            .collect::<Result<Vec<_>>>()?;
        Ok(Self {
            name: input.ident,
            visibility: input.vis,
            container,
            fields,
        })
    }

    /// The runtime's path.
    pub(super) fn runtime(&self) -> &TokenStream {
        &self.container.runtime
    }

    /// The required fields, in order.
    pub(super) fn required(&self) -> Vec<&Field> {
        match self.container.role {
            Role::Response => Vec::new(),
            Role::Request | Role::Both => self
                .fields
                .iter()
                .filter(|field| !field.kind.optional)
                .collect(),
        }
    }
}

impl Field {
    fn read(field: syn::Field) -> Result<Self> {
        let attributes = attributes::Field::read(&field.attrs)?;
        let Some(ident) = field.ident else {
            return Err(Error::new(
                field.ty.span(),
                "unnamed fields are not supported",
            ));
        };
        let wire = attributes
            .name
            .unwrap_or_else(|| LitStr::new(&pascal(&ident), ident.span()));
        let wire_name = wire.value();
        if wire_name.is_empty()
            || !wire_name
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "_-.".contains(c))
        {
            return Err(Error::new(
                wire.span(),
                "invalid wire name: use ASCII letters, digits, `_`, `-` and `.`",
            ));
        }
        let header = attributes.header.as_ref().map(LitStr::value);
        let names = [wire_name, header.unwrap_or_default(), ident.to_string()];
        if names.iter().any(|name| name.len() > LONGEST) {
            return Err(Error::new(
                ident.span(),
                format!("name too long: at most {LONGEST} bytes"),
            ));
        }
        let only = |name: &'static str| {
            field
                .attrs
                .iter()
                .filter(move |a| a.path().is_ident(name))
                .cloned()
        };
        Ok(Self {
            kind: Kind::read(field.ty)?,
            docs: only("doc").collect(),
            deprecated: only("deprecated").next(),
            wire,
            sensitive: attributes.sensitive,
            header: attributes.header,
            ident,
        })
    }

    /// Refuses a field that its own struct cannot have.
    fn check_within(&self, name: &Ident) -> Result<()> {
        let own = matches!(&self.kind.inner, Type::Path(inner) if inner.path.is_ident(name));
        if own && !self.kind.optional && !self.kind.list {
            return Err(Error::new(
                self.kind.inner.span(),
                format!("`{name}` contains itself without end: use `Option<Box<{name}>>`"),
            ));
        }
        Ok(())
    }
}

/// The wire name of a field without an attribute: PascalCase, less a trailing `_`.
/// The inverse, from wire names to fields, is in `tencentcloud-codegen`.
pub(super) fn pascal(field: &Ident) -> String {
    let mut name = String::new();
    for word in field.unraw().to_string().split('_') {
        let mut chars = word.chars();
        name.extend(chars.next().map(|first| first.to_ascii_uppercase()));
        name.push_str(chars.as_str());
    }
    name
}
