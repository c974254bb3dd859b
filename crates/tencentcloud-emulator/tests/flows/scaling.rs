//! Launch configurations, and groups that scale by them.

use serde_json::{Value, json};

use crate::groups::group;
use crate::instances::{image, instance};
use crate::network;
use crate::provider::{Provider, Read, assert_members, assert_unset, named, read, text};

fn configurations(id: &str) -> Read<'static> {
    let parameters = json!({"LaunchConfigurationIds": [id]});
    let items = "LaunchConfigurationSet";
    read("as.DescribeLaunchConfigurations", parameters, items)
}

fn scaled(id: &str) -> Read<'static> {
    let parameters = json!({"AutoScalingGroupIds": [id]});
    read(
        "as.DescribeAutoScalingGroups",
        parameters,
        "AutoScalingGroupSet",
    )
}

/// Makes a configuration with what the program always gives, empty where it knows nothing.
fn configuration(provider: &Provider, image: &str) -> String {
    let made = provider.call(
        "as.CreateLaunchConfiguration",
        json!({
            "LaunchConfigurationName": "first", "ImageId": image, "InstanceTypes": ["S5.MEDIUM4"],
            "SystemDisk": {"DiskType": "CLOUD_PREMIUM", "DiskSize": 50}, "InternetAccessible": {},
            "LoginSettings": {},
            "EnhancedService": {
                "SecurityService": {"Enabled": true}, "MonitorService": {"Enabled": true},
            },
            "InstanceChargeType": "POSTPAID_BY_HOUR",
        }),
    );
    text(&made["LaunchConfigurationId"])
}

#[tokio::test]
async fn a_configuration_with_nothing_but_what_must_be() {
    let provider = Provider::start().await;
    let image = image(&provider);
    let id = configuration(&provider, &image);
    let read = provider.one(&configurations(&id));
    assert_members(
        &read,
        [
            ("LaunchConfigurationName", json!("first")),
            ("LaunchConfigurationStatus", json!("NORMAL")),
            ("ImageId", json!(image)),
            ("ProjectId", json!(0)),
            ("InstanceTypes", json!(["S5.MEDIUM4"])),
            ("SystemDisk.DiskType", json!("CLOUD_PREMIUM")),
            ("SystemDisk.DiskSize", json!(50)),
            ("InternetAccessible.InternetMaxBandwidthOut", json!(0)),
            ("InternetAccessible.PublicIpAssigned", json!(false)),
            ("EnhancedService.SecurityService.Enabled", json!(true)),
            ("EnhancedService.MonitorService.Enabled", json!(true)),
            ("InstanceChargeType", json!("POSTPAID_BY_HOUR")),
        ],
    );
    // What the program takes for granted, be it empty.
    text(&read["InternetAccessible"]["InternetChargeType"]);
    text(&read["CamRoleName"]);
    text(&read["DiskTypePolicy"]);
    assert!(read["EnhancedService"]["AutomationToolsService"].is_object());
    // What it takes for settings as soon as it is there, be it empty.
    for member in ["HostName", "HostNameStyle"] {
        assert_eq!(read["HostNameSettings"][member], Value::Null, "{read}");
    }
    let unset = [
        "DataDisks",
        "LoginSettings.KeyIds",
        "SecurityGroupIds",
        "UserData",
        "InstanceTags",
        "Tags",
        "InstanceMarketOptions",
        "InstanceNameSettings.InstanceName",
        "InstanceChargePrepaid.RenewFlag",
        "DisasterRecoverGroupIds",
        "DedicatedClusterId",
        "ImageFamily",
        "InternetAccessible.BandwidthPackageId",
        "InternetAccessible.IPv4AddressType",
    ];
    assert_unset(&read, unset);
    provider.call(
        "as.DeleteLaunchConfiguration",
        json!({"LaunchConfigurationId": id}),
    );
    provider.until_gone(&configurations(&id));
    let gone = provider.refused(
        "as.DeleteLaunchConfiguration",
        json!({"LaunchConfigurationId": id}),
    );
    assert_eq!(gone, "ResourceNotFound.LaunchConfigurationIdNotFound");
}

