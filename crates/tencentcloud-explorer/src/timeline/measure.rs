//! What 100,000 calls cost: `cargo test --release -p tencentcloud-explorer --lib measure -- --ignored --nocapture`.

use std::fs;
use std::time::Instant;

use serde_json::json;
use tencentcloud_emulator::Record;

use super::entry::Source;
use super::filter::Filter;
use super::store::Timeline;

/// The memory of this process, in bytes.
fn memory() -> usize {
    let status = fs::read_to_string("/proc/self/statm").unwrap();
    let pages: usize = status.split(' ').nth(1).unwrap().parse().unwrap();
    pages * 4096
}

/// A call like most of those that list things: 1.2 KB as a line.
fn typical(number: usize) -> Record {
    let instance = json!({
        "InstanceId": format!("ins-{number:08x}"), "InstanceName": format!("web-{number}"),
        "InstanceType": "S5.MEDIUM4", "InstanceState": "RUNNING", "CPU": 2, "Memory": 4,
        "Placement": {"Zone": "ap-guangzhou-3", "ProjectId": 0},
        "VirtualPrivateCloud": {"VpcId": "vpc-2ari9m7h", "SubnetId": "subnet-p6wsqv98"},
        "PrivateIpAddresses": ["10.0.0.7"], "PublicIpAddresses": ["203.0.113.9"],
        "CreatedTime": "2026-01-02T15:04:05Z", "Tags": [{"Key": "team", "Value": "web"}],
        "SystemDisk": {"DiskType": "CLOUD_BSSD", "DiskId": format!("disk-{number:08x}"), "DiskSize": 50},
    });
    let action = ["DescribeInstances", "RunInstances", "DescribeVpcs"][number % 3];
    let record = json!({
        "time": "2026-01-02T15:04:05.678Z", "ms": 12.5, "service": "cvm", "version": "2017-03-12",
        "action": action,
        "region": "ap-guangzhou", "account": "100123456789",
        "client": format!("tencentcloud-sdk-rust/0.{}", number % 7),
        "request_id": format!("{number:08x}-0000-4000-8000-000000000000"), "source": "stateful",
        "request": {"Filters": [{"Name": "zone", "Values": ["ap-guangzhou-3"]}], "Limit": 20, "Offset": number},
        "response": {"TotalCount": 1, "InstanceSet": [instance]},
    });
    serde_json::from_value(record).unwrap()
}

#[test]
#[ignore = "prints figures of a release build"]
fn a_hundred_thousand_calls() {
    let line = typical(77_777).to_line().len();
    let (before, start) = (memory(), Instant::now());
    let timeline = Timeline::default();
    for number in 0..100_000 {
        timeline.push(Source::Local, typical(number));
    }
    let took = start.elapsed();
    println!(
        "100,000 calls of {line} bytes: {} MiB, kept in {took:?}",
        (memory() - before) >> 20
    );
    for text in [
        "",
        "service:cvm code:none",
        "ins-00012fd1",
        "\"nowhere at all\"",
        "e",
        "request.Offset=77777",
        "response.InstanceSet.InstanceId=ins-00012fd1",
        "response.InstanceSet.CPU>1",
        "ms>10 or client:rust",
    ] {
        let filter = Filter::read(text, 0).unwrap();
        let start = Instant::now();
        let found = timeline.after(0, usize::MAX, |entry, marks| filter.takes(entry, marks));
        println!(
            "{:>8.1} ms  {:>6}  {text}",
            start.elapsed().as_secs_f64() * 1e3,
            found.entries.len()
        );
    }
}
