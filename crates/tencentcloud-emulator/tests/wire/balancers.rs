//! Load balancers, and the networks around them, as a program meets them that reads what it wrote.

use serde_json::{Value, json};

use crate::machines::{Cloud, assert_members, text};

type Reading = (&'static str, Value, &'static str);

fn balancers(id: &str) -> Reading {
    (
        "clb.DescribeLoadBalancers",
        json!({"LoadBalancerIds": [id]}),
        "LoadBalancerSet",
    )
}

fn balancer(cloud: &Cloud, parameters: Value) -> String {
    let made = cloud.call("clb.CreateLoadBalancer", parameters);
    let id = text(&made["LoadBalancerIds"][0]);
    let task = cloud.call(
        "clb.DescribeTaskStatus",
        json!({"TaskId": made["RequestId"]}),
    );
    assert_eq!(task["Status"], 0);
    cloud.until(balancers(&id), ("Status", json!(1)));
    id
}

#[tokio::test]
async fn a_load_balancer_reads_as_it_was_written() {
    let cloud = Cloud::start().await;
    let (vpc, subnet) = cloud.network();
    let request = json!({
        "LoadBalancerType": "INTERNAL", "LoadBalancerName": "front", "VpcId": vpc,
        "SubnetId": subnet, "Tags": [{"TagKey": "team", "TagValue": "a"}],
    });
    let id = balancer(&cloud, request);
    let (action, parameters, items) = balancers(&id);
    let read = || cloud.one(action, parameters.clone(), items);
    assert_members(
        &read(),
        [
            ("LoadBalancerName", json!("front")),
            ("LoadBalancerType", json!("INTERNAL")),
            ("Forward", json!(1)),
            ("VpcId", json!(vpc)),
            ("SubnetId", json!(subnet)),
            ("LoadBalancerVips", json!(["10.0.1.2"])),
            ("Tags", json!([{"TagKey": "team", "TagValue": "a"}])),
            ("TargetRegionInfo.Region", json!("ap-guangzhou")),
            ("TargetRegionInfo.VpcId", json!(vpc)),
            ("SecureGroups", json!([])),
            ("ClusterIds", Value::Null),
            ("LogSetId", json!("")),
            ("ChargeType", json!("POSTPAID_BY_HOUR")),
        ],
    );
    assert_eq!(
        cloud.refused("vpc.DeleteSubnet", json!({"SubnetId": subnet})),
        "ResourceInUse"
    );
    let group = json!({"GroupName": "web", "GroupDescription": ""});
    let group =
        cloud.call("vpc.CreateSecurityGroup", group)["SecurityGroup"]["SecurityGroupId"].take();
    let groups = json!({"LoadBalancerId": id, "SecurityGroups": [group]});
    cloud.call("clb.SetLoadBalancerSecurityGroups", groups);
    let renamed = json!({"LoadBalancerId": id, "LoadBalancerName": "back"});
    cloud.call("clb.ModifyLoadBalancerAttributes", renamed);
    assert_members(
        &read(),
        [
            ("LoadBalancerName", json!("back")),
            ("SecureGroups", json!([group])),
        ],
    );
    let kept = cloud.refused("vpc.DeleteSecurityGroup", json!({"SecurityGroupId": group}));
    assert_eq!(kept, "ResourceInUse");
    cloud.call("clb.DeleteLoadBalancer", json!({"LoadBalancerIds": [id]}));
    assert_eq!(cloud.call(action, parameters.clone())["TotalCount"], 0);
    cloud.call("vpc.DeleteSecurityGroup", json!({"SecurityGroupId": group}));
    cloud.call("vpc.DeleteSubnet", json!({"SubnetId": subnet}));
}

