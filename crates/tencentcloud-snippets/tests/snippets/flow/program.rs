use serde_json::json;
use tencentcloud_runtime::{Client, Config};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // Reads TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY.
    let config = Config::from_env()?.region("ap-guangzhou");
    let client = Client::new(&config);

    // vpc CreateVpc
    let create_vpc = client
        .raw("vpc", "2017-03-12", "CreateVpc")
        .parameters(json!({
            "VpcName": "shop",
            "CidrBlock": "10.0.0.0/16",
        }))
        .await?;
    println!("{create_vpc:#}");
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
    println!("{create_subnet:#}");
    let subnet_id = create_subnet
        .pointer("/Subnet/SubnetId")
        .cloned()
        .ok_or("CreateSubnet returned no Subnet.SubnetId")?;

    // vpc CreateSecurityGroup
    let create_security_group = client
        .raw("vpc", "2017-03-12", "CreateSecurityGroup")
        .parameters(json!({
            "GroupName": "web",
            "GroupDescription": "it's \"the\" web",
        }))
        .await?;
    println!("{create_security_group:#}");
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
    println!("{describe_subnets:#}");

    // vpc DeleteVpc
    // It failed with ResourceInUse.
    let delete_vpc = client
        .raw("vpc", "2017-03-12", "DeleteVpc")
        .parameters(json!({
            "VpcId": vpc_id,
        }))
        .await;
    if let Err(error) = delete_vpc {
        println!("{error}");
    }

    // vpc DeleteSubnet
    let delete_subnet = client
        .raw("vpc", "2017-03-12", "DeleteSubnet")
        .parameters(json!({
            "SubnetId": subnet_id,
        }))
        .await?;
    println!("{delete_subnet:#}");

    // vpc DeleteSecurityGroup
    let delete_security_group = client
        .raw("vpc", "2017-03-12", "DeleteSecurityGroup")
        .parameters(json!({
            "SecurityGroupId": security_group_id,
        }))
        .await?;
    println!("{delete_security_group:#}");
    Ok(())
}
