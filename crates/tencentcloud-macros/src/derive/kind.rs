//! The kinds of value that a field may hold.

use syn::spanned::Spanned;
use syn::{Error, GenericArgument, PathArguments, Result, Type};

/// What a field holds, as far as a setter must know.
pub(super) struct Kind {
    pub(super) optional: bool,
    pub(super) list: bool,
    pub(super) boxed: bool,
    pub(super) text: bool,
    /// The type inside `Option`, `Vec` and `Box`.
    pub(super) inner: Type,
}

impl Kind {
    pub(super) fn read(ty: Type) -> Result<Self> {
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

    pub(super) fn is_bytes(&self) -> bool {
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

/// Refuses a type that is plainly none of the API's kinds. Any other name is taken for a model,
/// and the compiler reports an error if it is none.
fn reject(ty: &Type) -> Result<()> {
    let instead = match ty {
        Type::Path(_) => match last(ty).unwrap_or_default().as_str() {
            "i8" | "i16" | "i32" | "i128" | "isize" => "`i64`",
            "u8" | "u16" | "u32" | "u128" | "usize" => "`u64`",
            "f32" => "`f64`",
            "char" | "str" => "`String`",
            "Option" | "Vec" if matches!(ty, Type::Path(p) if p.path.segments.last().is_some_and(|s| !s.arguments.is_empty())) => {
                "`Vec<T>` or `Option<Vec<T>>`: lists of lists and of options are not supported"
            }
            "HashMap" | "BTreeMap" => "`Vec<T>` of a struct with a key and a value",
            _ => return Ok(()),
        },
        Type::Reference(_) => "an owned type such as `String`",
        Type::Array(_) | Type::Slice(_) => "`Vec<T>`",
        Type::Tuple(_) => "a struct that derives `Model`",
        _ => return Ok(()),
    };
    let message = format!("unsupported type: use {instead}");
    Err(Error::new(ty.span(), message))
}
