//! `include_api!`: a file with a description becomes the items of its API.

use std::path::{Path, PathBuf};
use std::{env, fs};

use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::{Parse, ParseStream};
use syn::{Error, LitStr, Result, Token};
use tencentcloud_schema::Description;

/// What stands between the macro's parentheses: `"file.json", crate = path`.
pub(crate) struct Input {
    file: LitStr,
    runtime: TokenStream,
}

impl Parse for Input {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let file = input.parse().map_err(|error| {
            let expected = "expected the file of a description as a string: `\"my_api.json\"`";
            Error::new(error.span(), expected)
        })?;
        let mut runtime = quote!(::tencentcloud_runtime);
        if input.parse::<Option<Token![,]>>()?.is_some() && !input.is_empty() {
            input.parse::<Token![crate]>().map_err(|error| {
                let expected = "expected `crate = path`, where the runtime crate is";
                Error::new(error.span(), expected)
            })?;
            input.parse::<Token![=]>()?;
            let path: syn::Path = input.call(syn::Path::parse_mod_style)?;
            if let Some(first) = path.segments.first()
                && (first.ident == "self" || first.ident == "super")
            {
                // The items stand in modules of their own, where it would lead elsewhere.
                let message = "expected a path that leads to the runtime from everywhere: begin with `crate::` or the name of a dependency";
                return Err(Error::new(first.ident.span(), message));
            }
            runtime = quote!(#path);
            input.parse::<Option<Token![,]>>()?;
        }
        if !input.is_empty() {
            return Err(input.error("expected nothing more"));
        }
        Ok(Self { file, runtime })
    }
}

/// The items of the API that the file describes.
pub(crate) fn expand(input: Input) -> Result<TokenStream> {
    let Input { file, runtime } = input;
    let fail = |message: String| Error::new(file.span(), message);
    let path = absolute(&file.value());
    let origin = path.display().to_string();
    let text = fs::read_to_string(&path).map_err(|error| {
        fail(format!(
            "cannot read {origin}: {error}; a path is taken from the folder of the crate's Cargo.toml"
        ))
    })?;
    let description =
        Description::parse(&text, &origin).map_err(|error| fail(error.to_string()))?;
    if !description.open.is_empty() {
        let open: Vec<_> = description.open.iter().map(String::as_str).collect();
        return Err(fail(format!(
            "{origin}: open types, which members name and `types` does not define: {}; describe them under `types`",
            open.join(", ")
        )));
    }
    let items = tencentcloud_codegen::items(&description, runtime)
        .map_err(|fault| fail(format!("{origin}: {}", fault.message)))?;
    // The compiler takes the file for one of the crate's own, and cargo builds again when it changes.
    Ok(quote! {
        const _: &[u8] = ::core::include_bytes!(#origin);
        #items
    })
}

/// The path, from the folder of the manifest of the crate that is compiled.
fn absolute(path: &str) -> PathBuf {
    let manifest = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default();
    Path::new(&manifest).join(path)
}
