//! The life of resources by facts alone, on facts of these tests.

use std::time::{Duration, SystemTime};

use serde_json::{Value, json};
use tencentcloud_emulator::{Builder, Credential, Emulator};
use tencentcloud_schema::resource::Resources;

use crate::client::{Request, Response};
use crate::{answer, code};

fn builder() -> Builder {
    let facts = Resources::parse(include_str!("data/vpc-resources.json"), "facts").unwrap();
    Emulator::builder().resources(facts).seed(7)
}

struct Caller<'a>(&'a Emulator);

impl Caller<'_> {
    fn send(&self, action: &str, parameters: Value) -> Response {
        Request::post(action, "2017-03-12", &parameters)
            .header("Host", "vpc.tencentcloudapi.com")
            .tc3("vpc", &Credential::test())
            .send(self.0.address())
    }

    #[track_caller]
    fn call(&self, action: &str, parameters: Value) -> Value {
        answer(&self.send(action, parameters))
    }

    #[track_caller]
    fn refused(&self, action: &str, parameters: Value) -> String {
        code(&self.send(action, parameters))
    }

    #[track_caller]
    fn vpc(&self, name: &str) -> String {
        let created = self.call(
            "CreateVpc",
            json!({"VpcName": name, "CidrBlock": "10.0.0.0/16"}),
        );
        created["Vpc"]["VpcId"].as_str().unwrap().to_owned()
    }

    #[track_caller]
    fn names(&self, parameters: Value) -> Vec<String> {
        let listed = self.call("DescribeVpcs", parameters);
        let names = listed["VpcSet"].as_array().unwrap().iter();
        names
            .map(|vpc| vpc["VpcName"].as_str().unwrap().to_owned())
            .collect()
    }
}

#[tokio::test]
async fn what_is_created_is_listed_with_what_was_given_and_nothing_else() {
    let emulator = builder().start().await.unwrap();
    let caller = Caller(&emulator);
    assert_eq!(caller.call("DescribeVpcs", json!({}))["TotalCount"], 0);
    let given = json!({
        "VpcName": "net", "CidrBlock": "10.0.0.0/16", "DnsServers": ["1.1.1.1"],
        "Tags": [{"Key": "team", "Value": "a"}],
    });
    let created = caller.call("CreateVpc", given)["Vpc"].take();
    let id = created["VpcId"].as_str().unwrap();
    assert!(id.starts_with("vpc-") && id.len() == 12, "{id}");
    let listed = caller.call("DescribeVpcs", json!({"VpcIds": [id]}));
    assert_eq!(listed["TotalCount"], 1);
    let vpc = &listed["VpcSet"][0];
    for (member, expected) in [
        ("VpcId", json!(id)),
        ("VpcName", json!("net")),
        ("CidrBlock", json!("10.0.0.0/16")),
        ("TagSet", json!([{"Key": "team", "Value": "a"}])),
        ("Ipv6CidrBlock", json!("")),
        ("AssistantCidrSet", json!([])),
        ("IsDefault", json!(false)),
    ] {
        assert_eq!(vpc[member], expected, "{member} of {vpc}");
    }
    let created = vpc["CreatedTime"].as_str().unwrap();
    assert!(
        created.len() == 19 && created.as_bytes()[10] == b' ',
        "{created}"
    );
}

#[tokio::test]
async fn what_is_unknown_is_refused_with_the_actions_own_code() {
    let emulator = builder().start().await.unwrap();
    let caller = Caller(&emulator);
    let unknown = json!({"VpcId": "vpc-00000000"});
    assert_eq!(caller.refused("DeleteVpc", unknown), "ResourceNotFound");
    let renamed = json!({"VpcId": "vpc-00000000", "VpcName": "x"});
    assert_eq!(
        caller.refused("ModifyVpcAttribute", renamed),
        "ResourceNotFound"
    );
    // A list by ids is an error if the action lists a code for it, as this one does.
    let listed = json!({"VpcIds": ["vpc-00000000"]});
    assert_eq!(caller.refused("DescribeVpcs", listed), "ResourceNotFound");
    let subnet = json!({
        "VpcId": "vpc-00000000", "SubnetName": "a", "Zone": "ap-guangzhou-1", "CidrBlock": "10.0.0.0/24",
    });
    assert_eq!(caller.refused("CreateSubnet", subnet), "ResourceNotFound");
}

