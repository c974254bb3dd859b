//! What the rule makes of names and types, and what reviews decide.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use tencentcloud_import::resource::{ResourceReviews, propose};
use tencentcloud_schema::Description;
use tencentcloud_schema::resource::Scope;

/// A service with a made kind, a kind below it with a name that is given, and kinds that no rule can
/// be sure of.
fn bakery() -> Description {
    let text = r#"{"format": 1, "service": "bakery", "version": "2020-01-01",
    "types": {
        "OvenInfo": {"members": [
            {"name": "OvenId", "type": "string", "example": "oven-1a2b3c4d"},
            {"name": "OvenName", "type": "string"}, {"name": "Heat", "type": "uint64"},
            {"name": "Status", "type": "string", "values": ["CREATING", "RUNNING", "STOPPING", "STOPPED", "DELETING"]},
            {"name": "CreateTime", "type": "datetime"}, {"name": "Tags", "type": "Tag", "list": true}]},
        "Tag": {"members": [{"name": "Key", "type": "string"}, {"name": "Value", "type": "string"}]},
        "TagSpecification": {"members": [{"name": "Tags", "type": "Tag", "list": true}]},
        "Filter": {"members": [
            {"name": "Name", "type": "string"}, {"name": "Values", "type": "string", "list": true}]},
        "Bread": {"members": [{"name": "Name", "type": "string"}, {"name": "Flour", "type": "string"}]},
        "Baker": {"members": [{"name": "Name", "type": "string"}]},
        "Guest": {"members": [{"name": "TableId", "type": "string"}]}},
    "actions": {
        "CreateOvens": {"region": "none", "request": [
            {"name": "Name", "type": "string"}, {"name": "Heat", "type": "uint64"},
            {"name": "OvenCount", "type": "uint64"},
            {"name": "TagSpecification", "type": "TagSpecification", "list": true}],
            "response": [{"name": "OvenIdSet", "type": "string", "list": true}]},
        "DescribeOvens": {"request": [
            {"name": "OvenIds", "type": "string", "list": true}, {"name": "Heat", "type": "uint64"},
            {"name": "StartTime", "type": "string"}, {"name": "Keyword", "type": "string"},
            {"name": "Filters", "type": "Filter", "list": true, "filters": ["oven-name", "none-such"]}],
            "response": [{"name": "OvenSet", "type": "OvenInfo", "list": true}, {"name": "TotalCount", "type": "uint64"}]},
        "ModifyOvenAttribute": {"request": [
            {"name": "OvenId", "type": "string", "required": true}, {"name": "NewOvenName", "type": "string"}], "response": []},
        "StopOvens": {"request": [{"name": "OvenIds", "type": "string", "list": true, "required": true}], "response": []},
        "ReleaseOven": {"request": [{"name": "OvenId", "type": "string", "required": true}], "response": []},
        "DeleteOvens": {"request": [{"name": "OvenIds", "type": "string", "list": true, "required": true}], "response": []},
        "CreateBread": {"request": [
            {"name": "OvenId", "type": "string", "required": true}, {"name": "BreadName", "type": "string", "required": true},
            {"name": "Flour", "type": "string"}], "response": []},
        "DescribeBreadList": {"request": [{"name": "OvenId", "type": "string", "required": true}],
            "response": [{"name": "Breads", "type": "Bread", "list": true}]},
        "DeleteBread": {"request": [
            {"name": "OvenId", "type": "string", "required": true}, {"name": "BreadName", "type": "string", "required": true}],
            "response": []},
        "ModifyBread": {"request": [
            {"name": "OvenId", "type": "string", "required": true}, {"name": "BreadName", "type": "string", "required": true},
            {"name": "NewBreadName", "type": "string"}], "response": []},
        "UpdateBreads": {"request": [
            {"name": "OvenId", "type": "string", "required": true}, {"name": "Baker", "type": "Baker", "required": true},
            {"name": "Breads", "type": "Bread", "list": true, "required": true}], "response": []},
        "AddGuest": {"request": [{"name": "TableId", "type": "string"}], "response": []},
        "DescribeGuests": {"request": [], "response": [{"name": "Guests", "type": "Guest", "list": true}]},
        "RemoveGuest": {"request": [{"name": "TableId", "type": "string"}], "response": []},
        "CreateBill": {"request": [], "response": [{"name": "BillId", "type": "string"}]},
        "DescribeBill": {"request": [{"name": "BillId", "type": "string"}], "response": []}}}"#;
    Description::parse(text, "bakery").unwrap()
}

fn kind(name: &str) -> Value {
    let proposals = propose(&bakery());
    let proposal = proposals.into_iter().find(|p| p.kind == name).unwrap();
    json!(proposal.resource.unwrap())
}

#[test]
fn a_kind_is_a_noun_that_is_made_listed_and_deleted() {
    assert_eq!(
        kind("Oven"),
        json!({
            "type": "OvenInfo",
            "scope": "account",
            "id": ["OvenId"],
            "made": {"OvenId": "oven-********"},
            "name": "OvenName",
            "created": "CreateTime",
            "tags": "Tags",
            "state": {"member": "Status", "begins": "CREATING", "ready": "RUNNING", "ends": "DELETING"},
            "actions": {
                "CreateOvens": {"does": "create", "count": "OvenCount",
                    "set": {"Name": "OvenName", "TagSpecification.Tags": "Tags"}, "gives": {"OvenIdSet": "OvenId"}},
                "DeleteOvens": {"does": "delete", "by": {"OvenIds": "OvenId"}},
                "DescribeOvens": {"does": "list", "by": {"Heat": "Heat", "OvenIds": "OvenId"},
                    "search": {"Keyword": "OvenName"},
                    "filters": {"at": "Filters", "members": {"oven-name": "OvenName"}},
                    "item": "OvenSet", "total": "TotalCount"},
                "ModifyOvenAttribute": {"does": "modify", "by": {"OvenId": "OvenId"}, "set": {"NewOvenName": "OvenName"}},
                "StopOvens": {"does": "state", "by": {"OvenIds": "OvenId"}, "through": "STOPPING", "to": "STOPPED"}
            }
        }),
        "StartTime is the end of a range; ReleaseOven is no deletion beside another"
    );
}

