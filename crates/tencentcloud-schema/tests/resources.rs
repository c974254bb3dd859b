//! Resources: what is read is written again, and what does not fit the description is said.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::{Value, json};
use tencentcloud_schema::resource::{ResourceOverlay, Resources, Verb};
use tencentcloud_schema::{Description, Folder};

const BAKERY: &str = r#"{"format": 1, "service": "bakery", "version": "2020-01-01",
    "types": {
        "Bread": {"members": [
            {"name": "BreadId", "type": "string"}, {"name": "BreadName", "type": "string"},
            {"name": "Number", "type": "uint64"}, {"name": "State", "type": "string"},
            {"name": "Tags", "type": "Tag", "list": true}, {"name": "Oven", "type": "Oven"}]},
        "Oven": {"members": [{"name": "OvenId", "type": "string"}]},
        "Tag": {"members": [{"name": "Key", "type": "string"}]},
        "Filter": {"members": [
            {"name": "Name", "type": "string"}, {"name": "Values", "type": "string", "list": true}]}},
    "actions": {
        "BakeBread": {"request": [
            {"name": "Title", "type": "string"}, {"name": "Oven", "type": "Oven"},
            {"name": "Count", "type": "uint64"}],
            "response": [{"name": "BreadIds", "type": "string", "list": true}]},
        "DescribeBreads": {"request": [
            {"name": "BreadIds", "type": "string", "list": true},
            {"name": "Filters", "type": "Filter", "list": true}],
            "response": [{"name": "BreadSet", "type": "Bread", "list": true}, {"name": "Total", "type": "uint64"}]},
        "RenameBread": {"request": [
            {"name": "BreadId", "type": "string"}, {"name": "Title", "type": "string"}], "response": []},
        "CoolBread": {"request": [{"name": "BreadId", "type": "string"}], "response": []},
        "EatBreads": {"request": [{"name": "BreadIds", "type": "string", "list": true}], "response": []}}}"#;

const BREAD: &str = r#"{
  "format": 1,
  "service": "bakery",
  "versions": {
    "2020-01-01": {
      "Bread": {
        "type": "Bread",
        "scope": "account",
        "id": ["BreadId"],
        "made": {"BreadId": "bread-********"},
        "name": "BreadName",
        "unique": true,
        "tags": "Tags",
        "state": {"member": "State", "begins": "BAKING", "ready": "HOT"},
        "parents": [{"service": "oven", "resource": "Oven", "member": "Oven.OvenId"}],
        "actions": {
          "BakeBread": {"does": "create", "count": "Count", "set": {"Title": "BreadName"}, "gives": {"BreadIds": "BreadId"}},
          "CoolBread": {"does": "state", "by": {"BreadId": "BreadId"}, "from": ["HOT"], "through": "COOLING", "to": "COLD"},
          "DescribeBreads": {"does": "list", "by": {"BreadIds": "BreadId"}, "filters": {"at": "Filters", "members": {"bread-name": "BreadName"}}, "item": "BreadSet", "total": "Total"},
          "EatBreads": {"does": "delete", "by": {"BreadIds": "BreadId"}},
          "RenameBread": {"does": "modify", "by": {"BreadId": "BreadId"}, "set": {"Title": "BreadName"}, "put": {"Number": 1}}
        }
      }
    }
  }
}
"#;

fn descriptions() -> [Description; 1] {
    [Description::parse(BAKERY, "bakery").unwrap()]
}

/// What is wrong with the resources once `from` stands as `to`.
fn wrong(from: &str, to: &str) -> String {
    assert!(BREAD.contains(from), "{from}");
    let text = BREAD.replacen(from, to, 1);
    let checked = Resources::parse(&text, "bread.json")
        .and_then(|resources| resources.validate(&descriptions(), "bread.json"));
    checked.map_or_else(|error| error.to_string(), |()| String::new())
}

#[test]
fn what_is_read_is_written_again() {
    let resources = Resources::parse(BREAD, "bread.json").unwrap();
    resources.validate(&descriptions(), "bread.json").unwrap();
    assert_eq!(resources.to_canonical(), BREAD);
    let bread = &resources.versions["2020-01-01"]["Bread"];
    assert!(bread.lives());
    let named: Vec<_> = bread.that(Verb::Delete).map(|(name, _)| name).collect();
    assert_eq!(named, ["EatBreads"]);
}

