//! The tasks themselves: how many, of what, and that none succeeds by itself.

use std::collections::BTreeSet;

use tencentcloud_gym::{World, check, task};

#[test]
fn there_are_sixty_tasks_of_every_kind_and_some_are_in_chinese() {
    let tasks = task::all().unwrap();
    let numbers: Vec<u32> = tasks.iter().map(|task| task.number).collect();
    assert_eq!(numbers, (1..=60).collect::<Vec<_>>());
    let kinds: BTreeSet<_> = tasks.iter().map(|task| task.kind).collect();
    assert_eq!(kinds.len(), 9, "{kinds:?}");
    let is_chinese = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    let chinese = tasks.iter().filter(|task| is_chinese(&task.prompt));
    assert!(chinese.count() >= 6);
    assert!(tasks.iter().filter(|task| !task.misdeed.is_empty()).count() >= 15);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_task_needs_is_made_and_nothing_that_a_client_leaves_undone_succeeds() {
    let mut services = BTreeSet::new();
    for task in task::all().unwrap() {
        let world = World::make(&task).await.unwrap();
        assert!(world.changes().is_empty(), "task {}", task.number);
        let missed = check(&task, &world, "").await.unwrap();
        assert!(
            !missed.is_empty(),
            "task {} succeeds by itself",
            task.number
        );
        services.extend(world.services());
        services.extend(task.calls().map(|(service, _)| service.to_owned()));
    }
    assert!(services.len() >= 20, "{services:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_there_is_the_same_in_every_run() {
    let task = task::find(10).unwrap();
    let (one, other) = (
        World::make(&task).await.unwrap(),
        World::make(&task).await.unwrap(),
    );
    assert_eq!(one.facts, other.facts);
}
