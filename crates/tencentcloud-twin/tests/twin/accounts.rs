//! Accounts and regions stand apart.

use serde_json::json;
use tencentcloud_twin::Twin;

use crate::world::{call, learn, said};

#[tokio::test]
async fn what_is_known_of_one_account_or_region_says_nothing_of_others() {
    let twin = Twin::start().unwrap();
    let returned = json!({"InstanceSet": [{"InstanceId": "ins-1", "InstanceState": "RUNNING"}]});
    learn(&twin, "cvm", "DescribeInstances", json!({}), returned);
    let stop = call("cvm", "StopInstances", json!({"InstanceIds": ["ins-1"]}));
    assert_eq!(said(&twin, &stop).await[0], "done");
    let other = stop.clone().account("100000000002");
    assert_eq!(said(&twin, &other).await, ["unknown"]);
    let elsewhere = stop.region("ap-beijing");
    assert_eq!(said(&twin, &elsewhere).await, ["unknown"]);
}
