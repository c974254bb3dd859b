//! The macro's input: `"page.html", "types.txt", crate = path`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::{Parse, ParseStream};
use syn::{Error, LitStr, Result, Token};

const EXPECTED: &str =
    "expected the file of a page or a description as a string: `\"pages/bake-bread.html\"`";

/// The files, and the path of the runtime crate.
pub(crate) struct Input {
    pub(super) files: Vec<LitStr>,
    pub(super) runtime: TokenStream,
}

impl Parse for Input {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let file = |input: ParseStream<'_>| {
            let file = input.parse::<LitStr>();
            file.map_err(|error| Error::new(error.span(), EXPECTED))
        };
        let mut files = vec![file(input)?];
        let mut runtime = quote!(::tencentcloud_runtime);
        while input.parse::<Option<Token![,]>>()?.is_some() && !input.is_empty() {
            if input.peek(LitStr) {
                files.push(file(input)?);
                continue;
            }
            runtime = self::runtime(input)?;
            input.parse::<Option<Token![,]>>()?;
            break;
        }
        if !input.is_empty() {
            return Err(input.error("expected nothing more"));
        }
        Ok(Self { files, runtime })
    }
}

/// `crate = path`.
fn runtime(input: ParseStream<'_>) -> Result<TokenStream> {
    input.parse::<Token![crate]>().map_err(|error| {
        let expected = "expected another file, or `crate = path`, where the runtime crate is";
        Error::new(error.span(), expected)
    })?;
    input.parse::<Token![=]>()?;
    let path: syn::Path = input.call(syn::Path::parse_mod_style)?;
    if let Some(first) = path.segments.first()
        && (first.ident == "self" || first.ident == "super")
    {
        // The items are in modules of their own, where it would lead elsewhere.
        let message = "expected a path that leads to the runtime from everywhere: begin with `crate::` or the name of a dependency";
        return Err(Error::new(first.ident.span(), message));
    }
    Ok(quote!(#path))
}
