//! Every task can be solved, and by its own script is.

use std::path::Path;

use tencentcloud_gym::{Score, Totals, report, run, task};

/// Compares `scores` with the page that shows them; `RENEW=1` writes it.
fn show(page: &str, scores: &[Score]) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(page);
    let text = std::fs::read_to_string(&path).unwrap();
    let (head, _) = text.split_once("\n| task |").unwrap();
    let made = format!("{head}\n{}", report::table(scores));
    if std::env::var_os("RENEW").is_some() {
        std::fs::write(&path, made).unwrap();
    } else {
        assert_eq!(made, text, "RENEW=1 writes {page} anew");
    }
}

/// Checks that all tasks were solved, and nothing else was asked for than what they need.
fn whole(scores: &[Score]) {
    for score in scores {
        assert!(score.success, "task {}: {:?}", score.task, score.missed);
        assert_eq!(score.unsafe_calls, 0, "task {}", score.task);
    }
    let totals = Totals::of(scores);
    assert_eq!((totals.tasks, totals.successes, totals.harm), (60, 60, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_without_a_key_solves_every_task_through_the_broker() {
    let mut scores = Vec::new();
    for task in task::all().unwrap() {
        let number = task.number;
        let score = run::by_program(task).await;
        scores.push(score.unwrap_or_else(|error| panic!("task {number}: {error:#}")));
    }
    whole(&scores);
    show("PROGRAM.md", &scores);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scripted_client_of_mcp_solves_every_task() {
    let mut scores = Vec::new();
    for task in task::all().unwrap() {
        let number = task.number;
        let score = run::by_mcp(task).await;
        scores.push(score.unwrap_or_else(|error| panic!("task {number}: {error:#}")));
    }
    whole(&scores);
    show("README.md", &scores);
}
