//! The struct as the derive sees it.

use std::collections::HashMap;

use proc_macro2::TokenStream;
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{
    Attribute, Data, DeriveInput, Error, Fields, GenericArgument, Ident, LitStr, PathArguments,
    Result, Type, Visibility,
};

use super::attributes::{self, Container, Role};

/// A struct with all that its attributes say.
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

/// What a field holds, as far as a setter must know.
pub(super) struct Kind {
    pub(super) optional: bool,
    pub(super) list: bool,
    pub(super) boxed: bool,
    pub(super) text: bool,
    /// The type inside `Option`, `Vec` and `Box`.
    pub(super) inner: Type,
}

impl Struct {
    pub(super) fn read(input: DeriveInput) -> Result<Self> {
        let container = Container::read(&input.attrs, input.ident.span())?;
        if let Some(parameter) = input.generics.params.first() {
            return Err(Error::new(
                parameter.span(),
                "a model has no generic parameters: write the type out",
            ));
        }
        let named = match input.data {
            Data::Struct(data) => match data.fields {
                Fields::Named(fields) => fields.named,
                Fields::Unit => syn::punctuated::Punctuated::new(),
                Fields::Unnamed(fields) => {
                    return Err(Error::new(
                        fields.span(),
                        "a model's fields have names: use `struct Name { field: Type }`",
                    ));
                }
            },
            _ => {
                return Err(Error::new(
                    input.ident.span(),
                    "a model is a struct: the API has no other shape",
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
                        format!("`{other}` has the wire name {:?} too: give one of them `#[model(name = \"…\")]`", field.wire.value()),
                    ));
                }
                Ok(field)
            })
            .collect::<Result<Vec<_>>>()?;
        check_headers(&container, &fields)?;
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

    /// The fields that a caller must give, in order.
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
            return Err(Error::new(field.ty.span(), "a model's fields have names"));
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
                "a wire name is made of ASCII letters, digits, `_`, `-` and `.`",
            ));
        }
        let header = attributes.header.as_ref().map(LitStr::value);
        let names = [wire_name, header.unwrap_or_default(), ident.to_string()];
        if names.iter().any(|name| name.len() > 240) {
            return Err(Error::new(
                ident.span(),
                "a name is longer than 240 bytes, which no field of the API is",
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

    /// Says what to write instead of a field that its own struct cannot have.
    fn check_within(&self, name: &Ident) -> Result<()> {
        if self.kind.optional && self.ident == "new" {
            return Err(Error::new(
                self.ident.span(),
                "its setter would be a second `new`: call the field `new_`",
            ));
        }
        let own = matches!(&self.kind.inner, Type::Path(inner) if inner.path.is_ident(name));
        if own && !self.kind.optional && !self.kind.list {
            return Err(Error::new(
                self.kind.inner.span(),
                format!("`{name}` inside every `{name}` has no end: use `Option<Box<{name}>>`"),
            ));
        }
        Ok(())
    }
}

/// Holds the fields against the body. Beside an octet-stream there are headers and nothing else,
/// so a field that is neither would be lost on the way.
fn check_headers(container: &Container, fields: &[Field]) -> Result<()> {
    let body = container
        .action
        .as_ref()
        .and_then(|action| action.body.as_ref())
        .filter(|body| body.value() == "octet-stream");
    let Some(body) = body else {
        return match fields.iter().find_map(|field| field.header.as_ref()) {
            Some(header) => Err(Error::new(
                header.span(),
                "only a request with `body = \"octet-stream\"` carries fields in headers",
            )),
            None => Ok(()),
        };
    };
    let mut content = None;
    for field in fields {
        let wrong = match &field.header {
            Some(_) if field.kind.text && !field.kind.list => continue,
            Some(_) => "a header carries a `String` or an `Option<String>`".to_owned(),
            None if !field.kind.is_bytes() => {
                "beside an octet-stream a field is a header: add `#[model(header = \"…\")]`"
                    .to_owned()
            }
            None => match content.replace(&field.ident) {
                Some(first) => format!("`{first}` is the body already: a request has one"),
                None => continue,
            },
        };
        return Err(Error::new(field.ident.span(), wrong));
    }
    match content {
        Some(_) => Ok(()),
        None => Err(Error::new(
            body.span(),
            "the body is a field of type `Bytes`, and there is none",
        )),
    }
}

/// The wire name that a field has when nothing else is said: PascalCase, less a trailing `_`.
/// Wire names are made into fields by the inverse, which stands in the schema crate.
pub(super) fn pascal(field: &Ident) -> String {
    let mut name = String::new();
    for word in field.unraw().to_string().split('_') {
        let mut chars = word.chars();
        name.extend(chars.next().map(|first| first.to_ascii_uppercase()));
        name.push_str(chars.as_str());
    }
    name
}

impl Kind {
    fn read(ty: Type) -> Result<Self> {
        let (optional, ty) = unwrap(ty, "Option");
        let (list, ty) = unwrap(ty, "Vec");
        let (boxed, inner) = unwrap(ty, "Box");
        reject(&inner)?;
        let text = last(&inner).is_some_and(|name| name == "String");
        Ok(Self {
            optional,
            list,
            boxed,
            text,
            inner,
        })
    }

    fn is_bytes(&self) -> bool {
        !self.list && last(&self.inner).is_some_and(|name| name == "Bytes")
    }
}

/// Takes `Wrapper<T>` apart. A service may have a type of its own called `Option`: only one with
/// an argument is the standard one.
fn unwrap(ty: Type, wrapper: &str) -> (bool, Type) {
    if let Type::Path(path) = &ty
        && let Some(segment) = path.path.segments.last()
        && segment.ident == wrapper
        && let PathArguments::AngleBracketed(arguments) = &segment.arguments
        && let [GenericArgument::Type(inner)] = arguments.args.iter().collect::<Vec<_>>()[..]
    {
        return (true, inner.clone());
    }
    (false, ty)
}

fn last(ty: &Type) -> Option<String> {
    match ty {
        Type::Path(path) => path
            .path
            .segments
            .last()
            .map(|segment| segment.ident.to_string()),
        _ => None,
    }
}

/// Says what to write instead of a type that is plainly none of the API's kinds. Any other name is
/// taken for a model, and the compiler says where it is not.
fn reject(ty: &Type) -> Result<()> {
    let instead = match ty {
        Type::Path(_) => match last(ty).unwrap_or_default().as_str() {
            "i8" | "i16" | "i32" | "i128" | "isize" => "`i64`",
            "u8" | "u16" | "u32" | "u128" | "usize" => "`u64`",
            "f32" => "`f64`",
            "char" | "str" => "`String`",
            "Option" | "Vec" if matches!(ty, Type::Path(p) if p.path.segments.last().is_some_and(|s| !s.arguments.is_empty())) => {
                "`Option<Vec<T>>`: lists of lists and options inside lists do not travel"
            }
            "HashMap" | "BTreeMap" => "a list of objects with a key and a value each",
            _ => return Ok(()),
        },
        Type::Reference(_) => "an owned type such as `String`",
        Type::Array(_) | Type::Slice(_) => "`Vec<T>`",
        Type::Tuple(_) => "a struct that derives `Model`",
        _ => return Ok(()),
    };
    let message = format!("not one of the API's kinds: use {instead}");
    Err(Error::new(ty.span(), message))
}
