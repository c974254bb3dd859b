//! A JSON body in a POSIX shell script.

use tencentcloud_calls::shell::quoted;

use crate::text::{json, json_lines};
use crate::tree::{Field, Node};

/// The function that writes a variable's text as JSON.
pub(crate) const JSON_STRING: &str = r#"# Writes the text $1 as JSON.
json_string() {
  tab=$(printf '\t') cr=$(printf '\r')
  printf '%s\n' "$1" |
    sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e "s/$tab/\\\\t/g" -e "s/$cr/\\\\r/g" |
    awk 'BEGIN { printf "\"" } NR > 1 { printf "\\n" } { printf "%s", $0 } END { printf "\"" }'
}

"#;

/// The longest body that stays on one line.
const LINE: usize = 80;

/// What stands for a variable until the text around it is quoted; JSON has no such character.
const MARK: char = '\u{1}';

/// Returns `fields` as a word of the shell, a secret and an output as calls of `json_string`.
pub(crate) fn shell_json(fields: &[Field]) -> String {
    let read = |node: &Node| match node {
        Node::Secret(variable)
        | Node::Output {
            variable,
            text: true,
        } => {
            format!("{MARK}{variable}{MARK}")
        }
        Node::Output {
            variable,
            text: false,
        } => format!("{MARK}#{variable}{MARK}"),
        _ => "null".to_owned(),
    };
    let line = json(fields, &read);
    let text = match line.len() <= LINE {
        true => line,
        false => json_lines(fields, &read),
    };
    let parts = text.split(MARK).enumerate();
    let parts = parts.map(|(at, part)| match at % 2 {
        0 if part.is_empty() => String::new(),
        0 => quoted(part),
        _ => match part.strip_prefix('#') {
            Some(number) => format!("\"${number}\""),
            None => format!("\"$(json_string \"${part}\")\""),
        },
    });
    parts.collect()
}
