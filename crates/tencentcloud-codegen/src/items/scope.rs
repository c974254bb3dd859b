//! What holds for every item of one API version.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use crate::names;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use tencentcloud_schema::{Description, Index};

/// The standard names that generated code uses bare unless the service defines one of them.
const PRELUDE: &[&str] = &["Option", "Vec", "String", "Box"];

/// A description with what generation derives from it.
#[derive(Debug)]
pub struct Scope<'a> {
    pub(crate) description: &'a Description,
    pub(crate) index: Index,
    /// The path of the runtime crate.
    pub(crate) runtime: TokenStream,
    /// Whether each struct tells the derive that path: its own guess may be wrong.
    pub(crate) tells_derive: bool,
    types: HashMap<&'a str, String>,
    absolute: bool,
}

/// A description that cannot become Rust.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The service and version.
    pub api: String,
    /// What stands in the way, and what to do.
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.api, self.message)
    }
}

impl std::error::Error for Fault {}

impl<'a> Scope<'a> {
    /// Reads what generation needs off a description. `runtime` is the path by which the generated
    /// code knows the runtime crate.
    ///
    /// # Errors
    /// Open types, which nothing can be generated from, and types that share a Rust name.
    pub fn new(description: &'a Description, runtime: TokenStream) -> Result<Self, Fault> {
        let fault = |message: String| Fault {
            api: format!("{} {}", description.service, description.version),
            message,
        };
        if !description.open.is_empty() {
            let open: Vec<_> = description.open.iter().map(String::as_str).collect();
            return Err(fault(format!(
                "types that no source defines yet: {}; import a page or package that does",
                open.join(", ")
            )));
        }
        let mut owners: BTreeMap<String, &str> = BTreeMap::new();
        let mut types = HashMap::new();
        let requests = description
            .actions
            .keys()
            .flat_map(|action| [format!("{action}Request"), format!("{action}Response")]);
        let taken: std::collections::HashSet<String> = requests.collect();
        for wire in description.types.keys() {
            let mut name = names::type_name(wire);
            if taken.contains(&name) {
                name.push_str("Object");
            }
            if let Some(other) = owners.insert(name.clone(), wire) {
                return Err(fault(format!(
                    "the types {other} and {wire} are both {name} in Rust; rename one in an overlay"
                )));
            }
            types.insert(wire.as_str(), name);
        }
        let absolute = types.values().any(|name| PRELUDE.contains(&name.as_str()));
        Ok(Self {
            description,
            index: Index::new(description),
            runtime,
            tells_derive: false,
            types,
            absolute,
        })
    }

    /// The same, where the derive cannot know the runtime by its usual name.
    #[must_use]
    pub fn telling_the_derive(mut self) -> Self {
        self.tells_derive = true;
        self
    }

    /// The Rust name of an object type.
    pub(crate) fn type_ident(&self, wire: &str) -> Ident {
        let name = self
            .types
            .get(wire)
            .cloned()
            .unwrap_or_else(|| names::type_name(wire));
        Ident::new(&name, Span::call_site())
    }

    /// A standard type, by its bare name where the service has none of that name.
    pub(crate) fn std(&self, name: &str) -> TokenStream {
        let ident = Ident::new(name, Span::call_site());
        match (self.absolute, name) {
            (false, _) => quote!(#ident),
            (true, "Option") => quote!(::std::option::Option),
            (true, "Vec") => quote!(::std::vec::Vec),
            (true, "Box") => quote!(::std::boxed::Box),
            (true, _) => quote!(::std::string::#ident),
        }
    }
}
