//! Who calls are made as, and programs that get a credential which ends.

use tencentcloud_emulator::Emulator;

use crate::program::{program, tcloud};

fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap()
}

#[tokio::test]
async fn the_caller_is_shown_with_the_source_of_its_key() {
    let emulator = Emulator::start().await.unwrap();
    let text = tcloud(&emulator, &["whoami"]).run().printed();
    assert!(!text.contains(&emulator.credential().secret_key), "{text}");
    let shown = json(&text);
    assert_eq!(shown["Source"], "environment");
    assert_eq!(shown["Temporary"], false);
    assert_eq!(shown["Region"], "ap-guangzhou");
    assert_eq!(shown["SecretId"], "AKID***ator");
    assert!(shown["AccountId"].is_string(), "{text}");
    let why = shown["Sources"]["SAML variables"].as_str().unwrap();
    assert!(why.contains("is not set"), "{why}");
    let calls = emulator.calls().all().len();
    let text = tcloud(&emulator, &["whoami", "--local"]).run().printed();
    assert_eq!(json(&text).get("AccountId"), None);
    assert_eq!(emulator.calls().all().len(), calls);
}

#[test]
fn without_a_credential_every_source_is_named() {
    let run = program(&["whoami"]).env("TENCENTCLOUD_PROFILE", "nobody");
    let told = run.run().failed(3);
    for source in ["environment", "SDK profile nobody", "tccli profile nobody"] {
        assert!(told.contains(source), "{told}");
    }
}

#[tokio::test]
async fn a_program_gets_a_credential_that_ends() {
    let emulator = Emulator::start().await.unwrap();
    let own = env!("CARGO_BIN_EXE_tcloud");
    let run = tcloud(&emulator, &["exec", "--", own, "whoami"])
        .env("TENCENTCLOUD_CAM_ROLE_NAME", "")
        .run();
    let shown = json(&run.printed());
    assert_eq!(shown["Temporary"], true);
    assert_eq!(shown["Source"], "environment");
    let arn = shown["Arn"].as_str().unwrap();
    assert!(arn.contains("federated-user"), "{arn}");

    // One that is temporary already goes on as it is.
    let nested = ["exec", "--", own, "exec", "--", own, "whoami"];
    let again = json(&tcloud(&emulator, &nested).run().printed());
    assert_eq!(
        again["Arn"]
            .as_str()
            .map(|arn| arn.contains("federated-user")),
        Some(true)
    );
    let made = emulator.calls().all();
    let made = made
        .iter()
        .filter(|call| call.action == "GetFederationToken");
    assert_eq!(made.count(), 2);
}

#[cfg(unix)]
#[tokio::test]
async fn a_program_finds_the_variables_of_every_tool_and_no_permanent_key() {
    let emulator = Emulator::start().await.unwrap();
    let run = tcloud(
        &emulator,
        &["exec", "--region", "ap-tokyo", "--", "/usr/bin/env"],
    )
    .env("TENCENTCLOUD_ASSUME_ROLE_SESSION_NAME", "x")
    .run();
    let text = run.printed();
    let get = |name: &str| {
        let value = |line: &str| Some(line.strip_prefix(name)?.strip_prefix('=')?.to_owned());
        text.lines().find_map(value)
    };
    let credential = emulator.credential();
    assert!(!text.contains(&credential.secret_key), "{text}");
    assert_ne!(
        get("TENCENTCLOUD_SECRET_ID"),
        Some(credential.secret_id.clone())
    );
    let token = get("TENCENTCLOUD_TOKEN").unwrap();
    assert!(!token.is_empty());
    for name in ["TENCENTCLOUD_SESSION_TOKEN", "TENCENTCLOUD_SECURITY_TOKEN"] {
        assert_eq!(get(name).as_ref(), Some(&token), "{name}");
    }
    assert_eq!(get("TENCENTCLOUD_REGION").as_deref(), Some("ap-tokyo"));
    assert_eq!(get("TENCENTCLOUD_ASSUME_ROLE_SESSION_NAME"), None);
}

#[cfg(unix)]
#[tokio::test]
async fn the_exit_status_is_that_of_the_program() {
    let emulator = Emulator::start().await.unwrap();
    let words = ["exec", "--", "/bin/sh", "-c", "exit 7"];
    tcloud(&emulator, &words).run().failed(7);
    let told = tcloud(&emulator, &["exec", "--", "/no/such/program"]).run();
    assert!(told.failed(1).contains("cannot run \"/no/such/program\""));
}
