//! A call as a command: of tcloud, and of the vendor's own tool.

use tencentcloud_calls::shell::quoted;

use super::{body, is_plain, vendor_folder};
use crate::snippet::Snippet;
use crate::text;
use crate::tree::{Field, Node};

/// Returns the command of tcloud.
pub(crate) fn tcloud(snippet: &Snippet) -> String {
    let mut command = start("tcloud", &snippet.service, snippet);
    let tree = &snippet.tree;
    if !tree.fits || tree.secrets.len() > 1 || !is_sayable(snippet) {
        if !tree.fits {
            command.push("--force".to_owned());
        }
        if tree.fields.is_empty() {
            return joined(&command);
        }
        return by_input(&mut command, snippet, "--input", "-");
    }
    words(&mut command, &tree.fields, "");
    let command = joined(&command);
    match &*tree.secrets {
        [variable] => format!("printf %s \"${variable}\" | {command}"),
        _ => command,
    }
}

/// Returns the command of tccli.
pub(crate) fn tccli(snippet: &Snippet) -> String {
    let service = vendor_folder(&snippet.service);
    let mut command = start("tccli", service, snippet);
    let tree = &snippet.tree;
    if !tree.secrets.is_empty() || !is_sayable(snippet) {
        return by_input(
            &mut command,
            snippet,
            "--cli-input-json",
            "file:///dev/stdin",
        );
    }
    for field in &tree.fields {
        let word = match &field.node {
            Node::Text(text) => text.clone(),
            Node::File(file) => file.clone(),
            node => text::json_value(node, &|_| String::new()),
        };
        argument(&mut command, &field.name, &word);
    }
    joined(&command)
}

/// True if options can say all parameters: no argument has a NUL, and no name is an option's end.
fn is_sayable(snippet: &Snippet) -> bool {
    let whole = |node: &Node| !matches!(node, Node::Text(text) if text.contains('\0'));
    let tree = &snippet.tree;
    tree.all(&|field, node| is_plain(&field.name) && whole(node))
}

/// The words before the parameters.
fn start(program: &str, service: &str, snippet: &Snippet) -> Vec<String> {
    let mut command = vec![format!(
        "{program} {} {}",
        quoted(service),
        quoted(&snippet.action)
    )];
    let mut option = |name: &str, value: &str| command.push(format!("{name} {}", quoted(value)));
    option("--version", &snippet.version);
    if let Some(region) = &snippet.region {
        option("--region", region);
    }
    // tcloud knows the host that an action has for itself.
    let endpoint = match program {
        "tcloud" => snippet.site(),
        _ => snippet.place().or_else(|| snippet.site()),
    };
    if let Some(endpoint) = endpoint {
        option("--endpoint", &endpoint.text());
    }
    command
}

/// The command that reads its parameters, secrets among them, from standard input.
fn by_input(command: &mut Vec<String>, snippet: &Snippet, option: &str, from: &str) -> String {
    command.push(format!("{option} {from}"));
    let mut fields = snippet.tree.fields.clone();
    fields.retain(|field| match &field.node {
        Node::File(file) => {
            argument(command, &field.name, &format!("@{file}"));
            false
        }
        _ => true,
    });
    let json = body::shell_json(&fields);
    let helper = match json.contains("$(json_string ") {
        true => body::JSON_STRING,
        false => "",
    };
    format!("{helper}printf %s {json} |\n  {}", joined(command))
}

/// One option of a parameter.
fn argument(command: &mut Vec<String>, name: &str, word: &str) {
    // What begins with a hyphen would be an option.
    let between = if word.starts_with('-') { '=' } else { ' ' };
    command.push(format!("--{name}{between}{}", quoted(word)));
}

/// The parameters as options of tcloud; below `path`, since a secret cannot be within JSON.
fn words(command: &mut Vec<String>, fields: &[Field], path: &str) {
    for field in fields {
        let name = format!("{path}{}", field.name);
        word(command, &name, &field.node);
    }
}

fn word(command: &mut Vec<String>, name: &str, node: &Node) {
    match node {
        Node::Object(fields) if node.is_read() => words(command, fields, &format!("{name}.")),
        Node::List(items) if node.is_read() => {
            for (index, item) in items.iter().enumerate() {
                word(command, &format!("{name}.{index}"), item);
            }
        }
        Node::Secret(_) => argument(command, name, "@-"),
        Node::Output { variable, .. } => command.push(format!("--{name} \"${variable}\"")),
        Node::File(file) => argument(command, name, &format!("@{file}")),
        // What begins with @ would name a file.
        Node::Text(text) if text.starts_with('@') && text.len() > 1 => {
            argument(command, name, &format!("@{text}"));
        }
        Node::Text(text) => argument(command, name, text),
        node => argument(command, name, &text::json_value(node, &|_| String::new())),
    }
}

/// The words on one line, or each option on its own.
fn joined(command: &[String]) -> String {
    let line = command.join(" ");
    match line.len() <= 100 {
        true => format!("{line}\n"),
        false => format!("{}\n", command.join(" \\\n  ")),
    }
}
