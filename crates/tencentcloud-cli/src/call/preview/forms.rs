//! A call as other programs write it: curl, Rust, tccli and tcloud itself.

use serde_json::Value;
use tencentcloud_calls::Prepared;
use tencentcloud_runtime::Explanation;
use tencentcloud_snippets::{Language, Snippet};

/// Returns all forms of the call, each under its name. Secrets are read from the environment.
pub(super) fn all(prepared: &Prepared, explanation: &Explanation, region: Option<&str>) -> String {
    let snippet = snippet(prepared).region(region.unwrap_or_default());
    let written = |language: Language| (language.title(), snippet.write(language));
    let forms = [
        ("curl", explanation.curl.clone()),
        written(Language::Rust),
        written(Language::Tcloud),
        written(Language::Tccli),
    ];
    let forms = forms.map(|(name, form)| format!("\n# {name}\n{}\n", form.trim_end()));
    forms.concat()
}

fn snippet(prepared: &Prepared) -> Snippet {
    let mut parameters = prepared.parameters.members.clone();
    for (name, _) in &prepared.parameters.files {
        parameters.insert(name.clone(), Value::from("FILE"));
    }
    let target = &prepared.target;
    match &target.known {
        Some(known) => Snippet::new(&known.description, &known.name, &parameters),
        None => Snippet::undocumented(&target.service, &target.version, &target.name, &parameters),
    }
}
