//! The keyring, over the mock store of its own library: one test, since the store is the process's.

use std::time::{Duration, UNIX_EPOCH};

use tencentcloud_runtime::{Client, Config, Credential, Keyring, ProvideCredential};

#[tokio::test]
async fn a_credential_is_kept_in_the_keyring() {
    keyring_core::set_default_store(keyring_core::mock::Store::new().unwrap());
    let keyring = Keyring::new();
    let absent = keyring.credential().await.unwrap_err();
    assert_eq!(
        absent.to_string(),
        "no credential: keyring: there is no entry default of tencentcloud"
    );
    let error = keyring.store(&Credential::new("id", "hush\nhush")).await;
    let error = error.unwrap_err().to_string();
    assert!(
        error.contains("line break") && !error.contains("hush"),
        "{error}"
    );

    let expiry = UNIX_EPOCH + Duration::from_secs(4_102_444_800);
    let credential = Credential::new("id", "key").with_token("token");
    for credential in [credential.clone(), credential.with_expiry(expiry)] {
        let keyring = Keyring::new();
        keyring.store(&credential).await.unwrap();
        assert_eq!(keyring.credential().await.unwrap(), credential);
        assert!(!format!("{keyring:?}").contains("key\""), "{keyring:?}");
    }

    // Of another user, and of another service.
    for other in [Keyring::new().user("prod"), Keyring::new().service("mine")] {
        assert!(other.credential().await.is_err());
    }
    let prod = Keyring::new().user("prod");
    prod.store(&Credential::new("prod-id", "key"))
        .await
        .unwrap();
    let variables = |name: &str| match name {
        "TENCENTCLOUD_CREDENTIALS_FILE" => Some("/not/there".to_owned()),
        _ => None,
    };
    let loader = || Config::loader().instance_role(false).variables(variables);
    let config = loader().load().await.unwrap();
    let report = config.credential_report().unwrap();
    assert_eq!(report.source(), Some("keyring default"), "{report}");
    let client = Client::new(&config);
    let call = client.raw("cvm", "2017-03-12", "DescribeZones");
    let signed = call.prepare().await.unwrap();
    let signed = signed.headers()["authorization"].to_str().unwrap();
    assert!(signed.contains("Credential=id/"), "{signed}");

    keyring.delete().await.unwrap();
    keyring.delete().await.unwrap();
    let entry = keyring_core::Entry::new("tencentcloud", "default").unwrap();
    entry.set_password("{\"SecretId\": \"hush\"}").unwrap();
    let error = loader().load().await.unwrap_err().to_string();
    let told = "keyring default: the entry default of tencentcloud holds no SecretKey; TKE workload identity: not asked";
    assert!(error.contains(told) && !error.contains("hush"), "{error}");
}
