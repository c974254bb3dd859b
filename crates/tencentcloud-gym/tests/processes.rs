//! The programs as they are run: `tcloud mcp` behind the relay, and a broker at a port.

use std::path::PathBuf;
use std::process::Command;

use tencentcloud_gym::{run, task};

const GYM: &str = env!("CARGO_BIN_EXE_tencentcloud-gym");

/// Returns the program `tcloud` of this workspace, built if it is not.
fn tcloud() -> PathBuf {
    let name = format!("tcloud{}", std::env::consts::EXE_SUFFIX);
    let path = PathBuf::from(GYM).with_file_name(name);
    let mut cargo = Command::new(env!("CARGO"));
    let built = cargo.args(["build", "--quiet", "--package", "tencentcloud-cli"]);
    assert!(built.status().unwrap().success());
    path
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "builds tcloud by itself, with other features than the workspace's tests: minutes"]
async fn tcloud_mcp_solves_tasks_in_a_process_of_its_own() {
    let tcloud = tcloud();
    for number in [1, 33, 52] {
        let here = run::by_mcp(task::find(number).unwrap()).await.unwrap();
        let there = run::by_process(task::find(number).unwrap(), &tcloud, GYM.as_ref()).await;
        let there = there.unwrap_or_else(|error| panic!("task {number}: {error:#}"));
        assert!(there.success, "task {number}: {:?}", there.missed);
        assert_eq!(
            (there.calls, there.asked),
            (here.calls, here.asked),
            "task {number}"
        );
        assert!(there.tokens > 0, "task {number}");
    }
}
