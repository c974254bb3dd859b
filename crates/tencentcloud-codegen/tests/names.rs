//! Names that Rust does not take are refused with what to do, and no name brings a panic.

use proptest::prelude::*;
use quote::quote;
use tencentcloud_codegen::items;
use tencentcloud_schema::{Action, Description, Kind, Member, Object};

fn description() -> Description {
    let empty = r#"{"format": 1, "service": "bakery", "version": "2020-01-01", "actions": {}, "types": {}}"#;
    Description::parse(empty, "empty").unwrap()
}

fn refused(description: &Description) -> String {
    items(description, quote!(::tc)).unwrap_err().to_string()
}

#[test]
fn types_called_self_are_refused() {
    for name in ["Self", "self", "_", "9"] {
        let mut description = description();
        description.types.insert(name.to_owned(), Object::default());
        assert_eq!(
            refused(&description),
            format!(
                "bakery 2020-01-01: the type {name:?} has no name in Rust: rename it in an overlay"
            )
        );
    }
}

#[test]
fn actions_that_differ_by_case_alone_are_refused_with_both_names() {
    let mut description = description();
    for name in ["Std", "std"] {
        description
            .actions
            .insert(name.to_owned(), Action::default());
    }
    assert_eq!(
        refused(&description),
        "bakery 2020-01-01: the actions Std and std are both std in Rust: rename one in an overlay"
    );
}

#[test]
fn types_that_are_one_in_rust_are_refused_with_both_names() {
    let mut description = description();
    for name in ["Bread_Oven", "BreadOven"] {
        description.types.insert(name.to_owned(), Object::default());
    }
    assert_eq!(
        refused(&description),
        "bakery 2020-01-01: the types BreadOven and Bread_Oven are both BreadOven in Rust: rename one in an overlay"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn no_name_brings_a_panic(names in prop::collection::vec(".{0,6}", 6)) {
        let mut description = description();
        description.version = names[0].clone();
        description.service = names[1].clone();
        let member = Member::new(names[2].as_str(), Kind::from_name(&names[3]));
        let action = Action { request: vec![member.clone()], response: vec![member.clone()], ..Action::default() };
        description.actions.insert(names[4].clone(), action);
        description.types.insert(names[5].clone(), Object { doc: None, members: vec![member] });
        if let Ok(tokens) = items(&description, quote!(::tc)) {
            prop_assert!(syn::parse2::<syn::File>(tokens).is_ok());
        }
    }
}
