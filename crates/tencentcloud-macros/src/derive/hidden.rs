//! Names of fields whose setters would hide what every model has.

use syn::{Error, Result};

use super::attributes::Role;
use super::input::Field;

/// The methods of every model. Generated code avoids the same names: a test compares this list with
/// `tencentcloud_codegen::names`.
const METHODS: [&str; 10] = [
    "clone",
    "clone_from",
    "eq",
    "into",
    "maybe",
    "ne",
    "new",
    "to_owned",
    "try_into",
    "with",
];

/// Refuses a setter with the name of a method; `default` is one where nothing is required.
pub(super) fn check(fields: &[Field], role: Role) -> Result<()> {
    if role == Role::Response {
        return Ok(());
    }
    let defaults = fields.iter().all(|field| field.kind.optional);
    for field in fields.iter().filter(|field| field.kind.optional) {
        let name = field.ident.to_string();
        if METHODS.contains(&name.as_str()) || (defaults && name == "default") {
            return Err(Error::new(
                field.ident.span(),
                format!(
                    "the field's setter would hide the method `{name}`: rename it to `{name}_`"
                ),
            ));
        }
    }
    Ok(())
}

#[cfg(all(test, feature = "include"))]
mod tests {
    use syn::parse_quote;
    use tencentcloud_codegen::names::{self, Hidden};

    use super::METHODS;
    use crate::derive::expand;

    /// Whether the derive refuses an optional field of that name, with a required one beside it if
    /// `required`.
    fn refuses(name: &str, required: bool) -> bool {
        let name = quote::format_ident!("{name}");
        let other = required.then(|| quote::quote!(other: String,));
        let input = parse_quote! {
            #[model(both, crate = tencentcloud_runtime)]
            struct Bread { #name: Option<bool>, #other }
        };
        match expand(input) {
            Ok(_) => false,
            Err(error) => {
                let way_out = format!("rename it to `{name}_`");
                assert!(error.to_string().ends_with(&way_out), "{error}");
                true
            }
        }
    }

    #[test]
    fn the_derive_refuses_what_generated_code_avoids() {
        let all = Hidden::METHODS.iter().chain(&METHODS);
        for name in all.chain(&["default", "name", "max", "index", "from"]) {
            for (required, hidden) in [(true, Hidden::Methods), (false, Hidden::MethodsAndDefault)]
            {
                let wire = names::pascal(name);
                let avoided = names::fields([wire.as_str()], hidden) != [*name];
                assert_eq!(refuses(name, required), avoided, "{name}, {hidden:?}");
            }
        }
    }
}
