//! Pasted calls.

use serde_json::{Map, Value};
use tencentcloud_calls::{Target, Wanted};
use tencentcloud_snippets::{Language, Snippet, paste};

/// A text is refused with a reason, or it is a call whose command, if options can say it, is read as
/// the same call again.
pub fn pasted(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let pasted = match paste(&text) {
        Ok(pasted) => pasted,
        Err(why) => return assert!(!why.message.is_empty()),
    };
    let (Some(service), Some(action)) = (&pasted.service, &pasted.action) else {
        return;
    };
    let wanted = Wanted {
        version: pasted.version.clone(),
        ..Wanted::default()
    };
    let target = Target::find(service, action, &wanted).ok();
    let Some(known) = target.and_then(|target| target.known) else {
        return;
    };
    let snippet = Snippet::new(&known.description, &known.name, &pasted.parameters);
    let command = snippet.write(Language::Tcloud);
    // What has secrets, files or no types comes by standard input.
    if !command.starts_with("tcloud ") || command.contains("--force") {
        return;
    }
    let again = paste(&command).expect("what was written is read");
    if again.left_out.is_empty() {
        assert_eq!(
            again.parameters,
            without_null(&pasted.parameters),
            "{command}"
        );
    }
}

/// The members that are not null.
fn without_null(members: &Map<String, Value>) -> Map<String, Value> {
    let members = members.iter().filter(|(_, value)| !value.is_null());
    members
        .map(|(name, value)| (name.clone(), whole(value)))
        .collect()
}

fn whole(value: &Value) -> Value {
    match value {
        Value::Object(members) => without_null(members).into(),
        Value::Array(items) => items.iter().map(whole).collect(),
        value => value.clone(),
    }
}
