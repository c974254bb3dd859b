//! Users and policies, and which user has which policy.

use serde_json::{Value, json};

use crate::provider::{Provider, Read, assert_members, assert_unset, named, read, text};

#[track_caller]
fn user(provider: &Provider, name: &str) -> Value {
    let read = || provider.call("cam.GetUser", json!({"Name": name}));
    let user = read();
    assert_eq!(read(), user, "read again");
    user
}

#[tokio::test]
async fn a_user() {
    let provider = Provider::start().await;
    let made = provider.call(
        "cam.AddUser",
        json!({
            "Name": "ada", "Remark": "first", "UseApi": 1, "ConsoleLogin": 1,
            "NeedResetPassword": 1, "PhoneNum": "13800000000", "CountryCode": "86",
            "Email": "ada@example.com", "Password": "Gail@1234",
        }),
    );
    for member in ["Name", "SecretKey", "SecretId", "Password"] {
        text(&made[member]);
    }
    let read = user(&provider, "ada");
    let uin = read["Uin"].as_u64().unwrap().to_string();
    assert_members(
        &read,
        [
            ("Uin", made["Uin"].clone()),
            ("Uid", made["Uid"].clone()),
            ("Name", json!("ada")),
            ("Remark", json!("first")),
            ("PhoneNum", json!("13800000000")),
            ("CountryCode", json!("86")),
            ("Email", json!("ada@example.com")),
            ("ConsoleLogin", json!(1)),
        ],
    );
    let name = named("cam", "uin", &uin);
    provider.tag(&name, [("team", "a")], &[]);
    assert_eq!(provider.tags("cam", "uin", &uin), json!({"team": "a"}));

    provider.call(
        "cam.UpdateUser",
        json!({
            "Name": "ada", "Remark": "", "ConsoleLogin": 0, "PhoneNum": "13900000000",
            "CountryCode": "86", "Email": "lovelace@example.com",
        }),
    );
    provider.tag(&name, [("team", "b")], &[]);
    let read = user(&provider, "ada");
    assert_unset(&read, ["Remark"]);
    assert_members(
        &read,
        [
            ("ConsoleLogin", json!(0)),
            ("PhoneNum", json!("13900000000")),
            ("Email", json!("lovelace@example.com")),
            ("Uin", made["Uin"].clone()),
        ],
    );
    assert_eq!(provider.tags("cam", "uin", &uin), json!({"team": "b"}));

    provider.call("cam.DeleteUser", json!({"Name": "ada", "Force": 1}));
    let gone = "ResourceNotFound.UserNotExist";
    for action in ["cam.GetUser", "cam.DeleteUser"] {
        let named = json!({"Name": "ada"});
        assert_eq!(provider.refused(action, named), gone, "{action}");
    }
}

#[tokio::test]
async fn a_user_with_nothing_but_a_name() {
    let provider = Provider::start().await;
    provider.call("cam.AddUser", json!({"Name": "bob"}));
    let read = user(&provider, "bob");
    assert_unset(&read, ["Remark", "PhoneNum", "CountryCode", "Email"]);
    assert_eq!(read["ConsoleLogin"], 0);
    let taken = provider.refused("cam.AddUser", json!({"Name": "bob"}));
    assert!(taken.contains("SubUserNameInUse"), "{taken}");
    provider.call("cam.DeleteUser", json!({"Name": "bob", "Force": 0}));
}

const DOCUMENT: &str =
    r#"{"version":"2.0","statement":[{"action":["cos:*"],"resource":["*"],"effect":"allow"}]}"#;
const OTHER: &str = r#"{"version":"2.0","statement":[{"action":["cvm:DescribeZones"],"resource":["*"],"effect":"allow"}]}"#;

#[track_caller]
fn policy(provider: &Provider, id: u64) -> Value {
    let read = || provider.call("cam.GetPolicy", json!({"PolicyId": id}));
    let policy = read();
    assert_eq!(read(), policy, "read again");
    policy
}

#[tokio::test]
async fn a_policy() {
    let provider = Provider::start().await;
    let made = provider.call(
        "cam.CreatePolicy",
        json!({
            "PolicyName": "first", "PolicyDocument": DOCUMENT, "Description": "all of cos",
            "Tags": [{"Key": "team", "Value": "a"}],
        }),
    );
    let id = made["PolicyId"].as_u64().unwrap();
    let read = policy(&provider, id);
    text(&read["AddTime"]);
    text(&read["UpdateTime"]);
    assert_members(
        &read,
        [
            ("PolicyName", json!("first")),
            ("PolicyDocument", json!(DOCUMENT)),
            ("Description", json!("all of cos")),
            ("Type", json!(1)),
            ("Tags", json!([{"Key": "team", "Value": "a"}])),
        ],
    );
    let taken = json!({"PolicyName": "first", "PolicyDocument": DOCUMENT});
    let taken = provider.refused("cam.CreatePolicy", taken);
    assert!(taken.contains("PolicyNameInUse"), "{taken}");

    let changed = json!({
        "PolicyId": id, "PolicyName": "second", "PolicyDocument": OTHER, "Description": "",
    });
    provider.call("cam.UpdatePolicy", changed);
    let name = named("cam", "policy", &id.to_string());
    provider.tag(&name, [("stage", "test")], &["team"]);
    let read = policy(&provider, id);
    assert_unset(&read, ["Description"]);
    assert_members(
        &read,
        [
            ("PolicyName", json!("second")),
            ("PolicyDocument", json!(OTHER)),
            ("Tags", json!([{"Key": "stage", "Value": "test"}])),
        ],
    );
    provider.call("cam.DeletePolicy", json!({"PolicyId": [id]}));
    let gone = provider.refused("cam.GetPolicy", json!({"PolicyId": id}));
    assert_eq!(gone, "ResourceNotFound.PolicyIdNotFound");
}

#[tokio::test]
async fn a_policy_of_a_user() {
    let provider = Provider::start().await;
    provider.call("cam.AddUser", json!({"Name": "ada"}));
    let uin = user(&provider, "ada")["Uin"].clone();
    let attached = || -> Read<'static> {
        let parameters = json!({"TargetUin": uin, "Page": 1, "Rp": 200});
        read("cam.ListAttachedUserPolicies", parameters, "List")
    };
    assert_eq!(provider.list(&attached()), [Value::Null; 0]);
    let made = json!({"PolicyName": "mine", "PolicyDocument": DOCUMENT});
    let id = provider.call("cam.CreatePolicy", made)["PolicyId"].take();
    let both = json!({"PolicyId": id, "AttachUin": uin});
    provider.call("cam.AttachUserPolicy", both);
    let read = provider.one(&attached());
    text(&read["AddTime"]);
    assert_members(
        &read,
        [
            ("PolicyId", id.clone()),
            ("PolicyName", json!("mine")),
            ("PolicyType", json!("User")),
            ("CreateMode", json!(2)),
        ],
    );
    provider.call(
        "cam.DetachUserPolicy",
        json!({"PolicyId": id, "DetachUin": uin}),
    );
    provider.until_gone(&attached());
    provider.call("cam.DeletePolicy", json!({"PolicyId": [id]}));
    provider.call("cam.DeleteUser", json!({"Name": "ada", "Force": 0}));
}
