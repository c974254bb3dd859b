//! The items of one API version.

mod client;
mod errors;
mod model;
pub(crate) mod module;
pub(crate) mod scope;
pub(crate) mod types;
mod version;

use proc_macro2::TokenStream;
use tencentcloud_schema::Description;

pub(crate) use version::version;

use scope::{Fault, Scope};

/// The items of one API version, for a place that knows the runtime crate by the path `runtime`:
/// the constant `API`, `Client`, every request, answer and object, and the module `errors`.
///
/// # Errors
/// A description that cannot become Rust.
pub fn items(description: &Description, runtime: TokenStream) -> Result<TokenStream, Fault> {
    let scope = Scope::new(description, runtime)?.telling_the_derive();
    Ok(version(&scope).inline())
}
