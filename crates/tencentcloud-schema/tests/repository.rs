//! The files under `schema/`: every description is valid, canonical and what `schema/README.md`
//! and `schema/api.schema.json` say a description is.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use jsonschema::Validator;
use serde_json::{Value, json};
use tencentcloud_schema::{Description, Overlay, Titles};

fn schema_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schema")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn json_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.expect("a readable folder").path();
        if path.is_dir() {
            found.extend(json_files(&path));
        } else if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn json_schema() -> Value {
    serde_json::from_str(&read(&schema_folder().join("api.schema.json"))).expect("JSON")
}

fn validator() -> Validator {
    jsonschema::draft202012::new(&json_schema()).expect("a JSON Schema")
}

/// A description in which every field is set.
fn complete() -> Value {
    json!({
        "format": 1,
        "service": "bakery",
        "version": "2020-01-01",
        "title": "面包房",
        "title_en": "Bakery",
        "host": "bakery.tencentcloudapi.com",
        "actions": {"Bake": {
            "title": "烤",
            "title_en": "Bake",
            "doc": "Bakes.",
            "status": "deprecated",
            "sites": ["china", "international"],
            "region": "none",
            "rate": 20,
            "host": "oven.tencentcloudapi.com",
            "body": "octet-stream",
            "signing": "skip",
            "streaming": true,
            "paging": {
                "style": "token", "position": "From", "size": "Limit", "items": "Loaves",
                "total": "Total", "next": "Next", "more": "More", "over": "Over",
            },
            "errors": ["InternalError"],
            "request": [
                {
                    "name": "From", "type": "string", "required": true, "nullable": true,
                    "sensitive": true, "deprecated": true, "header": "X-From",
                    "values": ["a"], "default": "a", "example": "a", "doc": "Where to begin.",
                },
                {"name": "Limit", "type": "uint64", "min": 1, "max": 9},
                {"name": "Filters", "type": "Loaf", "list": true, "filters": ["oven-id"]},
            ],
            "response": [
                {
                    "name": "Loaves", "type": "Loaf", "list": true, "always": true,
                    "published": {"always": true, "nullable": true},
                },
                {"name": "Total", "type": "int64"},
                {"name": "Next", "type": "string"},
                {"name": "More", "type": "bool"},
                {"name": "Over", "type": "bool"},
            ],
        }},
        "types": {"Loaf": {"doc": "A loaf.", "members": [{"name": "Crumb", "type": "Crumb"}]}},
        "errors": ["InternalError"],
        "open": ["Crumb"],
    })
}

#[test]
fn every_description_is_valid_and_canonical() {
    let validator = validator();
    let services = schema_folder().join("services");
    let files = json_files(&services);
    assert!(
        !files.is_empty(),
        "no descriptions under {}",
        services.display()
    );
    for path in files {
        let origin = path.display().to_string();
        let text = read(&path);
        let value: Value = serde_json::from_str(&text).unwrap();
        let faults: Vec<_> = validator
            .iter_errors(&value)
            .map(|fault| format!("{}: {fault}", fault.instance_path()))
            .collect();
        assert!(
            faults.is_empty(),
            "{origin} breaks api.schema.json:\n{}",
            faults.join("\n")
        );
        let description = Description::parse(&text, &origin).unwrap_or_else(|e| panic!("{e}"));
        assert!(
            description.to_canonical() == text,
            "{origin} is not canonical: import it again"
        );
        let place = format!("{}/{}.json", description.service, description.version);
        assert!(path.ends_with(&place), "{origin} describes {place}");
    }
}

#[test]
fn every_overlay_applies() {
    for path in json_files(&schema_folder().join("overlays")) {
        let origin = path.display().to_string();
        let overlay = Overlay::parse(&read(&path), &origin).unwrap_or_else(|e| panic!("{e}"));
        for file in json_files(&schema_folder().join("services").join(&overlay.service)) {
            let description = Description::parse(&read(&file), "description").unwrap();
            overlay
                .apply(&description, &origin)
                .unwrap_or_else(|e| panic!("{e}"));
        }
    }
}

