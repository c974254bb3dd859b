//! VPCs, subnets, route tables and their entries.

use serde_json::{Value, json};

use crate::provider::{Provider, Read, ZONE, assert_members, filtered, named, read, text};

fn vpcs(id: &str) -> Read<'static> {
    read("vpc.DescribeVpcs", filtered([("vpc-id", id)]), "VpcSet")
}

fn subnets(id: &str) -> Read<'static> {
    let parameters = filtered([("subnet-id", id)]);
    read("vpc.DescribeSubnets", parameters, "SubnetSet")
}

fn tables<const N: usize>(filters: [(&str, &str); N]) -> Read<'static> {
    let parameters = filtered(filters);
    read("vpc.DescribeRouteTables", parameters, "RouteTableSet")
}

/// Makes a VPC with nothing but a name and a block.
pub(crate) fn vpc(provider: &Provider, block: &str) -> String {
    let made = provider.call(
        "vpc.CreateVpc",
        json!({
            "VpcName": "net", "CidrBlock": block, "EnableMulticast": "false",
            "EnableRouteVpcPublish": false, "EnableRouteVpcPublishIpv6": false,
        }),
    );
    assert_eq!(made["Vpc"]["IsDefault"], false);
    text(&made["Vpc"]["VpcId"])
}

/// Makes a subnet as the program does, which changes it at once.
pub(crate) fn subnet(provider: &Provider, vpc: &str, block: &str) -> String {
    let made = provider.call(
        "vpc.CreateSubnet",
        json!({"VpcId": vpc, "SubnetName": "a", "CidrBlock": block, "Zone": ZONE}),
    );
    let id = text(&made["Subnet"]["SubnetId"]);
    provider.call(
        "vpc.ModifySubnetAttribute",
        json!({"SubnetId": id, "SubnetName": "a", "EnableBroadcast": "false"}),
    );
    id
}

/// Makes a VPC and a subnet in it.
pub(crate) fn both(provider: &Provider) -> (String, String) {
    let vpc = vpc(provider, "10.0.0.0/16");
    let subnet = subnet(provider, &vpc, "10.0.1.0/24");
    (vpc, subnet)
}

/// Deletes a VPC with its subnet.
pub(crate) fn delete(provider: &Provider, vpc: &str, subnet: &str) {
    provider.call("vpc.DeleteSubnet", json!({"SubnetId": subnet}));
    provider.call("vpc.DeleteVpc", json!({"VpcId": vpc}));
    provider.until_gone(&vpcs(vpc));
}

#[tokio::test]
async fn a_vpc() {
    let provider = Provider::start().await;
    let made = provider.call(
        "vpc.CreateVpc",
        json!({
            "VpcName": "first", "CidrBlock": "10.0.0.0/16", "EnableMulticast": "false",
            "DnsServers": ["119.29.29.29", "8.8.8.8"], "Tags": [{"Key": "team", "Value": "a"}],
            "EnableRouteVpcPublish": false, "EnableRouteVpcPublishIpv6": false,
        }),
    );
    let id = text(&made["Vpc"]["VpcId"]);
    let read = provider.one(&vpcs(&id));
    text(&read["CreatedTime"]);
    assert_members(
        &read,
        [
            ("VpcName", json!("first")),
            ("CidrBlock", json!("10.0.0.0/16")),
            ("EnableMulticast", json!(false)),
            ("IsDefault", json!(false)),
            ("DnsServerSet", json!(["119.29.29.29", "8.8.8.8"])),
            ("AssistantCidrSet", json!([])),
            ("EnableRouteVpcPublish", json!(false)),
            ("EnableRouteVpcPublishIpv6", json!(false)),
            ("TagSet", json!([{"Key": "team", "Value": "a"}])),
        ],
    );
    let main = [("vpc-id", id.as_str()), ("association.main", "true")];
    assert_members(
        &provider.one(&tables(main)),
        [("Main", json!(true)), ("VpcId", json!(id))],
    );

    provider.call(
        "vpc.ModifyVpcAttribute",
        json!({
            "VpcId": id, "VpcName": "second", "DnsServers": ["119.29.29.29"],
            "EnableMulticast": "true", "EnableRouteVpcPublish": false,
            "EnableRouteVpcPublishIpv6": false,
        }),
    );
    provider.call(
        "vpc.CreateAssistantCidr",
        json!({"VpcId": id, "CidrBlocks": ["172.16.0.0/16"]}),
    );
    provider.call(
        "vpc.ModifyAssistantCidr",
        json!({
            "VpcId": id, "OldCidrBlocks": ["172.16.0.0/16"], "NewCidrBlocks": ["172.17.0.0/16"],
        }),
    );
    provider.tag(&named("vpc", "vpc", &id), [("stage", "test")], &["team"]);
    assert_members(
        &provider.one(&vpcs(&id)),
        [
            ("VpcName", json!("second")),
            ("EnableMulticast", json!(true)),
            ("DnsServerSet", json!(["119.29.29.29"])),
            ("AssistantCidrSet.0.CidrBlock", json!("172.17.0.0/16")),
            ("AssistantCidrSet.0.AssistantType", json!(0)),
            ("TagSet", json!([{"Key": "stage", "Value": "test"}])),
        ],
    );

    provider.call("vpc.DeleteVpc", json!({"VpcId": id}));
    provider.until_gone(&vpcs(&id));
    let gone = provider.refused("vpc.DeleteVpc", json!({"VpcId": id}));
    assert_eq!(gone, "ResourceNotFound");
}

