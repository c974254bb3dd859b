//! Key pairs.

use serde_json::{Value, json};

use crate::provider::{Provider, Read, assert_members, assert_unset, named, read, text};

fn pairs(id: &str) -> Read<'static> {
    let parameters = json!({"KeyIds": [id]});
    read("cvm.DescribeKeyPairs", parameters, "KeyPairSet")
}

/// Reads the key pair, changes it and deletes it.
fn life(provider: &Provider, id: &str, public: &str) {
    let name = named("cvm", "keypair", id);
    provider.tag(&name, [("team", "a")], &[]);
    assert_members(
        &provider.one(&pairs(id)),
        [
            ("KeyName", json!("first")),
            ("ProjectId", json!(0)),
            ("PublicKey", json!(public)),
            ("Description", json!("")),
            ("AssociatedInstanceIds", json!([])),
        ],
    );
    assert_eq!(provider.tags("cvm", "keypair", id), json!({"team": "a"}));
    let renamed = json!({"KeyId": id, "KeyName": "second"});
    provider.call("cvm.ModifyKeyPairAttribute", renamed);
    provider.tag(&name, [], &["team"]);
    assert_members(
        &provider.one(&pairs(id)),
        [("KeyName", json!("second")), ("PublicKey", json!(public))],
    );
    assert_eq!(provider.tags("cvm", "keypair", id), json!({}));
    provider.call("cvm.DeleteKeyPairs", json!({"KeyIds": [id]}));
    provider.until_gone(&pairs(id));
}

#[tokio::test]
async fn a_pair_of_which_the_program_has_the_key() {
    let provider = Provider::start().await;
    let public = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQ";
    let made = provider.call(
        "cvm.ImportKeyPair",
        json!({"KeyName": "first", "ProjectId": 0, "PublicKey": public}),
    );
    life(&provider, &text(&made["KeyId"]), public);
}

#[tokio::test]
async fn a_pair_that_the_service_makes() {
    let provider = Provider::start().await;
    let made = provider.call(
        "cvm.CreateKeyPair",
        json!({"KeyName": "first", "ProjectId": 0}),
    );
    let (pair, id) = (&made["KeyPair"], text(&made["KeyPair"]["KeyId"]));
    let public = text(&pair["PublicKey"]);
    assert!(
        public.starts_with("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5"),
        "{public}"
    );
    let private = text(&pair["PrivateKey"]);
    assert!(private.starts_with("-----BEGIN OPENSSH PRIVATE KEY-----\n"));
    assert!(private.ends_with("-----END OPENSSH PRIVATE KEY-----\n"));
    // It is told once.
    let read = provider.one(&pairs(&id));
    assert_unset(&read, ["PrivateKey"]);
    assert_eq!(read["PublicKey"], json!(public));
    let other = provider.call(
        "cvm.CreateKeyPair",
        json!({"KeyName": "other", "ProjectId": 0}),
    );
    assert_ne!(other["KeyPair"]["PublicKey"], json!(public));
    assert_ne!(other["KeyPair"]["PrivateKey"], Value::from(private));
    life(&provider, &id, &public);
}