#[tokio::test]
async fn listeners_have_rules_and_both_have_targets() {
    let cloud = Cloud::start().await;
    let (vpc, subnet) = cloud.network();
    let instance = cloud.instance(&vpc, &subnet);
    let id = balancer(&cloud, json!({"LoadBalancerType": "OPEN", "VpcId": vpc}));
    let request = json!({
        "LoadBalancerId": id, "Ports": [80, 81], "Protocol": "HTTP", "ListenerNames": ["a", "b"],
    });
    let made = cloud.call("clb.CreateListener", request)["ListenerIds"].take();
    assert_eq!(made.as_array().unwrap().len(), 2);
    let listener = text(&made[0]);
    let at = |more: Value| {
        let mut request = json!({"LoadBalancerId": id, "ListenerId": listener});
        request
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        request
    };
    let read = || {
        let request = json!({"LoadBalancerId": id, "ListenerIds": [listener]});
        cloud.one("clb.DescribeListeners", request, "Listeners")
    };
    assert_members(
        &read(),
        [
            ("ListenerName", json!("a")),
            ("Port", json!(80)),
            ("Protocol", json!("HTTP")),
            ("Scheduler", json!("WRR")),
            ("SessionExpireTime", json!(0)),
            ("SniSwitch", json!(0)),
            ("Rules", Value::Null),
            ("Certificate", Value::Null),
            ("HealthCheck", Value::Null),
        ],
    );
    let rules = json!({"Rules": [
        {"Domain": "a.example", "Url": "/"}, {"Domain": "a.example", "Url": "/x", "Scheduler": "LEAST_CONN"},
    ]});
    let ids = cloud.call("clb.CreateRule", at(rules.clone()))["LocationIds"].take();
    let twice = cloud.refused("clb.CreateRule", at(rules));
    assert!(twice.starts_with("InvalidParameterValue"), "{twice}");
    assert_members(
        &read()["Rules"],
        [
            ("0.LocationId", ids[0].clone()),
            ("0.Domain", json!("a.example")),
            ("0.Scheduler", json!("WRR")),
            ("1.Url", json!("/x")),
            ("1.Scheduler", json!("LEAST_CONN")),
            ("1.Certificate", Value::Null),
        ],
    );
    let target = json!({"LocationId": ids[0], "Targets": [{"InstanceId": instance, "Port": 8080}]});
    cloud.call("clb.RegisterTargets", at(target.clone()));
    cloud.refused("clb.RegisterTargets", at(target.clone()));
    let unknown =
        json!({"LocationId": ids[0], "Targets": [{"InstanceId": "ins-00000000", "Port": 1}]});
    cloud.refused("clb.RegisterTargets", at(unknown));
    let targets = || {
        let request = json!({"LoadBalancerId": id, "ListenerIds": [listener]});
        cloud.one("clb.DescribeTargets", request, "Listeners")
    };
    assert_members(
        &targets(),
        [
            ("ListenerId", json!(listener)),
            ("Rules.0.LocationId", ids[0].clone()),
            ("Rules.0.Targets.0.InstanceId", json!(instance)),
            ("Rules.0.Targets.0.Type", json!("CVM")),
            ("Rules.0.Targets.0.Port", json!(8080)),
            ("Rules.0.Targets.0.Weight", json!(10)),
            ("Rules.0.Targets.0.PrivateIpAddresses", json!(["10.0.1.2"])),
            ("Rules.1.Targets", json!([])),
            ("Targets", json!([])),
        ],
    );
    let mut weighed = at(target.clone());
    weighed["Weight"] = json!(50);
    cloud.call("clb.ModifyTargetWeight", weighed);
    let first = || targets()["Rules"][0]["Targets"].take();
    assert_eq!(first()[0]["Weight"], 50);
    cloud.call("clb.DeregisterTargets", at(target.clone()));
    assert_eq!(first(), json!([]));
    cloud.refused("clb.DeregisterTargets", at(target));

    cloud.call(
        "clb.ModifyRule",
        at(json!({"LocationId": ids[1], "Url": "/y"})),
    );
    assert_eq!(read()["Rules"][1]["Url"], "/y");
    cloud.call("clb.DeleteRule", at(json!({"LocationIds": [ids[0]]})));
    let left = read()["Rules"].take();
    assert_eq!(
        (left.as_array().unwrap().len(), &left[0]["LocationId"]),
        (1, &ids[1])
    );
    cloud.call("clb.ModifyListener", at(json!({"ListenerName": "c"})));
    assert_eq!(read()["ListenerName"], "c");
    cloud.call("clb.DeleteListener", at(json!({})));
    let rest = cloud.one(
        "clb.DescribeListeners",
        json!({"LoadBalancerId": id}),
        "Listeners",
    );
    assert_eq!(rest["ListenerId"], made[1]);
    cloud.call("clb.DeleteLoadBalancer", json!({"LoadBalancerIds": [id]}));
    cloud.refused("clb.DescribeTargets", json!({"LoadBalancerId": id}));
}

