//! Public addresses, what they are bound to, and gateways that share them.

use serde_json::{Value, json};

use crate::instances::instance;
use crate::network;
use crate::provider::{Provider, Read, assert_members, assert_unset, filtered, named, read, text};

fn addresses(id: &str) -> Read<'static> {
    let parameters = json!({"AddressIds": [id]});
    read("vpc.DescribeAddresses", parameters, "AddressSet")
}

/// Waits for a task, whose number is text.
#[track_caller]
fn await_task(provider: &Provider, response: &Value) {
    let task: u64 = text(&response["TaskId"]).parse().unwrap();
    let answer = provider.call("vpc.DescribeTaskResult", json!({"TaskId": task}));
    assert_eq!(answer["Result"], "SUCCESS");
}

/// Makes an address and returns its id and itself.
#[track_caller]
fn address(provider: &Provider) -> (String, String) {
    let made = provider.call(
        "vpc.AllocateAddresses",
        json!({"InternetMaxBandwidthOut": 1}),
    );
    let id = text(&made["AddressSet"][0]);
    await_task(provider, &made);
    let read = provider.until(&addresses(&id), "AddressStatus", &json!("UNBIND"));
    (id, text(&read["AddressIp"]))
}

/// Takes an address from what has it, as the program does before it releases one.
#[track_caller]
fn unbind(provider: &Provider, id: &str) {
    let read = provider.one(&addresses(id));
    if read["AddressStatus"] != "UNBIND" {
        let answer = provider.call("vpc.DisassociateAddress", json!({"AddressId": id}));
        await_task(provider, &answer);
        provider.until(&addresses(id), "AddressStatus", &json!("UNBIND"));
    }
}

#[tokio::test]
async fn an_address() {
    let provider = Provider::start().await;
    let made = provider.call(
        "vpc.AllocateAddresses",
        json!({
            "InternetServiceProvider": "BGP", "InternetChargeType": "TRAFFIC_POSTPAID_BY_HOUR",
            "InternetMaxBandwidthOut": 5, "AddressType": "EIP", "AddressName": "first",
            "Tags": [{"Key": "team", "Value": "a"}],
        }),
    );
    assert_eq!(made["AddressSet"].as_array().unwrap().len(), 1);
    let id = text(&made["AddressSet"][0]);
    let name = named("vpc", "eip", &id);
    provider.tag(&name, [("team", "a")], &[]);
    await_task(&provider, &made);
    let read = provider.until(&addresses(&id), "AddressStatus", &json!("UNBIND"));
    text(&read["AddressIp"]);
    assert_members(
        &read,
        [
            ("AddressName", json!("first")),
            ("AddressType", json!("EIP")),
            ("InternetChargeType", json!("TRAFFIC_POSTPAID_BY_HOUR")),
            ("InternetServiceProvider", json!("BGP")),
            ("Bandwidth", json!(5)),
            ("IsArrears", json!(false)),
        ],
    );
    let unset = [
        "InstanceId",
        "Egress",
        "AntiDDoSPackageId",
        "DedicatedClusterId",
        "BandwidthPackageId",
    ];
    assert_unset(&read, unset);
    assert_eq!(provider.tags("vpc", "eip", &id), json!({"team": "a"}));
    let package = json!({"Filters": [{"Name": "resource.resource-id", "Values": [id]}]});
    let answer = provider.call("vpc.DescribeBandwidthPackages", package);
    assert_eq!(answer["BandwidthPackageSet"], json!([]));

    let renamed = json!({"AddressId": id, "AddressName": "second"});
    provider.call("vpc.ModifyAddressAttribute", renamed);
    let wider = json!({"AddressIds": [id], "InternetMaxBandwidthOut": 10});
    provider.call("vpc.ModifyAddressesBandwidth", wider);
    provider.tag(&name, [("stage", "test")], &["team"]);
    assert_members(
        &provider.one(&addresses(&id)),
        [
            ("AddressName", json!("second")),
            ("Bandwidth", json!(10)),
            ("InternetChargeType", json!("TRAFFIC_POSTPAID_BY_HOUR")),
        ],
    );
    assert_eq!(provider.tags("vpc", "eip", &id), json!({"stage": "test"}));

    unbind(&provider, &id);
    provider.call("vpc.ReleaseAddresses", json!({"AddressIds": [id]}));
    provider.until_gone(&addresses(&id));
}

#[tokio::test]
async fn an_address_of_an_instance() {
    let provider = Provider::start().await;
    let (vpc, subnet) = network::both(&provider);
    let (address, public) = address(&provider);
    let (instance, reading) = instance(&provider, &vpc, &subnet);
    let bound = json!({"AddressId": address, "InstanceId": instance});
    await_task(&provider, &provider.call("vpc.AssociateAddress", bound));
    let read = provider.until(&addresses(&address), "AddressStatus", &json!("BIND"));
    let own = provider.one(&reading);
    assert_members(
        &read,
        [
            ("InstanceId", json!(instance)),
            ("PrivateAddressIp", own["PrivateIpAddresses"][0].clone()),
            ("AddressIp", json!(public)),
        ],
    );
    assert_eq!(own["PublicIpAddresses"], json!([public]));

    unbind(&provider, &address);
    let read = provider.one(&addresses(&address));
    assert_unset(&read, ["InstanceId", "PrivateAddressIp"]);
    assert_unset(&provider.one(&reading), ["PublicIpAddresses"]);
    provider.call("vpc.ReleaseAddresses", json!({"AddressIds": [address]}));
    provider.until_gone(&addresses(&address));
}

