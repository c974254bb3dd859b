//! Security groups, with single rules and with all rules at once.

use serde_json::{Value, json};

use crate::provider::{Provider, Read, assert_members, named, read, text};

fn groups(id: &str) -> Read<'static> {
    let parameters = json!({"SecurityGroupIds": [id]});
    read("vpc.DescribeSecurityGroups", parameters, "SecurityGroupSet")
}

pub(crate) fn group(provider: &Provider, name: &str) -> String {
    let made = provider.call(
        "vpc.CreateSecurityGroup",
        json!({"GroupName": name, "GroupDescription": "", "ProjectId": "0"}),
    );
    text(&made["SecurityGroup"]["SecurityGroupId"])
}

#[tokio::test]
async fn a_security_group() {
    let provider = Provider::start().await;
    let made = provider.call(
        "vpc.CreateSecurityGroup",
        json!({
            "GroupName": "web", "GroupDescription": "the web", "ProjectId": "0",
            "Tags": [{"Key": "team", "Value": "a"}],
        }),
    );
    let id = text(&made["SecurityGroup"]["SecurityGroupId"]);
    assert_members(
        &provider.one(&groups(&id)),
        [
            ("SecurityGroupName", json!("web")),
            ("SecurityGroupDesc", json!("the web")),
            ("ProjectId", json!("0")),
        ],
    );
    assert_eq!(provider.tags("cvm", "sg", &id), json!({"team": "a"}));
    let policies = provider.call(
        "vpc.DescribeSecurityGroupPolicies",
        json!({"SecurityGroupId": id}),
    );
    assert_eq!(policies["SecurityGroupPolicySet"]["Ingress"], json!([]));

    let modified = json!({"SecurityGroupId": id, "GroupName": "db", "GroupDescription": ""});
    provider.call("vpc.ModifySecurityGroupAttribute", modified);
    provider.tag(&named("cvm", "sg", &id), [("team", "b")], &[]);
    assert_members(
        &provider.one(&groups(&id)),
        [
            ("SecurityGroupName", json!("db")),
            ("SecurityGroupDesc", json!("")),
        ],
    );
    assert_eq!(provider.tags("cvm", "sg", &id), json!({"team": "b"}));

    provider.call("vpc.DeleteSecurityGroup", json!({"SecurityGroupId": id}));
    // The program takes the code for what an empty list says.
    for action in [
        "vpc.DescribeSecurityGroups",
        "vpc.DescribeSecurityGroupPolicies",
    ] {
        let named = match action {
            "vpc.DescribeSecurityGroups" => json!({"SecurityGroupIds": [id]}),
            _ => json!({"SecurityGroupId": id}),
        };
        assert_eq!(provider.refused(action, named), "ResourceNotFound");
    }
}

/// Returns the rules of a group in one direction, twice the same.
#[track_caller]
fn rules(provider: &Provider, group: &str, direction: &str) -> Vec<Value> {
    let items = format!("SecurityGroupPolicySet.{direction}");
    let parameters = json!({"SecurityGroupId": group});
    let read = read("vpc.DescribeSecurityGroupPolicies", parameters, &items);
    let rules = provider.list(&read);
    assert_eq!(provider.list(&read), rules, "read again");
    // What the program takes for granted of a rule.
    for rule in &rules {
        for member in ["Action", "CidrBlock", "SecurityGroupId", "Protocol", "Port"] {
            text(&rule[member]);
        }
        for (member, ids) in [
            ("AddressTemplate", ["AddressId", "AddressGroupId"]),
            ("ServiceTemplate", ["ServiceId", "ServiceGroupId"]),
        ] {
            let template = &rule[member];
            assert!(template.is_null() || ids.iter().all(|id| template[id].is_string()));
        }
    }
    rules
}

