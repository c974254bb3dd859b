//! Several calls as a shell script of tcloud.

use tencentcloud_calls::Effect;
use tencentcloud_calls::shell::quoted;

use super::Step;
use super::flow::{Output, Part};
use crate::language::Language;
use crate::write::JSON_STRING;

/// Returns the script.
pub(super) fn script(steps: &[Step]) -> String {
    let mut script = String::from("#!/bin/sh\nset -eu\n");
    let calls: Vec<String> = steps.iter().map(call).collect();
    if calls.iter().any(|call| call.contains("$(json_string ")) {
        script.push_str(&format!("\n{}", JSON_STRING.trim_end_matches('\n')));
        script.push('\n');
    }
    script.push_str(&calls.concat());
    script
}

fn call(step: &Step) -> String {
    let snippet = &step.snippet;
    let title = format!("{} {}", snippet.service, snippet.action);
    let title = title.replace(|c: char| c.is_control(), " ");
    let command = snippet.write(Language::Tcloud);
    // The script has the function once.
    let command = command.replace(JSON_STRING, "");
    let mut command = command.trim_end().to_owned();
    if Effect::of(&snippet.service, &snippet.action) == Effect::Destroy {
        command.push_str(" --yes");
    }
    match (&*step.outputs, step.code()) {
        (_, Some(code)) => format!(
            "\n# {title}: it failed with {}\n{command} || true\n",
            code.replace('\n', " ")
        ),
        ([], _) => format!("\n# {title}\n{command}\n"),
        ([output], _) => {
            let query = quoted(&query(output));
            let variable = &output.variable;
            format!("\n# {title}\n{variable}=$({command} --query {query} --output text)\n")
        }
        (outputs, _) => {
            let queries: Vec<_> = outputs.iter().map(query).collect();
            let queries = quoted(&format!("[{}]", queries.join(", ")));
            let variables = outputs.iter().enumerate().map(|(at, output)| {
                let (variable, field) = (&output.variable, at + 1);
                format!("{variable}=$(printf %s \"$outputs\" | cut -f {field})\n")
            });
            let variables: String = variables.collect();
            format!(
                "\n# {title}\noutputs=$({command} --query {queries} --output text)\n{variables}"
            )
        }
    }
}

/// The path as JMESPath.
fn query(output: &Output) -> String {
    let mut query = String::new();
    for part in &output.path {
        match part {
            Part::Index(index) => query.push_str(&format!("[{index}]")),
            Part::Member(name) => {
                if !query.is_empty() {
                    query.push('.');
                }
                let plain = name.starts_with(|c: char| c.is_ascii_alphabetic())
                    && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
                match plain {
                    true => query.push_str(name),
                    false => query.push_str(&crate::text::quoted(name)),
                }
            }
        }
    }
    query
}