#[tokio::test]
async fn a_parent_stays_while_it_has_children() {
    let emulator = builder().start().await.unwrap();
    let caller = Caller(&emulator);
    let vpc = caller.vpc("net");
    let subnets: Vec<Value> = (0..2)
        .map(|n| json!({"SubnetName": format!("s{n}"), "Zone": "ap-guangzhou-1", "CidrBlock": format!("10.0.{n}.0/24")}))
        .collect();
    let made = caller.call("CreateSubnets", json!({"VpcId": vpc, "Subnets": subnets}));
    let made = made["SubnetSet"].as_array().unwrap();
    assert_eq!(
        (made.len(), &made[1]["SubnetName"], &made[1]["VpcId"]),
        (2, &json!("s1"), &json!(vpc))
    );
    assert_eq!(
        caller.refused("DeleteVpc", json!({"VpcId": vpc})),
        "ResourceInUse"
    );
    for subnet in made {
        caller.call("DeleteSubnet", json!({"SubnetId": subnet["SubnetId"]}));
    }
    caller.call("DeleteVpc", json!({"VpcId": vpc}));
    assert_eq!(caller.names(json!({})), [""; 0]);
}

#[tokio::test]
async fn a_vpc_has_a_route_table_that_its_subnets_take() {
    let emulator = builder().start().await.unwrap();
    let caller = Caller(&emulator);
    let vpc = caller.vpc("net");
    let tables = || {
        let filters = json!([{"Name": "vpc-id", "Values": [vpc]}]);
        caller.call("DescribeRouteTables", json!({"Filters": filters}))["RouteTableSet"].take()
    };
    let main = tables()[0].clone();
    assert_eq!(
        (&main["Main"], &main["AssociationSet"]),
        (&json!(true), &json!([]))
    );
    let subnet = json!({
        "VpcId": vpc, "SubnetName": "a", "Zone": "ap-guangzhou-1", "CidrBlock": "10.0.1.0/24",
    });
    let subnet = caller.call("CreateSubnet", subnet)["Subnet"].take();
    assert_eq!(subnet["RouteTableId"], main["RouteTableId"]);
    assert_eq!(subnet["AvailableIpAddressCount"], 253);
    let other = json!({"VpcId": vpc, "RouteTableName": "other"});
    let other = caller.call("CreateRouteTable", other)["RouteTable"]["RouteTableId"].take();
    let change = json!({"RouteTableId": other, "SubnetId": subnet["SubnetId"]});
    caller.call("ReplaceRouteTableAssociation", change);
    let own = json!([{"SubnetId": subnet["SubnetId"], "RouteTableId": other}]);
    assert_eq!(tables()[0]["AssociationSet"], json!([]));
    assert_eq!(tables()[1]["AssociationSet"], own);
    assert_eq!(
        caller.refused("DeleteRouteTable", json!({"RouteTableId": other})),
        "UnsupportedOperation.DelRouteWithSubnet"
    );
    caller.call("DeleteSubnet", json!({"SubnetId": subnet["SubnetId"]}));
    caller.call("DeleteRouteTable", json!({"RouteTableId": other}));
    caller.call("DeleteVpc", json!({"VpcId": vpc}));
    assert_eq!(tables(), json!([]));
}

#[tokio::test]
async fn a_list_is_filtered_and_paged_in_the_order_of_creation() {
    let emulator = builder().start().await.unwrap();
    let caller = Caller(&emulator);
    for name in ["a", "b", "c", "d", "e"] {
        caller.vpc(name);
    }
    assert_eq!(
        caller.names(json!({"Offset": "1", "Limit": "2"})),
        ["b", "c"]
    );
    assert_eq!(caller.names(json!({"Offset": "4", "Limit": "2"})), ["e"]);
    assert_eq!(caller.names(json!({"Offset": "9"})), [""; 0]);
    let filters = json!([{"Name": "vpc-name", "Values": ["d", "b"]}]);
    let page = json!({"Filters": filters, "Offset": "1", "Limit": "1"});
    assert_eq!(caller.names(page.clone()), ["d"]);
    assert_eq!(caller.call("DescribeVpcs", page)["TotalCount"], 2);
    let unknown = json!({"Filters": [{"Name": "vpc-id", "Values": ["vpc-00000000"]}]});
    assert_eq!(caller.names(unknown), [""; 0]);
    let wrong = json!({"Filters": [{"Name": "colour", "Values": ["red"]}]});
    assert_eq!(
        caller.refused("DescribeVpcs", wrong),
        "InvalidParameter.FilterInvalidKey"
    );
}

