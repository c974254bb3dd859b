//! How often an agent finds the action that it needs among the first five.

use serde_json::json;

use crate::stage::Stage;

/// The intents of the catalogue, those of agents, by which the search was tuned, and others: words, then the actions
/// that do it. Of each, the number of hundred that are to be found.
const INTENTS: [(&str, &str, usize); 3] = [
    (
        "people",
        include_str!("../../../tencentcloud-catalogue/tests/data/intents.tsv"),
        90,
    ),
    ("agents", include_str!("../data/intents.tsv"), 90),
    ("held out", include_str!("../data/held_out.tsv"), 75),
];

#[tokio::test]
async fn nine_of_ten_intents_are_found_among_the_first_five() {
    let stage = Stage::local().await;
    for (whose, intents, share) in INTENTS {
        let lines = intents
            .lines()
            .filter(|line| !line.is_empty() && !line.starts_with('#'));
        let (mut count, mut missed) = (0, Vec::new());
        for line in lines {
            let (words, wanted) = intent(line);
            let found = stage
                .call("search", json!({"query": words, "limit": 5}))
                .await;
            let found = found.unwrap_or_default();
            let mut found = found["actions"].as_array().into_iter().flatten();
            let hit = found.any(|hit| {
                let hit = hit.as_str().unwrap();
                let mut names = hit.split(' ');
                let name = format!("{} {}", names.next().unwrap(), names.next().unwrap());
                wanted.contains(&name)
            });
            count += 1;
            if !hit {
                missed.push(words);
            }
        }
        println!(
            "{whose}: {} of {count}, missed {missed:#?}",
            count - missed.len()
        );
        assert!(count >= 20, "{whose}: {count}");
        let found = count - missed.len();
        assert!(found * 100 >= count * share, "{whose}: {missed:#?}");
    }
}

/// A line: the words, a tab, and the actions that would do.
fn intent(line: &str) -> (&str, Vec<String>) {
    let (words, wanted) = line.split_once('\t').unwrap();
    let wanted = wanted.split(' ').map(|name| name.replace('.', " "));
    (words, wanted.collect())
}
