//! Calls that come at once, and calls that are refused in the middle: each is done whole or not at all.

use std::sync::Barrier;

use serde_json::{Value, json};
use tencentcloud_emulator::{Credential, Emulator};

use super::{Caller, emulator};
use crate::client::{Request, Response};

/// How many call at once.
const CALLERS: usize = 8;
const ROUNDS: usize = 25;

async fn many() -> Emulator {
    let builder = Emulator::builder().seed(5).threads(CALLERS);
    builder.quota("vpc", "Vpc", 40).start().await.unwrap()
}

/// Sends requests at the same moment and returns the code of each response, `OK` of one that is no
/// error.
fn at_once(caller: &Caller<'_>, requests: &[(&str, Value)]) -> Vec<String> {
    let barrier = Barrier::new(requests.len());
    std::thread::scope(|scope| {
        let send = |(action, parameters): &(&str, Value)| {
            let (barrier, action, parameters) =
                (&barrier, (*action).to_owned(), parameters.clone());
            scope.spawn(move || {
                let connection = std::net::TcpStream::connect(caller.emulator.address()).unwrap();
                let request = Request::post(&action, caller.version, &parameters)
                    .header("Host", &format!("{}.tencentcloudapi.com", caller.service))
                    .tc3(caller.service, &Credential::test());
                barrier.wait();
                std::io::Write::write_all(&mut &connection, &request.bytes()).unwrap();
                let response = Response::read(connection).json();
                let code = response["Response"]["Error"]["Code"].as_str();
                code.unwrap_or("OK").to_owned()
            })
        };
        let sent: Vec<_> = requests.iter().map(send).collect();
        sent.into_iter().map(|sent| sent.join().unwrap()).collect()
    })
}

fn done(codes: &[String]) -> usize {
    codes.iter().filter(|code| *code == "OK").count()
}

fn vpc(emulator: &Emulator) -> Caller<'_> {
    Caller::new(emulator, "vpc", "2017-03-12")
}

fn new_vpc(vpc: &Caller<'_>, name: &str) -> Value {
    let given = json!({"VpcName": name, "CidrBlock": "10.0.0.0/16"});
    vpc.call("CreateVpc", given)["Vpc"]["VpcId"].take()
}

#[tokio::test]
async fn what_many_add_to_one_resource_is_all_there() {
    let emulator = many().await;
    let cam = Caller::new(&emulator, "cam", "2019-01-16");
    let document =
        r#"{"version":"2.0","statement":[{"action":["cos:*"],"effect":"allow","resource":["*"]}]}"#;
    let policy = json!({"PolicyName": "p", "PolicyDocument": document});
    let policy = cam.call("CreatePolicy", policy)["PolicyId"].take();
    let user = |n| cam.call("AddUser", json!({"Name": format!("user{n}")}))["Uin"].take();
    let users: Vec<Value> = (0..CALLERS).map(user).collect();
    let requests = |action, uin: &str| {
        let one = |user| (action, json!({"PolicyId": policy, uin: user}));
        users.iter().map(one).collect::<Vec<_>>()
    };
    let attached =
        || cam.call("ListEntitiesForPolicy", json!({"PolicyId": policy}))["TotalNum"].take();
    for round in 0..ROUNDS {
        for (action, uin, left) in [
            ("AttachUserPolicy", "AttachUin", CALLERS),
            ("DetachUserPolicy", "DetachUin", 0),
        ] {
            let codes = at_once(&cam, &requests(action, uin));
            assert_eq!(done(&codes), CALLERS, "{action}, round {round}: {codes:?}");
            assert_eq!(attached(), left, "{action}, round {round}");
        }
    }
}

#[tokio::test]
async fn of_many_that_take_a_name_one_has_it() {
    let emulator = many().await;
    let cam = Caller::new(&emulator, "cam", "2019-01-16");
    let group =
        |n| cam.call("CreateGroup", json!({"GroupName": format!("group{n}")}))["GroupId"].take();
    let groups: Vec<Value> = (0..CALLERS).map(group).collect();
    for round in 0..ROUNDS {
        let name = format!("round{round}");
        let rename = |id| ("UpdateGroup", json!({"GroupId": id, "GroupName": name}));
        let requests: Vec<_> = groups.iter().map(rename).collect();
        let codes = at_once(&cam, &requests);
        let listed = cam.call("ListGroups", json!({"Rp": 100}));
        let named = listed["GroupInfo"].as_array().unwrap().iter();
        let named = named
            .filter(|group| group["GroupName"] == name.as_str())
            .count();
        assert_eq!((done(&codes), named), (1, 1), "round {round}: {codes:?}");
    }
}

