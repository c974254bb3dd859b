//! The words before the cursor: which is the service, which the action, which wants a value.

use clap::Command;

use super::options;
use crate::call;

/// The words before the cursor.
#[derive(Debug, Default)]
pub(super) struct Line<'w> {
    /// The service, or a command.
    pub(super) service: Option<&'w str>,
    /// The action, or what else follows.
    pub(super) action: Option<&'w str>,
    /// The names of the parameters and options after the service, without hyphens.
    pub(super) given: Vec<&'w str>,
    /// The option or parameter whose value comes next, without hyphens.
    pub(super) open: Option<&'w str>,
}

impl<'w> Line<'w> {
    /// Reads `words`; `program` says which options take a value.
    pub(super) fn read(words: &'w [String], program: &Command) -> Self {
        let after = call::command();
        let mut line = Self::default();
        for word in words {
            let Some(name) = word.strip_prefix("--") else {
                match (&line.open, line.service, line.action) {
                    // A value; a parameter may have several.
                    (Some(name), ..) if call::option(program, name).is_some() => line.open = None,
                    (Some(_), ..) => {}
                    (None, None, _) => line.service = Some(word),
                    (None, Some(_), None) => line.action = Some(word),
                    (None, ..) => {}
                }
                continue;
            };
            let (name, value) = match name.split_once('=') {
                Some((name, _)) => (name, true),
                None => (name, false),
            };
            let own = call::option(program, name).or_else(|| {
                line.service?;
                call::option(&after, name)
            });
            let of_command = || {
                let command = program.find_subcommand(line.service?)?;
                call::option(command, name)
            };
            let takes = match own.or_else(of_command) {
                Some(option) => options::takes_value(option),
                None => line.action.is_some(),
            };
            line.open = (takes && !value).then_some(name);
            if line.service.is_some() {
                line.given.push(name);
            }
        }
        line
    }
}

/// Joins what bash parts at an equals sign: `--region`, `=` and `ap` are one word. Returns how much
/// of the last word bash takes for another one.
pub(super) fn joined(words: &mut Vec<String>) -> usize {
    let mut whole: Vec<String> = Vec::new();
    let mut cut = 0;
    let mut parts = std::mem::take(words).into_iter().peekable();
    while let Some(word) = parts.next() {
        cut = 0;
        let option = whole.last().is_some_and(|last| last.starts_with("--"));
        let Some(last) = whole
            .last_mut()
            .filter(|last| word == "=" && option && !last.contains('='))
        else {
            whole.push(word);
            continue;
        };
        last.push('=');
        cut = last.len();
        if let Some(value) = parts.next() {
            last.push_str(&value);
        }
    }
    *words = whole;
    cut
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_bash_parts_is_joined() {
        for (parts, whole, cut) in [
            (
                &["cvm", "--region", "=", "ap"][..],
                &["cvm", "--region=ap"][..],
                9,
            ),
            (&["--region", "="], &["--region="], 9),
            (&["--region", "=", "ap", "x"], &["--region=ap", "x"], 0),
            (&["=", ""], &["=", ""], 0),
        ] {
            let mut words: Vec<String> = parts.iter().map(|part| (*part).to_owned()).collect();
            assert_eq!(
                (joined(&mut words), &*words),
                (
                    cut,
                    whole
                        .iter()
                        .map(|w| (*w).to_owned())
                        .collect::<Vec<_>>()
                        .as_slice()
                )
            );
        }
    }
}
