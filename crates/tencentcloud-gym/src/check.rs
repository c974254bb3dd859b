//! What is checked when a client has ended: its answer, and what is there.

use anyhow::{Context, Result};
use serde_json::Value;

use crate::task::Task;
use crate::world::World;

/// Returns what is not as `task` expects it: of the `answer` of a client, and of what is there.
///
/// # Errors
/// The task's own expressions are wrong.
pub async fn check(task: &Task, world: &World, answer: &str) -> Result<Vec<String>> {
    let (facts, mut missed) = world.look(&task.state).await?;
    for wanted in &task.answer.has {
        let texts = match facts.fill(wanted) {
            Ok(Value::Array(texts)) => texts,
            Ok(one) => vec![one],
            // What a look remembers is not known if it was not made, which is among what is missed.
            Err(_) if !missed.is_empty() => continue,
            Err(error) => return Err(error),
        };
        let mut found = false;
        for text in &texts {
            found |= has(answer, &plain(text)?);
        }
        if !found {
            let texts = texts.iter().map(Value::to_string).collect::<Vec<_>>();
            missed.push(format!("the answer lacks {}", texts.join(" or ")));
        }
    }
    for unwanted in &task.answer.lacks {
        let text = plain(&facts.fill(unwanted)?)?;
        if has(answer, &text) {
            missed.push(format!("the answer has {text}"));
        }
    }
    Ok(missed)
}

fn plain(value: &Value) -> Result<String> {
    match value {
        Value::String(text) => Ok(text.clone()),
        Value::Number(number) => Ok(number.to_string()),
        _ => None.with_context(|| format!("{value} is neither a text nor a number")),
    }
}

/// True if `answer` has `text` as whole words, whatever the case: `13` is not in `130`, nor in `1.13`; `1,300`
/// is `1300`.
fn has(answer: &str, text: &str) -> bool {
    let answer = without_commas(&answer.to_lowercase());
    let text = text.to_lowercase();
    let mut from = 0;
    while let Some(at) = answer[from..].find(&text) {
        let (start, end) = (from + at, from + at + text.len());
        if parts(&answer[..start], &text, false) && parts(&answer[end..], &text, true) {
            return true;
        }
        let step = text.chars().next().map_or(1, char::len_utf8);
        from = start + step;
    }
    false
}

/// True if the words end where `text` meets `side`, which follows it or, if not `after`, goes before it.
fn parts(side: &str, text: &str, after: bool) -> bool {
    let mut out: Vec<char> = match after {
        true => side.chars().take(2).collect(),
        false => side.chars().rev().take(2).collect(),
    };
    out.push(' ');
    out.push(' ');
    let edge = match after {
        true => text.chars().next_back(),
        false => text.chars().next(),
    };
    let is_word = |c: char| c.is_ascii_alphanumeric();
    if !edge.is_some_and(is_word) {
        return true;
    }
    // A point or a hyphen between two characters of words goes on with the word.
    !(is_word(out[0]) || matches!(out[0], '.' | '-' | '_') && is_word(out[1]))
}

/// Returns `text` without the commas within numbers.
fn without_commas(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let digit = |at: Option<usize>| {
        at.and_then(|at| characters.get(at))
            .is_some_and(char::is_ascii_digit)
    };
    let kept = characters
        .iter()
        .enumerate()
        .filter(|(at, c)| **c != ',' || !(digit(at.checked_sub(1)) && digit(Some(at + 1))));
    kept.map(|(_, c)| c).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_has_a_text_as_whole_words_alone() {
        for (answer, text) in [
            ("There are 13.", "13"),
            ("共 13 个", "13"),
            ("共13个", "13"),
            ("**ins-1**, ins-2", "ins-1"),
            ("It costs 1,300 yuan", "1300"),
            ("Region AP-Shanghai", "ap-shanghai"),
            ("130 and 13", "13"),
            ("203.0.113.27.", "203.0.113.27"),
            ("Which one?", "?"),
        ] {
            assert!(has(answer, text), "{text} in {answer}");
        }
        for (answer, text) in [
            ("There are 130.", "13"),
            ("Version 1.13", "13"),
            ("ins-12", "ins-1"),
            ("203.0.113.270", "203.0.113.27"),
            ("front-net", "net"),
            ("", "3"),
        ] {
            assert!(!has(answer, text), "{text} in {answer}");
        }
    }
}
