//! What is wrong with a description or overlay is told with its place.

use serde_json::{Value, json};
use tencentcloud_schema::{Description, Overlay};

fn description() -> Value {
    json!({
        "format": 1, "service": "bakery", "version": "2020-01-01",
        "actions": {"Bake": {
            "request": [{"name": "Flour", "type": "string", "example": "RYE"}],
            "response": [{"name": "Loaf", "type": "Loaf"}],
        }},
        "types": {"Loaf": {"members": [{"name": "Weight", "type": "uint64"}]}},
    })
}

/// The errors of the description with that change.
fn errors(place: &str, change: Value) -> String {
    let mut value = description();
    *value.pointer_mut(place).expect("a place") = change;
    Description::parse(&value.to_string(), "x.json")
        .expect_err("an error")
        .to_string()
}

#[test]
fn faults_name_their_place_and_what_is_expected() {
    let member = |member: Value| errors("/actions/Bake/request/0", member);
    for (error, expected) in [
        (
            errors("/format", json!(2)),
            "x.json:1: format: 2 is not a format",
        ),
        (
            errors("/service", json!("Bakery")),
            "x.json:1: service: \"Bakery\" is not a service name",
        ),
        (
            errors("/version", json!("2020")),
            "x.json:1: version: \"2020\" is not an API version",
        ),
        (
            errors("/types", json!({})),
            "x.json:1: actions.Bake.response[0].type: Loaf is neither a kind of value, nor a type",
        ),
        (
            member(json!({"name": "A-B", "type": "string"})),
            "x.json:1: actions.Bake.request[0].name: \"A-B\" is not a name",
        ),
        (
            member(json!({"name": "A", "type": "string", "example": 1})),
            "x.json:1: actions.Bake.request[0].example: 1 is not string",
        ),
        (
            member(json!({"name": "A", "type": "int64", "list": true, "default": 1})),
            "x.json:1: actions.Bake.request[0].default: 1 is not a list of int64",
        ),
        (
            member(json!({"name": "A", "type": "int64", "min": 2, "max": 1})),
            "x.json:1: actions.Bake.request[0].min: 2 is larger than max, 1",
        ),
        (
            member(json!({"name": "A", "type": "string", "filters": ["a", "b c"]})),
            "x.json:1: actions.Bake.request[0].filters: \"b c\" is not the name of a filter",
        ),
        (
            member(json!({"name": "A", "type": "string", "filters": ["a", "a"]})),
            "x.json:1: actions.Bake.request[0].filters: a is listed twice",
        ),
        (
            member(json!({"name": "A", "type": "string", "max": 1})),
            "x.json:1: actions.Bake.request[0].max: a string has no bounds",
        ),
        (
            member(json!({"name": "A", "type": "string", "header": "X-A"})),
            "x.json:1: actions.Bake.request[0].header: only a parameter of an octet-stream body",
        ),
        (
            errors("/actions/Bake/response/0/name", json!("RequestId")),
            "x.json:1: actions.Bake.response[0]: RequestId is in every answer",
        ),
    ] {
        assert!(error.starts_with(expected), "{error}");
    }
    let unknown = member(json!({"name": "A", "type": "string", "colour": 1}));
    assert!(unknown.contains("unknown field `colour`"), "{unknown}");
    assert!(unknown.contains("actions.Bake.request[0]"), "{unknown}");
    assert!(
        Description::parse("{", "x.json").is_err_and(|e| e.to_string().starts_with("x.json:1: "))
    );
}

#[test]
fn faults_name_their_line() {
    let text = Description::parse(&description().to_string(), "x.json")
        .unwrap()
        .to_canonical();
    let line_of = |part: &str| 1 + text.lines().position(|line| line.contains(part)).unwrap();
    for (line, from, to) in [
        (line_of("Flour"), "\"RYE\"", "1"),
        (
            line_of("Weight"),
            "uint64\"",
            "uint64\", \"max\": 1, \"min\": 2",
        ),
        (line_of("Weight"), "uint64\"", "uint64\", \"colour\": 1"),
        (line_of("version"), "2020-01-01", "2020"),
        (line_of("Bake\": {"), "Bake\": {", "Bake\": {\"rate\": -1,"),
    ] {
        let changed = text.replace(from, to);
        let error = Description::parse(&changed, "x.json").unwrap_err();
        assert_eq!(error.problems()[0].line, Some(line), "{error}");
        assert!(
            error.to_string().starts_with(&format!("x.json:{line}: ")),
            "{error}"
        );
    }
}

#[test]
fn paging_names_members_that_exist() {
    let paged = |paging: Value| {
        let mut value = description();
        value["actions"]["Bake"]["paging"] = paging;
        Description::parse(&value.to_string(), "x.json")
            .map(|_| ())
            .map_err(|e| e.to_string())
    };
    let error = paged(json!({"style": "offset", "position": "Offset", "items": "Loaf.Weight"}));
    let error = error.expect_err("an error");
    assert!(
        error.contains("paging.position: the request has no parameter Offset"),
        "{error}"
    );
    assert!(
        error.contains("paging.items: Loaf.Weight is not a list"),
        "{error}"
    );
}

fn overlay(set: Value) -> Result<Description, String> {
    let text = json!({
        "service": "bakery",
        "corrections": [{"reason": "test", "version": "2020-01-01", "set": set}],
    });
    let overlay = Overlay::parse(&text.to_string(), "o.json").map_err(|e| e.to_string())?;
    let description = Description::parse(&description().to_string(), "x.json").expect("valid");
    overlay
        .apply(&description, "o.json")
        .map_err(|e| e.to_string())
}

#[test]
fn an_overlay_sets_and_takes_away() {
    let corrected = overlay(json!({
        "": {"host": "oven.tencentcloudapi.com"},
        "actions.Bake": {"rate": 20},
        "actions.Bake.request.Flour": {"required": true, "example": null},
        "types.Loaf.Weight": {"max": 9},
    }))
    .unwrap();
    let expected = {
        let mut value = description();
        value["host"] = json!("oven.tencentcloudapi.com");
        value["actions"]["Bake"]["rate"] = json!(20);
        value["actions"]["Bake"]["request"][0] =
            json!({"name": "Flour", "type": "string", "required": true});
        value["types"]["Loaf"]["members"][0]["max"] = json!(9);
        Description::parse(&value.to_string(), "x.json").unwrap()
    };
    assert_eq!(corrected, expected);
}

#[test]
fn an_overlay_that_no_longer_applies_is_an_error() {
    for (set, expected) in [
        (
            json!({"actions.Roast": {"rate": 1}}),
            "the description has no such place",
        ),
        (
            json!({"actions.Bake.request.Salt": {"rate": 1}}),
            "the description has no such place",
        ),
        (
            json!({"actions.Bake.request.Flour": {"type": "string"}}),
            "the sources say the same",
        ),
        (
            json!({"actions.Bake": {"title": null}}),
            "the sources say the same",
        ),
        (
            json!({"actions.Bake": {"colour": 1}}),
            "unknown field `colour`",
        ),
        (
            json!({"types.Loaf.Weight": {"min": 2, "max": 1}}),
            "larger than max",
        ),
    ] {
        let error = overlay(set).expect_err("an error");
        assert!(
            error.starts_with("o.json") && error.contains(expected),
            "{error}"
        );
    }
}
