//! Commands whose calls are shown or recorded on their way to the cloud, which another emulator plays.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use tempfile::TempDir;
use tencentcloud_emulator::{Emulator, Record};

use crate::program::{Program, tcloud};
use crate::running::Page;

const OWN: &str = env!("CARGO_BIN_EXE_tcloud");

/// Prepares `exec --inspect` of a command, on a machine whose data is in `home`.
fn inspected(cloud: &Emulator, home: &TempDir, command: &[&str]) -> Program {
    let words = [&["exec", "--inspect", "--"], command].concat();
    let path = std::env::var("PATH").unwrap_or_default();
    let data = home.path().to_str().unwrap();
    tcloud(cloud, &words)
        .env("XDG_DATA_HOME", data)
        .env("PATH", &path)
}

fn folder(home: &TempDir) -> PathBuf {
    home.path().join("tcloud/explorer")
}

/// Returns the recordings in the folder of the page.
fn recordings(home: &TempDir) -> Vec<PathBuf> {
    let files = fs::read_dir(folder(home)).unwrap();
    let paths = files.map(|file| file.unwrap().path());
    paths
        .filter(|path| path.extension().is_some_and(|end| end == "jsonl"))
        .collect()
}

#[cfg(unix)]
fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[tokio::test]
async fn without_a_page_the_calls_of_a_command_are_recorded() {
    let cloud = Emulator::start().await.unwrap();
    let home = tempfile::tempdir().unwrap();
    let command = [OWN, "vpc", "DescribeVpcs", "--Limit", "7"];
    let run = inspected(&cloud, &home, &command).run();
    assert_eq!(run.code, 0, "{run:#?}");
    assert!(run.stdout.contains("VpcSet"), "{run:#?}");
    let [file] = &recordings(&home)[..] else {
        panic!("{run:#?}");
    };
    let told = format!("tcloud explorer {}", file.display());
    assert!(run.stderr.contains(&told), "{}", run.stderr);
    let text = fs::read_to_string(file).unwrap();
    let records = Record::read_lines(&text).unwrap();
    let [record] = &records[..] else {
        panic!("{text}");
    };
    assert_eq!(record.action, "DescribeVpcs");
    assert_eq!(record.source.as_deref(), Some("forwarded"));
    // It went on to the cloud with the credential of the command.
    let seen = cloud.calls().all().pop().unwrap();
    assert_eq!(seen.action, "DescribeVpcs");
    assert_eq!(seen.request_id, record.request_id);
    #[cfg(unix)]
    assert_eq!(mode(file), 0o600);
}

#[tokio::test]
async fn curl_goes_through_the_proxy_too_and_reaches_no_other_host() {
    let cloud = Emulator::start().await.unwrap();
    let home = tempfile::tempdir().unwrap();
    let script = "curl -s https://cvm.tencentcloudapi.com/ -H 'X-TC-Action: DescribeZones' -H 'X-TC-Version: 2017-03-12' -H 'Content-Type: application/json' -d '{}'; curl -s http://example.com/; exit 7";
    let run = inspected(&cloud, &home, &["/bin/sh", "-c", script]).run();
    assert_eq!(run.code, 7, "{run:#?}");
    let actions: Vec<_> = cloud.calls().all();
    let last = actions.last().unwrap();
    assert_eq!(last.action, "DescribeZones", "{run:#?}");
    assert!(run.stdout.contains("AuthFailure"), "{run:#?}");
    assert!(run.stdout.contains("UnauthorizedOperation"), "{run:#?}");
}

#[tokio::test]
async fn a_command_that_calls_nothing_leaves_no_recording() {
    let cloud = Emulator::start().await.unwrap();
    let home = tempfile::tempdir().unwrap();
    let run = inspected(&cloud, &home, &["/bin/sh", "-c", "true"]).run();
    assert_eq!(run.code, 0, "{run:#?}");
    assert!(run.stderr.contains("no call came"), "{run:#?}");
    assert!(recordings(&home).is_empty());
    let run = inspected(&cloud, &home, &["/no/such/program"]).run();
    let told = run.failed(1);
    assert!(told.contains("cannot run \"/no/such/program\""), "{told}");
}

/// Waits until the file that says where it runs is there, and returns it.
fn running(home: &TempDir) -> PathBuf {
    let path = folder(home).join("running.json");
    for _ in 0..1500 {
        if path.exists() {
            return path;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    panic!("{} is not there", path.display());
}

#[tokio::test]
async fn the_calls_of_a_command_are_shown_in_the_page_that_runs() {
    let cloud = Emulator::start().await.unwrap();
    let home = tempfile::tempdir().unwrap();
    let page = Page::open(&cloud, &home, &[]);
    let running = running(&home);
    #[cfg(unix)]
    assert_eq!(mode(&running), 0o600);
    let told = fs::read_to_string(&running).unwrap();
    assert!(!told.contains(&page.code), "{told}");
    let command = [OWN, "vpc", "DescribeVpcs"];
    let run = inspected(&cloud, &home, &command).run();
    assert_eq!(run.code, 0, "{run:#?}");
    assert!(run.stderr.contains(&page.url), "{run:#?}");
    let rows = page.rows("DescribeVpcs");
    assert!(rows.contains("\"proxy\""), "{rows}");
    assert!(recordings(&home).is_empty());
    // Killed, it leaves its file, which is known to be stale.
    drop(page);
    let run = inspected(&cloud, &home, &command).run();
    assert_eq!(run.code, 0, "{run:#?}");
    assert!(!running.exists());
    assert_eq!(recordings(&home).len(), 1);
}

#[cfg(unix)]
#[tokio::test]
async fn a_page_that_is_stopped_leaves_nothing_and_shows_recordings() {
    let cloud = Emulator::start().await.unwrap();
    let home = tempfile::tempdir().unwrap();
    let command = [OWN, "vpc", "DescribeVpcs"];
    inspected(&cloud, &home, &command).run().printed();
    let [file] = &recordings(&home)[..] else {
        panic!("there is no recording");
    };
    let mut page = Page::open(&cloud, &home, &[file.to_str().unwrap()]);
    page.rows("DescribeVpcs");
    let running = running(&home);
    let id = page.child.id().to_string();
    let asked = Command::new("kill").args(["-TERM", &id]).status().unwrap();
    assert!(asked.success());
    assert!(page.child.wait().unwrap().success());
    assert!(!running.exists());
}
