//! Several calls as one program.

use std::collections::BTreeMap;
use std::process::Command;

use serde_json::{Map, Value, json};
use tencentcloud_emulator::{Emulator, Record};
use tencentcloud_runtime::{Client, Config};
use tencentcloud_snippets::{Program, Script, Snippet};

use crate::{described, golden, object};

/// Creates a network on the emulator, looks at it, and takes part of it down.
async fn network() -> Vec<Record> {
    let emulator = Emulator::builder().seed(12).start().await.unwrap();
    let config: Config = emulator.config();
    let client = Client::new(&config);
    let call = async |action: &str, parameters: Value| {
        let call = client
            .raw("vpc", "2017-03-12", action)
            .parameters(parameters);
        call.await
    };
    let made = call(
        "CreateVpc",
        json!({"VpcName": "shop", "CidrBlock": "10.0.0.0/16"}),
    );
    let vpc = made.await.unwrap()["Vpc"]["VpcId"].clone();
    let parameters = json!({"VpcId": vpc, "SubnetName": "shop-a", "CidrBlock": "10.0.1.0/24", "Zone": "ap-guangzhou-6"});
    let subnet = call("CreateSubnet", parameters).await.unwrap()["Subnet"]["SubnetId"].clone();
    let parameters = json!({"GroupName": "web", "GroupDescription": "it's \"the\" web"});
    let group = call("CreateSecurityGroup", parameters).await.unwrap();
    let group = group["SecurityGroup"]["SecurityGroupId"].clone();
    call(
        "DescribeSubnets",
        json!({"SubnetIds": [subnet], "Filters": [{"Name": "vpc-id", "Values": [vpc]}]}),
    )
    .await
    .unwrap();
    // It still has a subnet.
    call("DeleteVpc", json!({"VpcId": vpc})).await.unwrap_err();
    call("DeleteSubnet", json!({"SubnetId": subnet}))
        .await
        .unwrap();
    call("DeleteSecurityGroup", json!({"SecurityGroupId": group}))
        .await
        .unwrap();
    emulator.calls().all()
}

fn program(records: &[Record]) -> Program {
    Program::of(records.iter().map(|record| {
        let description = described(
            record.service.as_deref().unwrap(),
            record.version.as_deref(),
            &record.action,
        );
        let snippet = Snippet::new(&description, &record.action, &record.request);
        let snippet = snippet.region(record.region.as_deref().unwrap_or_default());
        (snippet, record.response.clone().unwrap_or_default())
    }))
}

/// The program that was written.
#[allow(dead_code)]
mod written_program {
    include!("flow/program.rs");
}

/// The test that was written, which runs with the others.
mod written_test {
    include!("flow/test.rs");
}

/// Both Rust files are compiled into this very binary; the tests of the command line run the script.
#[tokio::test]
async fn a_recorded_flow_becomes_a_program_a_test_a_script_and_a_fixture() {
    let program = program(&network().await);
    golden::check_in("flow", "program.rs", &program.write(Script::Rust));
    golden::check_in("flow", "test.rs", &program.write(Script::RustTest));
    golden::check_in("flow", "script.sh", &program.write(Script::Shell));
    let fixture = program.write(Script::Fixture);
    let records = Record::read_lines(&fixture).unwrap();
    assert_eq!(records.len(), 7, "{fixture}");
    assert_eq!(
        records[4].code.as_deref(),
        Some("ResourceInUse"),
        "{fixture}"
    );
}

#[tokio::test]
async fn what_is_written_as_a_fixture_is_replayed() {
    let recorded = network().await;
    let fixture = program(&recorded).write(Script::Fixture);
    let records = Record::read_lines(&fixture).unwrap();
    let emulator = Emulator::builder().replay(records).start().await.unwrap();
    let config: Config = emulator.config();
    let client = Client::new(&config);
    for record in recorded.iter().filter(|record| record.code.is_none()) {
        let call = client.raw("vpc", "2017-03-12", &*record.action);
        let again = call.parameters(record.request.clone()).await.unwrap();
        let mut expected = record.response.clone().unwrap();
        expected.insert("RequestId".to_owned(), again["RequestId"].clone());
        assert_eq!(again, Value::Object(expected));
    }
}

fn flow(calls: &[(&str, &str, Value, Value)]) -> Program {
    Program::of(calls.iter().map(|(service, action, request, response)| {
        let description = described(service, None, action);
        (
            Snippet::new(&description, action, &object(request.clone())),
            object(response.clone()),
        )
    }))
}

#[test]
fn only_what_a_response_brought_becomes_a_variable() {
    let program = flow(&[
        (
            "cvm",
            "RunInstances",
            json!({"ImageId": "img-487zeit5"}),
            json!({"InstanceIdSet": ["ins-1a2b3c4d"], "RequestId": "b3197c48-0000-4000-8000-000000000000"}),
        ),
        // The image was there before, a zone and a short word stand for nothing, nor does a request ID.
        (
            "cvm",
            "DescribeImages",
            json!({"ImageIds": ["img-487zeit5"]}),
            json!({"ImageSet": [{"ImageId": "img-487zeit5", "Zone": "ap-guangzhou-6"}]}),
        ),
        (
            "cvm",
            "TerminateInstances",
            json!({"InstanceIds": ["ins-1a2b3c4d"]}),
            json!({"RequestId": "1"}),
        ),
        (
            "cvm",
            "RunInstances",
            json!({"ImageId": "img-487zeit5", "Placement": {"Zone": "ap-guangzhou-6"}, "ClientToken": "b3197c48-0000-4000-8000-000000000000"}),
            json!({}),
        ),
    ]);
    let rust = program.write(Script::Rust);
    assert_eq!(rust.matches(".pointer(").count(), 1, "{rust}");
    assert!(rust.contains(".pointer(\"/InstanceIdSet/0\")"), "{rust}");
    assert!(rust.contains("\"InstanceIds\": [instance_id]"), "{rust}");
    syn::parse_file(&rust).unwrap();
    let shell = program.write(Script::Shell);
    assert!(
        shell.contains("instance_id=$(tcloud cvm RunInstances"),
        "{shell}"
    );
    assert!(
        shell.contains("--query 'InstanceIdSet[0]' --output text)"),
        "{shell}"
    );
    assert!(
        shell.contains("--InstanceIds.0 \"$instance_id\" --yes\n"),
        "{shell}"
    );
}

