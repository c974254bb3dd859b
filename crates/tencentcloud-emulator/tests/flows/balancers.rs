//! Load balancers, their listeners and rules, and what those send requests to.

use serde_json::{Value, json};

use crate::groups::group;
use crate::instances::instance;
use crate::network;
use crate::provider::{Provider, Read, assert_members, assert_unset, named, read, text};

fn balancers(id: &str) -> Read<'static> {
    let parameters = json!({"LoadBalancerIds": [id]});
    read("clb.DescribeLoadBalancers", parameters, "LoadBalancerSet")
}

fn listeners(balancer: &str, listener: &str) -> Read<'static> {
    let parameters = json!({"LoadBalancerId": balancer, "ListenerIds": [listener]});
    read("clb.DescribeListeners", parameters, "Listeners")
}

/// Sends a call, and waits for its task, whose id is that of the request.
#[track_caller]
fn done(provider: &Provider, action: &str, parameters: Value) -> Value {
    let (answer, request) = provider.traced(action, parameters);
    let task = provider.call("clb.DescribeTaskStatus", json!({"TaskId": request}));
    assert_eq!(task["Status"], 0, "{task}");
    answer
}

/// Makes a load balancer, whose id the task tells, and refuses a name that is taken.
#[track_caller]
fn balancer(provider: &Provider, parameters: Value) -> String {
    let name =
        json!({"LoadBalancerName": parameters["LoadBalancerName"], "Offset": 0, "Limit": 20});
    let same = read("clb.DescribeLoadBalancers", name, "LoadBalancerSet");
    assert_eq!(provider.list(&same), [Value::Null; 0]);
    let (_, request) = provider.traced("clb.CreateLoadBalancer", parameters);
    let task = provider.call("clb.DescribeTaskStatus", json!({"TaskId": request}));
    assert_eq!(task["Status"], 0);
    assert_eq!(task["LoadBalancerIds"].as_array().unwrap().len(), 1);
    let id = text(&task["LoadBalancerIds"][0]);
    provider.until(&balancers(&id), "Status", &json!(1));
    assert_eq!(provider.one(&same)["LoadBalancerId"], json!(id));
    id
}

#[track_caller]
fn delete(provider: &Provider, id: &str) {
    done(
        provider,
        "clb.DeleteLoadBalancer",
        json!({"LoadBalancerIds": [id]}),
    );
    provider.until_gone(&balancers(id));
    let gone = provider.refused("clb.DeleteLoadBalancer", json!({"LoadBalancerIds": [id]}));
    assert_eq!(gone, "InvalidParameter.LBIdNotFound");
}

#[tokio::test]
async fn a_load_balancer() {
    let provider = Provider::start().await;
    let (vpc, subnet) = network::both(&provider);
    let group = group(&provider, "web");
    let id = balancer(
        &provider,
        json!({
            "LoadBalancerType": "OPEN", "LoadBalancerName": "first", "VpcId": vpc, "ProjectId": 0,
            "InternetAccessible": {
                "InternetChargeType": "TRAFFIC_POSTPAID_BY_HOUR", "InternetMaxBandwidthOut": 5,
            },
            "Tags": [{"TagKey": "team", "TagValue": "a"}],
        }),
    );
    let groups = json!({"LoadBalancerId": id, "SecurityGroups": [group]});
    done(&provider, "clb.SetLoadBalancerSecurityGroups", groups);
    let read = provider.one(&balancers(&id));
    assert_eq!(read["LoadBalancerVips"].as_array().unwrap().len(), 1);
    assert_members(
        &read,
        [
            ("LoadBalancerType", json!("OPEN")),
            ("LoadBalancerName", json!("first")),
            ("VpcId", json!(vpc)),
            ("ProjectId", json!(0)),
            ("SecureGroups", json!([group])),
            ("AddressIPVersion", json!("ipv4")),
            (
                "NetworkAttributes.InternetChargeType",
                json!("TRAFFIC_POSTPAID_BY_HOUR"),
            ),
            ("NetworkAttributes.InternetMaxBandwidthOut", json!(5)),
            ("TargetRegionInfo.Region", json!("ap-guangzhou")),
            ("TargetRegionInfo.VpcId", json!(vpc)),
            ("LoadBalancerPassToTarget", json!(false)),
        ],
    );
    let unset = [
        "SubnetId",
        "LogSetId",
        "LogTopicId",
        "MasterZone",
        "BackupZoneSet",
        "ClusterIds",
        "IPv6Mode",
        "AddressIPv6",
        "AssociateEndpoint",
        "SlaType",
    ];
    assert_unset(&read, unset);
    assert_eq!(provider.tags("clb", "clb", &id), json!({"team": "a"}));

    changed(&provider, &id, &vpc);
    delete(&provider, &id);
    network::delete(&provider, &vpc, &subnet);
}

