//! The items of one API version.
//!
//! [`scope::Scope`] knows what holds for the whole version, [`types`] turns a member into a field,
//! `structure`, `object`, `action`, `constants`, `client` and `errors` make items, and [`version()`]
//! puts them into modules.

mod action;
mod client;
mod codes;
mod constants;
mod errors;
pub(crate) mod ident;
pub(crate) mod module;
mod object;
pub(crate) mod scope;
mod structure;
pub(crate) mod types;
mod version;

use proc_macro2::TokenStream;
use tencentcloud_schema::Description;

pub(crate) use version::version;

use scope::{Fault, Scope};

/// Returns the items of one API version, for a place that knows the runtime crate by the path
/// `runtime`: the constant `API`, `Client`, every request, response and object, and the module
/// `errors`.
///
/// # Errors
/// Fails if the description cannot become Rust.
pub fn items(description: &Description, runtime: TokenStream) -> Result<TokenStream, Fault> {
    let scope = Scope::new(description, runtime)?.naming_runtime();
    Ok(version(&scope).inline())
}
