//! What is logged: files that others can read, refreshes that failed, and never a secret.

use std::io;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use tencentcloud_runtime::{AssumeRole, Credential, Process, Profile, ProvideCredential};
use tencentcloud_testkit::fault::{Server, Step};
use tracing::subscriber::DefaultGuard;

use super::{at, load_error, loader, second, sts, write};

/// What is logged on this thread while the guard lives, at every level.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    fn start() -> (Self, DefaultGuard) {
        let log = Self::default();
        let to = log.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_ansi(false)
            .with_writer(move || to.clone())
            .finish();
        let guard = tracing::subscriber::set_default(subscriber);
        (log, guard)
    }

    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }

    fn warnings(&self) -> Vec<String> {
        let text = self.text();
        let lines = text.lines().filter(|line| line.contains(" WARN "));
        lines.map(str::to_owned).collect()
    }
}

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_file_that_others_can_read_is_reported_once() {
    let folder = tempfile::tempdir().unwrap();
    let text = "[default]\nsecret_id=i\nsecret_key=hush\n";
    for (mode, warned) in [(0o600, false), (0o400, false), (0o640, true), (0o604, true)] {
        let file = write(&folder.path().join(format!("{mode:o}")), text);
        super::mode(&file, mode);
        let (log, _guard) = Log::start();
        for _ in 0..3 {
            let profile = Profile::sdk("default").at(&file);
            profile.credential().await.unwrap();
        }
        let warnings = log.warnings();
        assert_eq!(warnings.len(), usize::from(warned), "{warnings:?}");
        for warning in warnings {
            for told in [
                "others can read this file",
                "chmod 600",
                &format!("mode={mode:o}"),
            ] {
                assert!(warning.contains(told), "{warning}");
            }
            assert!(warning.contains(file.to_str().unwrap()), "{warning}");
        }
        assert!(!log.text().contains("hush"));
    }
}

#[tokio::test]
async fn a_refresh_that_fails_is_a_warning_and_the_old_credential_serves() {
    let (log, _guard) = Log::start();
    let expires = second(7200);
    let server = Server::start([sts("role", expires), Step::error("UnauthorizedOperation")]);
    let now = Arc::new(AtomicI64::new(second(0)));
    let clock = Arc::clone(&now);
    let source = AssumeRole::new(Credential::new("AKIDbase", "hush"), "arn")
        .endpoint(server.url())
        .clock(move || at(clock.load(Ordering::SeqCst)));
    let found = source.credential().await.unwrap();
    now.store(expires - 599, Ordering::SeqCst);
    assert_eq!(source.credential().await.unwrap(), found);
    let told = log.text();
    let warning = "credential not refreshed, the old one is still valid error=role arn: UnauthorizedOperation: by the script (AssumeRole, request ID id-error)";
    assert!(told.contains(warning), "{told}");
    for secret in ["hush", "role-key", "role-token"] {
        assert!(!told.contains(secret), "{secret} in {told}");
    }
}

/// At every level, whatever the source does.
#[tokio::test]
async fn no_secret_of_a_search_is_logged() {
    let (log, _guard) = Log::start();
    let server = Server::start([sts("role", second(7200))]);
    let variables = [
        ("TENCENTCLOUD_SECRET_ID", "AKIDvariable"),
        ("TENCENTCLOUD_SECRET_KEY", "hush-key"),
        ("TENCENTCLOUD_TOKEN", "hush-token"),
        ("TENCENTCLOUD_ROLE_ARN", "arn"),
        ("TENCENTCLOUD_ASSUME_ROLE_EXTERNAL_ID", "hush-external"),
    ];
    let search = loader(variables).sts_endpoint(server.url());
    let config = search.load().await.unwrap();
    let shown = format!("{config:?} {}", config.credential_report().unwrap());
    let assertion = [
        ("TENCENTCLOUD_ASSUME_ROLE_SAML_ASSERTION", "hush-assertion"),
        ("TENCENTCLOUD_ASSUME_ROLE_PRINCIPAL_ARN", "principal"),
        ("TENCENTCLOUD_ASSUME_ROLE_ARN", "arn"),
    ];
    let server = Server::start([Step::error("UnauthorizedOperation")]);
    let error = load_error(loader(assertion).sts_endpoint(server.url())).await;
    let printed = r#"echo '{"SecretId":"i","SecretKey":"hush-printed"}'"#;
    let process = Process::new("/bin/sh").args(["-c", printed]);
    process.credential().await.unwrap();
    let told = format!("{}{shown}{error}{process:?}", log.text());
    assert!(told.contains("credential source"), "{told}");
    for secret in ["hush", "role-key", "role-token"] {
        assert!(!told.contains(secret), "{secret} in {told}");
    }
}
