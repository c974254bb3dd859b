//! Databases of MySQL, in the order in which those who build by them call the actions.

use serde_json::{Value, json};
use tencentcloud_emulator::Emulator;

use super::{Caller, assert_has, emulator};

fn cdb(emulator: &Emulator) -> Caller<'_> {
    Caller::new(emulator, "cdb", "2017-03-20")
}

/// Makes an instance and reads it until it serves.
fn instance(cdb: &Caller<'_>, name: &str) -> Value {
    let written = json!({
        "Memory": 4000, "Volume": 100, "GoodsNum": 1, "InstanceName": name, "EngineVersion": "5.7",
    });
    let id = cdb.call("CreateDBInstanceHour", written)["InstanceIds"][0].take();
    assert_eq!(read(cdb, &id)["Status"], 0);
    assert_eq!(read(cdb, &id)["Status"], 1);
    id
}

fn read(cdb: &Caller<'_>, id: &Value) -> Value {
    cdb.call("DescribeDBInstances", json!({"InstanceIds": [id]}))["Items"][0].take()
}

/// Asks for a task until it is over, as every user of it does.
#[track_caller]
fn wait(cdb: &Caller<'_>, answer: &Value) {
    let asked = json!({"AsyncRequestId": answer["AsyncRequestId"]});
    let state = || cdb.call("DescribeAsyncRequestInfo", asked.clone())["Status"].take();
    assert_eq!([state(), state()], ["RUNNING", "SUCCESS"]);
}

#[tokio::test]
async fn instances_are_ordered_and_delivered() {
    let emulator = emulator().await;
    let cdb = cdb(&emulator);
    let written = json!({
        "Memory": 8000, "Volume": 200, "Period": 1, "GoodsNum": 2, "InstanceName": "shop",
        "Port": 3310, "AutoRenewFlag": 1, "Zone": "ap-guangzhou-3",
        "ResourceTags": [{"TagKey": "team", "TagValue": ["a"]}], "ClientToken": "first",
    });
    let made = cdb.call("CreateDBInstance", written.clone());
    assert_eq!(
        cdb.call("CreateDBInstance", written)["InstanceIds"],
        made["InstanceIds"]
    );
    let ids = made["InstanceIds"].as_array().unwrap();
    assert_eq!(
        (ids.len(), made["DealIds"].as_array().unwrap().len()),
        (2, 2)
    );
    let first = read(&cdb, &ids[0]);
    assert_has(
        &first,
        &json!({
            "Status": 0, "InstanceName": "shop", "Vport": 3310, "AutoRenew": 1, "Memory": 8000,
            "Volume": 200, "Cpu": 4, "PayType": 0, "InstanceType": 1, "EngineVersion": "8.0",
            "Zone": "ap-guangzhou-3", "Region": "ap-guangzhou", "TaskStatus": 0, "WanStatus": 0,
            "TagList": [{"TagKey": "team", "TagValue": "a"}],
        }),
    );
    let (made, end) = (
        first["CreateTime"].as_str().unwrap(),
        first["DeadlineTime"].as_str().unwrap(),
    );
    assert!(made < end, "{made} {end}");
    assert_eq!(read(&cdb, &ids[0])["Status"], 1);
    let renewed = cdb.call(
        "RenewDBInstance",
        json!({"InstanceId": ids[0], "TimeSpan": 12}),
    );
    assert!(!renewed["DealId"].as_str().unwrap().is_empty());
    assert!(read(&cdb, &ids[0])["DeadlineTime"].as_str().unwrap() > end);
    let hourly = instance(&cdb, "hourly");
    assert_has(
        &read(&cdb, &hourly),
        &json!({"PayType": 1, "DeadlineTime": "0000-00-00 00:00:00", "EngineVersion": "5.7"}),
    );
    let secret = json!({
        "Memory": 1000, "Volume": 50, "GoodsNum": 1, "Password": "secret-word-1",
    });
    cdb.call("CreateDBInstanceHour", secret);
    assert!(!emulator.snapshot().to_string().contains("secret-word"));
}