/// Changes a load balancer, and reads it.
fn changed(provider: &Provider, id: &str, vpc: &str) {
    let changed = json!({
        "LoadBalancerId": id, "LoadBalancerName": "second", "LoadBalancerPassToTarget": true,
        "InternetChargeInfo": {
            "InternetChargeType": "TRAFFIC_POSTPAID_BY_HOUR", "InternetMaxBandwidthOut": 10,
        },
    });
    done(provider, "clb.ModifyLoadBalancerAttributes", changed);
    let none = json!({"LoadBalancerId": id, "SecurityGroups": []});
    done(provider, "clb.SetLoadBalancerSecurityGroups", none);
    let project = json!({"LoadBalancerIds": [id], "ProjectId": 7});
    done(provider, "clb.ModifyLoadBalancersProject", project);
    provider.tag(&named("clb", "clb", id), [("team", "b")], &[]);
    assert_members(
        &provider.one(&balancers(id)),
        [
            ("LoadBalancerName", json!("second")),
            ("LoadBalancerPassToTarget", json!(true)),
            ("NetworkAttributes.InternetMaxBandwidthOut", json!(10)),
            ("SecureGroups", json!([])),
            ("ProjectId", json!(7)),
            ("VpcId", json!(vpc)),
        ],
    );
    assert_eq!(provider.tags("clb", "clb", id), json!({"team": "b"}));
}

#[tokio::test]
async fn a_load_balancer_within_a_vpc() {
    let provider = Provider::start().await;
    let (vpc, subnet) = network::both(&provider);
    let id = balancer(
        &provider,
        json!({
            "LoadBalancerType": "INTERNAL", "LoadBalancerName": "inner", "VpcId": vpc,
            "SubnetId": subnet, "ProjectId": 0,
        }),
    );
    assert_members(
        &provider.one(&balancers(&id)),
        [
            ("LoadBalancerType", json!("INTERNAL")),
            ("SubnetId", json!(subnet)),
            ("LoadBalancerVips", json!(["10.0.1.2"])),
        ],
    );
    let bound = json!({"Filters": [{"Name": "instance-id", "Values": [id]}]});
    let bound = read("vpc.DescribeAddresses", bound, "AddressSet");
    assert_eq!(provider.list(&bound), [Value::Null; 0]);
    delete(&provider, &id);
    network::delete(&provider, &vpc, &subnet);
}

