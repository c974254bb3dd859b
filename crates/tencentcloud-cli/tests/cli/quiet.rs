//! What the program connects to: nothing but the call that was asked for. `strace` watches.

use std::process::Command;

use tencentcloud_emulator::Emulator;

/// What a run of the program asked the system to connect or send to, a line each, without the
/// sockets of this machine's own services; `None` if nothing can be watched here.
fn connects(emulator: &Emulator, home: &str, words: &[&str]) -> Option<Vec<String>> {
    let log = tempfile::NamedTempFile::new().unwrap();
    let credential = emulator.credential();
    let output = Command::new("strace")
        .args(["-f", "-qq", "-e", "trace=connect,sendto,sendmsg,sendmmsg"])
        .args(["-e", "signal=none", "-o"])
        .arg(log.path())
        .arg(env!("CARGO_BIN_EXE_tcloud"))
        .args(words)
        .env_clear()
        .env("HOME", home)
        .env("TENCENTCLOUD_ENDPOINT", emulator.url())
        .env("TENCENTCLOUD_SECRET_ID", &credential.secret_id)
        .env("TENCENTCLOUD_SECRET_KEY", &credential.secret_key)
        .env("TENCENTCLOUD_REGION", "ap-guangzhou")
        .stdin(std::process::Stdio::null())
        .output()
        .ok()?;
    let told = String::from_utf8_lossy(&output.stderr);
    if told.contains("ptrace") || told.contains("PTRACE") {
        return None;
    }
    assert!(output.status.success(), "{words:?}: {told}");
    let log = std::fs::read_to_string(log.path()).unwrap();
    let names_a_place = |line: &&str| line.contains("sa_family=AF_INET");
    Some(
        log.lines()
            .filter(names_a_place)
            .map(str::to_owned)
            .collect(),
    )
}

#[tokio::test]
async fn nothing_is_connected_to_but_the_call() {
    let emulator = Emulator::start().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().to_str().unwrap();
    let watch = |words: &[&str]| connects(&emulator, home, words);
    // That a connection is seen at all is what the calls show.
    let calls: [&[&str]; 3] = [
        &["sts", "GetCallerIdentity"],
        &["cvm", "DescribeZones", "--output", "table"],
        &["whoami"],
    ];
    for words in calls {
        let Some(seen) = watch(words) else {
            eprintln!("strace cannot watch programs here: nothing was checked");
            return;
        };
        assert_eq!(seen.len(), 1, "{words:?}: {seen:#?}");
        let port = format!("sin_port=htons({})", emulator.address().port());
        assert!(seen[0].contains(&port), "{words:?}: {seen:?}");
    }
    let silent: [&[&str]; 16] = [
        &["--version"],
        &["--help"],
        &["help"],
        &["cvm", "help"],
        &["cvm", "RunInstances", "--help"],
        &["search", "create instance"],
        &["errors", "AuthFailure.SignatureFailure"],
        &["completions", "bash"],
        &["__complete", "bash", "--", "tcloud", "cvm", "Desc"],
        &["configure", "set", "region", "ap-seoul"],
        &["configure", "get", "region"],
        &["configure", "list"],
        &["whoami", "--local"],
        &["sts", "GetCallerIdentity", "--dry-run"],
        &["sign", "cvm", "DescribeZones"],
        &["diff", "catalogue", "catalogue", "--service", "sts"],
    ];
    for words in silent {
        let seen = watch(words).unwrap();
        assert!(seen.is_empty(), "{words:?}: {seen:#?}");
    }
}