#[tokio::test]
async fn instances_are_listed_by_what_they_are() {
    let emulator = emulator().await;
    let cdb = cdb(&emulator);
    let (one, two) = (instance(&cdb, "one"), instance(&cdb, "two"));
    let written = json!({
        "Memory": 1000, "Volume": 50, "GoodsNum": 1, "InstanceRole": "ro", "MasterInstanceId": one,
        "ResourceTags": [{"TagKey": "team", "TagValue": ["a"]}],
    });
    let replica = cdb.call("CreateDBInstanceHour", written)["InstanceIds"][0].take();
    let list = |asked: Value| {
        let read = cdb.call("DescribeDBInstances", asked.clone());
        let items = read["Items"].as_array().unwrap();
        let names = items
            .iter()
            .map(|item| item["InstanceId"].clone())
            .collect::<Vec<_>>();
        (read["TotalCount"].as_u64().unwrap(), names)
    };
    for (asked, expected) in [
        (json!({}), vec![&replica, &two, &one]),
        (json!({"InstanceNames": ["one", "two"]}), vec![&two, &one]),
        (json!({"InstanceTypes": [3]}), vec![&replica]),
        (json!({"WithRo": 0}), vec![&two, &one]),
        (json!({"WithMaster": 0}), vec![&replica]),
        (json!({"EngineVersions": ["5.7"]}), vec![&two, &one]),
        (json!({"PayTypes": [0]}), vec![]),
        (json!({"Status": [5]}), vec![]),
        (json!({"TaskStatus": [0], "InstanceIds": [one]}), vec![&one]),
        (json!({"TaskStatus": [10]}), vec![]),
        (json!({"TagKeysForSearch": ["team"]}), vec![&replica]),
        (json!({"Tags": [{"Key": "team", "Value": "b"}]}), vec![]),
        (
            json!({"OrderBy": "instanceName", "OrderDirection": "ASC", "WithRo": 0}),
            vec![&one, &two],
        ),
    ] {
        let (total, found) = list(asked.clone());
        assert_eq!(found.iter().collect::<Vec<_>>(), expected, "{asked}");
        assert_eq!(total, expected.len() as u64, "{asked}");
    }
    assert_eq!(list(json!({"Limit": 1, "Offset": 1})), (3, vec![two]));
    assert_eq!(read(&cdb, &replica)["MasterInfo"]["InstanceId"], one);
    let unknown = json!({"InstanceIds": ["cdb-nowhere"]});
    assert_eq!(
        cdb.refused("DescribeDBInstances", unknown),
        "InvalidParameter.InstanceNotFound"
    );
    let lost = json!({
        "Memory": 1000, "Volume": 50, "GoodsNum": 1, "InstanceRole": "ro",
        "MasterInstanceId": "cdb-nowhere",
    });
    assert_eq!(
        cdb.refused("CreateDBInstanceHour", lost),
        "InvalidParameter.InstanceNotFound"
    );
}