/// Makes a listener for TCP, which is read as it was made.
fn listener(provider: &Provider, balancer: &str) -> String {
    let made = done(
        provider,
        "clb.CreateListener",
        json!({
            "LoadBalancerId": balancer, "ListenerNames": ["tcp"], "Ports": [80], "Protocol": "TCP",
            "HealthCheck": {
                "HealthSwitch": 1, "TimeOut": 5, "IntervalTime": 10, "HealthNum": 3,
                "UnHealthNum": 3, "CheckType": "TCP",
            },
            "Scheduler": "WRR", "SessionExpireTime": 30, "TargetType": "NODE",
        }),
    );
    assert_eq!(made["ListenerIds"].as_array().unwrap().len(), 1);
    let id = text(&made["ListenerIds"][0]);
    let read = provider.one(&listeners(balancer, &id));
    assert_members(
        &read,
        [
            ("ListenerName", json!("tcp")),
            ("Port", json!(80)),
            ("Protocol", json!("TCP")),
            ("TargetType", json!("NODE")),
            ("Scheduler", json!("WRR")),
            ("SessionExpireTime", json!(30)),
            ("SniSwitch", json!(0)),
            ("EndPort", json!(0)),
            ("HealthCheck.HealthSwitch", json!(1)),
            ("HealthCheck.TimeOut", json!(5)),
            ("HealthCheck.IntervalTime", json!(10)),
            ("HealthCheck.HealthNum", json!(3)),
            ("HealthCheck.UnHealthNum", json!(3)),
            ("HealthCheck.CheckType", json!("TCP")),
        ],
    );
    let unset = [
        "AttrFlags",
        "Certificate",
        "HealthCheck.HttpCode",
        "HealthCheck.HttpCheckPath",
        "HealthCheck.CheckPort",
    ];
    assert_unset(&read, unset);
    id
}

#[tokio::test]
async fn a_listener_and_its_targets() {
    let provider = Provider::start().await;
    let (vpc, subnet) = network::both(&provider);
    let (instance, reading) = instance(&provider, &vpc, &subnet);
    let parameters = json!({"LoadBalancerType": "OPEN", "LoadBalancerName": "a", "VpcId": vpc});
    let balancer = balancer(&provider, parameters);
    let id = listener(&provider, &balancer);
    let changed = json!({
        "LoadBalancerId": balancer, "ListenerId": id, "ListenerName": "web", "Scheduler": "WRR",
        "SessionExpireTime": 60, "HealthCheck": {"HealthSwitch": 0},
    });
    done(&provider, "clb.ModifyListener", changed);
    assert_members(
        &provider.one(&listeners(&balancer, &id)),
        [
            ("ListenerName", json!("web")),
            ("SessionExpireTime", json!(60)),
            ("HealthCheck.HealthSwitch", json!(0)),
            ("Port", json!(80)),
        ],
    );

    targets(
        &provider,
        &balancer,
        &id,
        (&instance, &provider.one(&reading)),
    );
    let named = json!({"LoadBalancerId": balancer, "ListenerId": id});
    done(&provider, "clb.DeleteListener", named);
    provider.until_gone(&listeners(&balancer, &id));
    delete(&provider, &balancer);
    provider.until_gone(&listeners(&balancer, &id));
}

/// Adds an instance to a listener, changes its port and takes it away.
fn targets(provider: &Provider, balancer: &str, listener: &str, (id, instance): (&str, &Value)) {
    let reading = json!({
        "LoadBalancerId": balancer, "ListenerIds": [listener], "Protocol": "TCP", "Port": 80,
    });
    let reading = read("clb.DescribeTargets", reading, "Listeners");
    assert_unset(&provider.one(&reading), ["Targets", "Rules"]);
    let with = |targets: Value| json!({"LoadBalancerId": balancer, "ListenerId": listener, "Targets": targets});
    let target = |port: u64| json!({"InstanceId": id, "Port": port, "Weight": 50});
    done(provider, "clb.RegisterTargets", with(json!([target(8080)])));
    let read = provider.one(&reading);
    assert_eq!(read["Protocol"], "TCP");
    assert_eq!(read["Targets"].as_array().unwrap().len(), 1);
    assert_members(
        &read["Targets"][0],
        [
            ("Type", json!("CVM")),
            ("InstanceId", json!(id)),
            ("Port", json!(8080)),
            ("Weight", json!(50)),
            ("PrivateIpAddresses", instance["PrivateIpAddresses"].clone()),
        ],
    );
    done(
        provider,
        "clb.DeregisterTargets",
        with(json!([target(8080)])),
    );
    done(provider, "clb.RegisterTargets", with(json!([target(9090)])));
    assert_eq!(provider.one(&reading)["Targets"][0]["Port"], 9090);
    done(
        provider,
        "clb.DeregisterTargets",
        with(json!([target(9090)])),
    );
    assert_unset(&provider.one(&reading), ["Targets"]);
}