#[tokio::test]
async fn rules_of_a_group_keep_their_order_and_count_versions() {
    let cloud = Cloud::start().await;
    let rule = |port: &str| json!({"Protocol": "tcp", "Port": port, "CidrBlock": "10.0.0.0/8", "Action": "ACCEPT"});
    let request = json!({
        "GroupName": "web", "GroupDescription": "x", "SecurityGroupPolicySet": {"Ingress": [rule("80")]},
    });
    let made = cloud.call("vpc.CreateSecurityGroupWithPolicies", request);
    let id = made["SecurityGroup"]["SecurityGroupId"].clone();
    let change = |action: &str, set: Value| {
        cloud.call(
            action,
            json!({"SecurityGroupId": id, "SecurityGroupPolicySet": set}),
        );
    };
    let read = || {
        let request = json!({"SecurityGroupId": id});
        cloud.call("vpc.DescribeSecurityGroupPolicies", request)["SecurityGroupPolicySet"].take()
    };
    let ports = |set: &Value| {
        let rules = set["Ingress"].as_array().unwrap().iter().enumerate();
        let ports = rules.map(|(at, rule)| {
            assert_eq!(rule["PolicyIndex"], at);
            text(&rule["Port"])
        });
        ports.collect::<Vec<_>>()
    };
    assert_members(
        &read(),
        [
            ("Version", json!("0")),
            ("Egress", json!([])),
            ("Ingress.0.Protocol", json!("tcp")),
            ("Ingress.0.CidrBlock", json!("10.0.0.0/8")),
            ("Ingress.0.Ipv6CidrBlock", json!("")),
            ("Ingress.0.PolicyDescription", json!("")),
        ],
    );
    let mut last = rule("443");
    last["PolicyIndex"] = json!(1);
    change(
        "vpc.CreateSecurityGroupPolicies",
        json!({"Ingress": [last]}),
    );
    change(
        "vpc.CreateSecurityGroupPolicies",
        json!({"Ingress": [rule("22"), rule("23")]}),
    );
    let set = read();
    assert_eq!(
        (&set["Version"], ports(&set)),
        (
            &json!("2"),
            ["22", "23", "80", "443"].map(str::to_owned).to_vec()
        )
    );
    let stale = json!({"Version": "1", "Ingress": [{"PolicyIndex": 0}]});
    let stale = json!({"SecurityGroupId": id, "SecurityGroupPolicySet": stale});
    assert_eq!(
        cloud.refused("vpc.DeleteSecurityGroupPolicies", stale),
        "UnsupportedOperation.VersionMismatch"
    );
    change(
        "vpc.DeleteSecurityGroupPolicies",
        json!({"Version": "2", "Ingress": [{"PolicyIndex": 0}, {"PolicyIndex": 2}]}),
    );
    assert_eq!(ports(&read()), ["23", "443"]);
    let mut other = rule("8080");
    other["PolicyIndex"] = json!(1);
    change(
        "vpc.ReplaceSecurityGroupPolicy",
        json!({"Ingress": [other]}),
    );
    change(
        "vpc.DeleteSecurityGroupPolicies",
        json!({"Ingress": [rule("23")]}),
    );
    assert_eq!(ports(&read()), ["8080"]);
    change(
        "vpc.ModifySecurityGroupPolicies",
        json!({"Egress": [rule("1")], "Ingress": [rule("2"), rule("3")]}),
    );
    let set = read();
    assert_eq!(
        (ports(&set), &set["Egress"][0]["Port"]),
        (vec!["2".to_owned(), "3".to_owned()], &json!("1"))
    );
    cloud.call("vpc.DeleteSecurityGroup", json!({"SecurityGroupId": id}));
    let gone = cloud.refused(
        "vpc.DescribeSecurityGroupPolicies",
        json!({"SecurityGroupId": id}),
    );
    assert_eq!(gone, "ResourceNotFound");
}