/// What the program gives for a configuration with everything.
fn everything(image: &str, key: &str, group: &str) -> Value {
    let tag = json!({"ResourceType": "launch-configuration", "Key": "team", "Value": "a"});
    json!({
        "LaunchConfigurationName": "first", "ImageId": image,
        "InstanceTypes": ["S5.MEDIUM4", "S5.LARGE8"],
        "SystemDisk": {"DiskType": "CLOUD_PREMIUM", "DiskSize": 50},
        "DataDisks": [
            {"DiskType": "CLOUD_PREMIUM", "DiskSize": 60, "DeleteWithInstance": true},
        ],
        "InternetAccessible": {
            "InternetChargeType": "TRAFFIC_POSTPAID_BY_HOUR", "InternetMaxBandwidthOut": 10,
            "PublicIpAssigned": true,
        },
        "LoginSettings": {"KeyIds": [key]}, "SecurityGroupIds": [group],
        "EnhancedService": {
            "SecurityService": {"Enabled": false}, "MonitorService": {"Enabled": false},
        },
        "UserData": "dGVzdA==", "InstanceChargeType": "SPOTPAID",
        "InstanceMarketOptions": {
            "MarketType": "spot",
            "SpotOptions": {"MaxPrice": "0.5", "SpotInstanceType": "one-time"},
        },
        "InstanceTags": [{"Key": "tag", "Value": "as"}], "DiskTypePolicy": "ORIGINAL",
        "HostNameSettings": {"HostName": "web", "HostNameStyle": "UNIQUE"},
        "InstanceNameSettings": {"InstanceName": "web", "InstanceNameStyle": "ORIGINAL"},
        "Tags": [tag],
    })
}

#[tokio::test]
async fn a_configuration_with_everything() {
    let provider = Provider::start().await;
    let (image, group) = (image(&provider), group(&provider, "web"));
    let key = json!({"KeyName": "mine", "ProjectId": 0});
    let key = text(&provider.call("cvm.CreateKeyPair", key)["KeyPair"]["KeyId"]);
    let made = provider.call(
        "as.CreateLaunchConfiguration",
        everything(&image, &key, &group),
    );
    let id = text(&made["LaunchConfigurationId"]);
    assert_members(
        &provider.one(&configurations(&id)),
        [
            ("InstanceTypes", json!(["S5.MEDIUM4", "S5.LARGE8"])),
            ("DataDisks.0.DiskType", json!("CLOUD_PREMIUM")),
            ("DataDisks.0.DiskSize", json!(60)),
            ("DataDisks.0.DeleteWithInstance", json!(true)),
            (
                "InternetAccessible.InternetChargeType",
                json!("TRAFFIC_POSTPAID_BY_HOUR"),
            ),
            ("InternetAccessible.InternetMaxBandwidthOut", json!(10)),
            ("InternetAccessible.PublicIpAssigned", json!(true)),
            ("LoginSettings.KeyIds", json!([key])),
            ("SecurityGroupIds", json!([group])),
            ("EnhancedService.SecurityService.Enabled", json!(false)),
            ("EnhancedService.MonitorService.Enabled", json!(false)),
            ("UserData", json!("dGVzdA==")),
            ("InstanceChargeType", json!("SPOTPAID")),
            ("InstanceMarketOptions.SpotOptions.MaxPrice", json!("0.5")),
            (
                "InstanceMarketOptions.SpotOptions.SpotInstanceType",
                json!("one-time"),
            ),
            ("InstanceTags", json!([{"Key": "tag", "Value": "as"}])),
            ("DiskTypePolicy", json!("ORIGINAL")),
            ("HostNameSettings.HostName", json!("web")),
            ("HostNameSettings.HostNameStyle", json!("UNIQUE")),
            ("InstanceNameSettings.InstanceName", json!("web")),
            ("Tags.0.Key", json!("team")),
            ("Tags.0.Value", json!("a")),
        ],
    );

    changed(&provider, &id, &key);
    provider.call(
        "as.DeleteLaunchConfiguration",
        json!({"LaunchConfigurationId": id}),
    );
    provider.until_gone(&configurations(&id));
}

