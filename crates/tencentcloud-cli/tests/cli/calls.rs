//! Calls of actions by their names.

use tencentcloud_emulator::Emulator;

use crate::program::{program, tcloud};

#[tokio::test]
async fn an_action_is_called_by_name() {
    let emulator = Emulator::start().await.unwrap();
    for action in ["GetCallerIdentity", "get-caller-identity"] {
        let text = tcloud(&emulator, &["sts", action]).run().printed();
        assert!(text.contains("\"AccountId\""), "{text}");
    }
}

#[test]
fn an_unknown_name_suggests_the_nearest() {
    let told = program(&["sts", "GetCallerIdentit"]).run().failed(2);
    assert!(told.contains("did you mean GetCallerIdentity?"), "{told}");
    let told = program(&["stss", "GetCallerIdentity"]).run().failed(2);
    assert!(told.contains("did you mean sts"), "{told}");
}

#[tokio::test]
async fn a_call_without_a_credential_has_an_exit_code_of_its_own() {
    let emulator = Emulator::start().await.unwrap();
    let words = ["sts", "GetCallerIdentity"];
    let call = tcloud(&emulator, &words).without("TENCENTCLOUD_SECRET_KEY");
    let told = call.run().failed(3);
    assert!(told.contains("TENCENTCLOUD_SECRET_KEY"), "{told}");
}

#[test]
fn input_that_nobody_asked_for_is_left_unread() {
    let run = program(&["--version"]).input("x".repeat(1 << 20)).run();
    assert!(run.printed().starts_with("tcloud "));
}
