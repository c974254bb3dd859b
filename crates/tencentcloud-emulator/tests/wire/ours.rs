//! Our own client, configured by the endpoint.

use serde_json::json;
use tencentcloud_apigateway::runtime::{Client, Config};
use tencentcloud_emulator::{Credential, Emulator, PolicyMode, Principal};

#[tokio::test]
async fn our_client_calls_with_each_credential_and_under_policies_from_the_start() {
    let account = |credential: Credential| credential.account("100000000001");
    let owner = account(Credential::new("AKIDowner", "one"));
    let alice = account(Credential::new("AKIDalice", "two").user("alice"));
    let other = Credential::new("AKIDother", "three").token("session");
    let builder = [&owner, &alice, &other]
        .into_iter()
        .fold(Emulator::builder(), |builder, one| {
            builder.credential(one.clone())
        });
    let reads = json!({"version": "2.0", "statement": [
        {"effect": "allow", "action": ["vpc:Describe*"], "resource": "*"},
    ]});
    let to = Principal::account("100000000001").user("alice");
    let wrong = builder.clone().policy(to.clone(), &json!({"version": "1"}));
    assert!(wrong.unwrap_err().contains("version"));
    let builder = builder.policy(to, &reads).unwrap();
    let builder = builder.policy_mode(PolicyMode::Strict);
    let emulator = builder.start().await.unwrap();
    let create = async |config: Config| {
        let client = Client::new(&config);
        let given = json!({"VpcName": "a", "CidrBlock": "10.0.0.0/16"});
        let call = client
            .raw("vpc", "2017-03-12", "CreateVpc")
            .parameters(given);
        call.await
            .map(|_| ())
            .map_err(|error| error.code().map(str::to_owned))
    };
    let count = async |config: Config| {
        let client = Client::new(&config);
        let listed = client.raw("vpc", "2017-03-12", "DescribeVpcs").await;
        listed.unwrap()["TotalCount"].as_u64().unwrap()
    };
    assert_eq!(create(emulator.config()).await, Ok(()));
    let denied = create(emulator.config_for(&alice)).await.unwrap_err();
    assert_eq!(denied.as_deref(), Some("UnauthorizedOperation"));
    assert_eq!(create(emulator.config_for(&owner)).await, Ok(()));
    assert_eq!(count(emulator.config_for(&alice)).await, 2);
    assert_eq!(count(emulator.config_for(&other)).await, 0);
}
