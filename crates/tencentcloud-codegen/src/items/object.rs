//! The objects inside requests and responses.

use proc_macro2::TokenStream;
use quote::quote;
use tencentcloud_schema::Role;

use super::constants::Constants;
use super::scope::Scope;
use super::structure::{Structure, constants};
use crate::text;

impl Scope<'_> {
    /// The items of one object type: the struct and its constants.
    pub(crate) fn object(&self, wire: &str) -> Vec<TokenStream> {
        let Some(object) = self.description.types.get(wire) else {
            return Vec::new();
        };
        let role = self.index.role(wire);
        let attribute = match role {
            Role::Request => quote!(request),
            Role::Response => quote!(response),
            Role::Both => quote!(both),
        };
        let name = self.type_ident(wire).to_string();
        let docs = match &object.doc {
            Some(doc) => text::paragraphs(doc)
                .chain([String::new(), text::code(wire)])
                .collect(),
            None => vec![text::code(wire)],
        };
        let values = Constants::new(&name, &object.members);
        let structure = Structure {
            name: &name,
            wire,
            docs,
            links: None,
            attribute,
            members: &object.members,
            rule: role.into(),
        };
        let mut items = vec![self.structure(&structure, &values)];
        items.extend(constants(&name, &values, None));
        items
    }
}