#[tokio::test]
async fn no_child_is_left_of_a_parent_that_is_deleted() {
    let emulator = many().await;
    let vpc = vpc(&emulator);
    let count = |action, id: &Value| {
        let filters = json!([{"Name": "vpc-id", "Values": [id]}]);
        vpc.call(action, json!({"Filters": filters}))["TotalCount"]
            .as_u64()
            .unwrap()
    };
    for round in 0..ROUNDS {
        let id = new_vpc(&vpc, &format!("net{round}"));
        let mut requests = vec![("DeleteVpc", json!({"VpcId": id}))];
        requests.extend((1..CALLERS).map(|n| {
            let subnet = json!({
                "VpcId": id, "SubnetName": format!("s{n}"), "Zone": "ap-guangzhou-1",
                "CidrBlock": format!("10.0.{n}.0/24"),
            });
            ("CreateSubnet", subnet)
        }));
        let codes = at_once(&vpc, &requests);
        let (vpcs, subnets) = (count("DescribeVpcs", &id), count("DescribeSubnets", &id));
        let made = done(&codes[1..]) as u64;
        let expected = match codes[0].as_str() {
            "OK" => (0, 0),
            _ => (1, made),
        };
        assert_eq!((vpcs, subnets), expected, "round {round}: {codes:?}");
        if codes[0] == "OK" {
            assert_eq!(made, 0, "round {round}: {codes:?}");
        }
    }
}

#[tokio::test]
async fn a_quota_is_used_up_to_the_last_and_not_beyond() {
    let emulator = many().await;
    let vpc = vpc(&emulator);
    let mut made = 0;
    for round in 0..8 {
        let one = |n| {
            (
                "CreateVpc",
                json!({"VpcName": format!("{round}-{n}"), "CidrBlock": "10.0.0.0/16"}),
            )
        };
        let requests: Vec<_> = (0..CALLERS).map(one).collect();
        made += done(&at_once(&vpc, &requests));
        let kept = vpc.call("DescribeVpcs", json!({}))["TotalCount"].take();
        assert_eq!(kept, made, "round {round}");
    }
    assert_eq!(made, 40);
    // What a VPC brings is made with it or not at all.
    let tables = vpc.call("DescribeRouteTables", json!({}))["TotalCount"].take();
    assert_eq!(tables, 40);
}

#[tokio::test]
async fn a_call_that_is_refused_in_the_middle_leaves_nothing() {
    let builder = Emulator::builder().seed(5).quota("cam", "AccessKey", 1);
    let emulator = builder.start().await.unwrap();
    let cam = Caller::new(&emulator, "cam", "2019-01-16");
    cam.call("AddUser", json!({"Name": "first", "UseApi": 1}));
    let before = emulator.snapshot()["resources"].take();
    // The user can be made, its key cannot.
    let code = cam.refused("AddUser", json!({"Name": "second", "UseApi": 1}));
    assert!(code.contains("Limit"), "{code}");
    assert_eq!(
        cam.refused("GetUser", json!({"Name": "second"})),
        "ResourceNotFound.UserNotExist"
    );
    let drawn = |mut snapshot: Value| {
        for shelf in snapshot["shelves"].as_array_mut().unwrap() {
            // Numbers that were drawn are not drawn again.
            shelf["drawn"].take();
            shelf["next"].take();
        }
        snapshot
    };
    assert_eq!(
        drawn(emulator.snapshot()["resources"].take()),
        drawn(before)
    );
}

#[tokio::test]
async fn children_count_for_the_parent_that_they_name_by_all_of_its_id() {
    let emulator = emulator().await;
    let scf = Caller::new(&emulator, "scf", "2018-04-16");
    scf.call("CreateNamespace", json!({"Namespace": "other"}));
    let function = |namespace: &str| json!({"FunctionName": "f", "Namespace": namespace});
    for namespace in ["default", "other"] {
        let mut given = function(namespace);
        given["Code"] = json!({"ZipFile": "UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA=="});
        scf.call("CreateFunction", given);
    }
    let mut trigger = function("other");
    for (member, value) in [
        ("TriggerName", "t"),
        ("Type", "timer"),
        ("TriggerDesc", "0 */5 * * * * *"),
    ] {
        trigger[member] = value.into();
    }
    scf.call("CreateTrigger", trigger);
    // The trigger is of the other function of that name.
    scf.call("DeleteFunction", function("default"));
    let left = scf.call("GetFunction", function("other"));
    assert_eq!(left["Triggers"][0]["TriggerName"], "t");
}