#[test]
fn what_does_not_fit_the_description_is_said_with_its_place() {
    let at = "bread.json: versions.2020-01-01.Bread";
    for (from, to, expected) in [
        (
            r#""BakeBread": {"#,
            r#""BakeCake": {"#,
            ".actions.BakeCake: there is no action BakeCake",
        ),
        (
            r#""type": "Bread""#,
            r#""type": "Cake""#,
            ".type: there is no type Cake",
        ),
        (r#"["BreadId"]"#, "[]", ".id: no member identifies"),
        (
            r#"["BreadId"]"#,
            r#"["CakeId"]"#,
            ".made: BakeBread gives no CakeId",
        ),
        (
            r#""made": {"BreadId": "bread-********"}"#,
            r#""made": {"Number": "n##"}"#,
            "is a number",
        ),
        (
            r#""name": "BreadName""#,
            r#""name": "Oven""#,
            ".name: Oven is no single value",
        ),
        (
            r#""tags": "Tags""#,
            r#""tags": "Oven""#,
            ".tags: Oven is no list",
        ),
        (
            r#""begins": "BAKING""#,
            r#""begins": 1"#,
            ".state.begins: 1 is not string",
        ),
        (
            r#""service": "oven", "#,
            "",
            ".parents[0].resource: there is no kind Oven",
        ),
        (
            r#""count": "Count""#,
            r#""count": "Title""#,
            ".count: Title is no number",
        ),
        (
            r#"{"Title": "BreadName"}, "gives""#,
            r#"{"Name": "BreadName"}, "gives""#,
            "no parameter Name",
        ),
        (
            r#"{"Title": "BreadName"}, "gives""#,
            r#"{"Title": "Oven"}, "gives""#,
            "Title is string, and Oven is Oven",
        ),
        (
            r#"{"BreadIds": "BreadId"}}"#,
            r#"{"CakeIds": "BreadId"}}"#,
            "has no",
        ),
        (
            r#""item": "BreadSet""#,
            r#""item": "Total""#,
            ".item: Total is no object",
        ),
        (r#""item": "BreadSet", "#, "", "list shows nothing"),
        (
            r#""total": "Total""#,
            r#""total": "BreadSet""#,
            ".total: the response has no number BreadSet",
        ),
        (
            r#""bread-name": "BreadName""#,
            r#""bread-name": "Nothing""#,
            ".filters.members: no response shows",
        ),
        (
            r#""at": "Filters""#,
            r#""at": "Filter""#,
            "no parameter Filter.Name",
        ),
        (
            r#""put": {"Number": 1}"#,
            r#""put": {"Number": "1"}"#,
            r#".put.Number: "1" is not uint64"#,
        ),
        (
            r#""delete", "by": {"BreadIds": "BreadId"}"#,
            r#""delete""#,
            "delete needs `by`",
        ),
        (r#", "to": "COLD""#, "", "state needs `to`"),
        (
            r#""does": "modify""#,
            r#""does": "modify", "count": "Title""#,
            "modify has no `count`",
        ),
    ] {
        let found = wrong(from, to);
        assert!(found.contains(expected), "{from} -> {to}: {found}");
        assert!(
            found.contains("bread.json") && found.contains("versions.2020-01-01.Bread"),
            "{at}: {found}"
        );
    }
    assert!(wrong(r#""2020-01-01": {"#, r#""2021-01-01": {"#).contains("no description"));
}

#[test]
fn a_text_of_another_form_is_said_with_its_line() {
    assert!(
        wrong(r#""format": 1"#, r#""format": 2"#).contains("format: this crate reads format 1")
    );
    let found = wrong(r#""does": "create""#, r#""does": "bake""#);
    assert!(
        found.contains("bread.json:17") && found.contains("BakeBread.does"),
        "{found}"
    );
    assert!(wrong("\n}\n", "\n}}\n").contains("trailing"));
}

#[test]
fn an_overlay_changes_makes_and_takes_away_and_fails_once_it_is_unneeded() {
    let resources = Resources::parse(BREAD, "bread.json").unwrap();
    let apply = |set: &str| {
        let text = format!(
            r#"{{"service": "bakery", "corrections": [{{"reason": "a test", "version": "2020-01-01", "set": {set}}}]}}"#
        );
        let overlay = ResourceOverlay::parse(&text, "overlay").unwrap();
        let mut kinds = resources.versions["2020-01-01"].clone();
        overlay
            .apply("2020-01-01", &mut kinds, "overlay")
            .map(|()| kinds)
            .map_err(|e| e.to_string())
    };
    let kinds = apply(
        r#"{"Bread": {"unique": null, "name": "Number"}, "Bread.EatBreads": null, "Bread.RenameBread": {"does": "state", "to": "NEW"},
            "Cake": {"type": "Bread", "id": ["BreadId"]}, "Cake.DescribeBreads": {"does": "list", "item": "BreadSet"}}"#,
    );
    let kinds = kinds.unwrap();
    assert!(!kinds["Bread"].unique && kinds["Bread"].name.as_deref() == Some("Number"));
    assert!(!kinds["Bread"].actions.contains_key("EatBreads"));
    assert_eq!(kinds["Bread"].actions["RenameBread"].does, Verb::State);
    assert_eq!(kinds["Cake"].actions.len(), 1);
    assert!(apply(r#"{"Bread": null}"#).unwrap().is_empty());
    for (set, expected) in [
        (
            r#"{"Bread": {"name": "BreadName"}}"#,
            r#"set["Bread"].name: the rule says the same"#,
        ),
        (r#"{"Bread": {"updated": null}}"#, "the rule says the same"),
        (r#"{"Cake": null}"#, "the rule says the same"),
        (r#"{"Bread.Nothing": null}"#, "the rule says the same"),
        (
            r#"{"Cake.EatBreads": {"does": "delete"}}"#,
            "there is no kind Cake",
        ),
        (r#"{"Bread": {"idea": "x"}}"#, "unknown field `idea`"),
        (r#"{"Bread": 1}"#, "expected an object of facts"),
    ] {
        let found = apply(set).unwrap_err();
        assert!(found.contains(expected), "{set}: {found}");
    }
}

fn schema_folder() -> Folder {
    Folder(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schema"))
}

fn json_schema() -> Value {
    let text = std::fs::read_to_string(schema_folder().0.join("resources.schema.json")).unwrap();
    serde_json::from_str(&text).expect("JSON")
}

/// Resources in which every field is set.
fn complete() -> Value {
    json!({"format": 1, "service": "bakery", "versions": {"2020-01-01": {"Bread": {
        "type": "Bread",
        "scope": "account",
        "id": ["BreadId"],
        "made": {"BreadId": "bread-****"},
        "name": "BreadName",
        "unique": true,
        "created": "CreatedTime",
        "updated": "UpdatedTime",
        "tags": "Tags",
        "segment": "bread",
        "state": {"member": "State", "begins": "BAKING", "ready": "HOT", "ends": "EATEN"},
        "parents": [{"service": "oven", "resource": "Oven", "member": "OvenId", "key": "Id", "brings": {"Heat": "Heat"}}],
        "actions": {"Bake": {
            "does": "create",
            "by": {"A": "A"},
            "search": {"B": "B"},
            "filters": {"at": "Filters", "name": "Key", "values": "Value", "members": {"bread-id": "BreadId"}},
            "each": "Breads",
            "count": "Count",
            "set": {"C": "C.D"},
            "put": {"E": null},
            "from": ["HOT"],
            "through": "COOLING",
            "to": "COLD",
            "item": "Set",
            "gives": {"F": "F"},
            "total": "Total"
        }}
    }}}})
}

#[test]
fn the_json_schema_and_the_readme_know_exactly_the_fields_of_the_format() {
    let value = complete();
    let resources = Resources::parse(&value.to_string(), "complete").unwrap();
    assert_eq!(json!(resources), value, "no field is at its default");
    let validator = jsonschema::draft202012::new(&json_schema()).expect("a JSON Schema");
    assert!(validator.is_valid(&value));

    let readme = std::fs::read_to_string(schema_folder().0.join("README.md")).unwrap();
    let fields = |value: &Value| -> BTreeSet<String> {
        value.as_object().unwrap().keys().cloned().collect()
    };
    let bread = &value["versions"]["2020-01-01"]["Bread"];
    for (definition, part) in [
        ("", &value),
        ("/$defs/resource", bread),
        ("/$defs/state", &bread["state"]),
        ("/$defs/parent", &bread["parents"][0]),
        ("/$defs/use", &bread["actions"]["Bake"]),
        ("/$defs/filters", &bread["actions"]["Bake"]["filters"]),
    ] {
        let schema = json_schema();
        let properties = schema.pointer(&format!("{definition}/properties")).unwrap();
        assert_eq!(
            fields(properties),
            fields(part),
            "properties of {definition:?}"
        );
        for field in fields(part) {
            let told = format!("`{field}`");
            let explained = readme
                .lines()
                .any(|line| line.starts_with("| `") && line.contains(&told));
            assert!(
                explained,
                "schema/README.md does not explain {definition}.{field}"
            );
        }
    }
    for wrong in [
        r#""scope": "region""#,
        r#""unique": false"#,
        r#""id": []"#,
        r#""idea": "x""#,
    ] {
        let mut value = complete();
        let wrong: Value = serde_json::from_str(&format!("{{{wrong}}}")).unwrap();
        let kind = &mut value["versions"]["2020-01-01"]["Bread"];
        for (field, wrong) in wrong.as_object().unwrap() {
            kind[field] = wrong.clone();
        }
        assert!(!validator.is_valid(&value), "{wrong}");
    }
}

/// The counts that the project promises, and every file in its one form.
#[test]
fn every_file_is_canonical_fits_its_service_and_enough_kinds_live() {
    let folder = schema_folder();
    let validator = jsonschema::draft202012::new(&json_schema()).expect("a JSON Schema");
    let (mut kinds, mut services) = (0, 0);
    for service in folder.resourceful().unwrap() {
        let path = folder.resources_path(&service);
        let text = std::fs::read_to_string(&path).unwrap();
        let resources = folder.resources(&service).unwrap().unwrap();
        assert_eq!(resources.service, service);
        assert!(
            resources.to_canonical() == text,
            "{} is not canonical",
            path.display()
        );
        let value: Value = serde_json::from_str(&text).unwrap();
        let found = validator
            .iter_errors(&value)
            .map(|e| format!("{}: {e}", e.instance_path()));
        assert_eq!(
            found.collect::<Vec<_>>(),
            Vec::<String>::new(),
            "{}",
            path.display()
        );
        let descriptions = folder.corrected(&service).unwrap();
        resources
            .validate(&descriptions, &service)
            .unwrap_or_else(|e| panic!("{e}"));
        let alive = resources.versions.values().flat_map(|kinds| kinds.values());
        let alive = alive.filter(|resource| resource.lives()).count();
        kinds += alive;
        services += usize::from(alive > 0);
        others(&folder, &resources);
    }
    assert!(
        kinds >= 900 && services >= 140,
        "{kinds} kinds in {services} services"
    );
}

/// Parents in other services are there.
fn others(folder: &Folder, resources: &Resources) {
    for resource in resources.versions.values().flat_map(|kinds| kinds.values()) {
        for parent in &resource.parents {
            let Some(service) = &parent.service else {
                continue;
            };
            let other = folder.resources(service).unwrap();
            let kinds = other.iter().flat_map(|other| other.versions.values());
            let known = kinds
                .into_iter()
                .any(|kinds| kinds.contains_key(&parent.resource));
            assert!(
                known,
                "{}: {service} has no {}",
                resources.service, parent.resource
            );
        }
    }
}

#[test]
fn the_readme_shows_resources_in_their_one_form() {
    let readme = std::fs::read_to_string(schema_folder().0.join("README.md")).unwrap();
    let section = readme.split("\n## Resources\n").nth(1).unwrap();
    let example = section
        .split("```jsonc\n")
        .nth(1)
        .unwrap()
        .split("```")
        .next()
        .unwrap();
    let resources = Resources::parse(example, "README.md").unwrap();
    assert_eq!(resources.to_canonical(), example);
}
