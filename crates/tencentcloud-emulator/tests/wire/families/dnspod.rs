//! Domains and records.

use serde_json::{Value, json};
use tencentcloud_emulator::Emulator;

use super::{Caller, assert_has, emulator};

fn dnspod(emulator: &Emulator) -> Caller<'_> {
    Caller::new(emulator, "dnspod", "2021-03-23")
}

fn names(listed: &Value) -> Vec<(&str, &str, &str)> {
    let records = listed["RecordList"].as_array().unwrap().iter();
    let said = ["Name", "Type", "Value"];
    records
        .map(|record| said.map(|member| record[member].as_str().unwrap()))
        .map(|[name, kind, value]| (name, kind, value))
        .collect()
}

#[tokio::test]
async fn a_domain_lives_with_the_records_of_its_name_servers() {
    let emulator = emulator().await;
    let dnspod = dnspod(&emulator);
    let made = dnspod.call("CreateDomain", json!({"Domain": "example.com"}));
    let id = made["DomainInfo"]["Id"].as_u64().unwrap();
    assert_eq!(made["DomainInfo"]["Domain"], "example.com");
    assert_eq!(
        made["DomainInfo"]["GradeNsList"].as_array().unwrap().len(),
        2
    );
    assert_eq!(
        dnspod.refused("CreateDomain", json!({"Domain": "example.com"})),
        "FailedOperation.DomainExists"
    );
    let read = dnspod.call("DescribeDomain", json!({"Domain": "example.com"}))["DomainInfo"].take();
    assert_has(
        &read,
        &json!({
            "DomainId": id, "Domain": "example.com", "Status": "enable", "Remark": "",
            "RecordCount": 2, "TagList": [], "IsMark": "no", "GroupId": 1, "Grade": "DP_FREE",
        }),
    );
    let records = dnspod.call("DescribeRecordList", json!({"Domain": "example.com"}));
    assert_eq!(records["RecordCountInfo"]["TotalCount"], 2);
    assert!(
        names(&records)
            .iter()
            .all(|(name, kind, _)| (*name, *kind) == ("@", "NS"))
    );

    dnspod.call(
        "ModifyDomainRemark",
        json!({"Domain": "example.com", "Remark": "mine"}),
    );
    dnspod.call(
        "ModifyDomainStatus",
        json!({"Domain": "example.com", "Status": "disable"}),
    );
    let listed = dnspod.call("DescribeDomainList", json!({}));
    assert_eq!(listed["DomainCountInfo"]["DomainTotal"], 1);
    assert_has(
        &listed["DomainList"][0],
        &json!({"Name": "example.com", "DomainId": id, "Remark": "mine", "Status": "PAUSE"}),
    );
    dnspod.call("DeleteDomain", json!({"Domain": "example.com"}));
    let gone = "InvalidParameterValue.DomainNotExists";
    let named = json!({"Domain": "example.com"});
    for action in ["DescribeDomain", "DeleteDomain", "DescribeRecordList"] {
        assert_eq!(dnspod.refused(action, named.clone()), gone, "{action}");
    }
    let listed = dnspod.call("DescribeDomainList", json!({}));
    assert_eq!(listed["DomainList"], json!([]));
}

#[tokio::test]
async fn a_record_is_read_as_it_was_written() {
    let emulator = emulator().await;
    let dnspod = dnspod(&emulator);
    dnspod.call("CreateDomain", json!({"Domain": "example.com"}));
    let written = json!({
        "Domain": "example.com", "SubDomain": "www", "RecordType": "A", "RecordLine": "默认",
        "Value": "10.0.0.1",
    });
    let id = dnspod.call("CreateRecord", written.clone())["RecordId"].take();
    assert_eq!(
        dnspod.refused("CreateRecord", written),
        "InvalidParameter.DomainRecordExist"
    );
    let one = json!({"Domain": "example.com", "RecordId": id});
    let read = || dnspod.call("DescribeRecord", one.clone())["RecordInfo"].take();
    assert_has(
        &read(),
        &json!({
            "Id": id, "SubDomain": "www", "RecordType": "A", "RecordLine": "默认",
            "RecordLineId": "0", "Value": "10.0.0.1", "TTL": 600, "MX": 0, "Enabled": 1,
            "Weight": null, "Remark": "", "MonitorStatus": "",
        }),
    );
    dnspod.call(
        "ModifyRecord",
        json!({
            "Domain": "example.com", "RecordId": id, "SubDomain": "api", "RecordType": "MX",
            "RecordLine": "默认", "Value": "mail.example.com.", "MX": 10, "TTL": 120, "Remark": "m",
        }),
    );
    assert_has(
        &read(),
        &json!({
            "SubDomain": "api", "RecordType": "MX", "Value": "mail.example.com.", "MX": 10,
            "TTL": 120, "Remark": "m", "Enabled": 1,
        }),
    );
    let mut off = one.clone();
    off["Status"] = "DISABLE".into();
    dnspod.call("ModifyRecordStatus", off);
    assert_eq!(read()["Enabled"], 0);
    let list = json!({"Domain": "example.com", "Subdomain": "api"});
    let listed = dnspod.call("DescribeRecordList", list.clone());
    assert_has(
        &listed["RecordList"][0],
        &json!({"RecordId": id, "Name": "api", "Type": "MX", "Status": "DISABLE", "DefaultNS": false}),
    );
    dnspod.call("DeleteRecord", one.clone());
    assert_eq!(
        dnspod.refused("DescribeRecord", one.clone()),
        "InvalidParameter.RecordIdInvalid"
    );
    assert_eq!(
        dnspod.refused("DescribeRecordList", list.clone()),
        "ResourceNotFound.NoDataOfRecord"
    );
    let mut bearing = list;
    bearing["ErrorOnEmpty"] = "no".into();
    assert_eq!(
        dnspod.call("DescribeRecordList", bearing)["RecordList"],
        json!([])
    );
    let unknown = json!({"Domain": "example.org", "RecordId": id});
    assert_eq!(
        dnspod.refused("DeleteRecord", unknown),
        "InvalidParameterValue.DomainNotExists"
    );
}

