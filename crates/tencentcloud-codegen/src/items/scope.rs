//! What holds for every item of one API version.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use tencentcloud_schema::{Description, Index};

use crate::names;

use super::codes;
use super::ident::{ident, is_identifier};

/// The standard names that generated code uses bare unless the service defines one of them.
const PRELUDE: &[&str] = &["Option", "Vec", "String", "Box"];

/// A description with what generation derives from it.
#[derive(Debug)]
pub struct Scope<'a> {
    pub(crate) description: &'a Description,
    pub(crate) index: Index,
    /// The path of the runtime crate.
    pub(crate) runtime: TokenStream,
    /// Whether each struct names that path in its attribute, as the default may be wrong.
    pub(crate) names_runtime: bool,
    /// The error codes by the names of their constants.
    pub(crate) errors: BTreeMap<String, &'a str>,
    types: HashMap<&'a str, String>,
    absolute: bool,
}

/// A description that cannot become Rust.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The service and version.
    pub api: String,
    /// What is wrong, and what to do.
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.api, self.message)
    }
}

impl std::error::Error for Fault {}

impl<'a> Scope<'a> {
    /// Reads from `description` what generation needs. `runtime` is the path by which the
    /// generated code knows the runtime crate.
    ///
    /// # Errors
    /// Fails if a type is open, as nothing can be generated from it, and if a name is none in Rust
    /// or two names are the same there.
    pub fn new(description: &'a Description, runtime: TokenStream) -> Result<Self, Fault> {
        let types = checked(description).map_err(|message| Fault {
            api: format!("{} {}", description.service, description.version),
            message,
        })?;
        let absolute = types.values().any(|name| PRELUDE.contains(&name.as_str()));
        Ok(Self {
            description,
            index: Index::new(description),
            runtime,
            names_runtime: false,
            errors: codes::named(description),
            types,
            absolute,
        })
    }

    /// Writes the path of the runtime crate into each struct's attribute, for code where the
    /// derive cannot know it by its usual name.
    #[must_use]
    pub fn naming_runtime(mut self) -> Self {
        self.names_runtime = true;
        self
    }

    /// The Rust name of an object type.
    pub(crate) fn type_ident(&self, wire: &str) -> Ident {
        let name = self.types.get(wire).cloned();
        ident(&name.unwrap_or_else(|| names::type_name(wire)))
    }

    /// A standard type, by its bare name where the service has none of that name.
    pub(crate) fn std(&self, name: &str) -> TokenStream {
        let bare = ident(name);
        match (self.absolute, name) {
            (false, _) => quote!(#bare),
            (true, "Option") => quote!(::std::option::Option),
            (true, "Vec") => quote!(::std::vec::Vec),
            (true, "Box") => quote!(::std::boxed::Box),
            (true, _) => quote!(::std::string::#bare),
        }
    }
}

/// The Rust names of the object types, once every name of the description is one in Rust.
fn checked(description: &Description) -> Result<HashMap<&str, String>, String> {
    if !description.open.is_empty() {
        let open: Vec<_> = description.open.iter().map(String::as_str).collect();
        return Err(format!(
            "types that no source defines yet: {}; import a page or package that does",
            open.join(", ")
        ));
    }
    let version = names::version_module(&description.version);
    if !is_identifier(&version) {
        return Err(format!(
            "the version {:?} is no date: write it as 2018-08-08",
            description.version
        ));
    }
    check_actions(description)?;
    let types = check_types(description)?;
    let actions = description.actions.iter().flat_map(|(name, action)| {
        let members = action.request.iter().chain(&action.response);
        members.map(move |member| (name, member))
    });
    let objects = description.types.iter();
    let objects = objects.flat_map(|(name, object)| object.members.iter().map(move |m| (name, m)));
    for (owner, member) in actions.chain(objects) {
        if !is_identifier(&names::field(&member.name)) {
            return Err(format!(
                "{owner}: the member {:?} has no name in Rust: rename it in an overlay",
                member.name
            ));
        }
        if let Some(object) = member.kind.object()
            && !types.contains_key(object)
        {
            return Err(format!(
                "{owner}: the member {:?} is of the type {object}, which is not defined",
                member.name
            ));
        }
    }
    Ok(types)
}

/// Holds the names of actions, which are methods and modules, against Rust and each other.
fn check_actions(description: &Description) -> Result<(), String> {
    let mut owners: BTreeMap<String, &str> = BTreeMap::new();
    for action in description.actions.keys() {
        let method = names::method(action);
        if !is_identifier(&method) || !is_identifier(&format!("{action}Request")) {
            return Err(format!(
                "the action {action:?} has no name in Rust: rename it in an overlay"
            ));
        }
        if let Some(other) = owners.insert(method.clone(), action) {
            return Err(format!(
                "the actions {other} and {action} are both {method} in Rust: rename one in an overlay"
            ));
        }
    }
    Ok(())
}

/// Names the object types. One that is called as a request or response is called an object.
fn check_types(description: &Description) -> Result<HashMap<&str, String>, String> {
    let actions = description.actions.keys();
    let taken: HashSet<String> = actions
        .flat_map(|action| [format!("{action}Request"), format!("{action}Response")])
        .collect();
    let mut owners: BTreeMap<String, &str> = BTreeMap::new();
    let mut types = HashMap::new();
    for wire in description.types.keys() {
        let mut name = names::type_name(wire);
        if taken.contains(&name) {
            name.push_str("Object");
        }
        if !is_identifier(&name) {
            return Err(format!(
                "the type {wire:?} has no name in Rust: rename it in an overlay"
            ));
        }
        if let Some(other) = owners.insert(name.clone(), wire) {
            return Err(format!(
                "the types {other} and {wire} are both {name} in Rust: rename one in an overlay"
            ));
        }
        types.insert(wire.as_str(), name);
    }
    Ok(types)
}
