//! An output that is larger than the budget.

use serde_json::{Value, json};
use tencentcloud_emulator::{CannedResponse, Emulator};

use super::cloud::AGENT;
use crate::program::{emulator, shell, tcloud};

/// An endpoint with `count` instances in one response.
fn with_instances(count: usize) -> Emulator {
    let emulator = emulator();
    let rows: Vec<_> = (0..count)
        .map(|n| {
            json!({
                "Placement": {"Zone": "ap-guangzhou-3", "ProjectId": 0},
                "InstanceId": format!("ins-{n:08}"),
                "InstanceName": format!("web \"{n}\" 网关"),
                "InstanceState": "RUNNING",
                "Tags": [{"Key": "env", "Value": "prod"}],
            })
        })
        .collect();
    let response = json!({"TotalCount": count, "InstanceSet": rows});
    let canned = CannedResponse::new("cvm:DescribeInstances", response);
    emulator.responses().add(canned).unwrap();
    emulator
}

const CALL: [&str; 2] = ["cvm", "DescribeInstances"];

fn agent(emulator: &Emulator, more: &[&str]) -> crate::program::Run {
    let words = [&CALL[..], more].concat();
    tcloud(emulator, &words).env(AGENT.0, AGENT.1).run()
}

/// Runs the command that `next` has between backquotes.
fn follow(emulator: &Emulator, next: &str) -> String {
    let command = next.split('`').nth(1).unwrap();
    let line = format!("{}=x TENCENTCLOUD_REGION=ap-guangzhou {command}", AGENT.0);
    let output = shell(emulator, &line);
    assert!(output.status.success(), "{line}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_rest_of_a_list_is_one_command_away_until_there_is_none() {
    let emulator = with_instances(600);
    let run = agent(&emulator, &[]);
    assert!(run.stdout.len() <= 32 << 10, "{}", run.stdout.len());
    let warning: Value = serde_json::from_str(&run.stderr).unwrap();
    assert!(
        warning["warning"]
            .as_str()
            .unwrap()
            .contains("of 600 rows of InstanceSet"),
        "{warning}"
    );
    let first: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(first["TotalCount"], 600);
    let mut rows = first["InstanceSet"].as_array().unwrap().clone();
    let mut note = first["_cut"].clone();
    assert_eq!(
        note["parts"][0],
        json!({"path": "InstanceSet", "shown": rows.len(), "of": 600, "unit": "rows"})
    );
    let mut commands = 1;
    while !note.is_null() {
        let next = note["next"][0].as_str().unwrap();
        let mut more: Vec<Value> = serde_json::from_str(&follow(&emulator, next)).unwrap();
        note = match more.last().unwrap().get("_cut") {
            Some(_) => more.pop().unwrap()["_cut"].take(),
            None => Value::Null,
        };
        rows.extend(more);
        commands += 1;
    }
    let ids: Vec<_> = rows
        .iter()
        .map(|row| row["InstanceId"].as_str().unwrap())
        .collect();
    let all: Vec<_> = (0..600).map(|n| format!("ins-{n:08}")).collect();
    assert_eq!(ids, all);
    assert!((3..8).contains(&commands), "{commands}");
}

#[test]
fn fewer_members_and_the_whole_are_proposed_too() {
    let emulator = with_instances(300);
    let first: Value = serde_json::from_str(&agent(&emulator, &[]).stdout).unwrap();
    let next = first["_cut"]["next"].as_array().unwrap();
    let narrow: Value =
        serde_json::from_str(&follow(&emulator, next[1].as_str().unwrap())).unwrap();
    assert_eq!(narrow.as_array().unwrap().len(), 300);
    assert_eq!(
        narrow[7],
        json!({"InstanceId": "ins-00000007", "InstanceName": "web \"7\" 网关", "InstanceState": "RUNNING"})
    );
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("all.json");
    let whole = next[2]
        .as_str()
        .unwrap()
        .replace("FILE", file.to_str().unwrap());
    follow(&emulator, &whole);
    let whole: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    assert_eq!(whole["InstanceSet"].as_array().unwrap().len(), 300);
    assert_eq!(whole.get("_cut"), None);
}

#[test]
fn every_format_keeps_to_its_budget_and_its_form() {
    let emulator = with_instances(300);
    for format in ["json", "yaml", "table", "text", "csv", "ndjson"] {
        let run = agent(&emulator, &["--output", format, "--budget", "9000"]);
        assert!(
            (3000..=9000).contains(&run.stdout.len()),
            "{format}: {}",
            run.stdout.len()
        );
        assert!(
            run.stderr.contains("of 300 rows"),
            "{format}: {}",
            run.stderr
        );
        match format {
            "json" => assert!(serde_json::from_str::<Value>(&run.stdout).is_ok()),
            "ndjson" => {
                let rows = run.stdout.lines().map(serde_json::from_str::<Value>);
                let rows: Vec<_> = rows.map(Result::unwrap).collect();
                assert!(rows.last().unwrap().get("_cut").is_some());
            }
            "yaml" => assert!(run.stdout.contains("\n_cut:\n"), "{}", run.stdout),
            _ => assert!(run.stdout.contains("ins-00000000") && run.stdout.ends_with('\n')),
        }
    }
}

#[test]
fn a_person_gets_everything_unless_asking_for_less() {
    let emulator = with_instances(300);
    let run = tcloud(&emulator, &CALL).run();
    assert!(run.stdout.len() > 32 << 10 && !run.stdout.contains("_cut"));
    let run = tcloud(&emulator, &CALL).env("TCLOUD_BUDGET", "5000").run();
    assert!(
        run.stdout.len() <= 5000 && run.stdout.contains("_cut"),
        "{}",
        run.stdout
    );
    assert!(run.stderr.starts_with("warning: "), "{}", run.stderr);
    let run = agent(&emulator, &["--budget", "0"]);
    assert!(!run.stdout.contains("_cut") && run.stderr.is_empty());
}

#[test]
fn pages_that_would_be_cut_are_not_read() {
    let emulator = with_instances(0);
    emulator.responses().clear();
    let rows: Vec<_> = (0..100)
        .map(|n| json!({"InstanceId": format!("ins-{n:08}"), "UserData": "x".repeat(400)}))
        .collect();
    let page = json!({"TotalCount": 100_000, "InstanceSet": rows});
    emulator
        .responses()
        .add(CannedResponse::new("cvm:DescribeInstances", page))
        .unwrap();
    let run = agent(&emulator, &["--all-pages"]);
    let rows: Vec<Value> = serde_json::from_str(&run.stdout).unwrap();
    let note = &rows.last().unwrap()["_cut"];
    assert_eq!(note["parts"][0]["of"], Value::Null, "{note}");
    assert_eq!(note["parts"][0]["shown"], rows.len() - 1);
    let calls = emulator.calls().of("cvm:DescribeInstances").len();
    assert_eq!(calls, 1);
}

#[test]
fn a_secret_of_the_command_line_is_not_repeated() {
    let emulator = with_instances(300);
    let credential = emulator.credential();
    let (id, key) = (&credential.secret_id, &credential.secret_key);
    let run = agent(&emulator, &["--secretId", id, "--secretKey", key]);
    assert!(!run.stdout.contains(&**key) && !run.stderr.contains(&**key));
    assert!(
        run.stdout.contains("the same command with `--query"),
        "{}",
        run.stderr
    );
}
