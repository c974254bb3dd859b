//! Saved requests: read, filled, written.

use serde_json::{Map, Value, json};
use tencentcloud_calls::saved::{Saved, Variables};
use tencentcloud_calls::{NoFiles, Parameters, Target, Wanted};

const ENVIRONMENTS: &str = r#"{
    "default": {"region": "ap-guangzhou", "limit": 20, "zones": ["ap-guangzhou-3"]},
    "test": {"prefix": "test", "on": true},
    "production": {"region": "ap-shanghai", "prefix": "prod"}
}"#;

fn request(parameters: Value) -> Saved {
    let request = json!({
        "service": "cvm",
        "action": "DescribeInstances",
        "region": "${region}",
        "parameters": parameters,
    });
    Saved::read(&request.to_string(), "list.json").unwrap()
}

fn environment(name: Option<&str>) -> Variables {
    Variables::of_environment(ENVIRONMENTS, "environments.json", name).unwrap()
}

fn refused(text: &str) -> String {
    Saved::read(text, "list.json").unwrap_err().message
}

#[test]
fn variables_stand_for_whole_values_and_for_parts_of_texts() {
    let saved = request(json!({
        "Limit": "${limit}",
        "Filters": [{"Name": "tag:env", "Values": "${zones}"}, {"Name": "x", "Values": ["${prefix}-${limit}-${on}"]}],
    }));
    assert_eq!(
        saved.variables(),
        ["region", "limit", "zones", "prefix", "on"]
    );
    let filled = saved.fill(&environment(Some("test"))).unwrap();
    assert_eq!(filled.region.as_deref(), Some("ap-guangzhou"));
    let expected = json!({
        "Limit": 20,
        "Filters": [{"Name": "tag:env", "Values": ["ap-guangzhou-3"]}, {"Name": "x", "Values": ["test-20-true"]}],
    });
    assert_eq!(Value::Object(filled.members), expected);
    let production = request(json!({})).fill(&environment(Some("production")));
    assert_eq!(production.unwrap().region.as_deref(), Some("ap-shanghai"));
}

#[test]
fn what_is_set_becomes_what_the_parameter_takes() {
    let saved = request(json!({
        "Limit": "${limit}",
        "InstanceIds": ["ins-1", "${id}"],
        "Filters": [{"Name": "zone", "Values": "${zones}"}],
    }));
    let mut variables = environment(None);
    for set in ["limit=5", "id=12345678", r#"zones=["a","b"]"#] {
        variables.set(set).unwrap();
    }
    let filled = saved.fill(&variables).unwrap();
    let target = Target::find(&filled.service, &filled.action, &Wanted::default()).unwrap();
    let parameters = Parameters::read(&target, filled.members, &filled.given, false, &mut NoFiles);
    let expected = json!({
        "Limit": 5,
        "InstanceIds": ["ins-1", "12345678"],
        "Filters": [{"Name": "zone", "Values": ["a", "b"]}],
    });
    assert_eq!(Value::Object(parameters.unwrap().members), expected);
}

#[test]
fn what_has_no_value_is_named_with_file_path_and_the_nearest_name() {
    let told = |saved: &Saved, variables: &Variables| saved.fill(variables).unwrap_err();
    let saved = request(json!({"Filters": [{"Name": "zone", "Values": ["${zone}"]}]}));
    let error = told(&saved, &environment(None));
    assert_eq!(
        error.message,
        "list.json: $.parameters.Filters[0].Values[0]: nothing gives the variable zone a value; did you mean zones?"
    );
    assert_eq!(
        error.next,
        ["set it by --set zone=VALUE, or in environments.json"]
    );
    let error = told(&request(json!({})), &Variables::default());
    assert!(
        error
            .message
            .starts_with("list.json: $.region: nothing gives"),
        "{error}"
    );

    let saved = request(json!({"Limit": "x-${zones}"}));
    let error = told(&saved, &environment(None));
    assert!(
        error
            .message
            .starts_with("list.json: $.parameters.Limit: the variable zones is no text")
    );

    let mut variables = environment(None);
    variables.set("regoin=ap-beijing").unwrap();
    let error = told(&request(json!({})), &variables);
    assert_eq!(
        error.message,
        "list.json has no variable regoin; did you mean region?"
    );
}

