//! The proc-macros of the Tencent Cloud SDK. Use them through `tencentcloud-runtime`, which
//! re-exports them beside the traits that they implement.

mod derive;
#[cfg(feature = "include")]
mod include;

use proc_macro::TokenStream;

/// Makes a plain struct a request, an answer, or an object of the API.
///
/// # On the struct
/// `#[model(…)]` takes, separated by commas:
///
/// * one role: `request`, `response` or `both` (an object that travels both ways);
/// * for an action's request: `api = EXPR` (a `const` of type `Api`), `action = "Name"` and
///   `response = Type`; then, as needed, `region = "required" | "optional" | "none"`,
///   `host = "…"`, `body = "multipart" | "octet-stream"`, `signing = "skip"`, `streaming`,
///   and `pages(…)`;
/// * `crate = path`, where the runtime is known by another path.
///
/// # On a field
/// The wire name is the PascalCase of the field's name less a trailing `_`; `#[model(name = "…")]`
/// says another. `#[model(sensitive)]` keeps the value out of everything printed, and
/// `#[model(header = "…")]` is the header that carries it beside an octet-stream body.
///
/// # What it makes
/// `Model`, `Clone`, `PartialEq`, `Debug` with secrets masked and, with the runtime's feature
/// `serde`, serde's `Serialize` and `Deserialize`; for the roles `request` and `both` a setter for
/// each field, and `new()`, which asks for the fields that are not `Option`, one after the other, in
/// the struct's order; `Default` where nothing is asked for; `Action` where `action` is given.
#[proc_macro_derive(Model, attributes(model))]
pub fn model(input: TokenStream) -> TokenStream {
    let input = syn::parse_macro_input!(input as syn::DeriveInput);
    derive::expand(input)
        .unwrap_or_else(syn::Error::into_compile_error)
        .into()
}

/// Includes the items of an API that files describe. Use the macro of the same name of
/// `tencentcloud-runtime`, which tells this one where the runtime is.
#[cfg(feature = "include")]
#[proc_macro]
pub fn include_api(input: TokenStream) -> TokenStream {
    let input = syn::parse_macro_input!(input as include::Input);
    include::expand(&input)
        .unwrap_or_else(syn::Error::into_compile_error)
        .into()
}