fn gateways(id: &str) -> Read<'static> {
    let parameters = json!({"NatGatewayIds": [id]});
    read("vpc.DescribeNatGateways", parameters, "NatGatewaySet")
}

/// Makes a gateway with an address.
fn gateway(provider: &Provider, vpc: &str, public: &str) -> String {
    let made = provider.call(
        "vpc.CreateNatGateway",
        json!({
            "VpcId": vpc, "NatGatewayName": "first", "MaxConcurrentConnection": 1_000_000,
            "InternetMaxBandwidthOut": 100, "PublicIpAddresses": [public],
            "Tags": [{"Key": "team", "Value": "a"}],
        }),
    );
    let id = text(&made["NatGatewaySet"][0]["NatGatewayId"]);
    provider.until(&gateways(&id), "State", &json!("AVAILABLE"));
    id
}

/// Deletes a gateway, whose addresses are free then.
fn delete(provider: &Provider, gateway: &str, vpc: &str, subnet: &str) {
    provider.call("vpc.DeleteNatGateway", json!({"NatGatewayId": gateway}));
    provider.until_gone(&gateways(gateway));
    network::delete(provider, vpc, subnet);
}

fn publics(gateway: &Value) -> Vec<String> {
    let all = gateway["PublicIpAddressSet"].as_array().unwrap().iter();
    all.map(|own| text(&own["PublicIpAddress"])).collect()
}

#[tokio::test]
async fn a_gateway() {
    let provider = Provider::start().await;
    let (vpc, subnet) = network::both(&provider);
    let (first, second) = (address(&provider), address(&provider));
    let id = gateway(&provider, &vpc, &first.1);
    let read = provider.one(&gateways(&id));
    text(&read["CreatedTime"]);
    text(&read["Zone"]);
    assert_members(
        &read,
        [
            ("NatGatewayName", json!("first")),
            ("VpcId", json!(vpc)),
            ("MaxConcurrentConnection", json!(1_000_000)),
            ("InternetMaxBandwidthOut", json!(100)),
            ("SubnetId", json!("")),
        ],
    );
    assert_eq!(publics(&read), [first.1.as_str()]);
    assert_eq!(provider.tags("vpc", "nat", &id), json!({"team": "a"}));
    let held = provider.one(&addresses(&first.0));
    assert_members(
        &held,
        [("AddressStatus", json!("BIND")), ("InstanceId", json!(id))],
    );

    let changed =
        json!({"NatGatewayId": id, "NatGatewayName": "second", "InternetMaxBandwidthOut": 200});
    provider.call("vpc.ModifyNatGatewayAttribute", changed);
    let more = json!({"NatGatewayId": id, "MaxConcurrentConnection": 3_000_000});
    provider.call("vpc.ResetNatGatewayConnection", more);
    let address = |address: &str| json!({"NatGatewayId": id, "PublicIpAddresses": [address]});
    provider.call("vpc.AssociateNatGatewayAddress", address(&second.1));
    provider.call("vpc.DisassociateNatGatewayAddress", address(&first.1));
    provider.tag(&named("vpc", "nat", &id), [("team", "b")], &[]);
    let read = provider.one(&gateways(&id));
    assert_members(
        &read,
        [
            ("NatGatewayName", json!("second")),
            ("MaxConcurrentConnection", json!(3_000_000)),
            ("InternetMaxBandwidthOut", json!(200)),
            ("State", json!("AVAILABLE")),
        ],
    );
    assert_eq!(publics(&read), [second.1.as_str()]);
    assert_eq!(provider.tags("vpc", "nat", &id), json!({"team": "b"}));
    assert_eq!(
        provider.one(&addresses(&first.0))["AddressStatus"],
        "UNBIND"
    );

    delete(&provider, &id, &vpc, &subnet);
    for (id, _) in [first, second] {
        unbind(&provider, &id);
        provider.call("vpc.ReleaseAddresses", json!({"AddressIds": [id]}));
        provider.until_gone(&addresses(&id));
    }
}