#[tokio::test]
async fn an_instance_is_isolated_released_and_taken_offline() {
    let emulator = emulator().await;
    let cdb = cdb(&emulator);
    let id = instance(&cdb, "shop");
    let (one, several) = (json!({"InstanceId": id}), json!({"InstanceIds": [id]}));
    let code = cdb.refused("OfflineIsolatedInstances", several.clone());
    assert!(code.starts_with("OperationDenied"), "{code}");
    let code = cdb.refused("ReleaseIsolatedDBInstances", several.clone());
    assert_eq!(code, "OperationDenied.WrongStatus");
    cdb.call("IsolateDBInstance", one.clone());
    assert_eq!(
        [&read(&cdb, &id)["Status"], &read(&cdb, &id)["Status"]],
        [4, 5]
    );
    for (action, asked, code) in [
        (
            "IsolateDBInstance",
            one.clone(),
            "OperationDenied.WrongStatus",
        ),
        ("OpenWanService", one.clone(), "OperationDenied.WrongStatus"),
        (
            "CreateBackup",
            json!({"InstanceId": id, "BackupMethod": "logical"}),
            "OperationDenied.ActionNotSupport",
        ),
        (
            "CreateDatabase",
            json!({"InstanceId": id, "DBName": "shop", "CharacterSetName": "utf8"}),
            "OperationDenied.InstanceStatusError",
        ),
    ] {
        assert_eq!(cdb.refused(action, asked), code, "{action}");
    }
    let released = cdb.call("ReleaseIsolatedDBInstances", several.clone());
    assert_eq!(
        released["Items"],
        json!([{"InstanceId": id, "Code": 0, "Message": ""}])
    );
    assert_eq!(read(&cdb, &id)["Status"], 1);
    cdb.call(
        "CreateBackup",
        json!({"InstanceId": id, "BackupMethod": "logical"}),
    );
    cdb.call("IsolateDBInstance", one.clone());
    read(&cdb, &id);
    assert_eq!(read(&cdb, &id)["Status"], 5);
    cdb.call("OfflineIsolatedInstances", several.clone());
    read(&cdb, &id);
    let code = cdb.refused("DescribeDBInstances", several);
    assert_eq!(code, "InvalidParameter.InstanceNotFound");
    let code = cdb.refused("DescribeDBSecurityGroups", one.clone());
    assert_eq!(code, "InternalError.DatabaseAccessError");
    let code = cdb.refused("DescribeBackupConfig", one);
    assert_eq!(code, "InvalidParameter.InstanceNotFound");
}

#[tokio::test]
async fn changes_of_an_instance_are_tasks() {
    let emulator = emulator().await;
    let cdb = cdb(&emulator);
    let id = instance(&cdb, "shop");
    let (one, several) = (json!({"InstanceId": id}), json!({"InstanceIds": [id]}));
    let restarted = cdb.call("RestartDBInstances", several.clone());
    let code = cdb.refused("RestartDBInstances", several.clone());
    assert_eq!(code, "FailedOperation.StatusConflict");
    assert_eq!(read(&cdb, &id)["TaskStatus"], 10);
    assert_eq!(read(&cdb, &id)["TaskStatus"], 0);
    let asked = json!({"AsyncRequestId": restarted["AsyncRequestId"]});
    assert_eq!(
        cdb.call("DescribeAsyncRequestInfo", asked.clone())["Status"],
        "SUCCESS"
    );
    let code = cdb.refused(
        "DescribeAsyncRequestInfo",
        json!({"AsyncRequestId": "nowhere"}),
    );
    assert_eq!(code, "InvalidParameter.InvalidAsyncRequestId");

    let bigger = json!({"InstanceId": id, "Memory": 16000, "Volume": 500, "Cpu": 8});
    wait(&cdb, &cdb.call("UpgradeDBInstance", bigger));
    assert_has(
        &read(&cdb, &id),
        &json!({"Memory": 16000, "Volume": 500, "Cpu": 8, "TaskStatus": 0}),
    );
    let newer = json!({"InstanceId": id, "EngineVersion": "8.0"});
    wait(&cdb, &cdb.call("UpgradeDBInstanceEngineVersion", newer));
    wait(&cdb, &cdb.call("OpenDBInstanceGTID", one.clone()));
    assert_eq!(
        cdb.call("DescribeDBInstanceGTID", one.clone())["IsGTIDOpen"],
        1
    );
    wait(&cdb, &cdb.call("OpenWanService", one.clone()));
    let open = read(&cdb, &id);
    assert_has(&open, &json!({"WanStatus": 1, "EngineVersion": "8.0"}));
    assert!(
        open["WanDomain"].as_str().unwrap().contains('.') && open["WanPort"] != 0,
        "{open}"
    );
    wait(&cdb, &cdb.call("CloseWanService", one.clone()));
    assert_has(
        &read(&cdb, &id),
        &json!({"WanStatus": 0, "WanDomain": "", "WanPort": 0}),
    );
    wait(&cdb, &cdb.call("SwitchDBInstanceMasterSlave", one));

    let tasks = |asked: Value| {
        cdb.call("DescribeTasks", asked)["TotalCount"]
            .as_u64()
            .unwrap()
    };
    assert_eq!(tasks(json!({"InstanceId": id})), 7);
    assert_eq!(tasks(json!({"TaskTypes": [7]})), 1);
    assert_eq!(tasks(json!({"TaskStatus": [1]})), 0);
    let read = cdb.call("DescribeTasks", asked)["Items"][0].take();
    assert_has(
        &read,
        &json!({"TaskType": "REBOOT", "TaskStatus": "SUCCEED", "Progress": 100, "InstanceIds": [id]}),
    );
}