#[test]
fn what_is_no_saved_request_is_refused_with_its_place() {
    for (text, told) in [
        ("{", "list.json is not JSON"),
        ("[]", "list.json: $ must be an object"),
        (r#"{"service": "cvm"}"#, "list.json: $.action is missing"),
        (
            r#"{"service": 1, "action": "X"}"#,
            "list.json: $.service must be a text",
        ),
        (
            r#"{"service": "cvm", "acton": "X"}"#,
            "list.json: $.acton is no member of a saved request; did you mean action?",
        ),
        (
            r#"{"service": "cvm", "action": "X", "parameters": []}"#,
            "list.json: $.parameters must be an object",
        ),
        (
            r#"{"service": "cvm", "action": "X", "parameters": {"A": [{"B": "${"}]}}"#,
            "list.json: $.parameters.A[0].B has a variable that is no ${name}",
        ),
    ] {
        let found = refused(text);
        assert!(found.starts_with(told), "{found}");
    }
}

#[test]
fn what_is_no_environment_is_refused_with_its_place() {
    let refused = |text: &str, name: Option<&str>| {
        Variables::of_environment(text, "environments.json", name)
            .unwrap_err()
            .message
    };
    assert!(refused("[", None).starts_with("environments.json is not JSON"));
    let told = refused(r#"{"test": 1}"#, None);
    assert_eq!(
        told,
        "environments.json: $.test must be an object of variables"
    );
    let told = refused(ENVIRONMENTS, Some("prodution"));
    assert_eq!(
        told,
        "environments.json has no environment prodution; did you mean production?"
    );
    let told = refused(r#"{"test": {"a b": 1}}"#, None);
    assert!(
        told.starts_with("environments.json: $.test.a b: a b is no name"),
        "{told}"
    );
    let mut variables = Variables::default();
    assert!(variables.set("region").is_err());
    variables.set("region=a").unwrap();
    assert_eq!(
        variables.set("region=b").unwrap_err().message,
        "the variable region is set twice"
    );
}

fn members(value: Value) -> Map<String, Value> {
    value.as_object().unwrap().clone()
}

#[test]
fn a_saved_request_has_no_secret_and_reads_as_it_was() {
    let target = Target::find("cvm", "ResetInstancesPassword", &Wanted::default()).unwrap();
    let parameters = members(
        json!({"InstanceIds": ["ins-${1}"], "Password": "s3cret-Password", "ForceStop": true}),
    );
    let saved = Saved::of(&target, Some("ap-guangzhou"), &parameters);
    let text = saved.to_text();
    assert!(!text.contains("s3cret"), "{text}");
    assert_eq!(saved.variables(), ["Password"]);

    let mut variables = Variables::default();
    variables.insert("Password", "s3cret-Password");
    assert!(!format!("{variables:?}").contains("s3cret"));
    let read = Saved::read(&text, "reset.json").unwrap();
    let filled = read.fill(&variables).unwrap();
    assert!(!format!("{filled:?}").contains("s3cret"));
    assert_eq!(filled.members, parameters);
    assert_eq!(filled.version.as_deref(), Some("2017-03-12"));
}

#[test]
fn secrets_within_objects_and_lists_are_variables_of_their_own() {
    let target = Target::find("cvm", "RunInstances", &Wanted::default()).unwrap();
    let parameters = members(json!({"LoginSettings": {"Password": "s3cret"}, "ImageId": "img-1"}));
    let saved = Saved::of(&target, None, &parameters);
    assert_eq!(
        saved.parameters["LoginSettings"],
        json!({"Password": "${Password}"})
    );
    assert_eq!(saved.parameters["ImageId"], "img-1");
    // Nothing says which value of an undocumented action is a secret.
    let wanted = Wanted {
        force: true,
        ..Wanted::default()
    };
    let target = Target::find("cvm", "DoSecretThings", &wanted).unwrap();
    let saved = Saved::of(
        &target,
        None,
        &members(json!({"A": {"B": "s3cret"}, "C": 1})),
    );
    assert_eq!(
        Value::Object(saved.parameters),
        json!({"A": "${A}", "C": "${C}"})
    );
}

/// Whatever is in it, what is written is read as it was.
#[test]
fn every_skeleton_is_written_and_read_as_it_was() {
    use tencentcloud_calls::parameters::{Skeleton, skeleton};
    use tencentcloud_catalogue::{service, services};
    let mut count = 0;
    for name in services().step_by(7) {
        let service = service(name).unwrap().unwrap();
        let Some(version) = service.by_preference().next() else {
            continue;
        };
        for action in version.actions().step_by(5) {
            let target = Target::find(name, action, &Wanted::default()).unwrap();
            let parameters = members(skeleton(&target, Skeleton::All).unwrap());
            let saved = Saved::of(&target, None, &parameters);
            let read = Saved::read(&saved.to_text(), "x.json").unwrap();
            let mut variables = Variables::default();
            for name in read.variables() {
                variables.insert(name, "secret");
            }
            let filled = read.fill(&variables).unwrap().members;
            if saved.variables().is_empty() {
                assert_eq!(filled, parameters, "{name} {action}");
            }
            assert_eq!(filled.len(), parameters.len(), "{name} {action}");
            count += 1;
        }
    }
    assert!(count > 400, "{count}");
}