#[tokio::test]
async fn routes_are_entries_of_their_table_and_gateways_use_addresses() {
    let cloud = Cloud::start().await;
    let (vpc, _) = cloud.network();
    let address = cloud.call("vpc.AllocateAddresses", json!({}))["AddressSet"][0].take();
    let addresses = (
        "vpc.DescribeAddresses",
        json!({"AddressIds": [address]}),
        "AddressSet",
    );
    let free = cloud.until(addresses.clone(), ("AddressStatus", json!("UNBIND")));
    let request = json!({
        "NatGatewayName": "out", "VpcId": vpc, "PublicIpAddresses": [free["AddressIp"]],
    });
    let made = cloud.call("vpc.CreateNatGateway", request);
    let gateway = made["NatGatewaySet"][0]["NatGatewayId"].clone();
    let gateways = (
        "vpc.DescribeNatGateways",
        json!({"NatGatewayIds": [gateway]}),
        "NatGatewaySet",
    );
    let read = cloud.until(gateways.clone(), ("State", json!("AVAILABLE")));
    assert_members(
        &read,
        [
            ("NatGatewayName", json!("out")),
            ("InternetMaxBandwidthOut", json!(100)),
            (
                "PublicIpAddressSet.0.PublicIpAddress",
                free["AddressIp"].clone(),
            ),
            ("PublicIpAddressSet.0.AddressId", address.clone()),
            ("TagSet", json!([])),
        ],
    );
    let bound = cloud.until(addresses.clone(), ("AddressStatus", json!("BIND")));
    assert_eq!(
        (&bound["InstanceId"], &bound["InstanceType"]),
        (&gateway, &json!("NAT"))
    );

    let table = json!({"VpcId": vpc, "RouteTableName": "t"});
    let table = cloud.call("vpc.CreateRouteTable", table)["RouteTable"]["RouteTableId"].take();
    let route = json!({
        "DestinationCidrBlock": "0.0.0.0/0", "GatewayType": "NAT", "GatewayId": gateway, "RouteDescription": "out",
    });
    let request = json!({"RouteTableId": table, "Routes": [route]});
    let made =
        cloud.call("vpc.CreateRoutes", request.clone())["RouteTableSet"][0]["RouteSet"].take();
    let number = made[0]["RouteId"].clone();
    assert!(number.as_u64().unwrap() > 0, "{made}");
    assert_eq!(
        cloud.refused("vpc.CreateRoutes", request),
        "InvalidParameterValue.Duplicate"
    );
    let tables = json!({"RouteTableIds": [table]});
    let routes =
        || cloud.one("vpc.DescribeRouteTables", tables.clone(), "RouteTableSet")["RouteSet"].take();
    assert_members(
        &routes(),
        [
            ("0.GatewayId", gateway.clone()),
            ("0.RouteDescription", json!("out")),
            ("0.Enabled", json!(true)),
            ("0.RouteType", json!("USER")),
        ],
    );
    cloud.call(
        "vpc.DisableRoutes",
        json!({"RouteTableId": table, "RouteIds": [number]}),
    );
    assert_eq!(routes()[0]["Enabled"], false);
    let entry =
        json!({"DestinationCidrBlock": "", "GatewayType": "", "GatewayId": "", "RouteId": number});
    let gone = json!({"RouteTableId": table, "Routes": [entry]});
    cloud.call("vpc.DeleteRoutes", gone.clone());
    assert_eq!(routes(), json!([]));
    assert_eq!(cloud.refused("vpc.DeleteRoutes", gone), "ResourceNotFound");

    cloud.call("vpc.DeleteNatGateway", json!({"NatGatewayId": gateway}));
    cloud.until(gateways.clone(), ("State", json!("DELETING")));
    let gone = cloud.call(gateways.0, gateways.1);
    assert_eq!(gone["NatGatewaySet"], json!([]));
    cloud.until(addresses, ("AddressStatus", json!("UNBIND")));
}