/// One ID in fifteen is made of letters alone.
#[test]
fn an_id_without_a_digit_becomes_a_variable() {
    let vpc = json!({"VpcId": "vpc-ujkilmno"});
    let program = flow(&[
        (
            "vpc",
            "CreateVpc",
            json!({"VpcName": "shop"}),
            json!({"Vpc": vpc, "State": "not-yet-there"}),
        ),
        (
            "vpc",
            "DescribeVpcs",
            json!({"VpcIds": ["vpc-ujkilmno"], "Filters": [{"Values": ["not-yet-there"]}]}),
            json!({}),
        ),
    ]);
    let rust = program.write(Script::Rust);
    assert!(rust.contains("\"VpcIds\": [vpc_id]"), "{rust}");
    assert!(rust.contains("\"Values\": [\"not-yet-there\"]"), "{rust}");
}

#[test]
fn two_outputs_of_a_call_and_numbers_are_variables_too() {
    let program = flow(&[
        (
            "dnspod",
            "CreateDomain",
            json!({"Domain": "shop.example"}),
            json!({"DomainInfo": {"Id": 76543, "Domain": "shop.example", "Token": "tok-1234-5678-9abc"}}),
        ),
        (
            "dnspod",
            "CreateRecord",
            json!({"Domain": "shop.example", "DomainId": 76543, "RecordType": "TXT", "RecordLine": "默认", "Value": "tok-1234-5678-9abc"}),
            json!({"RecordId": 162}),
        ),
        (
            "dnspod",
            "DeleteRecord",
            json!({"Domain": "shop.example", "RecordId": 162}),
            json!({}),
        ),
    ]);
    let rust = program.write(Script::Rust);
    assert!(rust.contains("\"DomainId\": id,"), "{rust}");
    assert!(rust.contains("\"Value\": token,"), "{rust}");
    assert!(rust.contains("\"RecordId\": record_id,"), "{rust}");
    let shell = program.write(Script::Shell);
    assert!(
        shell.contains("--query '[DomainInfo.Id, DomainInfo.Token]' --output text)\n"),
        "{shell}"
    );
    assert!(
        shell.contains("id=$(printf %s \"$outputs\" | cut -f 1)\n"),
        "{shell}"
    );
    assert!(shell.contains("--DomainId \"$id\""), "{shell}");
}

/// A secret is read from the environment, in a program as in a single call, and masked in a fixture.
#[test]
fn no_program_has_a_secret() {
    let program = flow(&[
        (
            "cvm",
            "RunInstances",
            json!({"LoginSettings": {"Password": "hush-marker-1"}}),
            json!({"InstanceIdSet": ["ins-1a2b3c4d"]}),
        ),
        (
            "cvm",
            "ResetInstancesPassword",
            json!({"InstanceIds": ["ins-1a2b3c4d"], "Password": "hush-marker-1"}),
            json!({}),
        ),
    ]);
    for script in [
        Script::Rust,
        Script::RustTest,
        Script::Shell,
        Script::Fixture,
    ] {
        let text = program.write(script);
        assert!(!text.contains("hush-marker"), "{text}");
    }
    assert!(
        program
            .write(Script::Fixture)
            .contains(r#""Password":"***""#)
    );
    let shell = program.write(Script::Shell);
    assert!(
        shell.contains("printf %s \"$PASSWORD\" | tcloud"),
        "{shell}"
    );
    let read = Command::new("sh")
        .args(["-n", "-c", &shell])
        .output()
        .unwrap();
    assert!(read.status.success(), "{read:?}\n{shell}");
}

#[test]
fn names_that_are_odd_stay_names_of_variables() {
    let odd = BTreeMap::from([
        ("a-b \"c\"", "id-00000001"),
        ("type", "id-00000002"),
        ("client", "id-00000003"),
        ("中", "id-00000004"),
    ]);
    let response = odd.iter().map(|(name, id)| ((*name).to_owned(), json!(id)));
    let request: Map<String, Value> = odd
        .values()
        .map(|id| (id.replace('-', ""), json!(id)))
        .collect();
    let novel = |parameters: &Map<String, Value>| {
        Snippet::undocumented("cvm", "2030-01-01", "Novel", parameters)
    };
    let program = Program::of([
        (novel(&Map::new()), response.collect()),
        (novel(&request), Map::new()),
    ]);
    let rust = program.write(Script::Rust);
    syn::parse_file(&rust).unwrap_or_else(|error| panic!("{error}\n{rust}"));
    assert_eq!(rust.matches(".pointer(").count(), 4, "{rust}");
    let shell = program.write(Script::Shell);
    let read = Command::new("sh")
        .args(["-n", "-c", &shell])
        .output()
        .unwrap();
    assert!(read.status.success(), "{read:?}\n{shell}");
}
