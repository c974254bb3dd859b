//! Users, groups, roles, policies and keys.

use serde_json::{Value, json};
use tencentcloud_emulator::{Credential, Emulator};

use super::{Caller, assert_has, emulator};

fn cam(emulator: &Emulator) -> Caller<'_> {
    Caller::new(emulator, "cam", "2019-01-16")
}

const DOCUMENT: &str =
    r#"{"version":"2.0","statement":[{"action":["cos:*"],"effect":"allow","resource":["*"]}]}"#;
const TRUST: &str = r#"{"version":"2.0","statement":[{"action":"name/sts:AssumeRole","effect":"allow","principal":{"service":["cvm.qcloud.com"]}}]}"#;

fn policy(cam: &Caller<'_>, name: &str) -> Value {
    let written = json!({"PolicyName": name, "PolicyDocument": DOCUMENT});
    cam.call("CreatePolicy", written)["PolicyId"].take()
}

fn listed(answer: &Value, list: &str, member: &str) -> Vec<Value> {
    let items = answer[list].as_array().unwrap().iter();
    items.map(|item| item[member].clone()).collect()
}

#[tokio::test]
async fn a_user_is_read_as_it_was_written() {
    let emulator = emulator().await;
    let cam = cam(&emulator);
    let made = cam.call("AddUser", json!({"Name": "alice", "Remark": "first"}));
    let (uin, uid) = (&made["Uin"], &made["Uid"]);
    assert!(
        uin.as_u64().unwrap() > 100_000_000_000 && uid.as_u64().unwrap() > 0,
        "{made}"
    );
    assert_has(
        &made,
        &json!({"Name": "alice", "SecretId": "", "Password": ""}),
    );
    assert_eq!(
        cam.refused("AddUser", json!({"Name": "alice"})),
        "InvalidParameter.SubUserNameInUse"
    );
    let expected = json!({
        "Uin": uin, "Uid": uid, "Name": "alice", "Remark": "first", "ConsoleLogin": 0,
        "PhoneNum": "", "CountryCode": "", "Email": "",
    });
    assert_has(&cam.call("GetUser", json!({"Name": "alice"})), &expected);
    assert_has(&cam.call("ListUsers", json!({}))["Data"][0], &expected);
    cam.call(
        "UpdateUser",
        json!({"Name": "alice", "Remark": "second", "Email": "alice@example.com"}),
    );
    let read = cam.call("GetUser", json!({"Name": "alice"}));
    assert_has(
        &read,
        &json!({"Remark": "second", "Email": "alice@example.com", "Uin": uin}),
    );
    cam.call("DeleteUser", json!({"Name": "alice"}));
    for action in ["GetUser", "UpdateUser", "DeleteUser"] {
        let code = cam.refused(action, json!({"Name": "alice"}));
        assert_eq!(code, "ResourceNotFound.UserNotExist", "{action}");
    }
}