#[tokio::test]
async fn an_instance_is_changed_at_once_where_it_is_no_task() {
    let emulator = emulator().await;
    let cdb = cdb(&emulator);
    let id = instance(&cdb, "shop");
    cdb.call(
        "ModifyDBInstanceName",
        json!({"InstanceId": id, "InstanceName": "store"}),
    );
    cdb.call(
        "ModifyDBInstanceProject",
        json!({"InstanceIds": [id], "NewProjectId": 7}),
    );
    cdb.call(
        "ModifyDBInstanceVipVport",
        json!({"InstanceId": id, "DstIp": "10.0.0.9", "DstPort": 3320}),
    );
    cdb.call(
        "ModifyAutoRenewFlag",
        json!({"InstanceIds": [id], "AutoRenew": 1}),
    );
    assert_has(
        &read(&cdb, &id),
        &json!({
            "InstanceName": "store", "ProjectId": 7, "Vip": "10.0.0.9", "Vport": 3320, "AutoRenew": 1,
        }),
    );
    let tags = json!({
        "InstanceId": id, "ReplaceTags": [{"TagKey": "team", "TagValue": ["a"]},
        {"TagKey": "stage", "TagValue": ["test"]}],
    });
    cdb.call("ModifyInstanceTag", tags);
    let gone = json!({"InstanceId": id, "DeleteTags": [{"TagKey": "stage", "TagValue": []}]});
    cdb.call("ModifyInstanceTag", gone);
    let read = cdb.call("DescribeTagsOfInstanceIds", json!({"InstanceIds": [id]}));
    assert_eq!(
        read["Rows"][0]["Tags"],
        json!([{"TagKey": "team", "TagValue": "a"}])
    );
    let read = cdb.call("DescribeDBInstanceConfig", json!({"InstanceId": id}));
    assert_has(
        &read,
        &json!({
            "ProtectMode": 0, "DeployMode": 0, "Zone": "ap-guangzhou-1", "BackupConfig": null,
            "SlaveConfig": {"ReplicationMode": "async", "Zone": "ap-guangzhou-1"},
        }),
    );
}

