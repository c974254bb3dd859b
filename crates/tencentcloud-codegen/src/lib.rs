//! From descriptions of the API to Rust source.
//!
//! A pure library, which touches no disk, so that the command line and a macro share one engine:
//! [`items`] gives the items of one version as tokens, and `service_crate` (with the feature
//! `files`) the formatted files of a service's crate. The same descriptions always give the same
//! bytes.
//!
//! Its parts follow the way from a description to a file: [`Scope`] knows what holds for a whole
//! version, `types` turns a member into a field, `docs` turns facts into sentences, `model`,
//! `client` and `errors` make items, `layout` puts them into modules, `files` makes files of
//! these, `package` adds manifest and README, and `text` formats.

mod client;
mod docs;
mod errors;
#[cfg(feature = "files")]
mod example;
#[cfg(feature = "files")]
mod files;
mod layout;
mod model;
mod module;
#[cfg(feature = "files")]
mod package;
mod scope;
#[cfg(feature = "files")]
mod text;
mod types;
#[cfg(feature = "files")]
mod umbrella;

use proc_macro2::TokenStream;
use tencentcloud_schema::Description;

#[cfg(feature = "files")]
pub use files::{Files, service_crate};
#[cfg(feature = "files")]
pub use package::main_version;
pub use scope::{Fault, Scope};
#[cfg(feature = "files")]
pub use umbrella::{UMBRELLA, umbrella_crate};

/// The items of one API version, for a place that knows the runtime crate by the path `runtime`:
/// the constant `API`, `Client`, every request, answer and object, and the module `errors`.
///
/// # Errors
/// A description that cannot become Rust.
pub fn items(description: &Description, runtime: TokenStream) -> Result<TokenStream, Fault> {
    let scope = Scope::new(description, runtime)?.telling_the_derive();
    Ok(layout::version(&scope).inline())
}
