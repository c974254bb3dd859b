//! Beside an emulator, a twin knows all of it and disturbs nothing.

use std::sync::Arc;

use serde_json::json;
use tencentcloud_emulator::{Emulator, FaultKind, FaultRule, PolicyMode, Principal};
use tencentcloud_twin::{Trial, Twin};

use crate::world::said;

fn vpc(action: &str, parameters: serde_json::Value) -> Trial {
    Trial::new("vpc", "2017-03-12", action)
        .region("ap-guangzhou")
        .parameters(crate::world::object(parameters))
}

#[tokio::test]
async fn what_the_emulator_lacks_is_missing_and_not_unknown() {
    let emulator = Arc::new(Emulator::start().await.unwrap());
    let twin = Twin::beside(Arc::clone(&emulator));
    let delete = vpc("DeleteVpc", json!({"VpcId": "vpc-1"}));
    assert_eq!(said(&twin, &delete).await, ["refused: ResourceNotFound"]);
    let before = emulator.snapshot()["resources"].clone();
    let create = vpc(
        "CreateVpc",
        json!({"VpcName": "shop", "CidrBlock": "10.0.0.0/16"}),
    );
    let first = said(&twin, &create).await;
    assert_eq!(first[0], "done");
    assert_eq!(said(&twin, &create).await, first);
    assert_eq!(emulator.snapshot()["resources"], before);
    assert_eq!(emulator.calls().all().len(), 0);
}

#[tokio::test]
async fn policies_and_faults_of_the_emulator_do_not_disturb_a_rehearsal() {
    let deny = json!({"version": "2.0", "statement": [{"effect": "deny", "action": ["*"], "resource": "*"}]});
    let emulator = Emulator::builder()
        .policy(Principal::everybody(), &deny)
        .unwrap()
        .policy_mode(PolicyMode::Strict);
    let emulator = Arc::new(emulator.start().await.unwrap());
    let fault = FaultRule::new("*", FaultKind::Throttle);
    emulator.faults().add(fault).unwrap();
    let twin = Twin::beside(Arc::clone(&emulator));
    let create = vpc(
        "CreateVpc",
        json!({"VpcName": "shop", "CidrBlock": "10.0.0.0/16"}),
    );
    assert_eq!(said(&twin, &create).await[0], "done");
}
