//! Pages, and several regions.

use std::collections::HashSet;

use serde_json::{Value, json};
use tencentcloud_emulator::{CannedResponse, Emulator, FaultKind, FaultRule};

use crate::program::tcloud;

/// Makes `count` networks in `region`.
fn make(emulator: &Emulator, region: &str, count: usize) {
    for number in 0..count {
        let name = format!("net-{number:03}");
        let words = [
            "vpc",
            "CreateVpc",
            "--VpcName",
            &name,
            "--CidrBlock",
            "10.0.0.0/16",
        ];
        let words = [&words[..], &["--region", region, "--output", "off"]].concat();
        tcloud(emulator, &words).run().printed();
    }
}

/// What is counted against the default quota of networks is not what is tested here.
async fn start() -> Emulator {
    let builder = Emulator::builder().quota("vpc", "Vpc", 1000);
    builder.start().await.unwrap()
}

fn names(list: &Value) -> Vec<&str> {
    let items = list.as_array().unwrap().iter();
    items
        .map(|item| item["VpcName"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn all_pages_are_one_list_in_each_format() {
    let emulator = start().await;
    make(&emulator, "ap-guangzhou", 7);
    let words = ["vpc", "DescribeVpcs", "--Limit", "3"];
    let print = |more: &[&str]| {
        tcloud(&emulator, &[&words[..], more].concat())
            .run()
            .printed()
    };
    let one: Value = serde_json::from_str(&print(&[])).unwrap();
    assert_eq!(one["VpcSet"].as_array().unwrap().len(), 3);

    let json: Value = serde_json::from_str(&print(&["--all-pages"])).unwrap();
    let all = names(&json);
    assert_eq!(
        all,
        [
            "net-000", "net-001", "net-002", "net-003", "net-004", "net-005", "net-006"
        ]
    );
    // A list that comes item by item has the bytes of one that is printed whole.
    assert_eq!(
        print(&["--all-pages"]),
        print(&["--all-pages", "--query", "@"])
    );

    let lines = print(&["--all-pages", "--output", "ndjson"]);
    let lines: Vec<Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(Value::from(lines), json);
    let yaml: Value = serde_norway::from_str(&print(&["--all-pages", "--output", "yaml"])).unwrap();
    assert_eq!(yaml, json);
    let csv = print(&["--all-pages", "--output", "csv"]);
    assert_eq!(csv.lines().count(), 8);
    let table = print(&["--all-pages", "--output", "table"]);
    assert_eq!(
        table.lines().filter(|line| line.contains("net-")).count(),
        7
    );
    let text = print(&["--all-pages", "--output", "text", "--query", "[].VpcName"]);
    assert_eq!(text.trim_end().split('\t').collect::<Vec<_>>(), all);
    // What finds something in one response finds the same in all of them.
    let query = ["--output", "text", "--query", "VpcSet[].VpcName"];
    assert_eq!(print(&[&query[..], &["--all-pages"]].concat()), text);
}

#[tokio::test]
async fn pages_are_read_until_there_are_enough_items() {
    let emulator = start().await;
    make(&emulator, "ap-guangzhou", 5);
    let calls = || emulator.calls().of("vpc:DescribeVpcs").len();
    let words = ["vpc", "DescribeVpcs", "--Limit", "2", "--max-items"];
    for (most, items, pages) in [("1", 1, 1), ("2", 2, 1), ("3", 3, 2), ("50", 5, 3)] {
        let before = calls();
        let words = [&words[..], &[most]].concat();
        let list: Value = serde_json::from_str(&tcloud(&emulator, &words).run().printed()).unwrap();
        assert_eq!(
            (list.as_array().unwrap().len(), calls() - before),
            (items, pages),
            "{most}"
        );
    }
    // Without a size, as many are asked for as the action gives.
    let before = calls();
    let words = ["vpc", "DescribeVpcs", "--all-pages", "--output", "off"];
    tcloud(&emulator, &words).run().printed();
    assert_eq!(calls() - before, 1);
    let empty = tcloud(&emulator, &["vpc", "DescribeSubnets", "--all-pages"]).run();
    assert_eq!(empty.printed(), "[]\n");
}

#[tokio::test]
async fn what_was_read_before_an_error_is_a_whole_list() {
    let emulator = start().await;
    make(&emulator, "ap-guangzhou", 5);
    let rule = FaultRule::new("vpc:DescribeVpcs", FaultKind::Error)
        .code("LimitExceeded")
        .skip(2);
    emulator.faults().add(rule).unwrap();
    let words = ["vpc", "DescribeVpcs", "--Limit", "2", "--all-pages"];
    let run = tcloud(&emulator, &words).run();
    let list: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(list.as_array().unwrap().len(), 4);
    assert!(run.stderr.contains("LimitExceeded"), "{}", run.stderr);
    assert_eq!(run.code, 5);
}

#[tokio::test]
async fn an_action_without_pages_says_so() {
    let emulator = start().await;
    let words = ["sts", "GetCallerIdentity", "--all-pages"];
    let told = tcloud(&emulator, &words).run().failed(2);
    assert!(told.contains("has no list"), "{told}");
    // One that gives its whole list at once is a list like any other.
    let words = [
        "cvm",
        "DescribeZones",
        "--all-pages",
        "--query",
        "[0].Zone",
        "--output",
        "text",
    ];
    assert_eq!(
        tcloud(&emulator, &words).run().printed(),
        "ap-guangzhou-3\n"
    );
}

#[tokio::test]
async fn regions_are_one_list_with_the_region_of_each_item() {
    let emulator = start().await;
    make(&emulator, "ap-guangzhou", 1);
    make(&emulator, "ap-shanghai", 2);
    let words = [
        "vpc",
        "DescribeVpcs",
        "--regions",
        "ap-shanghai, ap-guangzhou,ap-beijing,ap-shanghai",
    ];
    let print = |more: &[&str]| {
        tcloud(&emulator, &[&words[..], more].concat())
            .run()
            .printed()
    };
    let query = ["--query", "[].[Region, VpcName]", "--output", "text"];
    let lines = "ap-shanghai\tnet-000\nap-shanghai\tnet-001\nap-guangzhou\tnet-000\n";
    assert_eq!(print(&query), lines);
    assert_eq!(print(&[&query[..], &["--all-pages"]].concat()), lines);
    let table = print(&["--output", "table"]);
    assert!(
        table.starts_with("Region        VpcId         VpcName"),
        "{table}"
    );
    // A response that is no list is an item.
    let words = [
        "sts",
        "GetCallerIdentity",
        "--regions",
        "ap-shanghai,ap-guangzhou",
    ];
    let list: Value = serde_json::from_str(&tcloud(&emulator, &words).run().printed()).unwrap();
    assert_eq!(list[0]["Region"], "ap-shanghai");
    assert_eq!(list[1]["AccountId"], list[0]["AccountId"]);
}

#[tokio::test]
async fn what_fails_in_one_region_takes_nothing_from_the_others() {
    let emulator = start().await;
    make(&emulator, "ap-guangzhou", 1);
    let words = [
        "vpc",
        "DescribeVpcs",
        "--regions",
        "ap-nowhere,ap-guangzhou",
        "--query",
        "[].VpcName",
    ];
    let run = tcloud(&emulator, &words).run();
    assert_eq!(
        (run.stdout.as_str(), run.code),
        ("[\n    \"net-000\"\n]\n", 9)
    );
    for told in [
        "1 of 2 regions failed",
        "InvalidParameterValue",
        "ap-nowhere",
    ] {
        assert!(run.stderr.contains(told), "{}", run.stderr);
    }
    let words = [
        "vpc",
        "DescribeVpcs",
        "--regions",
        "ap-nowhere,ap-elsewhere",
        "--error-format=json",
    ];
    let run = tcloud(&emulator, &words).run();
    let error: Value = serde_json::from_str(&run.stderr).unwrap();
    let regions = error["error"]["parts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|part| &part["region"]);
    assert_eq!(regions.collect::<Vec<_>>(), ["ap-nowhere", "ap-elsewhere"]);
    assert_eq!(
        (error["error"]["kind"].as_str(), run.code),
        (Some("service"), 5)
    );
}

#[tokio::test]
async fn all_regions_are_those_that_the_service_has() {
    let emulator = start().await;
    let regions = |names: &[(&str, &str)]| {
        let set = names
            .iter()
            .map(|(name, state)| json!({"Region": name, "RegionState": state}));
        json!({"TotalCount": names.len(), "RegionSet": set.collect::<Vec<_>>()})
    };
    let of = |action: &str, names: &[(&str, &str)]| CannedResponse::new(action, regions(names));
    let general = of(
        "region:DescribeRegions",
        &[("ap-guangzhou", "AVAILABLE"), ("ap-beijing", "UNAVAILABLE")],
    )
    .parameters(json!({"Product": "vpc"}));
    let own = of(
        "cvm:DescribeRegions",
        &[("ap-shanghai", "AVAILABLE"), ("ap-beijing", "AVAILABLE")],
    );
    emulator.responses().add(general).unwrap();
    emulator.responses().add(own).unwrap();
    make(&emulator, "ap-guangzhou", 1);
    make(&emulator, "ap-beijing", 1);
    let query = ["--query", "[].Region", "--output", "text", "--regions"];
    let words = [&["vpc", "DescribeVpcs"], &query[..], &["all"]].concat();
    assert_eq!(tcloud(&emulator, &words).run().printed(), "ap-guangzhou\n");
    // One of the two turns out to lack the service, and is left out.
    let lacking = CannedResponse::error("cvm:DescribeZones", "UnsupportedRegion", "not here");
    emulator.responses().add(lacking.times(1)).unwrap();
    let words = [&["cvm", "DescribeZones"], &query[..], &["all"]].concat();
    let left = tcloud(&emulator, &words).run().printed();
    let left: HashSet<_> = left.split_whitespace().collect();
    assert_eq!(left.len(), 1, "{left:?}");
    // Named, it is an error.
    let lacking = CannedResponse::error("cvm:DescribeZones", "UnsupportedRegion", "not here");
    emulator.responses().add(lacking.times(1)).unwrap();
    let words = [
        &["cvm", "DescribeZones"],
        &query[..],
        &["ap-shanghai,ap-beijing"],
    ]
    .concat();
    let told = tcloud(&emulator, &words).run().failed(9);
    assert!(told.contains("--regions all"), "{told}");

    let nothing = CannedResponse::error(
        "region:DescribeRegions",
        "InvalidParameter",
        "no such product",
    );
    emulator.responses().add(nothing).unwrap();
    let words = [&["cbs", "DescribeDisks"], &query[..], &["all"]].concat();
    let told = tcloud(&emulator, &words).run().failed(5);
    assert!(
        told.contains("--regions ap-guangzhou,ap-shanghai"),
        "{told}"
    );
}