/// Changes a configuration in what the program can change, and reads it.
fn changed(provider: &Provider, id: &str, key: &str) {
    let resource = named("as", "launch-configuration", id);
    provider.tag(&resource, [("team", "b")], &[]);
    provider.call(
        "as.ModifyLaunchConfigurationAttributes",
        json!({
            "LaunchConfigurationId": id, "LaunchConfigurationName": "second",
            "InstanceTypes": ["S5.LARGE8"],
            "SystemDisk": {"DiskType": "CLOUD_SSD", "DiskSize": 60},
            "InternetAccessible": {
                "InternetChargeType": "TRAFFIC_POSTPAID_BY_HOUR", "InternetMaxBandwidthOut": 20,
                "PublicIpAssigned": false,
            },
            "EnhancedService": {
                "SecurityService": {"Enabled": true}, "MonitorService": {"Enabled": false},
            },
            "UserData": "dGVzdDI=",
        }),
    );
    assert_members(
        &provider.one(&configurations(id)),
        [
            ("LaunchConfigurationName", json!("second")),
            ("InstanceTypes", json!(["S5.LARGE8"])),
            ("SystemDisk.DiskType", json!("CLOUD_SSD")),
            ("SystemDisk.DiskSize", json!(60)),
            ("InternetAccessible.InternetMaxBandwidthOut", json!(20)),
            ("InternetAccessible.PublicIpAssigned", json!(false)),
            ("EnhancedService.SecurityService.Enabled", json!(true)),
            ("UserData", json!("dGVzdDI=")),
            ("LoginSettings.KeyIds", json!([key])),
            ("Tags.0.Value", json!("b")),
        ],
    );
}

/// Makes a group with no instance, which is read as it was made.
fn scaling_group(provider: &Provider, configuration: &str, (vpc, subnet): (&str, &str)) -> String {
    let made = provider.call(
        "as.CreateAutoScalingGroup",
        json!({
            "AutoScalingGroupName": "first", "LaunchConfigurationId": configuration, "MaxSize": 2,
            "MinSize": 0, "VpcId": vpc, "ProjectId": 0, "DefaultCooldown": 400,
            "DesiredCapacity": 0, "SubnetIds": [subnet], "RetryPolicy": "IMMEDIATE_RETRY",
            "TerminationPolicies": ["OLDEST_INSTANCE"],
            "Tags": [{"ResourceType": "auto-scaling-group", "Key": "team", "Value": "a"}],
            "ServiceSettings": {"ReplaceMonitorUnhealthy": false, "ScalingMode": "CLASSIC_SCALING"},
        }),
    );
    let id = text(&made["AutoScalingGroupId"]);
    let read = provider.until(&scaled(&id), "InActivityStatus", &json!("NOT_IN_ACTIVITY"));
    text(&read["CreatedTime"]);
    assert_members(
        &read,
        [
            ("AutoScalingGroupName", json!("first")),
            ("LaunchConfigurationId", json!(configuration)),
            ("AutoScalingGroupStatus", json!("NORMAL")),
            ("InstanceCount", json!(0)),
            ("MaxSize", json!(2)),
            ("MinSize", json!(0)),
            ("DesiredCapacity", json!(0)),
            ("VpcId", json!(vpc)),
            ("ProjectId", json!(0)),
            ("SubnetIdSet", json!([subnet])),
            ("DefaultCooldown", json!(400)),
            ("RetryPolicy", json!("IMMEDIATE_RETRY")),
            ("TerminationPolicySet", json!(["OLDEST_INSTANCE"])),
            ("ServiceSettings.ReplaceMonitorUnhealthy", json!(false)),
            ("ServiceSettings.ScalingMode", json!("CLASSIC_SCALING")),
            ("Tags.0.Key", json!("team")),
            ("Tags.0.Value", json!("a")),
        ],
    );
    assert_unset(
        &read,
        ["ZoneSet", "ForwardLoadBalancerSet", "LoadBalancerIdSet"],
    );
    id
}