#[tokio::test]
async fn what_a_gateway_forwards() {
    let provider = Provider::start().await;
    let (vpc, subnet) = network::both(&provider);
    let (_, public) = address(&provider);
    let id = gateway(&provider, &vpc, &public);
    let rules = |port: &str| {
        let mut parameters = filtered([
            ("nat-gateway-id", &id),
            ("vpc-id", &vpc),
            ("public-ip-address", &public),
            ("public-port", port),
        ]);
        parameters
            .as_object_mut()
            .unwrap()
            .retain(|name, _| name == "Filters");
        let action = "vpc.DescribeNatGatewayDestinationIpPortTranslationNatRules";
        read(
            action,
            parameters,
            "NatGatewayDestinationIpPortTranslationNatRuleSet",
        )
    };
    let rule = |port: u64, description: &str| {
        json!({
            "IpProtocol": "TCP", "PublicIpAddress": public, "PublicPort": port,
            "PrivateIpAddress": "10.0.1.9", "PrivatePort": 80, "Description": description,
        })
    };
    for port in [8080, 9090] {
        provider.call(
            "vpc.CreateNatGatewayDestinationIpPortTranslationNatRule",
            json!({
                "NatGatewayId": id, "DestinationIpPortTranslationNatRules": [rule(port, "")],
            }),
        );
    }
    assert_members(
        &provider.one(&rules("8080")),
        [
            ("NatGatewayId", json!(id)),
            ("VpcId", json!(vpc)),
            ("IpProtocol", json!("TCP")),
            ("PublicIpAddress", json!(public)),
            ("PublicPort", json!(8080)),
            ("PrivateIpAddress", json!("10.0.1.9")),
            ("PrivatePort", json!(80)),
            ("Description", json!("")),
        ],
    );
    provider.call(
        "vpc.ModifyNatGatewayDestinationIpPortTranslationNatRule",
        json!({
            "NatGatewayId": id, "SourceNatRule": rule(8080, ""),
            "DestinationNatRule": rule(8080, "web"),
        }),
    );
    assert_eq!(provider.one(&rules("8080"))["Description"], "web");
    assert_eq!(provider.one(&rules("9090"))["Description"], "");
    let mut gone = rule(8080, "");
    gone.as_object_mut().unwrap().remove("Description");
    let gone = json!({"NatGatewayId": id, "DestinationIpPortTranslationNatRules": [gone]});
    let delete_rule = "vpc.DeleteNatGatewayDestinationIpPortTranslationNatRule";
    provider.call(delete_rule, gone.clone());
    provider.until_gone(&rules("8080"));
    provider.one(&rules("9090"));
    let refused = provider.refused(delete_rule, gone);
    assert_eq!(refused, "InvalidParameterValue.NatGatewayDnatRuleNotExists");
    delete(&provider, &id, &vpc, &subnet);
    provider.until_gone(&rules("9090"));
}

#[tokio::test]
async fn what_a_gateway_sends_for_a_subnet() {
    let provider = Provider::start().await;
    let (vpc, subnet) = network::both(&provider);
    let (_, public) = address(&provider);
    let id = gateway(&provider, &vpc, &public);
    let action = "vpc.DescribeNatGatewaySourceIpTranslationNatRules";
    let rules = |filters: Value| {
        let mut parameters = json!({"NatGatewayId": id, "Offset": 0, "Limit": 100});
        if !filters.is_null() {
            parameters["Filters"] = filters;
        }
        read(action, parameters, "SourceIpTranslationNatRuleSet")
    };
    let rule = json!({
        "ResourceId": subnet, "ResourceType": "SUBNET", "PrivateIpAddress": "10.0.1.0/24",
        "PublicIpAddresses": [public], "Description": "out",
    });
    provider.call(
        "vpc.CreateNatGatewaySourceIpTranslationNatRule",
        json!({"NatGatewayId": id, "SourceIpTranslationNatRules": [rule]}),
    );
    let found = provider.one(&rules(json!([
        {"Name": "resource-id", "Values": [subnet]},
        {"Name": "public-ip-address", "Values": [public]},
        {"Name": "description", "Values": ["out"]},
    ])));
    let own = text(&found["NatGatewaySnatId"]);
    text(&found["CreatedTime"]);
    assert_members(
        &provider.one(&rules(Value::Null)),
        [
            ("NatGatewayId", json!(id)),
            ("VpcId", json!(vpc)),
            ("ResourceId", json!(subnet)),
            ("ResourceType", json!("SUBNET")),
            ("PrivateIpAddress", json!("10.0.1.0/24")),
            ("PublicIpAddresses", json!([public])),
            ("Description", json!("out")),
            ("NatGatewaySnatId", json!(own)),
        ],
    );
    let mut rule = rule;
    rule["Description"] = json!("all");
    rule["NatGatewaySnatId"] = json!(own);
    provider.call(
        "vpc.ModifyNatGatewaySourceIpTranslationNatRule",
        json!({"NatGatewayId": id, "SourceIpTranslationNatRule": rule}),
    );
    assert_members(
        &provider.one(&rules(Value::Null)),
        [
            ("Description", json!("all")),
            ("ResourceId", json!(subnet)),
            ("VpcId", json!(vpc)),
        ],
    );
    provider.call(
        "vpc.DeleteNatGatewaySourceIpTranslationNatRule",
        json!({"NatGatewayId": id, "NatGatewaySnatIds": [own]}),
    );
    provider.until_gone(&rules(Value::Null));
    delete(&provider, &id, &vpc, &subnet);
}