#[test]
fn a_name_that_is_given_identifies_within_what_the_deletion_asks_for() {
    assert_eq!(
        kind("Bread"),
        json!({
            "type": "Bread",
            "scope": "account",
            "id": ["OvenId", "Name"],
            "name": "Name",
            "parents": [{"resource": "Oven", "member": "OvenId"}],
            "actions": {
                "CreateBread": {"does": "create", "set": {"BreadName": "Name"}},
                "DeleteBread": {"does": "delete", "by": {"BreadName": "Name", "OvenId": "OvenId"}},
                "DescribeBreadList": {"does": "list", "by": {"OvenId": "OvenId"}, "item": "Breads"},
                "ModifyBread": {"does": "modify", "by": {"BreadName": "Name", "OvenId": "OvenId"}, "set": {"NewBreadName": "Name"}},
                "UpdateBreads": {"does": "modify", "by": {"Name": "Name", "OvenId": "OvenId"}, "each": "Breads"}
            }
        }),
        "a new name finds nothing, and the baker is no bread"
    );
}

#[test]
fn what_a_region_is_required_for_is_known_within_one() {
    let mut description = bakery();
    let action = description.actions.get_mut("DeleteBread").unwrap();
    action.region = Some(tencentcloud_schema::Region::Required);
    let oven = propose(&description).into_iter().find(|p| p.kind == "Oven");
    assert_eq!(oven.unwrap().resource.unwrap().scope, Scope::Region);
}

#[test]
fn what_has_no_whole_life_or_no_sure_identity_says_why() {
    let proposals = propose(&bakery());
    let of = |name: &str| proposals.iter().find(|p| p.kind == name).unwrap();
    assert_eq!(of("Bill").resource, Err("no action deletes it".to_owned()));
    assert!(of("Guest").resource.is_ok());
    assert!(of("Guest").doubt.as_ref().unwrap().starts_with("TableId"));
    assert_eq!(of("Oven").doubt, None);
}

/// The kinds that are in after review, the lines that are missing, and the verdicts without a kind.
fn decide(lines: &str) -> Result<[Vec<String>; 3], String> {
    let told = |error: tencentcloud_import::Error| {
        use std::error::Error;
        let cause = error.source().map(ToString::to_string);
        format!("{error}: {}", cause.unwrap_or_default())
    };
    let mut reviews = ResourceReviews::parse(lines, "resources.tsv").map_err(told)?;
    let decided = reviews.decide(&bakery()).map_err(told)?;
    let unused = reviews.unused(&BTreeSet::from(["bakery"]));
    Ok([decided.kinds.into_keys().collect(), decided.doubted, unused])
}

#[test]
fn reviews_decide_on_what_is_doubted_and_nothing_else() {
    let slot = |kind: &str| format!("bakery\t2020-01-01\t{kind}");
    let [kinds, doubted, _] = decide("# none\n").unwrap();
    assert_eq!(kinds, ["Bread", "Oven"]);
    let line = format!(
        "{}\tno\tTableId may not be what identifies it",
        slot("Guest")
    );
    assert_eq!(doubted, std::slice::from_ref(&line));
    let [kinds, doubted, unused] = decide(&line).unwrap();
    assert_eq!((kinds.len(), doubted.len(), unused.len()), (2, 0, 0));
    let [kinds, ..] = decide(&format!("{}\tyes\ta guest has a table", slot("Guest"))).unwrap();
    assert_eq!(kinds, ["Bread", "Guest", "Oven"]);
    let [kinds, ..] = decide(&format!("{}\tno\tnot ours", slot("Bread"))).unwrap();
    assert_eq!(kinds, ["Oven"]);
    let [.., unused] = decide(&format!("{}\tno\tgone", slot("Bill"))).unwrap();
    assert_eq!(unused, ["bakery 2020-01-01 Bill"]);
    for (lines, expected) in [
        (
            format!("{}\tyes\tsure", slot("Oven")),
            "does not doubt bakery 2020-01-01 Oven",
        ),
        (format!("{}\town\tx", slot("Oven")), "expected yes or no"),
        (format!("{}\tno\t ", slot("Oven")), "expected a reason"),
        (format!("{}\tno", slot("Oven")), "resources.tsv:1"),
        (
            format!("{0}\tno\ta\n{0}\tno\tb", slot("Oven")),
            "resources.tsv:2",
        ),
    ] {
        let found = decide(&lines).unwrap_err();
        assert!(found.contains(expected), "{lines}: {found}");
    }
}

#[test]
fn a_kind_that_is_out_is_no_parent() {
    let slot = "bakery\t2020-01-01\tOven\tno\tnot ours";
    let mut reviews = ResourceReviews::parse(slot, "resources.tsv").unwrap();
    let decided = reviews.decide(&bakery()).unwrap();
    assert!(decided.kinds["Bread"].parents.is_empty());
}
