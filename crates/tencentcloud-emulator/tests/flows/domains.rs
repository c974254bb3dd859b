//! Domains and their records.

use serde_json::{Value, json};

use crate::provider::{Provider, assert_members, assert_unset, text};

const DOMAIN: &str = "example.com";

/// Reads what an action shows, twice the same.
#[track_caller]
fn shown(provider: &Provider, action: &str, parameters: Value, member: &str) -> Value {
    let read = || provider.call(action, parameters.clone())[member].take();
    let shown = read();
    assert_eq!(read(), shown, "read again");
    shown
}

#[track_caller]
fn domain(provider: &Provider) -> Value {
    shown(
        provider,
        "dnspod.DescribeDomain",
        json!({"Domain": DOMAIN}),
        "DomainInfo",
    )
}

#[tokio::test]
async fn a_domain() {
    let provider = Provider::start().await;
    // The program gives its zero for what it was not told.
    let made = json!({"Domain": DOMAIN, "GroupId": 0, "IsMark": ""});
    let made = provider.call("dnspod.CreateDomain", made);
    assert_eq!(text(&made["DomainInfo"]["Domain"]), DOMAIN);
    for (action, member, value) in [
        ("dnspod.ModifyDomainStatus", "Status", "enable"),
        ("dnspod.ModifyDomainRemark", "Remark", "first"),
    ] {
        provider.call(action, json!({"Domain": DOMAIN, member: value}));
    }
    let read = domain(&provider);
    text(&read["CreatedOn"]);
    assert_members(
        &read,
        [
            ("Domain", json!(DOMAIN)),
            ("DomainId", made["DomainInfo"]["Id"].clone()),
            ("Status", json!("enable")),
            ("Remark", json!("first")),
            ("IsMark", json!("no")),
            ("GroupId", json!(1)),
        ],
    );
    for (action, member, value) in [
        ("dnspod.ModifyDomainStatus", "Status", "disable"),
        ("dnspod.ModifyDomainRemark", "Remark", ""),
    ] {
        provider.call(action, json!({"Domain": DOMAIN, member: value}));
    }
    let read = domain(&provider);
    // The program knows a domain that is disabled by this word.
    assert_eq!(read["Status"], "pause");
    assert_unset(&read, ["Remark"]);
    provider.call("dnspod.DeleteDomain", json!({"Domain": DOMAIN}));
    let gone = "InvalidParameterValue.DomainNotExists";
    for action in ["dnspod.DescribeDomain", "dnspod.DeleteDomain"] {
        assert_eq!(provider.refused(action, json!({"Domain": DOMAIN})), gone);
    }
}

#[tokio::test]
async fn a_record() {
    let provider = Provider::start().await;
    provider.call("dnspod.CreateDomain", json!({"Domain": DOMAIN}));
    let made = provider.call(
        "dnspod.CreateRecord",
        json!({
            "Domain": DOMAIN, "RecordType": "A", "RecordLine": "默认", "Value": "10.0.0.1",
            "SubDomain": "www", "TTL": 600, "Status": "ENABLE",
        }),
    );
    let id = made["RecordId"].as_u64().unwrap();
    let remark = |remark: &str| json!({"Domain": DOMAIN, "RecordId": id, "Remark": remark});
    provider.call("dnspod.ModifyRecordRemark", remark("first"));
    let named = json!({"Domain": DOMAIN, "RecordId": id});
    let record = || {
        shown(
            &provider,
            "dnspod.DescribeRecord",
            named.clone(),
            "RecordInfo",
        )
    };
    let read = record();
    assert_members(
        &read,
        [
            ("SubDomain", json!("www")),
            ("RecordType", json!("A")),
            ("RecordLine", json!("默认")),
            ("Value", json!("10.0.0.1")),
            ("TTL", json!(600)),
            ("MX", json!(0)),
            ("Enabled", json!(1)),
            ("Remark", json!("first")),
        ],
    );
    assert_unset(&read, ["Weight", "MonitorStatus"]);

    provider.call(
        "dnspod.ModifyRecord",
        json!({
            "Domain": DOMAIN, "RecordId": id, "RecordType": "CNAME", "RecordLine": "默认",
            "Value": "www.example.org", "SubDomain": "api", "Status": "DISABLE", "TTL": 120,
            "Weight": 20,
        }),
    );
    provider.call("dnspod.ModifyRecordRemark", remark("second"));
    assert_members(
        &record(),
        [
            ("SubDomain", json!("api")),
            ("RecordType", json!("CNAME")),
            ("Value", json!("www.example.org")),
            ("TTL", json!(120)),
            ("Weight", json!(20)),
            ("Enabled", json!(0)),
            ("Remark", json!("second")),
        ],
    );
    provider.call("dnspod.DeleteRecord", named.clone());
    let gone = "InvalidParameter.RecordIdInvalid";
    for action in ["dnspod.DescribeRecord", "dnspod.DeleteRecord"] {
        assert_eq!(provider.refused(action, named.clone()), gone, "{action}");
    }
    provider.call("dnspod.DeleteDomain", json!({"Domain": DOMAIN}));
}
