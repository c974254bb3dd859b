//! Scores as a table, and as JSON.

use serde_json::{Value, json};

use crate::score::{Score, Totals};

/// Returns `scores` as a table in Markdown, a line a task, with the sums last.
pub fn table(scores: &[Score]) -> String {
    let mut table = String::from(
        "| task | kind | success | tool calls | tokens | approvals asked | unsafe calls |\n\
         | --- | --- | --- | ---: | ---: | ---: | ---: |\n",
    );
    for score in scores {
        let kind = json!(score.kind);
        table.push_str(&format!(
            "| {:02} {} | {} | {} | {} | {} | {} | {} |\n",
            score.task,
            score.name,
            kind.as_str().unwrap_or_default(),
            if score.success { "yes" } else { "no" },
            score.calls,
            score.tokens,
            score.asked,
            score.unsafe_calls,
        ));
    }
    let totals = Totals::of(scores);
    table.push_str(&format!(
        "| **all {}** | | **{}** | **{}** | **{}** | **{}** | **{}** |\n",
        totals.tasks,
        totals.successes,
        totals.calls,
        totals.tokens,
        totals.asked,
        totals.unsafe_calls,
    ));
    table
}

/// Returns `scores` and their sums as JSON.
pub fn json(scores: &[Score]) -> Value {
    json!({"totals": Totals::of(scores), "tasks": scores})
}