#[tokio::test]
async fn a_policy_has_its_document_and_versions() {
    let emulator = emulator().await;
    let cam = cam(&emulator);
    let id = policy(&cam, "readers");
    let read = || cam.call("GetPolicy", json!({"PolicyId": id}));
    assert_has(
        &read(),
        &json!({
            "PolicyName": "readers", "PolicyDocument": DOCUMENT, "Description": "", "Type": 1,
            "IsServiceLinkedRolePolicy": 0, "Tags": [], "PresetAlias": null,
        }),
    );
    let taken = json!({"PolicyName": "readers", "PolicyDocument": DOCUMENT});
    assert_eq!(
        cam.refused("CreatePolicy", taken),
        "FailedOperation.PolicyNameInUse"
    );
    for (document, code) in [
        ("no JSON", "InvalidParameter.PolicyDocumentError"),
        ("{}", "InvalidParameter.VersionError"),
        (r#"{"version":"2.0"}"#, "InvalidParameter.StatementError"),
    ] {
        let wrong = json!({"PolicyName": "wrong", "PolicyDocument": document});
        assert_eq!(cam.refused("CreatePolicy", wrong), code, "{document}");
    }
    let denying = DOCUMENT.replace("allow", "deny");
    cam.call(
        "UpdatePolicy",
        json!({"PolicyId": id, "PolicyName": "writers", "Description": "d", "PolicyDocument": denying}),
    );
    assert_has(
        &read(),
        &json!({"PolicyName": "writers", "Description": "d", "PolicyDocument": denying}),
    );
    let version = json!({"PolicyId": id, "PolicyDocument": DOCUMENT, "SetAsDefault": false});
    assert_eq!(cam.call("CreatePolicyVersion", version)["VersionId"], 2);
    assert_eq!(read()["PolicyDocument"], denying);
    cam.call(
        "SetDefaultPolicyVersion",
        json!({"PolicyId": id, "VersionId": 2}),
    );
    assert_eq!(read()["PolicyDocument"], DOCUMENT);
    let versions = cam.call("ListPolicyVersions", json!({"PolicyId": id}));
    assert_eq!(
        listed(&versions, "Versions", "IsDefaultVersion"),
        [json!(0), json!(1)]
    );
    let first = cam.call("GetPolicyVersion", json!({"PolicyId": id, "VersionId": 1}));
    assert_eq!(first["PolicyVersion"]["Document"], denying);

    let all = cam.call(
        "ListPolicies",
        json!({"Scope": "Local", "Keyword": "write"}),
    );
    assert_eq!(
        (&all["TotalNum"], listed(&all, "List", "PolicyId")),
        (&json!(1), vec![id.clone()])
    );
    assert_eq!(
        cam.call("ListPolicies", json!({"Scope": "QCS"}))["List"],
        json!([])
    );
    cam.call("DeletePolicy", json!({"PolicyId": [id]}));
    assert_eq!(
        cam.refused("GetPolicy", json!({"PolicyId": id})),
        "ResourceNotFound.PolicyIdNotFound"
    );
}

#[tokio::test]
async fn policies_are_attached_to_users_groups_and_roles() {
    let emulator = emulator().await;
    let cam = cam(&emulator);
    let id = policy(&cam, "readers");
    let uin = cam.call("AddUser", json!({"Name": "alice"}))["Uin"].take();
    let group = cam.call("CreateGroup", json!({"GroupName": "staff"}))["GroupId"].take();
    let role = json!({"RoleName": "reader", "PolicyDocument": TRUST});
    let role = cam.call("CreateRole", role)["RoleId"].take();

    cam.call(
        "AttachUserPolicy",
        json!({"PolicyId": id, "AttachUin": uin}),
    );
    cam.call(
        "AttachGroupPolicy",
        json!({"PolicyId": id, "AttachGroupId": group}),
    );
    let by_name = json!({"PolicyName": "readers", "AttachRoleName": "reader"});
    cam.call("AttachRolePolicy", by_name);
    for (action, target) in [
        ("ListAttachedUserPolicies", json!({"TargetUin": uin})),
        ("ListAttachedGroupPolicies", json!({"TargetGroupId": group})),
        (
            "ListAttachedRolePolicies",
            json!({"Page": 1, "Rp": 10, "RoleId": role}),
        ),
        (
            "ListAttachedUserAllPolicies",
            json!({"TargetUin": uin, "Rp": 10, "Page": 1, "AttachType": 0}),
        ),
    ] {
        let answer = cam.call(action, target);
        let list = if action.contains("All") {
            "PolicyList"
        } else {
            "List"
        };
        assert_eq!(listed(&answer, list, "PolicyName"), ["readers"], "{action}");
        assert_eq!(answer["TotalNum"], 1, "{action}");
    }
    let entities = cam.call("ListEntitiesForPolicy", json!({"PolicyId": id}));
    assert_eq!(
        listed(&entities, "List", "RelatedType"),
        [json!(1), json!(2), json!(3)]
    );
    assert_eq!(
        cam.call("ListPolicies", json!({}))["List"][0]["AttachEntityCount"],
        3
    );

    let unknown = json!({"PolicyId": 1, "AttachUin": uin});
    let code = cam.refused("AttachUserPolicy", unknown);
    assert!(code.contains("PolicyId"), "{code}");
    cam.call(
        "DetachUserPolicy",
        json!({"PolicyId": id, "DetachUin": uin}),
    );
    let none = cam.call("ListAttachedUserPolicies", json!({"TargetUin": uin}));
    assert_eq!((&none["List"], &none["TotalNum"]), (&json!([]), &json!(0)));
    cam.call("DeleteRole", json!({"RoleName": "reader"}));
    cam.call("DeleteGroup", json!({"GroupId": group}));
    let entities = cam.call("ListEntitiesForPolicy", json!({"PolicyId": id}));
    assert_eq!(entities["TotalNum"], 0);
}

#[tokio::test]
async fn a_role_is_found_by_name_and_number() {
    let emulator = emulator().await;
    let cam = cam(&emulator);
    let written = json!({
        "RoleName": "reader", "PolicyDocument": TRUST, "Description": "d", "ConsoleLogin": 1,
        "Tags": [{"Key": "team", "Value": "a"}],
    });
    let id = cam.call("CreateRole", written.clone())["RoleId"].take();
    assert_eq!(
        cam.refused("CreateRole", written.clone()),
        "InvalidParameter.RoleNameInUse"
    );
    let by_name = json!({"RoleName": "reader"});
    let read = cam.call("GetRole", by_name.clone())["RoleInfo"].take();
    assert_has(&read, &written);
    assert_eq!(read["RoleId"], id);
    let arn = read["RoleArn"].as_str().unwrap();
    assert!(
        arn.starts_with("qcs::cam::uin/") && arn.ends_with(":roleName/reader"),
        "{arn}"
    );

    let other = TRUST.replace("cvm", "scf");
    cam.call(
        "UpdateAssumeRolePolicy",
        json!({"RoleId": id, "PolicyDocument": other}),
    );
    cam.call(
        "UpdateRoleDescription",
        json!({"RoleName": "reader", "Description": ""}),
    );
    cam.call(
        "TagRole",
        json!({"RoleName": "reader", "Tags": [{"Key": "team", "Value": "b"}]}),
    );
    let read = cam.call("GetRole", json!({"RoleId": id}))["RoleInfo"].take();
    assert_has(
        &read,
        &json!({
            "PolicyDocument": other, "Description": "", "ConsoleLogin": 1,
            "Tags": [{"Key": "team", "Value": "b"}],
        }),
    );
    cam.call(
        "UntagRole",
        json!({"RoleName": "reader", "TagKeys": ["team"]}),
    );
    let roles = cam.call("DescribeRoleList", json!({"Page": 1, "Rp": 20}));
    assert_eq!(roles["TotalNum"], 1);
    assert_eq!(roles["List"][0]["Tags"], json!([]));
    cam.call("DeleteRole", json!({"RoleId": id}));
    assert_eq!(
        cam.refused("GetRole", by_name),
        "InvalidParameter.RoleNotExist"
    );
}

#[tokio::test]
async fn a_group_has_members() {
    let emulator = emulator().await;
    let cam = cam(&emulator);
    let group = cam.call("CreateGroup", json!({"GroupName": "staff"}))["GroupId"].take();
    let user = |name| cam.call("AddUser", json!({"Name": name}));
    let (alice, bob) = (user("alice"), user("bob"));
    let info = json!([
        {"GroupId": group, "Uid": alice["Uid"]}, {"GroupId": group, "Uin": bob["Uin"]},
    ]);
    cam.call("AddUserToGroup", json!({"Info": info}));
    let read = cam.call("GetGroup", json!({"GroupId": group}));
    assert_has(
        &read,
        &json!({"GroupName": "staff", "GroupNum": 2, "Remark": ""}),
    );
    assert_eq!(listed(&read, "UserInfo", "Name"), ["alice", "bob"]);
    let groups = cam.call("ListGroupsForUser", json!({"Uid": alice["Uid"]}));
    assert_eq!(groups["GroupInfo"][0]["GroupId"], group);
    let gone = json!([{"GroupId": group, "Uid": alice["Uid"]}]);
    cam.call("RemoveUserFromGroup", json!({"Info": gone}));
    let users = || cam.call("ListUsersForGroup", json!({"GroupId": group}));
    assert_eq!(listed(&users(), "UserInfo", "Name"), ["bob"]);
    cam.call("DeleteUser", json!({"Name": "bob"}));
    assert_eq!(users()["TotalNum"], 0);
    cam.call("UpdateGroup", json!({"GroupId": group, "Remark": "r"}));
    assert_eq!(
        cam.call("ListGroups", json!({}))["GroupInfo"][0]["Remark"],
        "r"
    );
    cam.call("DeleteGroup", json!({"GroupId": group}));
    assert_eq!(cam.call("ListGroups", json!({}))["TotalNum"], 0);
}

#[tokio::test]
async fn the_key_of_a_user_signs_requests_until_it_is_inactive_or_deleted() {
    let emulator = emulator().await;
    let cam = cam(&emulator);
    let uin = cam.call("AddUser", json!({"Name": "alice"}))["Uin"].take();
    let made = cam.call("CreateAccessKey", json!({"TargetUin": uin}))["AccessKey"].take();
    assert_eq!(made["Status"], "Active");
    let text = |member: &str| made[member].as_str().unwrap().to_owned();
    let (id, secret) = (text("AccessKeyId"), text("SecretAccessKey"));
    let alice = Caller {
        credential: Credential::new(&id, secret),
        ..Caller::new(&emulator, "sts", "2018-08-13")
    };
    let said = alice.call("GetCallerIdentity", json!({}));
    assert_eq!(said["UserId"], uin.to_string(), "{said}");
    // It is the same account: what the account has made is there.
    let alices = Caller {
        service: "cam",
        version: "2019-01-16",
        ..alice
    };
    assert_eq!(
        listed(&alices.call("ListUsers", json!({})), "Data", "Name"),
        ["alice"]
    );
    let own = alices.call("ListAccessKeys", json!({}));
    assert_eq!(listed(&own, "AccessKeys", "AccessKeyId"), [id.as_str()]);
    assert_eq!(
        cam.call("ListAccessKeys", json!({}))["AccessKeys"],
        json!([])
    );
    let key = |status: &str| json!({"AccessKeyId": id, "Status": status, "TargetUin": uin});
    cam.call("UpdateAccessKey", key("Inactive"));
    let code = alices.refused("ListUsers", json!({}));
    assert!(code.starts_with("AuthFailure"), "{code}");
    cam.call("UpdateAccessKey", key("Active"));
    alices.call("ListUsers", json!({}));
    assert_eq!(
        cam.refused("DeleteUser", json!({"Name": "alice"})),
        "OperationDenied.HaveKeys"
    );
    cam.call(
        "DeleteAccessKey",
        json!({"AccessKeyId": id, "TargetUin": uin}),
    );
    assert!(
        alices
            .refused("ListUsers", json!({}))
            .starts_with("AuthFailure")
    );
    cam.call("DeleteUser", json!({"Name": "alice"}));
}

#[tokio::test]
async fn keys_are_kept_forgotten_and_restored_with_the_resources() {
    let first = emulator().await;
    let cam = cam(&first);
    let made = cam.call("AddUser", json!({"Name": "alice", "UseApi": 1}));
    let uin = made["Uin"].clone();
    let own = cam.call("CreateAccessKey", json!({"TargetUin": uin}))["AccessKey"].take();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let keys = [
        Credential::new(text(&made["SecretId"]), text(&made["SecretKey"])),
        Credential::new(text(&own["AccessKeyId"]), text(&own["SecretAccessKey"])),
    ];
    // Each key is asked who it is: the user, of the account that made it.
    let assert_signs = |emulator: &Emulator, signs: bool| {
        for key in &keys {
            let mut caller = self::cam(emulator);
            caller.credential = key.clone();
            match signs {
                true => assert_eq!(
                    caller.call("GetUserAppId", json!({}))["Uin"],
                    uin.to_string()
                ),
                false => {
                    let code = caller.refused("GetUserAppId", json!({}));
                    assert_eq!(code, "AuthFailure.SecretIdNotFound");
                }
            }
        }
    };
    assert_signs(&first, true);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("snapshot.json");
    std::fs::write(&file, "").unwrap();
    first.save(&file).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{mode:o}");
    }
    let saved = std::fs::read_to_string(&file).unwrap();
    let calls = serde_json::to_string(&first.calls().all()).unwrap();
    for key in &keys {
        assert!(calls.contains(&key.secret_id), "{calls}");
        assert!(saved.contains(&key.secret_key) && !calls.contains(&key.secret_key));
    }

    first.reset();
    assert_signs(&first, false);
    let second = Emulator::builder().seed(9).start().await.unwrap();
    let before = self::cam(&second).call("AddUser", json!({"Name": "bob", "UseApi": 1}));
    second.load(&file).unwrap();
    assert_signs(&second, true);
    let mut bob = self::cam(&second);
    bob.credential = Credential::new(text(&before["SecretId"]), text(&before["SecretKey"]));
    assert_eq!(
        bob.refused("GetUserAppId", json!({})),
        "AuthFailure.SecretIdNotFound"
    );
    assert!(
        second
            .restore(&json!({"format": 1, "resources": 5}))
            .is_err()
    );
    assert_signs(&second, true);
    // The keys that were given stay whatever resources there are.
    second.reset_account("1");
    assert_signs(&second, true);
    let account = self::cam(&second).call("GetUserAppId", json!({}))["OwnerUin"].take();
    second.reset_account(account.as_str().unwrap());
    assert_signs(&second, false);
}

#[tokio::test]
async fn a_key_of_a_call_that_is_refused_signs_nothing() {
    let builder = Emulator::builder().seed(3).quota("cam", "AccessKey", 1);
    let (one, two) = (builder.clone().start().await.unwrap(), emulator().await);
    let add = json!({"Name": "alice", "UseApi": 1});
    // The same seed draws the same keys.
    cam(&one).call("AddUser", json!({"Name": "first", "UseApi": 1}));
    assert!(cam(&one).refused("AddUser", add.clone()).contains("Limit"));
    let twin = cam(&two).call("AddUser", add);
    let mut alice = cam(&one);
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    alice.credential = Credential::new(text(&twin["SecretId"]), text(&twin["SecretKey"]));
    assert_eq!(
        alice.refused("GetUserAppId", json!({})),
        "AuthFailure.SecretIdNotFound"
    );
}