/// What a search found is kept for the next page, and no longer than it is so.
#[tokio::test]
async fn a_filtered_list_follows_each_change() {
    let emulator = builder()
        .pace(u32::MAX, Duration::from_secs(60))
        .start()
        .await
        .unwrap();
    let caller = Caller(&emulator);
    let named =
        |names: &[&str]| json!({"Filters": [{"Name": "vpc-name", "Values": names}], "Limit": "2"});
    let (a, b) = (caller.vpc("a"), caller.vpc("b"));
    let both = named(&["a", "b"]);
    assert_eq!(caller.names(both.clone()), ["a", "b"]);
    assert_eq!(caller.names(both.clone()), ["a", "b"]);
    assert_eq!(caller.names(named(&["b"])), ["b"]);
    caller.call("ModifyVpcAttribute", json!({"VpcId": a, "VpcName": "c"}));
    assert_eq!(caller.names(both.clone()), ["b"]);
    caller.vpc("a");
    assert_eq!(caller.names(both.clone()), ["b", "a"]);
    caller.call("DeleteVpc", json!({"VpcId": b}));
    assert_eq!(caller.names(both.clone()), ["a"]);
    emulator.reset();
    assert_eq!(caller.names(both), [""; 0]);

    let in_state = |state: &str| {
        let filters = json!([{"Name": "address-status", "Values": [state]}]);
        caller.call("DescribeAddresses", json!({"Filters": filters}))["TotalCount"].take()
    };
    caller.call("AllocateAddresses", json!({"AddressCount": 2}));
    let expect = |creating, unbound| {
        for _ in 0..2 {
            assert_eq!(in_state("CREATING"), creating);
        }
        for _ in 0..2 {
            assert_eq!(in_state("UNBIND"), unbound);
        }
    };
    expect(2, 0);
    let start = emulator.clock().now();
    emulator.clock().advance(Duration::from_secs(61));
    expect(0, 2);
    // Back in time, they are on their way once more.
    emulator.clock().set(start);
    expect(2, 0);
}

#[tokio::test]
async fn names_are_unique_where_the_facts_say_so_and_quotas_hold() {
    let emulator = builder().quota("vpc", "Vpc", 2).start().await.unwrap();
    let caller = Caller(&emulator);
    let named = |name: &str| json!({"VpcName": name, "CidrBlock": "10.0.0.0/16"});
    let first = caller.vpc("a");
    assert_eq!(
        caller.refused("CreateVpc", named("a")),
        "InvalidParameterValue"
    );
    caller.vpc("b");
    let taken = json!({"VpcId": first, "VpcName": "b"});
    assert!(
        caller
            .refused("ModifyVpcAttribute", taken)
            .starts_with("InvalidParameterValue")
    );
    assert!(
        caller
            .refused("CreateVpc", named("c"))
            .starts_with("LimitExceeded")
    );
    caller.call("DeleteVpc", json!({"VpcId": first}));
    caller.vpc("a");
}