/// Makes a rule of a listener for HTTP, and returns the ids of both.
fn rule(provider: &Provider, balancer: &str) -> (String, String) {
    let made = done(
        provider,
        "clb.CreateListener",
        json!({
            "LoadBalancerId": balancer, "ListenerNames": ["http"], "Ports": [80],
            "Protocol": "HTTP",
        }),
    );
    let listener = text(&made["ListenerIds"][0]);
    let made = done(
        provider,
        "clb.CreateRule",
        json!({
            "LoadBalancerId": balancer, "ListenerId": listener,
            "Rules": [{
                "Domain": "example.com", "Url": "/a", "Scheduler": "WRR", "SessionExpireTime": 30,
                "HealthCheck": {"HealthSwitch": 1, "IntervalTime": 5, "CheckType": "HTTP"},
            }],
        }),
    );
    let rule = text(&made["LocationIds"][0]);
    (listener, rule)
}

#[tokio::test]
async fn a_rule_and_its_targets() {
    let provider = Provider::start().await;
    let (vpc, subnet) = network::both(&provider);
    let (instance, _) = instance(&provider, &vpc, &subnet);
    let parameters = json!({"LoadBalancerType": "OPEN", "LoadBalancerName": "a", "VpcId": vpc});
    let balancer = balancer(&provider, parameters);
    let (listener, rule) = rule(&provider, &balancer);
    let rules = || {
        let listener = provider.one(&listeners(&balancer, &listener));
        listener["Rules"].as_array().unwrap().clone()
    };
    assert_members(
        &rules()[0],
        [
            ("LocationId", json!(rule)),
            ("Domain", json!("example.com")),
            ("Url", json!("/a")),
            ("Scheduler", json!("WRR")),
            ("SessionExpireTime", json!(30)),
            ("HealthCheck.HealthSwitch", json!(1)),
            ("HealthCheck.IntervalTime", json!(5)),
            ("Http2", json!(false)),
        ],
    );
    let changed = json!({
        "LoadBalancerId": balancer, "ListenerId": listener, "LocationId": rule, "Url": "/b",
        "Scheduler": "IP_HASH",
    });
    done(&provider, "clb.ModifyRule", changed);
    assert_members(
        &rules()[0],
        [
            ("Url", json!("/b")),
            ("Scheduler", json!("IP_HASH")),
            ("Domain", json!("example.com")),
        ],
    );
    let target = json!({
        "LoadBalancerId": balancer, "ListenerId": listener, "LocationId": rule,
        "Targets": [{"InstanceId": instance, "Port": 8080, "Weight": 10}],
    });
    done(&provider, "clb.RegisterTargets", target.clone());
    let reading = json!({
        "LoadBalancerId": balancer, "ListenerIds": [listener], "Protocol": "HTTP", "Port": 80,
    });
    let reading = read("clb.DescribeTargets", reading, "Listeners");
    let read = provider.one(&reading);
    assert_members(
        &read,
        [
            ("Rules.0.LocationId", json!(rule)),
            ("Rules.0.Targets.0.InstanceId", json!(instance)),
            ("Rules.0.Targets.0.Port", json!(8080)),
            ("Targets", json!([])),
        ],
    );
    done(&provider, "clb.DeregisterTargets", target);
    assert_unset(&provider.one(&reading), ["Rules.0.Targets"]);
    let gone = json!({
        "LoadBalancerId": balancer, "ListenerId": listener, "LocationIds": [rule],
    });
    done(&provider, "clb.DeleteRule", gone);
    assert_eq!(rules(), [Value::Null; 0]);
    delete(&provider, &balancer);
}