/// Each rule is written and deleted by a call of its own, which says all that it is.
#[tokio::test]
async fn rules_of_a_group_one_by_one() {
    let provider = Provider::start().await;
    let (group, other) = (group(&provider, "web"), group(&provider, "other"));
    let write = |action: &str, direction: &str, rule: Value| {
        let set = json!({direction: [rule]});
        let parameters = json!({"SecurityGroupId": group, "SecurityGroupPolicySet": set});
        provider.call(action, parameters)
    };
    let web = json!({
        "CidrBlock": "10.0.0.0/8", "Protocol": "TCP", "Port": "80,443", "Action": "ACCEPT",
        "PolicyDescription": "web", "PolicyIndex": 0, "AddressTemplate": {}, "ServiceTemplate": {},
    });
    write("vpc.CreateSecurityGroupPolicies", "Ingress", web);
    let peers = json!({
        "SecurityGroupId": other, "PolicyDescription": "", "PolicyIndex": 0, "Action": "DROP",
        "AddressTemplate": {}, "ServiceTemplate": {},
    });
    write("vpc.CreateSecurityGroupPolicies", "Ingress", peers);
    let read = rules(&provider, &group, "Ingress");
    assert_eq!(read.len(), 2);
    assert_members(
        &read[0],
        [
            ("PolicyIndex", json!(0)),
            ("SecurityGroupId", json!(other)),
            ("CidrBlock", json!("")),
            ("Protocol", json!("ALL")),
            ("Port", json!("ALL")),
            ("Action", json!("DROP")),
            ("PolicyDescription", json!("")),
        ],
    );
    assert_members(
        &read[1],
        [
            ("PolicyIndex", json!(1)),
            ("SecurityGroupId", json!("")),
            ("CidrBlock", json!("10.0.0.0/8")),
            ("Protocol", json!("TCP")),
            ("Port", json!("80,443")),
            ("Action", json!("ACCEPT")),
            ("PolicyDescription", json!("web")),
        ],
    );

    let described = json!({
        "CidrBlock": "10.0.0.0/8", "Protocol": "TCP", "Port": "80,443", "Action": "ACCEPT",
        "SecurityGroupId": "", "PolicyDescription": "the web",
    });
    write("vpc.ReplaceSecurityGroupPolicy", "Ingress", described);
    let read = rules(&provider, &group, "Ingress");
    assert_eq!(read[1]["PolicyDescription"], "the web");

    let web = json!({
        "CidrBlock": "10.0.0.0/8", "Protocol": "TCP", "Port": "80,443", "Action": "ACCEPT",
        "PolicyDescription": "the web",
    });
    write("vpc.DeleteSecurityGroupPolicies", "Ingress", web);
    let peers = json!({"SecurityGroupId": other, "Action": "DROP"});
    write("vpc.DeleteSecurityGroupPolicies", "Ingress", peers);
    assert_eq!(rules(&provider, &group, "Ingress"), [Value::Null; 0]);
}

/// Both directions are written at once, and again in the place of all that was there.
#[tokio::test]
async fn rules_of_a_group_all_at_once() {
    let provider = Provider::start().await;
    let group = group(&provider, "web");
    let short = |rule: &Value| {
        let text = |member| text(&rule[member]);
        let source = text("CidrBlock") + &text("SecurityGroupId");
        [text("Action"), source, text("Port"), text("Protocol")].join("#")
    };
    let read = |direction| {
        let rules = rules(&provider, &group, direction);
        rules.iter().map(short).collect::<Vec<_>>()
    };
    let write = |action: &str, set: Value| {
        let parameters = json!({"SecurityGroupId": group, "SecurityGroupPolicySet": set});
        provider.call(action, parameters)
    };
    let web = json!({
        "Action": "ACCEPT", "CidrBlock": "192.168.1.0/24", "Protocol": "TCP", "Port": "80-90",
    });
    let ping = json!({"Action": "ACCEPT", "CidrBlock": "10.0.0.0/8", "Protocol": "ICMP"});
    let all = json!({"Action": "DROP", "CidrBlock": "0.0.0.0/0", "Protocol": "ALL"});
    let both = json!({"Ingress": [web, ping], "Egress": [all]});
    write("vpc.ModifySecurityGroupPolicies", both);
    let expected = [
        "ACCEPT#192.168.1.0/24#80-90#TCP",
        "ACCEPT#10.0.0.0/8#ALL#ICMP",
    ];
    assert_eq!(read("Ingress"), expected);
    assert_eq!(read("Egress"), ["DROP#0.0.0.0/0#ALL#ALL"]);

    let set = json!({"Ingress": [ping, web], "Egress": []});
    write("vpc.ModifySecurityGroupPolicies", set);
    let mut turned = expected;
    turned.reverse();
    assert_eq!(read("Ingress"), turned);
    assert_eq!(read("Egress"), [""; 0]);

    write(
        "vpc.DeleteSecurityGroupPolicies",
        json!({"Ingress": [ping]}),
    );
    assert_eq!(read("Ingress"), expected[..1]);
    write("vpc.ModifySecurityGroupPolicies", json!({"Version": "0"}));
    assert_eq!(read("Ingress"), [""; 0]);
    provider.call("vpc.DeleteSecurityGroup", json!({"SecurityGroupId": group}));
}
