//! External commands.

use std::time::Duration;

use tencentcloud_runtime::{Credential, Process, ProvideCredential};

use super::{failure, second, temporary};

/// A command of the shell.
fn shell(script: &str) -> Process {
    Process::new("/bin/sh").args(["-c", script])
}

#[tokio::test]
async fn the_output_of_a_command_is_a_credential() {
    let source = shell(r#"echo '{"Version":1,"SecretId":"i","SecretKey":"k"}'"#);
    let found = source.credential().await.unwrap();
    assert_eq!(found, Credential::new("i", "k"));
    let expires = second(3600);
    let source = Process::new("printf").args([
        "%s",
        &format!(
            r#"{{"SecretId":"p-id","SecretKey":"p-key","Token":"p-token","ExpiredTime":{expires}}}"#
        ),
    ]);
    let found = source.credential().await.unwrap();
    assert_eq!(found, temporary("p", expires));
}

/// Each run adds a line to a file.
#[tokio::test]
async fn a_command_runs_again_only_when_its_credential_ends() {
    let folder = tempfile::tempdir().unwrap();
    let runs = folder.path().join("runs");
    let runs = runs.display();
    let count = || {
        std::fs::read_to_string(runs.to_string())
            .unwrap()
            .lines()
            .count()
    };
    for (member, expected) in [("", 1), (r#","ExpiredTime":1"#, 1)] {
        let _ = std::fs::remove_file(runs.to_string());
        let source = shell(&format!(
            r#"echo run >> {runs}; echo '{{"SecretId":"i","SecretKey":"k"{member}}}'"#
        ));
        for _ in 0..3 {
            source.credential().await.unwrap();
        }
        assert_eq!(count(), expected, "{member}");
        let found = source.credential().await.unwrap();
        source.refused(&found);
        source.credential().await.unwrap();
        assert_eq!(count(), expected + 1, "{member}");
    }
}

#[tokio::test]
async fn a_command_that_fails_is_named_with_the_reason_and_nothing_of_its_output() {
    for (script, told) in [
        (
            "exit 3",
            "it failed (exit status: 3): see its standard error",
        ),
        (
            "echo hush; exit 1",
            "it failed (exit status: 1): see its standard error",
        ),
        (
            "kill -9 $$",
            "it failed (signal: 9 (SIGKILL)): see its standard error",
        ),
        ("true", "it printed no JSON: line 1, column 0"),
        ("echo hush", "it printed no JSON: line 1, column 1"),
        ("echo '{}'", "it printed no SecretId"),
        (r#"echo '{"SecretId":"hush"}'"#, "it printed no SecretKey"),
        (
            r#"echo '{"SecretId":"hush","SecretKey":5}'"#,
            "it printed a SecretKey that is no string",
        ),
        (
            r#"echo '{"Version":2,"SecretId":"i","SecretKey":"hush"}'"#,
            "it printed a Version other than 1",
        ),
        (
            r#"echo '{"SecretId":"i","SecretKey":"hush","ExpiredTime":"soon"}'"#,
            "it printed an ExpiredTime that is no Unix time in seconds",
        ),
        ("head -c 70000 /dev/zero", "it printed more than 64 KiB"),
    ] {
        let error = failure(&shell(script)).await.to_string();
        assert_eq!(error, format!("no credential: command /bin/sh: {told}"));
    }
    let error = failure(&Process::new("/not/there").args(["hush"])).await;
    let told = "no credential: command /not/there: it cannot be started: ";
    assert!(error.to_string().starts_with(told), "{error}");
    let shown = format!("{:?}", Process::new("tool").args(["hush"]));
    assert!(!shown.contains("hush"), "{shown}");
}

#[tokio::test]
async fn a_command_may_take_as_long_as_its_deadline() {
    let source = shell("exec sleep 1000").deadline(Duration::from_millis(20));
    let error = failure(&source).await;
    let told = "no credential: command /bin/sh: no response within 20ms";
    assert_eq!(error.to_string(), told);
}

#[tokio::test]
async fn a_command_is_killed_when_nobody_waits_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("id");
    let source = shell(&format!("echo $$ > {}; exec sleep 1000", file.display()));
    let id = async {
        loop {
            match std::fs::read_to_string(&file) {
                Ok(id) if id.ends_with('\n') => break id,
                _ => tokio::time::sleep(Duration::from_millis(1)).await,
            }
        }
    };
    let id = tokio::select! {
        id = id => id,
        found = source.credential() => panic!("{found:?}"),
    };
    let lives = std::process::Command::new("kill")
        .args(["-0", id.trim()])
        .stderr(std::process::Stdio::null())
        .status();
    assert!(!lives.unwrap().success());
}
