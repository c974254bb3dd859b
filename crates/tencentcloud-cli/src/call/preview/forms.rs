//! A call as other programs write it: curl, Rust, tccli and tcloud itself.

use serde_json::{Map, Value};
use tencentcloud_calls::Prepared;
use tencentcloud_calls::shell::quoted;
use tencentcloud_runtime::Explanation;

use super::rust;

/// Returns all forms of the call, each under its name.
pub(super) fn all(prepared: &Prepared, explanation: &Explanation, region: Option<&str>) -> String {
    // The secrets in it are masked.
    let parameters = match serde_json::from_str(&explanation.parameters) {
        Ok(Value::Object(members)) => members,
        _ => Map::new(),
    };
    let forms = [
        ("curl", explanation.curl.clone()),
        ("Rust", rust::program(prepared, &parameters, region)),
        ("tcloud", tcloud(prepared, &parameters, region)),
        ("tccli", explanation.tccli.clone()),
    ];
    let forms = forms.map(|(name, form)| format!("\n# {name}\n{}\n", form.trim_end()));
    forms.concat()
}

/// The call as a command of this program.
fn tcloud(prepared: &Prepared, parameters: &Map<String, Value>, region: Option<&str>) -> String {
    let target = &prepared.target;
    let mut command = format!(
        "tcloud {} {} --version {}",
        target.service, target.name, target.version
    );
    if let Some(region) = region {
        command.push_str(&format!(" --region {}", quoted(region)));
    }
    for (name, value) in parameters {
        let word = match value {
            _ if prepared.takes_file(name) => "@FILE".to_owned(),
            // What begins with @ would name a file.
            Value::String(text) if text.starts_with('@') && text.len() > 1 => format!("@{text}"),
            Value::String(text) => text.clone(),
            value => value.to_string(),
        };
        // What begins with two hyphens would be a name.
        let between = if word.starts_with("--") { '=' } else { ' ' };
        command.push_str(&format!(" --{name}{between}{}", quoted(&word)));
    }
    command
}