#[tokio::test]
async fn an_instance_has_an_address_of_its_subnet_and_security_groups() {
    let emulator = emulator().await;
    let cdb = cdb(&emulator);
    let vpc = Caller::new(&emulator, "vpc", "2017-03-12");
    let cloud = vpc.call(
        "CreateVpc",
        json!({"VpcName": "v", "CidrBlock": "10.1.0.0/16"}),
    );
    let cloud = &cloud["Vpc"]["VpcId"];
    let subnet = json!({
        "VpcId": cloud, "SubnetName": "s", "CidrBlock": "10.1.2.0/24", "Zone": "ap-guangzhou-3",
    });
    let subnet = vpc.call("CreateSubnet", subnet)["Subnet"]["SubnetId"].take();
    let group = |name: &str| {
        let written = json!({"GroupName": name, "GroupDescription": "d"});
        vpc.call("CreateSecurityGroup", written)["SecurityGroup"]["SecurityGroupId"].take()
    };
    let (one, two) = (group("one"), group("two"));
    let written = |subnet: &Value, group: &Value| {
        json!({
            "Memory": 1000, "Volume": 50, "GoodsNum": 1, "UniqVpcId": cloud, "UniqSubnetId": subnet,
            "SecurityGroup": [group],
        })
    };
    let made = cdb.call("CreateDBInstanceHour", written(&subnet, &one));
    let id = &made["InstanceIds"][0];
    let shown = read(&cdb, id);
    assert!(
        shown["Vip"].as_str().unwrap().starts_with("10.1.2."),
        "{shown}"
    );
    assert_has(&shown, &json!({"UniqVpcId": cloud, "UniqSubnetId": subnet}));
    let code = cdb.refused(
        "CreateDBInstanceHour",
        written(&json!("subnet-nowhere"), &one),
    );
    assert_eq!(code, "InternalError.VpcError");

    let groups = || {
        let read = cdb.call("DescribeDBSecurityGroups", json!({"InstanceId": id}));
        let groups = read["Groups"].as_array().unwrap().iter();
        groups
            .map(|group| group["SecurityGroupId"].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(groups(), std::slice::from_ref(&one));
    let pair = json!({"SecurityGroupId": two, "InstanceIds": [id]});
    cdb.call("AssociateSecurityGroups", pair.clone());
    cdb.call("AssociateSecurityGroups", pair.clone());
    assert_eq!(groups(), [one.clone(), two.clone()]);
    let by_group = cdb.call("DescribeDBInstances", json!({"SecurityGroupId": two}));
    assert_eq!(by_group["TotalCount"], 1);
    cdb.call("DisassociateSecurityGroups", pair);
    assert_eq!(groups(), [one]);
    cdb.call(
        "ModifyDBInstanceSecurityGroups",
        json!({"InstanceId": id, "SecurityGroupIds": [two]}),
    );
    assert_eq!(groups(), [two]);
    let unknown = json!({"InstanceId": id, "SecurityGroupIds": ["sg-nowhere"]});
    let code = cdb.refused("ModifyDBInstanceSecurityGroups", unknown);
    assert_eq!(code, "InternalError.SecurityGroupError");
}

#[tokio::test]
async fn accounts_have_passwords_and_privileges() {
    let emulator = emulator().await;
    let cdb = cdb(&emulator);
    let id = instance(&cdb, "shop");
    let account = json!([{"User": "app", "Host": "%"}]);
    let with = |more: Value| {
        let mut asked = json!({"InstanceId": id, "Accounts": account});
        for (member, value) in more.as_object().unwrap() {
            asked[member] = value.clone();
        }
        asked
    };
    for (password, code) in [
        ("short1", "InvalidParameterValue.AccountPasswordLengthError"),
        (
            "onlyletters",
            "InvalidParameterValue.AccountPasswordRuleError",
        ),
    ] {
        let code_of = cdb.refused("CreateAccounts", with(json!({"Password": password})));
        assert_eq!(code_of, code, "{password}");
    }
    let written = with(json!({"Password": "letters-and-1", "Description": "of the app"}));
    wait(&cdb, &cdb.call("CreateAccounts", written.clone()));
    assert_eq!(
        cdb.refused("CreateAccounts", written),
        "FailedOperation.CreateAccountError"
    );
    let list = |asked: Value| {
        let read = cdb.call("DescribeAccounts", asked);
        let items = read["Items"].as_array().unwrap().iter();
        items
            .map(|item| item["User"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(list(json!({"InstanceId": id})), ["root", "app"]);
    assert_eq!(
        list(json!({"InstanceId": id, "AccountRegexp": "^a.*$"})),
        ["app"]
    );
    let code = cdb.refused(
        "DescribeAccounts",
        json!({"InstanceId": id, "AccountRegexp": "("}),
    );
    assert_eq!(code, "InvalidParameterValue.InvalidParameterValueError");

    wait(
        &cdb,
        &cdb.call(
            "ModifyAccountPassword",
            with(json!({"NewPassword": "other-and-2"})),
        ),
    );
    wait(
        &cdb,
        &cdb.call(
            "ModifyAccountDescription",
            with(json!({"Description": "new"})),
        ),
    );
    wait(
        &cdb,
        &cdb.call(
            "ModifyAccountMaxUserConnections",
            with(json!({"MaxUserConnections": 5})),
        ),
    );
    let read = cdb.call(
        "DescribeAccounts",
        json!({"InstanceId": id, "AccountRegexp": "app"}),
    );
    assert_has(
        &read["Items"][0],
        &json!({"Notes": "new", "MaxUserConnections": 5, "Host": "%"}),
    );

    let privileges = || {
        let asked = json!({"InstanceId": id, "User": "app", "Host": "%"});
        cdb.call("DescribeAccountPrivileges", asked)
    };
    let grants = |names: Value, mode: Option<&str>| {
        let mut more = json!({"DatabasePrivileges": [{"Database": "shop", "Privileges": names}]});
        if let Some(mode) = mode {
            more["ModifyAction"] = mode.into();
        }
        wait(&cdb, &cdb.call("ModifyAccountPrivileges", with(more)));
        privileges()["DatabasePrivileges"].take()
    };
    let of_shop = |names: Value| json!([{"Database": "shop", "Privileges": names}]);
    assert_eq!(grants(json!(["SELECT"]), None), of_shop(json!(["SELECT"])));
    let more = grants(json!(["SELECT", "INSERT"]), Some("grant"));
    assert_eq!(more, of_shop(json!(["SELECT", "INSERT"])));
    assert_eq!(
        grants(json!(["SELECT"]), Some("revoke")),
        of_shop(json!(["INSERT"]))
    );
    assert_eq!(grants(json!(["INSERT"]), Some("revoke")), json!([]));
    let supported = cdb.call("DescribeSupportedPrivileges", json!({"InstanceId": id}));
    assert!(
        supported["GlobalSupportedPrivileges"]
            .as_array()
            .unwrap()
            .contains(&json!("SELECT"))
    );

    let moved = json!({"InstanceId": id, "User": "app", "Host": "%", "NewHost": "10.%"});
    wait(&cdb, &cdb.call("ModifyAccountHost", moved));
    let code = cdb.refused("DeleteAccounts", with(json!({})));
    assert_eq!(code, "InvalidParameterValue.UserNotExistError");
    let gone = json!({"InstanceId": id, "Accounts": [{"User": "app", "Host": "10.%"}]});
    wait(&cdb, &cdb.call("DeleteAccounts", gone));
    let root = json!({"InstanceId": id, "Accounts": [{"User": "root", "Host": "%"}]});
    let code = cdb.refused("DeleteAccounts", root);
    assert_eq!(code, "OperationDenied.DeleteRootAccountError");
    assert_eq!(list(json!({"InstanceId": id})), ["root"]);
}

#[tokio::test]
async fn databases_and_parameters_are_of_their_instance() {
    let emulator = emulator().await;
    let cdb = cdb(&emulator);
    let (id, other) = (instance(&cdb, "shop"), instance(&cdb, "other"));
    let database =
        |name: &str| json!({"InstanceId": id, "DBName": name, "CharacterSetName": "utf8"});
    cdb.call("CreateDatabase", database("orders"));
    cdb.call("CreateDatabase", database("users"));
    let code = cdb.refused("CreateDatabase", database("users"));
    assert_eq!(code, "InvalidParameterValue.InvalidParameterValueError");
    let list = |asked: Value| cdb.call("DescribeDatabases", asked);
    let all = list(json!({"InstanceId": id}));
    assert_eq!(
        (&all["TotalCount"], &all["Items"]),
        (&json!(2), &json!(["orders", "users"]))
    );
    assert_has(
        &all["DatabaseList"][0],
        &json!({"DatabaseName": "orders", "CharacterSet": "utf8"}),
    );
    let some = list(json!({"InstanceId": id, "DatabaseRegexp": "^u"}));
    assert_eq!(some["Items"], json!(["users"]));
    assert_eq!(list(json!({"InstanceId": other}))["TotalCount"], 0);
    let gone = json!({"InstanceId": id, "DBName": "users"});
    cdb.call("DeleteDatabase", gone.clone());
    let code = cdb.refused("DeleteDatabase", gone);
    assert_eq!(code, "InvalidParameterValue.InvalidParameterValueError");

    let value = |id: &Value, name: &str| {
        let read = cdb.call("DescribeInstanceParams", json!({"InstanceId": id}));
        let mut items = read["Items"].as_array().unwrap().iter();
        items.find(|item| item["Name"] == name).unwrap()["CurrentValue"].clone()
    };
    let set = |name: &str, value: &str| json!({"InstanceIds": [id], "ParamList": [{"Name": name, "CurrentValue": value}]});
    wait(
        &cdb,
        &cdb.call("ModifyInstanceParam", set("max_connections", "900")),
    );
    assert_eq!(
        [
            value(&id, "max_connections"),
            value(&other, "max_connections")
        ],
        ["900", "800"]
    );
    for (name, value) in [
        ("max_connections", "0"),
        ("autocommit", "maybe"),
        ("colour", "red"),
    ] {
        let code = cdb.refused("ModifyInstanceParam", set(name, value));
        assert_eq!(
            code, "InvalidParameterValue.InvalidParameterValueError",
            "{name}"
        );
    }
    let read = cdb.call("DescribeInstanceParamRecords", json!({"InstanceId": id}));
    assert_eq!(read["TotalCount"], 1);
    assert_has(
        &read["Items"][0],
        &json!({"ParamName": "max_connections", "OldValue": "800", "NewValue": "900", "IsSuccess": true}),
    );
    let written = json!({
        "Memory": 1000, "Volume": 50, "GoodsNum": 1,
        "ParamList": [{"Name": "character_set_server", "Value": "latin1"}],
    });
    let third = cdb.call("CreateDBInstanceHour", written)["InstanceIds"][0].take();
    let read = cdb.call("DescribeDBInstanceCharset", json!({"InstanceId": third}));
    assert_eq!(read["Charset"], "latin1");
}

#[tokio::test]
async fn a_backup_is_made_after_a_while() {
    let emulator = emulator().await;
    let cdb = cdb(&emulator);
    let id = instance(&cdb, "shop");
    let written = json!({"InstanceId": id, "BackupMethod": "logical", "ManualBackupName": "first"});
    let backup = cdb.call("CreateBackup", written)["BackupId"].take();
    let list = || cdb.call("DescribeBackups", json!({"InstanceId": id}))["Items"].take();
    assert_has(
        &list()[0],
        &json!({"BackupId": backup, "Status": "RUNNING", "Progress": 0}),
    );
    assert_has(
        &list()[0],
        &json!({
            "Status": "SUCCESS", "Progress": 100, "Type": "logical", "Method": "full", "Way": "manual",
            "ManualBackupName": "first", "InstanceId": id,
        }),
    );
    cdb.call(
        "DeleteBackup",
        json!({"InstanceId": id, "BackupId": backup}),
    );
    assert_eq!(list(), json!([]));
    let unknown = json!({"InstanceId": "cdb-nowhere", "BackupMethod": "logical"});
    assert_eq!(
        cdb.refused("CreateBackup", unknown),
        "InvalidParameter.InstanceNotFound"
    );

    let config = || cdb.call("DescribeBackupConfig", json!({"InstanceId": id}));
    assert_has(
        &config(),
        &json!({"BackupExpireDays": 7, "BackupMethod": "physical"}),
    );
    let set = json!({
        "InstanceId": id, "ExpireDays": 30, "BackupMethod": "logical", "StartTime": "06:00-10:00",
    });
    cdb.call("ModifyBackupConfig", set);
    let read = config();
    assert_has(
        &read,
        &json!({"BackupExpireDays": 30, "BackupMethod": "logical", "BinlogExpireDays": 7}),
    );
    assert_eq!(read["BackupTimeWindow"]["Sunday"], "06:00-10:00");
}
