//! Several calls as a Rust program, and as a test on the emulator.

use super::Step;
use super::flow::pointer;
use crate::snippet::Snippet;
use crate::write::rust::raw_call;

/// Returns a program.
pub(super) fn program(steps: &[Step]) -> String {
    let region = region(steps);
    let setter = region.map_or_else(String::new, |region| format!(".region({region:?})"));
    let endpoint = steps.iter().find_map(|step| step.snippet.site());
    let endpoint = endpoint.map(|endpoint| format!(".endpoint({:?})", endpoint.text()));
    let calls = steps.iter().map(|step| {
        let call = call(step, region);
        match step.code() {
            Some(code) => format!(
                "{}    // It failed with {code}.\n    let {} = {call}.await;\n    if let Err(error) = {} {{\n        println!(\"{{error}}\");\n    }}\n",
                title(step),
                step.name,
                step.name
            ),
            None => format!(
                "{}    let {} = {call}.await?;\n    println!(\"{{{}:#}}\");\n{}",
                title(step),
                step.name,
                step.name,
                outputs(step)
            ),
        }
    });
    format!(
        "use serde_json::json;\nuse tencentcloud_runtime::{{Client, Config}};\n\n#[tokio::main]\n\
         async fn main() -> Result<(), Box<dyn std::error::Error>> {{\n    \
         // Reads TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY.\n    \
         let config = Config::from_env()?{setter}{};\n    \
         let client = Client::new(&config);\n{}    Ok(())\n}}\n",
        endpoint.unwrap_or_default(),
        calls.collect::<String>()
    )
}

/// Returns a file of tests, with one test. It needs `tencentcloud-emulator`.
pub(super) fn test(steps: &[Step]) -> String {
    // The emulator's configuration has this region.
    let region = Some("ap-guangzhou");
    let calls = steps.iter().map(|step| {
        let call = call(step, region);
        if let Some(code) = step.code() {
            return format!(
                "{}    let error = {call}.await\n        .unwrap_err();\n    assert_eq!(error.code(), Some({code:?}));\n",
                title(step)
            );
        }
        let used = !step.outputs.is_empty() || !step.echoes.is_empty();
        let kept = if used { format!("let {} = ", step.name) } else { String::new() };
        let echoes = step.echoes.iter().map(|(path, variable)| {
            format!("    assert_eq!({}.pointer({path:?}), Some(&{variable}));\n", step.name)
        });
        format!(
            "{}    {kept}{call}.await?;\n{}{}",
            title(step),
            outputs(step),
            echoes.collect::<String>()
        )
    });
    let names = steps
        .iter()
        .take(3)
        .map(|step| step.name.trim_end_matches('_'));
    let name = names.collect::<Vec<_>>().join("_then_");
    format!(
        "use serde_json::json;\nuse tencentcloud_emulator::Emulator;\nuse tencentcloud_runtime::{{Client, Config}};\n\n\
         #[tokio::test]\nasync fn {name}() -> Result<(), Box<dyn std::error::Error>> {{\n    \
         let emulator = Emulator::start().await?;\n    \
         let config: Config = emulator.config();\n    \
         let client = Client::new(&config);\n{}    assert_eq!(emulator.calls().count(), {});\n    Ok(())\n}}\n",
        calls.collect::<String>(),
        steps.len()
    )
}

/// The region of the first call, which the others have if they do not say otherwise.
fn region(steps: &[Step]) -> Option<&str> {
    steps.first()?.snippet.region.as_deref()
}

fn title(step: &Step) -> String {
    let Snippet {
        service, action, ..
    } = &step.snippet;
    format!("\n    // {}\n", one_line(&format!("{service} {action}")))
}

/// A comment ends with its line.
fn one_line(text: &str) -> String {
    text.replace(|c: char| c.is_control(), " ")
}

fn call(step: &Step, usual: Option<&str>) -> String {
    let region = step.snippet.region.as_deref();
    let region = region.filter(|_| region != usual);
    let region = region.map(|region| format!("\n        .region({region:?})"));
    format!(
        "{}{}\n        ",
        raw_call(&step.snippet),
        region.unwrap_or_default()
    )
}

fn outputs(step: &Step) -> String {
    let action = &step.snippet.action;
    let lines = step.outputs.iter().map(|output| {
        let path = pointer(&output.path);
        let missing = format!(
            "{action} returned no {}",
            path.trim_start_matches('/').replace('/', ".")
        );
        let (variable, name) = (&output.variable, &step.name);
        format!(
            "    let {variable} = {name}\n        .pointer({path:?})\n        .cloned()\n        .ok_or({missing:?})?;\n"
        )
    });
    lines.collect()
}