#[tokio::test]
async fn states_change_by_polls_or_by_the_clock() {
    let statuses = |caller: &Caller<'_>| {
        let listed = caller.call("DescribeAddresses", json!({}));
        let set = listed["AddressSet"].as_array().unwrap().clone();
        set.iter()
            .map(|address| address["AddressStatus"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let emulator = builder()
        .pace(2, Duration::from_secs(3_000))
        .start()
        .await
        .unwrap();
    let caller = Caller(&emulator);
    let made = caller.call("AllocateAddresses", json!({"AddressCount": 2}))["AddressSet"].take();
    assert_eq!(made.as_array().unwrap().len(), 2);
    // Before it is ready, it cannot be released.
    let released = json!({"AddressIds": made});
    let code = caller.refused("ReleaseAddresses", released.clone());
    assert!(
        code.contains("Stat") || code == "UnsupportedOperation",
        "{code}"
    );
    assert_eq!(statuses(&caller), ["CREATING", "CREATING"]);
    assert_eq!(statuses(&caller), ["CREATING", "CREATING"]);
    assert_eq!(statuses(&caller), ["UNBIND", "UNBIND"]);
    caller.call("ReleaseAddresses", released);
    assert_eq!(statuses(&caller), [""; 0]);

    let start = SystemTime::now();
    let later = std::sync::Arc::new(std::sync::atomic::AtomicU64::new(0));
    let seconds = std::sync::Arc::clone(&later);
    let emulator = builder()
        .pace(u32::MAX, Duration::from_secs(60))
        .clock(move || {
            start + Duration::from_secs(seconds.load(std::sync::atomic::Ordering::SeqCst))
        })
        .start()
        .await
        .unwrap();
    let caller = Caller(&emulator);
    caller.call("AllocateAddresses", json!({}));
    for (second, expected) in [(0, "CREATING"), (59, "CREATING"), (61, "UNBIND")] {
        later.store(second, std::sync::atomic::Ordering::SeqCst);
        assert_eq!(statuses(&caller), [expected], "after {second} seconds");
    }
}

#[tokio::test]
async fn a_token_makes_a_request_once() {
    let emulator = builder().start().await.unwrap();
    let caller = Caller(&emulator);
    let request = json!({"AddressCount": 1, "ClientToken": "t"});
    let first = caller.call("AllocateAddresses", request.clone())["AddressSet"].take();
    let second = caller.call("AllocateAddresses", request)["AddressSet"].take();
    assert_eq!(first, second);
    let other = json!({"AddressCount": 2, "ClientToken": "t"});
    assert!(
        caller
            .refused("AllocateAddresses", other)
            .starts_with("InvalidParameterValue")
    );
    let all = caller.call("DescribeAddresses", json!({}));
    assert_eq!(all["TotalCount"], 1);
}

#[tokio::test]
async fn the_same_seed_gives_the_same_ids() {
    let mut ids = Vec::new();
    for _ in 0..2 {
        let emulator = builder().start().await.unwrap();
        let caller = Caller(&emulator);
        ids.push((caller.vpc("a"), caller.vpc("b")));
    }
    assert_eq!(ids[0], ids[1]);
    assert_ne!(ids[0].0, ids[0].1);
}

#[tokio::test]
async fn every_response_says_whether_it_is_kept_or_made_up() {
    let emulator = builder().start().await.unwrap();
    let caller = Caller(&emulator);
    let source = |action, parameters| {
        let response = caller.send(action, parameters);
        response.header("x-emulator-source").map(str::to_owned)
    };
    let said = |text: &str| Some(text.to_owned());
    assert_eq!(source("DescribeVpcs", json!({})), said("stateful"));
    let unknown = json!({"VpcId": "vpc-00000000"});
    assert_eq!(source("DeleteVpc", unknown), said("stateful"));
    assert_eq!(
        source("DescribeAccountAttributes", json!({})),
        said("synthesised")
    );
    assert_eq!(source("DeleteVpc", json!({})), said("refused"));
}

/// Calls an action of any service, with the catalogue's facts.
fn call_of(
    emulator: &Emulator,
    service: &str,
    version: &str,
    action: &str,
    given: Value,
) -> Response {
    Request::post(action, version, &given)
        .header("Host", &format!("{service}.tencentcloudapi.com"))
        .tc3(service, &Credential::test())
        .send(emulator.address())
}

#[tokio::test]
async fn a_dry_run_checks_and_makes_nothing() {
    let emulator = Emulator::start().await.unwrap();
    let alb = |action, given| call_of(&emulator, "alb", "2025-10-30", action, given);
    // An action that lists the code says with it that the request is in order.
    let tried = alb("CreateHealthCheckTemplate", json!({"DryRun": true}));
    assert_eq!(code(&tried), "DryRunOperation");
    let listed = answer(&alb("DescribeHealthCheckTemplates", json!({})));
    assert_eq!(listed["HealthCheckTemplates"], json!([]), "{listed}");
    let unknown = json!({"HealthCheckTemplateIds": ["hct-0"], "DryRun": true});
    let unknown = alb("DeleteHealthCheckTemplates", unknown);
    assert!(code(&unknown).contains("NotFound"), "{}", code(&unknown));
    // Another responds with nothing.
    let cvm = |action, given| call_of(&emulator, "cvm", "2017-03-12", action, given);
    let given = json!({
        "LaunchTemplateName": "a", "ImageId": "img-1", "Placement": {"Zone": "ap-guangzhou-3"}, "DryRun": true,
    });
    answer(&cvm("CreateLaunchTemplate", given));
    let listed = answer(&cvm("DescribeLaunchTemplates", json!({})));
    assert_eq!(listed["TotalCount"], 0, "{listed}");
}

#[tokio::test]
async fn of_many_that_come_at_once_one_gets_a_name_and_all_get_ids_of_their_own() {
    let emulator = builder().threads(4).start().await.unwrap();
    let (mut made, mut ids) = (0, std::collections::BTreeSet::new());
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..8)
            .map(|worker| {
                let emulator = &emulator;
                scope.spawn(move || {
                    let caller = Caller(emulator);
                    let same = json!({"VpcName": "same", "CidrBlock": "10.0.0.0/16"});
                    let same = caller.send("CreateVpc", same).json();
                    let own: Vec<_> = (0..10)
                        .map(|n| caller.vpc(&format!("{worker}-{n}")))
                        .collect();
                    (same["Response"]["Error"].is_null(), own)
                })
            })
            .collect();
        for worker in workers {
            let (first, own) = worker.join().unwrap();
            made += usize::from(first);
            ids.extend(own);
        }
    });
    assert_eq!((made, ids.len()), (1, 80));
    assert_eq!(
        Caller(&emulator).call("DescribeVpcs", json!({}))["TotalCount"],
        81
    );
}
