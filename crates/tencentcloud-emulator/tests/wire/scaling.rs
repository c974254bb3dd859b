//! Scaling groups and their launch configurations, by the facts of the catalogue.

use serde_json::{Value, json};

use crate::machines::{Cloud, assert_members};

#[tokio::test]
async fn a_scaling_group_reads_as_it_was_written_and_follows_its_configuration() {
    let cloud = Cloud::start().await;
    let request = json!({
        "LaunchConfigurationName": "small", "ImageId": "img-eb30mz89", "InstanceType": "S5.SMALL1",
        "SystemDisk": {"DiskType": "CLOUD_SSD", "DiskSize": 50}, "SecurityGroupIds": ["sg-12345678"],
    });
    let made = cloud.call("as.CreateLaunchConfiguration", request);
    let configuration = made["LaunchConfigurationId"].clone();
    let request = json!({"LaunchConfigurationIds": [configuration]});
    let read = cloud.one(
        "as.DescribeLaunchConfigurations",
        request,
        "LaunchConfigurationSet",
    );
    assert_members(
        &read,
        [
            ("LaunchConfigurationName", json!("small")),
            ("LaunchConfigurationStatus", json!("NORMAL")),
            ("ImageId", json!("img-eb30mz89")),
            ("InstanceType", json!("S5.SMALL1")),
            ("SystemDisk.DiskSize", json!(50)),
            ("SecurityGroupIds", json!(["sg-12345678"])),
        ],
    );
    let request = json!({
        "AutoScalingGroupName": "web", "LaunchConfigurationId": configuration, "VpcId": "vpc-12345678",
        "MinSize": 0, "MaxSize": 3, "SubnetIds": ["subnet-12345678"], "Zones": ["ap-guangzhou-3"],
    });
    let group = cloud.call("as.CreateAutoScalingGroup", request)["AutoScalingGroupId"].take();
    let request = json!({"AutoScalingGroupIds": [group]});
    let read = || {
        cloud.one(
            "as.DescribeAutoScalingGroups",
            request.clone(),
            "AutoScalingGroupSet",
        )
    };
    assert_members(
        &read(),
        [
            ("AutoScalingGroupName", json!("web")),
            ("LaunchConfigurationId", configuration.clone()),
            ("LaunchConfigurationName", json!("small")),
            ("SubnetIdSet", json!(["subnet-12345678"])),
            ("ZoneSet", json!(["ap-guangzhou-3"])),
            ("LoadBalancerIdSet", json!([])),
            ("MaxSize", json!(3)),
            ("DefaultCooldown", json!(300)),
            ("RetryPolicy", json!("IMMEDIATE_RETRY")),
            ("EnabledStatus", json!("ENABLED")),
            ("Tags", json!([])),
        ],
    );
    let change =
        json!({"AutoScalingGroupId": group, "MaxSize": 5, "SubnetIds": ["subnet-87654321"]});
    cloud.call("as.ModifyAutoScalingGroup", change);
    cloud.call(
        "as.DisableAutoScalingGroup",
        json!({"AutoScalingGroupId": group}),
    );
    assert_members(
        &read(),
        [
            ("MaxSize", json!(5)),
            ("SubnetIdSet", json!(["subnet-87654321"])),
            ("EnabledStatus", json!("DISABLED")),
        ],
    );
    let configuration = json!({"LaunchConfigurationId": configuration});
    let kept = cloud.refused("as.DeleteLaunchConfiguration", configuration.clone());
    assert!(kept.contains("InUse"), "{kept}");
    cloud.call(
        "as.DeleteAutoScalingGroup",
        json!({"AutoScalingGroupId": group}),
    );
    cloud.call("as.DeleteLaunchConfiguration", configuration);
    let left = cloud.call("as.DescribeAutoScalingGroups", json!({}));
    assert_eq!(left["AutoScalingGroupSet"], Value::Array(Vec::new()));
}
