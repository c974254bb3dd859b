//! The programs that are built: one action, and twenty.

use super::side::Side;

/// A program that calls actions of one service.
#[derive(Debug)]
pub(super) struct Program<'a> {
    pub(super) side: Side,
    pub(super) service: &'a str,
    /// The version that is asked of the registry; nothing for a crate of this repository.
    pub(super) version: &'a str,
    pub(super) calls: &'a [&'a str],
}

impl Program<'_> {
    /// The name of the program's own package.
    pub(super) fn package(&self) -> String {
        format!("{}-{}", self.service, self.calls.len())
    }

    /// The package of the service.
    pub(super) fn dependency(&self) -> String {
        match self.side {
            Side::Ours => format!("tencentcloud-{}", self.service),
            Side::Aws => format!("aws-sdk-{}", self.service),
        }
    }

    /// The program's text.
    pub(super) fn source(&self) -> String {
        let client = match self.side {
            Side::Ours => {
                "    let client = sdk::Client::new(&sdk::runtime::Config::from_env()?);\n"
            }
            Side::Aws => AWS_CLIENT,
        };
        let calls: String = self
            .calls
            .iter()
            .map(|call| match self.side {
                Side::Ours => format!("    println!(\"{{:?}}\", client.{call}.await?);\n"),
                Side::Aws => format!("    println!(\"{{:?}}\", client.{call}.send().await?);\n"),
            })
            .collect();
        format!(
            "use {} as sdk;\n\n\
             #[tokio::main(flavor = \"current_thread\")]\n\
             async fn main() -> Result<(), Box<dyn std::error::Error>> {{\n\
             {client}{calls}    Ok(())\n}}\n",
            self.dependency().replace('-', "_")
        )
    }
}

/// Credentials from the environment without `aws-config`, which brings more crates than the rest.
const AWS_CLIENT: &str = r#"    let credentials = sdk::config::Credentials::new(
        std::env::var("AWS_ACCESS_KEY_ID")?,
        std::env::var("AWS_SECRET_ACCESS_KEY")?,
        None,
        None,
        "environment",
    );
    let config = sdk::Config::builder()
        .behavior_version(sdk::config::BehaviorVersion::latest())
        .region(sdk::config::Region::new("us-east-1"))
        .credentials_provider(credentials)
        .build();
    let client = sdk::Client::from_conf(config);
"#;

/// Twenty actions of vpc: what a program that lays out a network would call.
pub(super) const VPC: &[&str] = &[
    r#"describe_vpcs(sdk::DescribeVpcsRequest::new().vpc_ids(["vpc-1"]))"#,
    r#"create_vpc(sdk::CreateVpcRequest::new().vpc_name("one").cidr_block("10.0.0.0/16"))"#,
    r#"delete_vpc(sdk::DeleteVpcRequest::new().vpc_id("vpc-1"))"#,
    r#"describe_subnets(sdk::DescribeSubnetsRequest::new().subnet_ids(["subnet-1"]))"#,
    r#"create_subnet(sdk::CreateSubnetRequest::new().vpc_id("vpc-1").subnet_name("one").zone("ap-guangzhou-1").cidr_block("10.0.1.0/24"))"#,
    r#"delete_subnet(sdk::DeleteSubnetRequest::new().subnet_id("subnet-1"))"#,
    r#"describe_route_tables(sdk::DescribeRouteTablesRequest::new().route_table_ids(["rtb-1"]))"#,
    r#"create_route_table(sdk::CreateRouteTableRequest::new().vpc_id("vpc-1").route_table_name("one"))"#,
    r#"delete_route_table(sdk::DeleteRouteTableRequest::new().route_table_id("rtb-1"))"#,
    r#"describe_security_groups(sdk::DescribeSecurityGroupsRequest::new().security_group_ids(["sg-1"]))"#,
    r#"create_security_group(sdk::CreateSecurityGroupRequest::new().group_name("one").group_description("none"))"#,
    r#"delete_security_group(sdk::DeleteSecurityGroupRequest::new().security_group_id("sg-1"))"#,
    r#"describe_addresses(sdk::DescribeAddressesRequest::new().address_ids(["eip-1"]))"#,
    r#"allocate_addresses(sdk::AllocateAddressesRequest::new().address_count(1))"#,
    r#"release_addresses(sdk::ReleaseAddressesRequest::new().address_ids(["eip-1"]))"#,
    r#"describe_nat_gateways(sdk::DescribeNatGatewaysRequest::new())"#,
    r#"describe_network_interfaces(sdk::DescribeNetworkInterfacesRequest::new())"#,
    r#"describe_vpn_gateways(sdk::DescribeVpnGatewaysRequest::new())"#,
    r#"describe_ccns(sdk::DescribeCcnsRequest::new())"#,
    r#"describe_flow_logs(sdk::DescribeFlowLogsRequest::new())"#,
];

/// Twenty operations of iam, as many of each kind.
pub(super) const AWS_IAM: &[&str] = &[
    r#"list_users().path_prefix("/")"#,
    r#"create_user().user_name("one").path("/")"#,
    r#"delete_user().user_name("one")"#,
    r#"list_groups().path_prefix("/")"#,
    r#"create_group().group_name("one").path("/")"#,
    r#"delete_group().group_name("one")"#,
    r#"list_roles().path_prefix("/")"#,
    r#"create_role().role_name("one").assume_role_policy_document("{}")"#,
    r#"delete_role().role_name("one")"#,
    r#"list_policies().path_prefix("/")"#,
    r#"create_policy().policy_name("one").policy_document("{}")"#,
    r#"delete_policy().policy_arn("one")"#,
    r#"list_access_keys().user_name("one")"#,
    r#"create_access_key().user_name("one")"#,
    r#"delete_access_key().access_key_id("one")"#,
    r#"list_account_aliases()"#,
    r#"list_instance_profiles()"#,
    r#"list_server_certificates()"#,
    r#"list_open_id_connect_providers()"#,
    r#"list_virtual_mfa_devices()"#,
];
