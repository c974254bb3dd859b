//! What is wrong with a description or overlay is told with its place.

use serde_json::{Value, json};
use tencentcloud_schema::{Description, Overlay, Titles};

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

#[test]
fn a_name_that_a_source_gives_by_now_is_told() {
    let titles = r#"{"reason": "none", "services": {"bakery": {"title_en": "Bakery"}}}"#;
    let titles = Titles::parse(titles, "titles.json").unwrap();
    let mut bakery = Description::parse(&description().to_string(), "x.json").unwrap();
    titles.apply(&mut bakery, "titles.json").unwrap();
    assert_eq!(bakery.title_en.as_deref(), Some("Bakery"));
    let error = titles.apply(&mut bakery, "titles.json").unwrap_err();
    let expected = "titles.json: services.bakery.title_en: the sources give one by now: remove it";
    assert_eq!(error.to_string(), expected);
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
            "x.json:1: actions.Bake.response[0]: RequestId is in every response",
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

#[test]
fn names_that_differ_by_case_alone_are_refused_with_both() {
    let mut value = description();
    value["actions"]["bake"] = json!({"request": [], "response": []});
    value["types"]["LO_AF"] = json!({"members": []});
    let error = Description::parse(&value.to_string(), "x.json").expect_err("an error");
    assert_eq!(
        error.to_string(),
        "x.json: 2 problems\n  \
         x.json:1: actions.bake: the actions Bake and bake differ by case or underscores alone; rename one of them\n  \
         x.json:1: types.Loaf: the types LO_AF and Loaf differ by case or underscores alone; rename one of them"
    );
}

#[test]
fn type_names_that_no_language_takes_are_refused() {
    for (name, expected) in [
        ("Self", "\"Self\" cannot name a type"),
        ("SELF_", "\"SELF_\" cannot name a type"),
        ("self", "\"self\" cannot name a type"),
        ("self", "\"self\" is not the name of a type"),
        ("loaf", "\"loaf\" is not the name of a type"),
        ("string", "\"string\" is not the name of a type"),
        ("A-B", "\"A-B\" is not a name"),
    ] {
        let mut types = json!({"Loaf": {"members": []}});
        types[name] = json!({"members": []});
        let error = errors("/types", types);
        assert!(error.contains(expected), "{name}: {error}");
    }
}

#[test]
fn hosts_and_headers_have_their_form() {
    for host in [
        "bakery",
        "https://bakery.example.com",
        "bakery.example.com/x",
        "bakery.example.com:80",
        "a..b",
        "Bakery.example.com",
        "a.b\n",
        "a@b.c",
    ] {
        let mut value = description();
        value["host"] = json!(host);
        value["actions"]["Bake"]["host"] = json!(host);
        let error = Description::parse(&value.to_string(), "x.json").expect_err(host);
        for path in ["host", "actions.Bake.host"] {
            let expected = format!("{path}: {host:?} is not a host");
            assert!(error.to_string().contains(&expected), "{error}");
        }
    }
    let mut value = description();
    value["actions"]["Bake"]["body"] = json!("octet-stream");
    value["actions"]["Bake"]["request"][0]["header"] = json!("X\r\nA: b");
    let error = Description::parse(&value.to_string(), "x.json").expect_err("an error");
    let error = error.to_string();
    assert!(error.contains("is not the name of a header"), "{error}");
}

/// Each fault's line is found, and the time grows with the text alone: the text is some megabytes
/// long, and reading it once for each fault would take minutes.
#[test]
fn very_many_faults_are_located_and_the_first_are_listed() {
    let member = |n: usize| format!("{{\"name\":\"M{n}\",\"type\":\"string\",\"max\":1}}");
    let members: Vec<_> = (0..20_000).map(member).collect();
    let text = format!(
        "{{\"format\":1,\"service\":\"x\",\"version\":\"2020-01-01\",\"types\":{{}},\n\
         \"actions\":{{\"Do\":{{\"response\":[],\"request\":[\n{}]}}}}}}",
        members.join(",\n")
    );
    let error = Description::parse(&text, "x.json").expect_err("an error");
    assert_eq!(error.problems().len(), 20_000);
    for (index, problem) in error.problems().iter().enumerate() {
        assert_eq!(problem.line, Some(index + 3));
    }
    let text = error.to_string();
    assert_eq!(text.lines().count(), 102);
    assert!(text.ends_with("\n  and 19900 more"), "{text}");
}