#[test]
fn every_service_has_a_name_in_both_languages() {
    let path = schema_folder().join("titles.json");
    let origin = path.display().to_string();
    let text = read(&path);
    let titles = Titles::parse(&text, &origin).unwrap_or_else(|e| panic!("{e}"));
    let folder = schema_folder().join("services");
    let services = fs::read_dir(&folder).unwrap().map(|entry| {
        let name = entry.unwrap().file_name();
        name.to_string_lossy().into_owned()
    });
    let services: BTreeSet<_> = services.collect();
    let named: BTreeSet<_> = titles.services.keys().cloned().collect();
    assert_eq!(named, services, "the services that titles.json names");
    let mut seen = BTreeSet::new();
    for (service, names) in &titles.services {
        let english = names.title_en.as_deref().unwrap_or_default();
        assert!(seen.insert(english), "two services are called {english:?}");
        assert!(
            english.is_ascii() && !english.is_empty(),
            "{service}: {english:?}"
        );
        for file in json_files(&folder.join(service)) {
            let mut description = Description::parse(&read(&file), "description").unwrap();
            let named = titles.apply(&mut description, &origin);
            named.unwrap_or_else(|e| panic!("{e}"));
            assert!(
                description.title.is_some(),
                "{service} has no Chinese title"
            );
        }
    }
    let at = |service: &str| {
        text.find(&format!("\n    \"{service}\": {{"))
            .unwrap_or(usize::MAX)
    };
    let lines: Vec<_> = titles.services.keys().map(|service| at(service)).collect();
    assert!(lines.is_sorted(), "a line for each service, sorted");
}

#[test]
fn the_json_schema_knows_exactly_the_fields_of_the_format() {
    let value = complete();
    let description = Description::parse(&value.to_string(), "complete").unwrap();
    assert_eq!(
        json!(description),
        value,
        "`complete` leaves no field at its default"
    );
    assert!(validator().is_valid(&value));

    let schema = json_schema();
    let fields = |value: &Value| -> BTreeSet<String> {
        value.as_object().unwrap().keys().cloned().collect()
    };
    let members = [
        "/actions/Bake/request/0",
        "/actions/Bake/request/1",
        "/actions/Bake/request/2",
        "/actions/Bake/response/0",
    ];
    let member: BTreeSet<_> = members
        .iter()
        .flat_map(|path| fields(value.pointer(path).unwrap()))
        .collect();
    for (definition, expected) in [
        ("", fields(&value)),
        ("/$defs/action", fields(&value["actions"]["Bake"])),
        ("/$defs/object", fields(&value["types"]["Loaf"])),
        ("/$defs/member", member),
        ("/$defs/paging", fields(&value["actions"]["Bake"]["paging"])),
    ] {
        let properties = schema.pointer(&format!("{definition}/properties")).unwrap();
        assert_eq!(fields(properties), expected, "properties of {definition:?}");
    }
}

#[test]
fn the_readme_explains_every_field_and_its_example_is_a_description() {
    let readme = read(&schema_folder().join("README.md"));
    let definitions = json_schema();
    for definition in [
        "",
        "/$defs/action",
        "/$defs/object",
        "/$defs/member",
        "/$defs/paging",
    ] {
        let properties = definitions
            .pointer(&format!("{definition}/properties"))
            .unwrap();
        for field in properties.as_object().unwrap().keys() {
            let explained = readme
                .lines()
                .any(|line| line.starts_with("| `") && line.contains(&format!("`{field}`")));
            assert!(
                explained,
                "schema/README.md does not explain {definition}.{field}"
            );
        }
    }
    let mut examples = readme.split("```json\n").skip(1);
    let example = examples
        .next()
        .and_then(|rest| rest.split("```").next())
        .unwrap();
    let description = Description::parse(example, "README.md").unwrap();
    assert_eq!(
        description.to_canonical(),
        example,
        "the example is canonical"
    );
    let example = examples
        .next()
        .and_then(|rest| rest.split("```").next())
        .unwrap();
    Overlay::parse(example, "README.md").unwrap();
}

#[test]
fn the_json_schema_refuses_what_the_format_does_not_know() {
    let validator = validator();
    for (path, field, wrong) in [
        ("", "owner", json!("me")),
        ("", "format", json!(2)),
        ("", "version", json!("2020")),
        ("/actions/Bake", "status", json!("online")),
        ("/actions/Bake", "sites", json!([])),
        ("/actions/Bake", "sites", json!(["moon"])),
        ("/actions/Bake", "rate", json!("20")),
        ("/actions/Bake/request/0", "required", json!(false)),
        ("/actions/Bake/request/0", "type", json!("text")),
        ("/actions/Bake/request/0", "filters", json!(["two words"])),
        ("/actions/Bake/request/0", "example", Value::Null),
        ("/actions/Bake/paging", "style", json!("cursor")),
        ("/types/Loaf", "usage", json!("in")),
    ] {
        let mut value = complete();
        value.pointer_mut(path).unwrap()[field] = wrong;
        assert!(!validator.is_valid(&value), "{path}/{field}");
    }
}