#[tokio::test]
async fn a_subnet() {
    let provider = Provider::start().await;
    let vpc = vpc(&provider, "10.0.0.0/16");
    let made = provider.call(
        "vpc.CreateSubnet",
        json!({
            "VpcId": vpc, "SubnetName": "a", "CidrBlock": "10.0.1.0/24", "Zone": ZONE,
            "Tags": [{"Key": "team", "Value": "a"}],
        }),
    );
    let id = text(&made["Subnet"]["SubnetId"]);
    let modified = json!({"SubnetId": id, "SubnetName": "a", "EnableBroadcast": "false"});
    provider.call("vpc.ModifySubnetAttribute", modified);
    let name = named("vpc", "subnet", &id);
    provider.tag(&name, [("team", "a")], &[]);
    let main = provider.one(&tables([("vpc-id", &vpc), ("association.main", "true")]));
    let read = provider.one(&subnets(&id));
    text(&read["CreatedTime"]);
    assert_members(
        &read,
        [
            ("VpcId", json!(vpc)),
            ("SubnetName", json!("a")),
            ("CidrBlock", json!("10.0.1.0/24")),
            ("Zone", json!(ZONE)),
            ("EnableBroadcast", json!(false)),
            ("IsDefault", json!(false)),
            ("CdcId", json!("")),
            ("AvailableIpAddressCount", json!(253)),
            ("RouteTableId", main["RouteTableId"].clone()),
        ],
    );
    assert_eq!(provider.tags("vpc", "subnet", &id), json!({"team": "a"}));

    let modified = json!({"SubnetId": id, "SubnetName": "b", "EnableBroadcast": "true"});
    provider.call("vpc.ModifySubnetAttribute", modified);
    provider.tag(&name, [("team", "b"), ("stage", "test")], &[]);
    assert_members(
        &provider.one(&subnets(&id)),
        [
            ("SubnetName", json!("b")),
            ("EnableBroadcast", json!(true)),
            ("CidrBlock", json!("10.0.1.0/24")),
        ],
    );
    let tags = json!({"team": "b", "stage": "test"});
    assert_eq!(provider.tags("vpc", "subnet", &id), tags);

    let in_use = provider.refused("vpc.DeleteVpc", json!({"VpcId": vpc}));
    assert_eq!(in_use, "ResourceInUse");
    provider.call("vpc.DeleteSubnet", json!({"SubnetId": id}));
    provider.until_gone(&subnets(&id));
    assert_eq!(provider.tags("vpc", "subnet", &id), json!({}));
    let gone = provider.refused("vpc.DeleteSubnet", json!({"SubnetId": id}));
    assert_eq!(gone, "ResourceNotFound");
    provider.call("vpc.DeleteVpc", json!({"VpcId": vpc}));
}

/// Returns the entries that somebody made, besides the route within the VPC.
fn users(table: &Value) -> Vec<Value> {
    let routes = table["RouteSet"].as_array().unwrap().iter();
    let made = routes.filter(|route| route["RouteType"] == "USER");
    made.cloned().collect()
}

