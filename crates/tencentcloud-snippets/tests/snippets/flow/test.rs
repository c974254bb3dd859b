use serde_json::json;
use tencentcloud_emulator::Emulator;
use tencentcloud_runtime::{Client, Config};

#[tokio::test]
async fn create_vpc_then_create_subnet_then_create_security_group() -> Result<(), Box<dyn std::error::Error>> {
    let emulator = Emulator::start().await?;
    let config: Config = emulator.config();
    let client = Client::new(&config);

    // vpc CreateVpc
    let create_vpc = client
        .raw("vpc", "2017-03-12", "CreateVpc")
        .parameters(json!({
            "VpcName": "shop",
            "CidrBlock": "10.0.0.0/16",
        }))
        .await?;
    let vpc_id = create_vpc
        .pointer("/Vpc/VpcId")
        .cloned()
        .ok_or("CreateVpc returned no Vpc.VpcId")?;

    // vpc CreateSubnet
    let create_subnet = client
        .raw("vpc", "2017-03-12", "CreateSubnet")
        .parameters(json!({
            "VpcId": vpc_id,
            "SubnetName": "shop-a",
            "CidrBlock": "10.0.1.0/24",
            "Zone": "ap-guangzhou-6",
        }))
        .await?;
    let subnet_id = create_subnet
        .pointer("/Subnet/SubnetId")
        .cloned()
        .ok_or("CreateSubnet returned no Subnet.SubnetId")?;
    assert_eq!(create_subnet.pointer("/Subnet/VpcId"), Some(&vpc_id));

    // vpc CreateSecurityGroup
    let create_security_group = client
        .raw("vpc", "2017-03-12", "CreateSecurityGroup")
        .parameters(json!({
            "GroupName": "web",
            "GroupDescription": "it's \"the\" web",
        }))
        .await?;
    let security_group_id = create_security_group
        .pointer("/SecurityGroup/SecurityGroupId")
        .cloned()
        .ok_or("CreateSecurityGroup returned no SecurityGroup.SecurityGroupId")?;

    // vpc DescribeSubnets
    let describe_subnets = client
        .raw("vpc", "2017-03-12", "DescribeSubnets")
        .parameters(json!({
            "SubnetIds": [subnet_id],
            "Filters": [{
                "Name": "vpc-id",
                "Values": [vpc_id],
            }],
        }))
        .await?;
    assert_eq!(describe_subnets.pointer("/SubnetSet/0/VpcId"), Some(&vpc_id));
    assert_eq!(describe_subnets.pointer("/SubnetSet/0/SubnetId"), Some(&subnet_id));

    // vpc DeleteVpc
    let error = client
        .raw("vpc", "2017-03-12", "DeleteVpc")
        .parameters(json!({
            "VpcId": vpc_id,
        }))
        .await
        .unwrap_err();
    assert_eq!(error.code(), Some("ResourceInUse"));

    // vpc DeleteSubnet
    client
        .raw("vpc", "2017-03-12", "DeleteSubnet")
        .parameters(json!({
            "SubnetId": subnet_id,
        }))
        .await?;

    // vpc DeleteSecurityGroup
    client
        .raw("vpc", "2017-03-12", "DeleteSecurityGroup")
        .parameters(json!({
            "SecurityGroupId": security_group_id,
        }))
        .await?;
    assert_eq!(emulator.calls().count(), 7);
    Ok(())
}
