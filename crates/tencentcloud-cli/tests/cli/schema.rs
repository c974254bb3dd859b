//! JSON Schema of what actions take and return.

use serde_json::{Value, json};
use tencentcloud_calls::parameters::{Skeleton, skeleton};
use tencentcloud_calls::{Target, Wanted};
use tencentcloud_catalogue::{service, services};
use tencentcloud_emulator::Emulator;
use tencentcloud_schema::Kind;
use tencentcloud_testkit::drawn;

use crate::program::{program, tcloud};

fn schema(words: &[&str]) -> Value {
    let words = [&["schema"], words].concat();
    serde_json::from_str(&program(&words).run().printed()).unwrap()
}

/// One action of each of some services, the same ones each time.
fn drawn() -> Vec<(&'static str, String)> {
    let all: Vec<_> = services().collect();
    let some = all
        .into_iter()
        .enumerate()
        .filter(|(place, _)| place % 7 == 0);
    some.map(|(place, name)| {
        let found = service(name).unwrap().unwrap();
        let version = found.by_preference().next().unwrap();
        let actions: Vec<_> = version.actions().collect();
        (name, actions[place * 31 % actions.len()].to_owned())
    })
    .collect()
}

#[test]
fn every_schema_is_one_of_its_dialect_and_reaches_what_it_names() {
    let drawn = drawn();
    assert!(drawn.len() > 35);
    for (service, action) in &drawn {
        let both = schema(&[service, action]);
        for side in ["input", "output"] {
            let one = schema(&[service, action, "--only", side]);
            assert_eq!(both[side], one, "{service} {action}");
            assert!(
                jsonschema::draft202012::meta::is_valid(&one),
                "{service} {action}: {one}"
            );
            let made = jsonschema::draft202012::new(&one);
            assert!(made.is_ok(), "{service} {action}: {:?}", made.err());
        }
    }
}

#[test]
fn a_schema_says_what_is_known_of_an_action() {
    let input = schema(&["cvm", "RunInstances", "--only", "input"]);
    assert_eq!(input["x-class"], "write");
    assert_eq!(input["x-region"], "required");
    let count = &input["properties"]["InstanceCount"];
    assert_eq!(
        (&count["type"], &count["minimum"], &count["maximum"]),
        (&json!("integer"), &json!(1), &json!(500))
    );
    let charge = &input["properties"]["InstanceChargeType"];
    assert!(
        charge["examples"]
            .as_array()
            .unwrap()
            .contains(&json!("PREPAID")),
        "{charge}"
    );
    assert_eq!(charge.get("enum"), None);
    assert_eq!(
        input["properties"]["Placement"]["$ref"],
        "#/$defs/Placement"
    );
    assert_eq!(input["$defs"]["Placement"]["required"], json!(["Zone"]));
    assert_eq!(
        input["$defs"]["LoginSettings"]["properties"]["Password"]["x-sensitive"],
        true
    );
    let output = schema(&["cvm", "DescribeInstances", "--only", "output"]);
    assert_eq!(output["x-pages"]["items"], "InstanceSet");
    assert!(output["x-errors"].as_array().unwrap().len() > 10);
    let whole = schema(&["cvm", "RunInstances"]).to_string();
    let compact = schema(&["cvm", "RunInstances", "--compact"]).to_string();
    assert!(
        compact.len() * 4 < whole.len() * 3,
        "{} {}",
        compact.len(),
        whole.len()
    );
    program(&["schema", "cvm", "RunInstance"]).run().failed(2);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_a_call_is_wrong_by_the_schema_and_what_comes_back_is_right() {
    let input = schema(&["vpc", "CreateVpc", "--only", "input"]);
    let input = jsonschema::draft202012::new(&input).unwrap();
    assert!(input.is_valid(&json!({"VpcName": "a", "CidrBlock": "10.0.0.0/16"})));
    for wrong in [
        json!({"VpcName": 1, "CidrBlock": "10.0.0.0/16"}),
        json!({"VpcName": "a", "CidrBlock": "10.0.0.0/16", "Novel": 1}),
    ] {
        assert!(!input.is_valid(&wrong), "{wrong}");
    }
    let order = schema(&["cvm", "RunInstances", "--only", "input"]);
    let order = jsonschema::draft202012::new(&order).unwrap();
    assert!(!order.is_valid(&json!({"Placement": {"ProjectId": 0}})));
    assert!(order.is_valid(&json!({"Placement": {"Zone": "ap-guangzhou-3"}})));
    let emulator = Emulator::start().await.unwrap();
    for words in [
        &[
            "vpc",
            "CreateVpc",
            "--VpcName",
            "a",
            "--CidrBlock",
            "10.0.0.0/16",
        ][..],
        &["vpc", "DescribeVpcs"],
        &["cvm", "DescribeZones"],
        &["sts", "GetCallerIdentity"],
    ] {
        let response: Value =
            serde_json::from_str(&tcloud(&emulator, words).run().printed()).unwrap();
        let output = schema(&[words[0], words[1], "--only", "output"]);
        let output = jsonschema::draft202012::new(&output).unwrap();
        let errors: Vec<_> = output
            .iter_errors(&response)
            .map(|error| error.to_string())
            .collect();
        assert!(errors.is_empty(), "{words:?}: {errors:?}");
    }
}

#[test]
fn a_skeleton_is_right_by_the_schema_and_no_required_parameter_may_be_missing() {
    for drawn in drawn::drawn(202_012, 300, &[]) {
        let (service, version) = (&drawn.description.service, &drawn.description.version);
        let whose = format!("{service} {version} {}", drawn.action);
        let input = [service, &drawn.action, "--api-version", version];
        let input = schema(&[&input[..], &["--only", "input"]].concat());
        let input = jsonschema::draft202012::new(&input).unwrap();
        let wanted = Wanted {
            version: Some(version.clone()),
            ..Wanted::default()
        };
        let target = Target::find(service, &drawn.action, &wanted).unwrap();
        let request = &drawn.description.actions[&drawn.action].request;
        for which in [Skeleton::Required, Skeleton::All] {
            let mut parameters = skeleton(&target, which).unwrap();
            // A skeleton leaves out files.
            for member in request.iter().filter(|member| member.kind == Kind::Binary) {
                parameters[&member.name] = json!("ZmlsZQ==");
            }
            let errors = input.iter_errors(&parameters);
            let errors: Vec<_> = errors
                .map(|error| format!("{}: {error}", error.instance_path()))
                .collect();
            assert!(errors.is_empty(), "{whose}: {errors:#?}");
            for member in request.iter().filter(|member| member.required) {
                let mut less = parameters.clone();
                less.as_object_mut().unwrap().remove(&member.name);
                assert!(!input.is_valid(&less), "{whose} without {}", member.name);
            }
        }
    }
}

#[test]
fn limits_that_the_documentation_itself_breaks_are_left_out_and_secrets_have_no_example() {
    let subnets = schema(&["bmvpc", "CreateSubnet", "--only", "input"]);
    let vlan = &subnets["$defs"]["SubnetCreateInputInfo"]["properties"]["VlanId"];
    assert_eq!(
        (&vlan["default"], &vlan["maximum"]),
        (&json!(5), &json!(2999))
    );
    assert_eq!(vlan.get("minimum"), Some(&json!(0)), "{vlan}");
    assert_eq!(vlan["format"], "uint64");
    let order = schema(&["cvm", "RunInstances", "--only", "input"]);
    let password = &order["$defs"]["LoginSettings"]["properties"]["Password"];
    let secret = json!({"type": "string", "x-sensitive": true, "writeOnly": true});
    assert_eq!(password, &secret);
}
