#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod derive;
#[cfg(feature = "include")]
mod include;

use proc_macro::TokenStream;

/// Derives a request, a response or an object of the API from a plain struct.
///
/// ```
/// use tencentcloud_runtime::{Api, Client, Model, Result};
///
/// const API: Api = Api::new("bakery", "2020-01-01");
///
/// #[derive(Model)]
/// #[model(request, api = API, action = "BakeBread", response = BakeBreadResponse)]
/// pub struct BakeBreadRequest {
///     pub flour: String,
///     pub minutes: Option<u64>,
///     pub toppings: Option<Vec<Topping>>,
/// }
///
/// #[derive(Model)]
/// #[model(response)]
/// pub struct BakeBreadResponse {
///     pub bread_id: String,
///     pub request_id: String,
/// }
///
/// #[derive(Model)]
/// #[model(both)]
/// pub struct Topping {
///     pub name: String,
/// }
///
/// async fn bake(client: &Client) -> Result<String> {
///     let request = BakeBreadRequest::new()
///         .flour("RYE")
///         .minutes(40)
///         .toppings([Topping::new().name("SEEDS")]);
///     Ok(client.call(request).await?.bread_id)
/// }
/// ```
///
/// # On the struct
/// `#[model(…)]` takes, separated by commas:
///
/// * one role: `request`, `response` or `both`, for an object of requests and responses;
/// * for an action's request: `api = EXPR` (a `const` of type `Api`), `action = "Name"` and
///   `response = Type`; then, as needed, `region = "required" | "optional" | "none"`,
///   `host = "…"`, `body = "multipart" | "octet-stream"`, `signing = "skip"`, `streaming`,
///   and `pages(…)`;
/// * `crate = path`: the path of the runtime, for a crate that does not depend on
///   `tencentcloud-runtime` under that name, e.g. `crate = tencentcloud_cvm::runtime`. Defaults to
///   `::tencentcloud_runtime`.
///
/// `pages(…)` takes the parameter that moves, `offset = "…"`, `page = "…"`, `index = "…"` or
/// `token = "…"`; the path of the list, `items = "…"`, and its `item = Type`; then, as needed,
/// `size`, `total`, `next`, `more` and `over`. Paths are wire names joined by dots.
///
/// # On a field
/// * `#[model(name = "…")]` sets the wire name. Defaults to the PascalCase of the field's name
///   without a trailing `_`.
/// * `#[model(sensitive)]` masks the value in everything that is printed.
/// * `#[model(header = "…")]` sets the header that carries the field beside an octet-stream body.
///
/// # Generated code
/// `Model`, `Clone`, `PartialEq`, `Debug` with secrets masked and, with the runtime's feature
/// `serde`, serde's `Serialize` and `Deserialize`. For the roles `request` and `both` a setter for
/// each field, and `new()`, which asks for the fields that are not `Option`, one after the other in
/// the struct's order. `Default` if no field is required. `Action` if `action` is given.
#[proc_macro_derive(Model, attributes(model))]
pub fn model(input: TokenStream) -> TokenStream {
    let input = syn::parse_macro_input!(input as syn::DeriveInput);
    derive::expand(input)
        .unwrap_or_else(syn::Error::into_compile_error)
        .into()
}

/// Includes the items of an API that files describe. Use the macro of the same name of
/// `tencentcloud-runtime`, which passes the path of the runtime to this one.
#[cfg(feature = "include")]
#[proc_macro]
pub fn include_api(input: TokenStream) -> TokenStream {
    let input = syn::parse_macro_input!(input as include::Input);
    include::expand(&input)
        .unwrap_or_else(syn::Error::into_compile_error)
        .into()
}