#[tokio::test]
async fn a_group() {
    let provider = Provider::start().await;
    let (vpc, subnet) = network::both(&provider);
    let image = image(&provider);
    let configuration = configuration(&provider, &image);
    let id = scaling_group(&provider, &configuration, (&vpc, &subnet));
    let in_use = provider.refused(
        "as.DeleteLaunchConfiguration",
        json!({"LaunchConfigurationId": configuration}),
    );
    assert!(in_use.starts_with("ResourceInUse"), "{in_use}");

    provider.call(
        "as.ModifyAutoScalingGroup",
        json!({
            "AutoScalingGroupId": id, "AutoScalingGroupName": "second", "MaxSize": 5,
            "DefaultCooldown": 300, "RetryPolicy": "INCREMENTAL_INTERVALS",
        }),
    );
    let resource = named("as", "auto-scaling-group", &id);
    provider.tag(&resource, [("team", "b")], &[]);
    assert_members(
        &provider.one(&scaled(&id)),
        [
            ("AutoScalingGroupName", json!("second")),
            ("MaxSize", json!(5)),
            ("DefaultCooldown", json!(300)),
            ("RetryPolicy", json!("INCREMENTAL_INTERVALS")),
            ("SubnetIdSet", json!([subnet])),
            ("Tags.0.Value", json!("b")),
        ],
    );

    with_an_instance(&provider, &id, (&vpc, &subnet));
    provider.call(
        "as.ModifyAutoScalingGroup",
        json!({"AutoScalingGroupId": id, "MinSize": 0, "MaxSize": 0, "DesiredCapacity": 0}),
    );
    provider.call(
        "as.DeleteAutoScalingGroup",
        json!({"AutoScalingGroupId": id}),
    );
    provider.until_gone(&scaled(&id));
    provider.call(
        "as.DeleteLaunchConfiguration",
        json!({"LaunchConfigurationId": configuration}),
    );
    provider.until_gone(&configurations(&configuration));
    network::delete(&provider, &vpc, &subnet);
}

/// Gives a group an instance and takes it away again.
fn with_an_instance(provider: &Provider, id: &str, (vpc, subnet): (&str, &str)) {
    let own = json!({
        "Filters": [{"Name": "auto-scaling-group-id", "Values": [id]}], "Offset": 0, "Limit": 100,
    });
    let own = read(
        "as.DescribeAutoScalingInstances",
        own,
        "AutoScalingInstanceSet",
    );
    assert_eq!(provider.list(&own), [Value::Null; 0]);
    let (instance, reading) = instance(provider, vpc, subnet);
    let both = json!({"AutoScalingGroupId": id, "InstanceIds": [instance]});
    text(&provider.call("as.AttachInstances", both.clone())["ActivityId"]);
    assert_members(
        &provider.one(&own),
        [
            ("InstanceId", json!(instance)),
            ("AutoScalingGroupId", json!(id)),
            ("LifeCycleState", json!("IN_SERVICE")),
        ],
    );
    assert_members(
        &provider.one(&scaled(id)),
        [("InstanceCount", json!(1)), ("DesiredCapacity", json!(1))],
    );
    let kept = provider.refused(
        "as.DeleteAutoScalingGroup",
        json!({"AutoScalingGroupId": id}),
    );
    assert_eq!(kept, "ResourceInUse.InstanceInGroup");
    provider.call("as.DetachInstances", both.clone());
    provider.until_gone(&own);
    assert_eq!(provider.one(&scaled(id))["InstanceCount"], 0);
    let code = provider.refused("as.DetachInstances", both);
    assert_eq!(code, "ResourceNotFound.InstancesNotInAutoScalingGroup");
    provider.call("cvm.TerminateInstances", json!({"InstanceIds": [instance]}));
    provider.until_gone(&reading);
}
