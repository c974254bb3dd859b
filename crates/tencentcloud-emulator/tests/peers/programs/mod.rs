//! Programs of others, as their registries have them, started by `exec`. `cargo xtask peers
//! --programs` installs them.

use std::fs;
use std::io::{self, Write};
use std::process::Command;

use serde_json::json;
use tempfile::TempDir;

use crate::exec::{run, run_with};
use tencentcloud_testkit::peers;

/// Where a script of this folder is.
macro_rules! script {
    ($name:literal) => {
        concat!(env!("CARGO_MANIFEST_DIR"), "/tests/peers/programs/", $name)
    };
}

/// A chat model: the answer whole, then as a stream of events.
#[test]
fn chat_hunyuan_of_langchain() {
    let Some(python) = peers::program("langchain") else {
        return;
    };
    let said = run(python, |command| {
        command.arg(script!("chat.py"));
    });
    assert!(!said["plain"].as_str().unwrap().is_empty(), "{said}");
    assert!(said["tokens"].as_u64().unwrap() > 0, "{said}");
    let pieces = said["pieces"].as_array().unwrap();
    assert!(pieces.len() > 1, "{said}");
    assert!(pieces[0].as_str().is_some_and(|piece| !piece.is_empty()));
}

/// It takes from lists what its filters say, at the regional hosts, and acts on that.
#[test]
fn cloud_custodian() {
    let Some(python) = peers::program("custodian") else {
        return;
    };
    let folder = TempDir::new().unwrap();
    let took = run(python, |command| {
        command.arg(script!("policies.py")).arg(folder.path());
    });
    assert_eq!(took["networks"], json!(["kept"]), "{took}");
    // By the tag that the policy before has put on it.
    assert_eq!(took["owned"], json!(["kept"]), "{took}");
    assert_eq!(took["disks"], json!([20]), "{took}");
    assert_eq!(took["instances"], json!(["S5.MEDIUM2"]), "{took}");
    let state = |kind: &str| took["states"][kind].as_str().unwrap().to_owned();
    assert!(state("S5.MEDIUM2").starts_with("STOP"), "{took}");
    assert!(!state("S5.LARGE8").starts_with("STOP"), "{took}");
}

/// Pebble, a certificate authority, finds at DNSPod what certbot has put there, and nothing is
/// left of it afterwards.
#[test]
fn certbot_with_pebble() {
    let Some(python) = peers::program("certbot") else {
        return;
    };
    if Command::new("pebble").arg("-version").output().is_err() {
        let line = "skipped: a test with Pebble (2.4.0: Debian's package pebble), which is not installed\n";
        let _ = io::stderr().write_all(line.as_bytes());
        return;
    }
    let folder = TempDir::new().unwrap();
    let got = run(python, |command| {
        command.arg(script!("certificate.py")).arg(folder.path());
    });
    assert_eq!(got["hosts"], json!(["*.example.com", "example.com"]));
    let looked_up = got["looked up"].as_array().unwrap();
    assert_eq!(looked_up.len(), 2, "one for each name: {got}");
    assert_ne!(looked_up[0], looked_up[1]);
    assert_eq!(got["after"], got["before"]);
    assert!(fs::exists(folder.path().join("config/live/example.com/fullchain.pem")).unwrap());
}

/// What one of them has made, the other reads, and each calls an action that is not documented.
#[test]
fn the_serverless_framework_and_cloudbase() {
    let Some(modules) = peers::program("cloudbase") else {
        return;
    };
    let did = run_with(&["--allow-unknown"], "node", |command| {
        command.env("NODE_PATH", modules).arg(script!("deploy.js"));
    });
    assert_eq!(did["tags"], json!(["owner=serverless"]), "{did}");
    assert_eq!(did["made"], did["read"], "{did}");
    assert_eq!(did["service"], true, "{did}");
    assert_eq!(did["environments"], json!([]), "{did}");
    let (account, shop) = (&did["account"], &did["environment"]);
    assert!(account["ownerUin"][0].is_string(), "{did}");
    assert_eq!(account["appId"], shop["UserInfo"]["AppId"], "{did}");
    assert_eq!(shop["Alias"], "shop", "{did}");
    assert_eq!(shop["Status"], "NORMAL", "{did}");
}