/// What the plugins of ACME clients do for a DNS-01 challenge.
#[tokio::test]
async fn a_challenge_is_written_found_and_cleaned_up() {
    let emulator = emulator().await;
    let dnspod = dnspod(&emulator);
    for domain in ["example.com", "example.org"] {
        dnspod.call("CreateDomain", json!({"Domain": domain}));
    }
    let listed = dnspod.call("DescribeDomainList", json!({"Offset": 0, "Limit": 3000}));
    let domain = listed["DomainList"][0].clone();
    assert_eq!(domain["Name"], "example.com");
    // Two values at one name: a certificate for the domain and for its wildcard.
    for value in ["first", "second"] {
        dnspod.call(
            "CreateRecord",
            json!({
                "Domain": "example.com", "DomainId": domain["DomainId"], "RecordType": "TXT",
                "RecordLine": "默认", "SubDomain": "_acme-challenge", "Value": value, "TTL": 600,
            }),
        );
    }
    let listed = dnspod.call(
        "DescribeRecordList",
        json!({
            "Domain": "example.com", "DomainId": domain["DomainId"], "RecordType": "TXT",
            "Subdomain": "_acme-challenge", "RecordLine": "默认",
        }),
    );
    assert_eq!(
        names(&listed),
        [
            ("_acme-challenge", "TXT", "first"),
            ("_acme-challenge", "TXT", "second")
        ]
    );
    let filtered = dnspod.call(
        "DescribeRecordFilterList",
        json!({"Domain": "example.com", "RecordValue": "second", "RecordType": ["TXT"]}),
    );
    assert_eq!(names(&filtered), [("_acme-challenge", "TXT", "second")]);
    for record in listed["RecordList"].as_array().unwrap() {
        let one = json!({"Domain": "example.com", "RecordId": record["RecordId"]});
        dnspod.call("DeleteRecord", one);
    }
    let left = json!({"Domain": "example.com", "RecordType": "TXT"});
    assert_eq!(
        dnspod.refused("DescribeRecordList", left),
        "ResourceNotFound.NoDataOfRecord"
    );
    let others = dnspod.call(
        "DescribeRecordExistExceptDefaultNS",
        json!({"Domain": "example.com"}),
    );
    assert_eq!(others["Exist"], false);
}

#[tokio::test]
async fn a_record_has_any_value_where_lists_are_closed() {
    let emulator = Emulator::builder().closed_values().start().await.unwrap();
    let dnspod = dnspod(&emulator);
    dnspod.call("CreateDomain", json!({"Domain": "example.com"}));
    let text = json!({
        "Domain": "example.com", "SubDomain": "_acme-challenge", "RecordLine": "默认", "Value": "a-token",
    });
    dnspod.call("CreateTXTRecord", text.clone());
    let mut record = text;
    record["RecordType"] = "TXT".into();
    record["Value"] = "another".into();
    let id = dnspod.call("CreateRecord", record.clone())["RecordId"].take();
    record["RecordId"] = id;
    record["Value"] = "a third".into();
    dnspod.call("ModifyRecord", record);
    let listed = dnspod.call("DescribeRecordList", json!({"Domain": "example.com"}));
    let mut values = names(&listed).into_iter().map(|(_, _, value)| value);
    assert!(values.any(|value| value == "a third"), "{listed}");
}
