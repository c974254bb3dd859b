//! A member as a Rust field.

use proc_macro2::TokenStream;
use quote::quote;
use tencentcloud_schema::{Action, Kind, Member, Role};

use crate::names;
use crate::names::Hidden;

use super::scope::Scope;

/// Which of the two rules a struct's fields follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rule {
    /// Required is `T`, everything else `Option<T>`: an empty list is sent, an absent one is not.
    Request,
    /// A scalar that is always there and never null is `T`, a list is `Vec<T>`, the rest
    /// `Option<T>`.
    Response,
}

impl From<Role> for Rule {
    fn from(role: Role) -> Self {
        match role {
            Role::Request | Role::Both => Self::Request,
            Role::Response => Self::Response,
        }
    }
}

impl Scope<'_> {
    /// The Rust type of a member of `owner` (an object's wire name; empty for requests and
    /// responses, which no type contains).
    pub(crate) fn field_type(&self, owner: &str, member: &Member, rule: Rule) -> TokenStream {
        let kind = self.kind(&member.kind);
        let boxed = self.index.is_boxed(owner, &member.name);
        let (option, vec, heap) = (self.std("Option"), self.std("Vec"), self.std("Box"));
        let value = match (member.list, boxed) {
            (true, _) => quote!(#vec<#kind>),
            (false, true) => quote!(#heap<#kind>),
            (false, false) => kind,
        };
        let plain = match rule {
            Rule::Request => member.required && !boxed,
            Rule::Response => {
                let flags = member.typed_by();
                member.list || (flags.always && !flags.nullable && member.kind.object().is_none())
            }
        };
        if plain {
            value
        } else {
            quote!(#option<#value>)
        }
    }

    /// The names of the fields of `owner`, a struct that follows `rule`.
    pub(crate) fn fields(&self, owner: &str, members: &[Member], rule: Rule) -> Vec<String> {
        let is_required =
            |member: &Member| member.required && !self.index.is_boxed(owner, &member.name);
        let hidden = match rule {
            Rule::Response => Hidden::Nothing,
            Rule::Request if members.iter().any(is_required) => Hidden::Methods,
            Rule::Request => Hidden::MethodsAndDefault,
        };
        names::fields(members.iter().map(|member| member.name.as_str()), hidden)
    }

    /// The member at a path of an action's response.
    pub(crate) fn response_member<'a>(
        &'a self,
        action: &'a Action,
        path: &str,
    ) -> Option<&'a Member> {
        let mut members = &action.response;
        let mut found = None;
        for name in path.split('.') {
            let member = members.iter().find(|member| member.name == name)?;
            found = Some(member);
            if let Some(object) = member
                .kind
                .object()
                .and_then(|name| self.description.types.get(name))
            {
                members = &object.members;
            }
        }
        found
    }

    /// The Rust type of the items of the list at a path of an action's response.
    pub(crate) fn item_type(&self, action: &Action, path: &str) -> TokenStream {
        // Validation has made sure that the path leads to a list.
        self.response_member(action, path)
            .map(|member| self.kind(&member.kind))
            .unwrap_or_default()
    }

    fn kind(&self, kind: &Kind) -> TokenStream {
        match kind {
            Kind::String | Kind::Date | Kind::DateTime | Kind::DateTimeIso => self.std("String"),
            Kind::Integer | Kind::Int64 => quote!(i64),
            Kind::Uint64 => quote!(u64),
            Kind::Float => quote!(f64),
            Kind::Bool => quote!(bool),
            Kind::Binary => {
                let runtime = &self.runtime;
                quote!(#runtime::Bytes)
            }
            Kind::Object(name) => {
                let ident = self.type_ident(name);
                quote!(#ident)
            }
        }
    }
}