/// Makes the only entry of a table, switches it off and on, and returns its id.
fn entry(provider: &Provider, vpc: &str, id: &str) -> u64 {
    let route = json!({
        "DestinationCidrBlock": "192.168.0.0/24", "RouteDescription": "", "GatewayType": "EIP",
        "GatewayId": "0", "Enabled": true,
    });
    let made = provider.call(
        "vpc.CreateRoutes",
        json!({"RouteTableId": id, "Routes": [route]}),
    );
    let sets = made["RouteTableSet"].as_array().unwrap();
    assert_eq!(sets.len(), 1);
    assert_eq!(sets[0]["RouteSet"].as_array().unwrap().len(), 1);
    let entry = sets[0]["RouteSet"][0]["RouteId"].as_u64().unwrap();
    let both = || tables([("route-table-id", id), ("vpc-id", vpc)]);
    let read = users(&provider.one(&both())).remove(0);
    text(&read["RouteItemId"]);
    assert_members(
        &read,
        [
            ("RouteId", json!(entry)),
            ("DestinationCidrBlock", json!("192.168.0.0/24")),
            ("GatewayType", json!("EIP")),
            ("GatewayId", json!("0")),
            ("RouteDescription", json!("")),
            ("Enabled", json!(true)),
        ],
    );
    let switched = json!({"RouteTableId": id, "RouteIds": [entry]});
    for (action, enabled) in [("vpc.DisableRoutes", false), ("vpc.EnableRoutes", true)] {
        provider.call(action, switched.clone());
        let read = users(&provider.one(&both())).remove(0);
        assert_members(
            &read,
            [("Enabled", json!(enabled)), ("RouteId", json!(entry))],
        );
    }
    entry
}

#[tokio::test]
async fn a_route_table_and_its_entries() {
    let provider = Provider::start().await;
    let vpc = vpc(&provider, "10.0.0.0/16");
    let subnet = subnet(&provider, &vpc, "10.0.1.0/24");
    let made = provider.call(
        "vpc.CreateRouteTable",
        json!({
            "VpcId": vpc, "RouteTableName": "way", "Tags": [{"Key": "team", "Value": "a"}],
        }),
    );
    let id = text(&made["RouteTable"]["RouteTableId"]);
    let own = || tables([("route-table-id", &id)]);
    let table = provider.one(&own());
    text(&table["CreatedTime"]);
    assert_members(
        &table,
        [
            ("RouteTableName", json!("way")),
            ("VpcId", json!(vpc)),
            ("Main", json!(false)),
            ("AssociationSet", json!([])),
        ],
    );
    assert_eq!(users(&table), [Value::Null; 0]);
    assert_eq!(provider.tags("vpc", "rtb", &id), json!({"team": "a"}));

    let entry = entry(&provider, &vpc, &id);
    provider.call(
        "vpc.ModifyRouteTableAttribute",
        json!({"RouteTableId": id, "RouteTableName": "road"}),
    );
    provider.tag(&named("vpc", "rtb", &id), [], &["team"]);
    provider.call(
        "vpc.ReplaceRouteTableAssociation",
        json!({"SubnetId": subnet, "RouteTableId": id}),
    );
    assert_members(
        &provider.one(&own()),
        [
            ("RouteTableName", json!("road")),
            ("AssociationSet.0.SubnetId", json!(subnet)),
        ],
    );
    assert_eq!(provider.one(&subnets(&subnet))["RouteTableId"], json!(id));
    assert_eq!(provider.tags("vpc", "rtb", &id), json!({}));

    provider.call(
        "vpc.DeleteRoutes",
        json!({"RouteTableId": id, "Routes": [{"RouteId": entry}]}),
    );
    assert_eq!(users(&provider.one(&own())), [Value::Null; 0]);
    provider.call("vpc.DeleteSubnet", json!({"SubnetId": subnet}));
    provider.call("vpc.DeleteRouteTable", json!({"RouteTableId": id}));
    provider.until_gone(&own());
    let gone = provider.refused("vpc.DeleteRouteTable", json!({"RouteTableId": id}));
    assert_eq!(gone, "ResourceNotFound");
    provider.call("vpc.DeleteVpc", json!({"VpcId": vpc}));
}
