//! What is sent at once, what waits, and what a person's word does.

use serde_json::json;
use tencentcloud_broker::{Refusal, Told, verify_log};

use crate::stage::Stage;

#[tokio::test]
async fn a_read_goes_at_once_and_a_write_waits_for_a_person() {
    let stage = Stage::new().await;
    let through = stage.through();
    let client = stage.client(&through);
    let zones = client.raw("cvm", "2017-03-12", "DescribeZones").await;
    assert!(zones.unwrap()["ZoneSet"].is_array());
    assert_eq!(stage.sent("DescribeZones"), 1);

    let vpc = json!({"VpcName": "main", "CidrBlock": "10.0.0.0/16"});
    let create = || {
        client
            .raw("vpc", "2017-03-12", "CreateVpc")
            .parameters(vpc.clone())
    };
    let error = create().await.unwrap_err();
    let Some(Told::Waiting(ticket)) = through.told() else {
        panic!("{error}: {:?}", through.told());
    };
    assert!(
        error.to_string().contains("a person has to approve it"),
        "{error}"
    );
    assert_eq!(ticket.places, ["the test"]);
    assert_eq!(stage.sent("CreateVpc"), 0);

    let person = stage.person();
    let [pending] = &person.pending()[..] else {
        panic!("{:?}", person.pending());
    };
    assert_eq!(
        (&*pending.action, pending.digest),
        ("CreateVpc", ticket.digest)
    );
    assert_eq!(pending.agent.as_deref(), Some("a test"));
    person.approve(&pending.id, &pending.digest, None).unwrap();

    let approved = stage.through().approval(ticket.id);
    let client = stage.client(&approved);
    let create = client.raw("vpc", "2017-03-12", "CreateVpc").parameters(vpc);
    let made = create.clone().await.unwrap();
    assert_eq!(made["Vpc"]["VpcName"], "main");
    assert_eq!(stage.sent("CreateVpc"), 1);

    create.await.unwrap_err();
    let told = approved.told();
    let used = |told: &Refusal| told.code == "used";
    assert!(
        matches!(&told, Some(Told::Refused(refusal)) if used(refusal)),
        "{told:?}"
    );
    assert_eq!(stage.sent("CreateVpc"), 1, "once");
    assert!(verify_log(stage.log()).unwrap() >= 5);
}

#[tokio::test]
async fn a_person_elsewhere_needs_the_code_and_a_destruction_its_name() {
    let stage = Stage::new().await;
    let through = stage.through();
    let client = stage.client(&through);
    let end = client
        .raw("cvm", "2017-03-12", "TerminateInstances")
        .parameters(json!({"InstanceIds": ["ins-00000001"]}));
    end.await.unwrap_err();
    let remote = stage.remote();
    let wrong = remote.approver("aaaa-aaaa-aaaa", "elsewhere").await;
    assert_eq!(wrong.unwrap_err().code, "code");
    let person = remote
        .approver(stage.broker.code(), "elsewhere")
        .await
        .unwrap();
    let pending = person.list().await.unwrap().remove(0);
    let untyped = person.approve(&pending.id, &pending.digest, None).await;
    assert_eq!(untyped.unwrap_err().code, "untyped");
    let brief = person.brief(&pending.id).await.unwrap();
    assert_eq!((&*brief.class, &*brief.decision), ("destroy", "confirm"));
    assert_eq!(brief.parameters["InstanceIds"], json!(["ins-00000001"]));
    let typed = Some("TerminateInstances");
    person
        .approve(&pending.id, &pending.digest, typed)
        .await
        .unwrap();
    person
        .refuse(&pending.id, "on second thought")
        .await
        .unwrap();
    assert_eq!(stage.sent("TerminateInstances"), 0);
}

#[tokio::test]
async fn a_program_waits_for_the_person_if_it_wants() {
    let stage = Stage::new().await;
    let through = stage.through().wait(std::time::Duration::from_secs(30));
    let client = stage.client(&through);
    let create = client
        .raw("vpc", "2017-03-12", "CreateVpc")
        .parameters(json!({"VpcName": "main", "CidrBlock": "10.0.0.0/16"}));
    let person = stage.person();
    let mut changes = person.changes();
    let approve = async {
        while person.pending().is_empty() {
            changes.changed().await.unwrap();
        }
        let pending = person.pending().remove(0);
        person.approve(&pending.id, &pending.digest, None).unwrap();
    };
    let (made, ()) = tokio::join!(async { create.await }, approve);
    assert_eq!(made.unwrap()["Vpc"]["CidrBlock"], "10.0.0.0/16");
}

#[tokio::test]
async fn a_read_only_account_writes_nothing_and_nobody_is_asked() {
    let stage = Stage::new().await;
    let desk = tencentcloud_broker::Desk::Remote(stage.remote());
    let through = tencentcloud_broker::Through::new(desk, "audit");
    let client = stage.client(&through);
    client
        .raw("vpc", "2017-03-12", "DeleteVpc")
        .await
        .unwrap_err();
    let told = through.told();
    assert!(
        matches!(&told, Some(Told::Refused(refusal)) if refusal.code == "denied"),
        "{told:?}"
    );
    assert!(stage.person().pending().is_empty());
}
